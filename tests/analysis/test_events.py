"""What moved a series: the ties that began and ended between two days."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relations.analysis.between import NEVER, UNKNOWN, Between
from relations.analysis.events import Change, effect, moves, turning_days
from relations.analysis.exposure import exposure
from relations.analysis.ties import Tie

from .strategies import CSTO, WEIGHTS, days, ties


def summary(some: list[Tie], after: dt.date, until: dt.date) -> list[tuple[Change, bool]]:
    return [(move.change, move.certain) for move in moves(some, after, until)]


def test_a_beginning_belongs_to_the_time_that_ends_on_its_day() -> None:
    day = dt.date(2003, 9, 18)
    assert summary([CSTO], dt.date(2003, 1, 1), day) == [(Change.BEGAN, True)]
    assert summary([CSTO], day, dt.date(2004, 1, 1)) == []


def test_an_end_of_some_day_in_the_year_is_certain_for_the_year_only() -> None:
    year = dt.date(2023, 12, 31), dt.date(2024, 12, 31)
    assert summary([CSTO], *year) == [(Change.ENDED, True)]
    assert summary([CSTO], dt.date(2024, 6, 1), year[1]) == [(Change.ENDED, False)]
    assert summary([replace(CSTO, disputed=True)], *year) == [(Change.ENDED, False)]


def test_moves_come_in_the_order_in_which_they_may_have_happened() -> None:
    later = replace(CSTO, key="eaeu", begin=Between.on(dt.date(2015, 1, 2)), end=NEVER)
    found = moves([later, CSTO], dt.date(2000, 1, 1), dt.date(2025, 1, 1))
    assert [(m.tie.key, m.change) for m in found] == [
        ("csto", Change.BEGAN),
        ("eaeu", Change.BEGAN),
        ("csto", Change.ENDED),
    ]


def test_a_time_that_runs_backwards_is_refused() -> None:
    with pytest.raises(ValueError, match="2000-01-01 is before 2001-01-01"):
        moves([], dt.date(2001, 1, 1), dt.date(2000, 1, 1))


@settings(deadline=None)
@given(st.lists(ties(exact=True), max_size=6, unique=True), days, days)
def test_ties_that_are_in_force_after_and_were_not_before_are_those_that_began(
    some: list[Tie], one: dt.date, other: dt.date
) -> None:
    after, until = sorted((one, other))
    found = moves(some, after, until)
    assert all(move.certain for move in found)
    state = {tie: int(tie.is_drawn_on(after.toordinal())) for tie in some}
    for move in found:
        state[move.tie] += 1 if move.change is Change.BEGAN else -1
    assert state == {tie: int(tie.is_drawn_on(until.toordinal())) for tie in some}


def test_the_effect_of_an_end_is_what_the_measure_lost_by_it() -> None:
    """One of two ties with Russia ended: of three ties then two, of two now one."""
    begin = CSTO.begin
    some = [
        replace(CSTO, end=Between.on(dt.date(2024, 2, 1))),
        Tie("treaty", "ARM", frozenset({"RUS"}), "binding", begin, NEVER),
        Tie("cepa", "ARM", frozenset({"EU"}), "binding", begin, NEVER),
    ]
    (move,) = moves(some, dt.date(2024, 1, 1), dt.date(2024, 12, 31))

    def russia(them: object) -> float:
        return exposure(them, "ARM", {"RUS"}, dt.date(2024, 12, 31), WEIGHTS).value  # type: ignore[arg-type]

    assert effect(move, some, russia) == pytest.approx(1 / 2 - 2 / 3)
    began = moves(some, dt.date(2003, 1, 1), dt.date(2004, 1, 1))[2]
    assert (began.tie.key, began.change) == ("treaty", Change.BEGAN)
    assert effect(began, some, russia) == pytest.approx(1 / 2)


@settings(deadline=None)
@given(st.lists(ties(), max_size=5), days)
def test_nothing_changes_between_two_turning_days(some: list[Tie], day: dt.date) -> None:
    turning = turning_days(some)
    before = [d for d in turning if d <= day]
    start = before[-1] if before else dt.date(1999, 1, 1)
    for tie in some:
        assert tie.force_on(day.toordinal()) is tie.force_on(start.toordinal())
        assert tie.is_drawn_on(day.toordinal()) is tie.is_drawn_on(start.toordinal())


def test_a_date_that_is_not_known_is_no_turning_day() -> None:
    assert turning_days([replace(CSTO, begin=UNKNOWN, end=NEVER)]) == []
