"""Exposure, lean and balance of many days at once: what a curve is drawn of.

The numbers are those of :mod:`.exposure` and :mod:`.stances`, day by day; tests hold the two
together. Ties take days * ties comparisons in compiled loops, so that thousands of ties over
a century cost a tenth of a second.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .between import FUTURE, PAST
from .exposure import Pole
from .means import Estimate
from .stances import Stance, Values, values_of
from .tables import Floats
from .ties import Span, Tie, Weights, range_of, ties_of, weight_of


@dataclass(frozen=True)
class Series:
    """An estimate for each of some days, in columns; nan where it can't be said."""

    days: tuple[dt.date, ...]
    value: Floats
    low: Floats
    high: Floats
    evidence: Floats

    def at(self, place: int) -> Estimate:
        """Give the estimate of the day in this place."""
        return Estimate(
            *(float(column[place]) for column in (self.value, self.low, self.high, self.evidence))
        )


def exposures(
    ties: Iterable[Tie], actor: str, pole: Pole, days: Sequence[dt.date], weights: Weights
) -> Series:
    """Give :func:`relations.analysis.exposure.exposure` of each day."""
    return _series(ties, actor, days, weights, lambda tie: float(bool(tie.targets & pole)))


def leans(
    ties: Iterable[Tie],
    actor: str,
    poles: tuple[Pole, Pole],
    days: Sequence[dt.date],
    weights: Weights,
) -> Series:
    """Give :func:`relations.analysis.exposure.lean` of each day."""
    first, second = poles

    def value(tie: Tie) -> float:
        return float(bool(tie.targets & second)) - float(bool(tie.targets & first))

    return _series(ties, actor, days, weights, value)


def balances(
    stances: Sequence[Stance], days: Sequence[dt.date], values: Values, half_life: float
) -> Series:
    """Give :func:`relations.analysis.stances.balance` of each day; raises what it does."""
    if not half_life > 0:
        raise ValueError(f"a half-life of {half_life} days: give a number above 0")
    first, last, middle, partly, value, lowest, highest = _columns(stances, values)
    numbers = np.array([day.toordinal() for day in days], dtype=np.float64)[:, None]

    def faded(when: Floats) -> Floats:
        """Weigh what was said on these days; nothing of days to come, or of which none is known."""
        return np.exp2((np.minimum(when, numbers) - numbers) / half_life) * (
            (when <= numbers) & (when > PAST)
        )

    # One row a day, one column a stance. It weighs the more the later it was.
    most = faded(np.minimum(last, numbers)) * (first <= numbers)
    least = faded(first) * ((last <= numbers) & (partly == 0))
    drawn = np.clip(faded(middle), least, most) * (middle < FUTURE)
    evidence = drawn.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return Series(
            tuple(days),
            np.where(evidence > 0, drawn @ value / evidence, np.nan),
            -_highest(*_by_value(-lowest, least, most), len(days)),
            _highest(*_by_value(highest, least, most), len(days)),
            evidence,
        )


def _columns(stances: Sequence[Stance], values: Values) -> Floats:
    """Give of each stance that counts its first, last and drawn day, whether a term of it may
    count nothing, and its value as drawn, the lowest and the highest."""
    of_terms: dict[tuple[str, ...], tuple[bool, bool, float, float, float] | None] = {}
    rows = []
    for stance in stances:
        if stance.terms not in of_terms:
            of_terms[stance.terms] = _counted(values_of(stance, values))
        if counted := of_terms[stance.terms]:
            is_drawn, *numbers = counted
            first, last, middle = stance.when.numbers
            drawn = middle if is_drawn and middle is not None else FUTURE
            rows.append((first, last, drawn, *numbers))
    return np.array(rows, dtype=np.float64).reshape(-1, 7).T


def _counted(
    numbers: Sequence[float | None],
) -> tuple[bool, bool, float, float, float] | None:
    """Say of the terms of a stance whether the preferred one counts, whether one of them may
    not, and the value to draw, the lowest and the highest; None where none counts."""
    known = [number for number in numbers if number is not None]
    if not known:
        return None
    is_drawn = numbers[0] is not None
    return is_drawn, len(known) < len(numbers), known[0], min(known), max(known)


def _by_value(
    values: Floats, least: Floats, most: Floats
) -> tuple[list[float], list[Floats], list[Floats]]:
    """Sum what stances of one value weigh on each day, the highest value first."""
    falling = np.unique(values)[::-1]
    is_of = (values[:, None] == falling).astype(np.float64)
    return falling.tolist(), [*(least @ is_of).T], [*(most @ is_of).T]


def _series(
    ties: Iterable[Tie],
    actor: str,
    days: Sequence[dt.date],
    weights: Weights,
    value: Callable[[Tie], float],
) -> Series:
    numbers = np.array([day.toordinal() for day in days], dtype=np.int64)
    by_value: dict[float, list[Tie]] = {}
    for tie in ties_of(actor, ties):
        if tie.targets - {actor}:
            by_value.setdefault(value(tie), []).append(tie)
    values = sorted(by_value, reverse=True)
    totals = [_totals(by_value[each], numbers, weights) for each in values]
    evidence = _sum([drawn for _least, drawn, _most in totals], len(days))
    drawn = _sum([each * total[1] for each, total in zip(values, totals, strict=True)], len(days))
    least, most = [total[0] for total in totals], [total[2] for total in totals]
    with np.errstate(divide="ignore", invalid="ignore"):
        return Series(
            tuple(days),
            np.where(evidence > 0, drawn / evidence, np.nan),
            -_highest([-each for each in values[::-1]], least[::-1], most[::-1], len(days)),
            _highest(values, least, most, len(days)),
            evidence,
        )


def _totals(
    ties: Sequence[Tie], numbers: NDArray[np.int64], weights: Weights
) -> tuple[Floats, Floats, Floats]:
    """Sum on each day what ties surely weigh, what they weigh as drawn, and at most."""
    ranges = [range_of(tie, weights) for tie in ties]
    return (
        _in_force([tie.certain for tie in ties], numbers) @ np.array([r[0] for r in ranges]),
        _in_force([tie.central for tie in ties], numbers)
        @ np.array([weight_of(tie, weights) for tie in ties]),
        _in_force([tie.possible for tie in ties], numbers) @ np.array([r[1] for r in ranges]),
    )


def _in_force(spans: Sequence[Span], numbers: NDArray[np.int64]) -> Floats:
    begins, ends = np.array(spans, dtype=np.int64).reshape(-1, 2).T
    days = numbers[:, None]
    return ((begins <= days) & (days < ends)).astype(np.float64)


def _sum(columns: Sequence[Floats], size: int) -> Floats:
    return np.asarray(sum(columns, np.zeros(size)))


def _highest(
    values: Sequence[float], least: Sequence[Floats], most: Sequence[Floats], size: int
) -> Floats:
    """Give the highest mean of each day, as :func:`.means.weighted_mean` finds it.

    ``values`` fall; those before a cut weigh the most that they can, the others the least.
    """
    highest = np.full(size, np.nan)
    for cut in range(len(values) + 1):
        columns = [*most[:cut], *least[cut:]]
        total = _sum(columns, size)
        amount = _sum([v * c for v, c in zip(values, columns, strict=True)], size)
        with np.errstate(divide="ignore", invalid="ignore"):
            highest = np.fmax(highest, np.where(total > 0, amount / total, np.nan))
    # No mean lies beyond its values; sums of floats may, by their last digit.
    return np.minimum(highest, max(values, default=np.nan))
