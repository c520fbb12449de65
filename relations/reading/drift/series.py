"""The figures over time, and the events that moved them."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np

from relations.analysis.between import NEVER, Between
from relations.analysis.events import turning_days
from relations.analysis.over_time import Series, exposures, leans
from relations.analysis.ties import Tie, Weights, weight_of

from .ties import ACTOR, FIRST, SECOND, Record, Ties

MOST_DAYS = 1_500  # beyond, the days of ties with neither pole are left out of a curve

TO_FIRST, TO_SECOND = frozenset({FIRST}), frozenset({SECOND})


@dataclass(frozen=True)
class Lines:
    """Exposure to both poles, and the lean between them: on the days when something changed."""

    first: Series
    second: Series
    lean: Series

    @property
    def days(self) -> tuple[dt.date, ...]:
        return self.first.days

    def place(self, day: dt.date) -> int:
        """Say where in the columns the figures of a day stand: those of the last turn by then."""
        return max(bisect_right(self.days, day) - 1, 0)


def lines(ties: Sequence[Tie], start: dt.date, end: dt.date, weights: Weights) -> Lines:
    """Give exposure and lean from one day to another, on each day on which they can step."""
    days = _days(ties, start, end)
    if len(days) > MOST_DAYS:
        days = _days([t for t in ties if t.targets & (TO_FIRST | TO_SECOND)], start, end)
    return Lines(
        exposures(ties, ACTOR, TO_FIRST, days, weights),
        exposures(ties, ACTOR, TO_SECOND, days, weights),
        leans(ties, ACTOR, (TO_FIRST, TO_SECOND), days, weights),
    )


def _days(ties: Sequence[Tie], start: dt.date, end: dt.date) -> list[dt.date]:
    inside = {day for day in turning_days(ties) if start <= day <= end}
    return sorted(inside | {start, end} | set(year_ends(start, end)))


def year_ends(start: dt.date, end: dt.date) -> list[dt.date]:
    """Give the last day of each year, and the last day of all."""
    ends = (dt.date(year, 12, 31) for year in range(start.year, end.year + 1))
    return [day for day in ends if start <= day < end] + [end]


@dataclass(frozen=True)
class Event:
    """That a tie with a pole began, changed or ended.

    ``before`` and ``after`` are the kinds of the tie, '' without one. ``first``, ``second`` and
    ``lean`` say by how much it moved each figure on the ``day`` on which it is drawn: the
    figure less what it would be had the tie stayed as it was. All are 0 for a step that was
    taken again and changed nothing. ``weight`` is by how much the tie itself changed.
    """

    day: dt.date
    when: Between
    record: Record
    before: str
    after: str
    poles: frozenset[str]
    first: float
    second: float
    lean: float
    weight: float

    @property
    def moved(self) -> bool:
        """Whether it moved any of the figures."""
        return self.size > 1e-9

    @property
    def size(self) -> float:
        """How far it moved the figures, for what to show first."""
        return max(abs(self.first), abs(self.second), abs(self.lean))


def events(found: Ties, drawn: Lines, weights: Weights) -> list[Event]:
    """Give what happened to ties with a pole, in order of the day; steps taken again too."""
    by_record: dict[str, list[Tie]] = {}
    for tie in found.ties:
        by_record.setdefault(tie.key, []).append(tie)
    made = []
    for key, spells in by_record.items():
        for before, after, when in _turns(spells):
            poles = frozenset().union(*(t.targets for t in (before, after) if t))
            poles &= TO_FIRST | TO_SECOND
            day = when.day
            if not poles or day is None or not drawn.days[0] <= day <= drawn.days[-1]:
                continue
            effects = _effects(drawn, day, before, after, weights)
            if any(abs(each) > 1e-9 for each in effects):
                kinds = [t.kind if t else "" for t in (before, after)]
                weight = _weight(after, poles, weights) - _weight(before, poles, weights)
                record = found.records[key]
                made.append(Event(day, when, record, kinds[0], kinds[1], poles, *effects, weight))
        made += _again(found.records[key], spells, drawn)
    return sorted(made, key=lambda event: (event.day, -event.size, event.record.key))


def _weight(tie: Tie | None, poles: frozenset[str], weights: Weights) -> float:
    """Give what a tie weighs with a pole; 0 without a tie, and for one with neither."""
    return weight_of(tie, weights) if tie and tie.targets & poles else 0.0


def _again(record: Record, spells: Sequence[Tie], drawn: Lines) -> Iterator[Event]:
    """Give the steps of a membership that led to the status which it had already."""
    days = {tie.begin for tie in spells}
    for when in record.steps:
        day = when.day
        if when in days or day is None:
            continue
        for tie in spells:
            poles = tie.targets & (TO_FIRST | TO_SECOND)
            inside = tie.begin.last < day.toordinal() < tie.end.first
            if inside and poles and drawn.days[0] <= day <= drawn.days[-1]:
                yield Event(day, when, record, tie.kind, tie.kind, poles, 0.0, 0.0, 0.0, 0.0)


def _turns(spells: Sequence[Tie]) -> Iterable[tuple[Tie | None, Tie | None, Between]]:
    """Give what each spell of a record turned into, and when."""
    for now, then in zip_longest(spells, spells[1:]):
        follows = then is not None and then.begin == now.end
        if now is spells[0]:
            yield None, now, now.begin
        if now.end != NEVER:
            yield now, then if follows else None, now.end
        if then is not None and not follows:
            yield None, then, then.begin


def _effects(
    drawn: Lines, day: dt.date, before: Tie | None, after: Tie | None, weights: Weights
) -> tuple[float, float, float]:
    """Give by how much each figure differs from what it would be had ``before`` gone on."""
    place = drawn.place(day)
    total = float(drawn.first.evidence[place])
    without = total
    shares: list[tuple[float, float]] = []
    for series, worth in (
        (drawn.first, lambda t: FIRST in t.targets),
        (drawn.second, lambda t: SECOND in t.targets),
    ):
        amount = float(np.nan_to_num(series.value[place])) * total
        other = amount
        if after is not None:
            other -= weight_of(after, weights) * worth(after)
        if before is not None:
            other += weight_of(before, weights) * worth(before)
        shares.append((amount, other))
    without += weight_of(before, weights) if before else 0.0
    without -= weight_of(after, weights) if after else 0.0
    first, second = (
        (now / total if total > 1e-9 else 0.0) - (then / without if without > 1e-9 else 0.0)
        for now, then in shares
    )
    return first, second, second - first
