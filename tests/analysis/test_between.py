"""Dates known between two days, and the later and earlier of two of them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings

from relations.analysis.between import FUTURE, PAST, UNKNOWN, Between, earlier_of, later_of

from .strategies import dates, days

A, B, C = (dt.date(2020, 1, day) for day in (1, 11, 21))


def test_a_date_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="2020-01-11 is after 2020-01-01"):
        Between(B, A)


def test_the_middle_is_the_known_side_where_only_one_is_known() -> None:
    assert Between(A, C).middle == B.toordinal()
    assert Between(A, None).middle == A.toordinal()
    assert Between(None, C).middle == C.toordinal()
    assert UNKNOWN.middle is None


def test_sources_that_disagree_leave_the_day_that_is_preferred() -> None:
    assert Between(A, C, drawn=C).day == C
    assert Between(A, A, drawn=A).day == A


@given(dates())
def test_its_numbers_are_those_of_its_days(date: Between) -> None:
    day = date.day and date.day.toordinal()
    assert date.numbers == (date.first, date.last, date.middle) == (date.first, date.last, day)


def test_what_is_not_known_lies_before_and_after_every_date() -> None:
    assert UNKNOWN.first == PAST < dt.date.min.toordinal()
    assert UNKNOWN.last == FUTURE > dt.date.max.toordinal()


@settings(deadline=None)
@given(dates(), dates(), days, days)
def test_the_later_of_two_dates_is_no_later_and_no_earlier_than_they_allow(
    one: Between, other: Between, first: dt.date, second: dt.date
) -> None:
    later, earlier = later_of(one, other), earlier_of(one, other)
    assert (later.first, later.last) == (max(one.first, other.first), max(one.last, other.last))
    assert (earlier.first, earlier.last) == (
        min(one.first, other.first),
        min(one.last, other.last),
    )
