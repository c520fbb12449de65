"""Balance of stances: what an actor says of a target, for and against, fading with time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .between import FUTURE, PAST, Between
from .means import Estimate, Item, weighted_mean

Values = Mapping[str, float | None]


@dataclass(frozen=True)
class Stance:
    """A stance taken at a time, in a term of the vocabulary.

    ``terms`` has more than one where sources disagree on what was meant; the first is the
    preferred one. ``key`` is what it is found by. Raises ValueError without a term.
    """

    key: str
    when: Between
    terms: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.terms:
            raise ValueError(f"{self.key}: give at least one term")


def balance(stances: Iterable[Stance], day: dt.date, values: Values, half_life: float) -> Estimate:
    """Give the balance of stances up to a day: sum(u v) / sum(u), with u = 2^(-age / half_life).

    ``values`` give each term a number from -1 (against) to 1 (for), or None to leave it out,
    as "unclear"; age is in days, as ``half_life`` is: after so many a stance counts half
    (infinity: none ever fades). Fading by a constant rate is how M. J. C. Crescenzi and A. J.
    Enterline remember events between states ("Time Remembered: A Dynamic Model of Interstate
    Interaction", International Studies Quarterly 45(3), 2001, 409-431); the half-life is the
    reader's choice.

    From -1 to 1; nan before the first stance. ``evidence`` is sum(u): how many fresh stances
    the value is worth. ``low`` and ``high`` are exact over all dates and terms that may be
    true, each stance by itself. Drawn is the preferred term at the middle of its dates; a
    stance of wholly unknown date is not drawn, and is in the range. Raises ValueError for a
    half-life that isn't above 0, and for a term without a value.
    """
    if not half_life > 0:
        raise ValueError(f"a half-life of {half_life} days: give a number above 0")
    number = day.toordinal()
    items = [_item(stance, number, values, half_life) for stance in stances]
    return weighted_mean([item for item in items if item])


def _item(stance: Stance, day: int, values: Values, half_life: float) -> Item | None:
    numbers = values_of(stance, values)
    known = [number for number in numbers if number is not None]
    if not known or stance.when.first > day:
        return None
    # It weighs the more the later it was, and nothing if it was after the day.
    most = _weight(min(stance.when.last, day), day, half_life)
    least = 0.0 if stance.when.last > day else _weight(stance.when.first, day, half_life)
    if len(known) < len(numbers):
        least = 0.0
    middle = stance.when.middle
    drawn = 0.0
    if numbers[0] is not None and middle is not None:
        drawn = min(max(_weight(middle, day, half_life), least), most)
    value = known[0] if numbers[0] is None else numbers[0]
    return Item(value, drawn, (min(known), max(known)), (least, most))


def _weight(when: int, day: int, half_life: float) -> float:
    if when > day or when in (PAST, FUTURE):
        return 0.0
    return float(2 ** (-(day - when) / half_life))


def values_of(stance: Stance, values: Values) -> list[float | None]:
    """Give what each term of a stance counts. Raises ValueError as :func:`balance` does."""
    return [_value(stance, term, values) for term in stance.terms]


def _value(stance: Stance, term: str, values: Values) -> float | None:
    try:
        value = values[term]
    except KeyError:
        known = ", ".join(sorted(values))
        raise ValueError(f"{stance.key}: no value for {term!r}, only for {known}") from None
    if value is not None and not -1 <= value <= 1:
        raise ValueError(f"the value of {term!r} is {value}: give one from -1 to 1, or None")
    return value
