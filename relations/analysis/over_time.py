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
from .means import Estimate, estimate
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

    @classmethod
    def of(cls, days: Sequence[dt.date], estimates: Sequence[Estimate]) -> Series:
        """Put the estimates of days in columns."""
        columns = (
            np.array([getattr(each, name) for each in estimates], dtype=np.float64)
            for name in ("value", "low", "high", "evidence")
        )
        return cls(tuple(days), *columns)


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
    rows = []
    for stance in stances:
        numbers = values_of(stance, values)
        known = [number for number in numbers if number is not None]
        if known:
            when = stance.when
            middle = when.middle if numbers[0] is not None else None
            value = known[0] if numbers[0] is None else numbers[0]
            partly = len(known) < len(numbers)
            unseen = FUTURE if middle is None else middle
            rows.append((when.first, when.last, unseen, partly, value, min(known), max(known)))
    columns = np.array(rows, dtype=np.float64).reshape(-1, 7).T
    return Series.of(days, [_balance(columns, day.toordinal(), half_life) for day in days])


def _balance(columns: Floats, day: int, half_life: float) -> Estimate:
    first, last, middle, partly, value, lowest, highest = columns[:, columns[0] <= day]
    most = _faded(np.minimum(last, day), day, half_life)
    least = np.where((last > day) | (partly > 0), 0.0, _faded(first, day, half_life))
    drawn = np.where(middle < FUTURE, np.clip(_faded(middle, day, half_life), least, most), 0.0)
    return estimate((value, drawn), (lowest, highest), (least, most))


def _faded(when: Floats, day: int, half_life: float) -> Floats:
    """Weigh what was said on these days; nothing of days to come, or of which none is known."""
    known = (when <= day) & (when > PAST)
    return np.where(known, 2.0 ** (-(day - np.where(known, when, day)) / half_life), 0.0)


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
    return highest
