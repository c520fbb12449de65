"""When a tie is in force, whatever its dates turn out to be."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relations.analysis.between import FUTURE, NEVER, PAST, UNKNOWN, Between
from relations.analysis.ties import Force, Tie, pairwise, spells, weight_of

from .strategies import CSTO, days, ties


def number(*day: int) -> int:
    return dt.date(*day).toordinal()


def test_a_tie_is_in_force_from_the_day_of_its_beginning() -> None:
    assert CSTO.force_on(number(2003, 9, 17)) is Force.NO
    assert CSTO.force_on(number(2003, 9, 18)) is Force.SURELY


def test_a_tie_that_ended_within_a_year_is_perhaps_in_force_in_it() -> None:
    assert CSTO.force_on(number(2023, 12, 31)) is Force.SURELY
    assert CSTO.force_on(number(2024, 1, 1)) is Force.PERHAPS
    assert CSTO.force_on(number(2024, 12, 30)) is Force.PERHAPS
    assert CSTO.force_on(number(2024, 12, 31)) is Force.NO


def test_it_is_drawn_until_the_middle_of_the_dates_of_its_end() -> None:
    assert CSTO.is_drawn_on(number(2024, 6, 30))
    assert not CSTO.is_drawn_on(number(2024, 7, 2))


def test_a_disputed_tie_is_never_surely_in_force() -> None:
    assert replace(CSTO, disputed=True).force_on(number(2010, 1, 1)) is Force.PERHAPS


@settings(deadline=None)
@given(ties(), days, st.data())
def test_surely_and_perhaps_are_what_every_choice_of_dates_gives(
    tie: Tie, day: dt.date, data: st.DataObject
) -> None:
    """By hand: each pair of a beginning and an end that the dates allow, at their corners."""
    on = day.toordinal()
    begins = {tie.begin.first, tie.begin.last, *(d for d in (on, on + 1) if _in(tie.begin, d))}
    ends = {tie.end.first, tie.end.last, *(d for d in (on, on + 1) if _in(tie.end, d))}
    found = {begin <= on < end for begin in begins for end in ends if begin <= end}
    if tie.disputed:
        found.add(False)
    expected = Force.PERHAPS if len(found) == 2 else Force.SURELY if True in found else Force.NO
    assert tie.force_on(on) is expected
    if tie.is_drawn_on(on):
        assert True in found
    elif not tie.disputed:
        assert False in found


def _in(when: Between, day: int) -> bool:
    return when.first <= day <= when.last


def test_a_tie_that_ends_before_it_can_begin_is_refused() -> None:
    with pytest.raises(ValueError, match="csto: it ends by 2000-01-01"):
        replace(CSTO, end=Between(None, dt.date(2000, 1, 1)))


def test_a_kind_without_a_weight_is_named_with_the_tie() -> None:
    with pytest.raises(ValueError, match="csto: no weight for 'binding', only for political"):
        weight_of(CSTO, {"political": 1})


def test_a_weight_below_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="from 0 on"):
        weight_of(CSTO, {"binding": -1})


def test_parties_are_tied_from_the_later_of_their_beginnings() -> None:
    first, second = dt.date(2000, 1, 1), dt.date(2010, 1, 1)
    parties = {
        "ARM": (Between.on(first), NEVER),
        "RUS": (Between.on(second), NEVER),
        "GEO": (Between.on(first), Between.on(dt.date(2008, 8, 18))),
    }
    found = {(t.actor, *t.targets): t for t in pairwise("treaty", "binding", parties)}
    assert set(found) == {("ARM", "RUS"), ("RUS", "ARM"), ("ARM", "GEO"), ("GEO", "ARM")}
    assert found["ARM", "RUS"].begin == Between.on(second)
    assert found["GEO", "ARM"].end == Between.on(dt.date(2008, 8, 18))


def test_of_dates_of_which_nothing_is_known_nothing_is_sure() -> None:
    tie = replace(CSTO, begin=UNKNOWN, end=UNKNOWN)
    assert tie.force_on(number(2000, 1, 1)) is Force.PERHAPS
    assert tie.central == (PAST, FUTURE)


def test_each_step_lasts_until_the_next() -> None:
    years = (2000, 2002, 2008, 2012)
    applied, joined, left, back = (Between.on(dt.date(year, 1, 1)) for year in years)
    steps = [(applied, "applicant"), (joined, "member"), (left, None), (back, "member")]
    found = list(spells("eaeu", "ARM", frozenset({"eaeu"}), steps))
    assert [(tie.kind, tie.begin, tie.end) for tie in found] == [
        ("applicant", applied, joined),
        ("member", joined, left),
        ("member", back, NEVER),
    ]


def test_steps_that_can_not_be_in_this_order_are_refused() -> None:
    later, earlier = (Between.on(dt.date(year, 1, 1)) for year in (2002, 2000))
    with pytest.raises(ValueError, match="eaeu: it ends by 2000-01-01"):
        list(spells("eaeu", "ARM", frozenset({"eaeu"}), [(later, "member"), (earlier, None)]))
