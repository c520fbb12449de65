"""The ties that moved a series: what began and what ended between two days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from .between import FUTURE, NEVER, PAST, Between
from .ties import Tie


class Change(StrEnum):
    """What happened to a tie."""

    BEGAN = "began"
    ENDED = "ended"


@dataclass(frozen=True)
class Move:
    """A tie that began or ended, when, and whether that surely falls between the two days."""

    tie: Tie
    change: Change
    when: Between
    certain: bool


def moves(ties: Iterable[Tie], after: dt.date, until: dt.date) -> list[Move]:
    """Give what began or ended, or may have, after one day and until another, included.

    In order of the first day on which each may have happened, then of key. Raises
    ValueError where ``until`` is before ``after``.
    """
    if until < after:
        raise ValueError(f"{until} is before {after}")
    first, last = after.toordinal() + 1, until.toordinal()
    found = []
    for tie in ties:
        for change, when in ((Change.BEGAN, tie.begin), (Change.ENDED, tie.end)):
            if when.first <= last and when.last >= first:
                inside = first <= when.first and when.last <= last
                found.append(Move(tie, change, when, inside and not tie.disputed))
    return sorted(found, key=lambda move: (move.when.first, move.when.last, move.tie.key))


def effect(move: Move, ties: Sequence[Tie], measure: Callable[[Sequence[Tie]], float]) -> float:
    """Give by how much a move changed a measure: its value less that without the move.

    Without a beginning the tie isn't there; without an end it still runs. In the unit of the
    measure. Effects of several moves needn't add up: a share depends on all ties at once.
    """
    others = [tie for tie in ties if tie != move.tie]
    if move.change is Change.ENDED:
        others.append(replace(move.tie, end=NEVER))
    return measure(ties) - measure(others)


def turning_days(ties: Iterable[Tie]) -> list[dt.date]:
    """Give the days on which a series of these ties can step, in order, for a series by events.

    For each date the first and last possible day and the middle: what is drawn and both ends
    of its range are constant from one of these days to the next.
    """
    days: set[int] = set()
    for tie in ties:
        for when in (tie.begin, tie.end):
            days |= {when.first, when.last, when.middle or PAST}
    # A beginning that isn't known, and an end that isn't there, are no day.
    known = days - {PAST, FUTURE, NEVER.first}
    return [dt.date.fromordinal(day) for day in sorted(known)]
