"""Several lives side by side: the ties that follow from how all of them stood."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from relations.analysis.between import NEVER, UNKNOWN, Between
from relations.analysis.ties import Force
from relations.reading.drift.tracks import Held, Track, ties


def on(year: int) -> Between:
    return Between.on(dt.date(year, 1, 1))


def say(now: Sequence[Any]) -> Held | None:
    mine, theirs = now
    targets = frozenset({"others", "pole"} if theirs else {"others"})
    return Held(mine, targets) if any(mine) else None


def made(mine: list[tuple[Between, Any]], theirs: list[tuple[Between, Any]]) -> list[Any]:
    found = ties("council", "actor", [Track((None,), mine), Track(False, theirs)], say)
    return [(t.kind, "pole" in t.targets, t.begin, t.end) for t in found]


def test_a_tie_changes_when_either_of_the_two_does() -> None:
    assert made([(on(2000), ("member",))], [(on(1996), True), (on(2022), False)]) == [
        ("member", True, on(2000), on(2022)),
        ("member", False, on(2022), NEVER),
    ]


def test_a_step_that_changes_nothing_makes_no_new_tie() -> None:
    steps = [(on(2000), ("aspirant",)), (on(2005), ("aspirant",))]
    assert made(steps, []) == [("aspirant", False, on(2000), NEVER)]


def test_an_end_of_unknown_date_leaves_open_when_and_not_that_it_began() -> None:
    [(_kind, _pole, begin, end)] = made([(on(2000), ("member",)), (UNKNOWN, (None,))], [])
    assert (begin, end) == (on(2000), UNKNOWN)


def test_where_a_source_says_that_it_left_the_tie_is_never_sure() -> None:
    [tie] = ties(
        "igad", "actor", [Track((None,), [(on(2007), ("frozen", None))]), Track(False)], say
    )
    assert tie.disputed
    assert tie.force_on(dt.date(2010, 1, 1).toordinal()) is Force.PERHAPS
