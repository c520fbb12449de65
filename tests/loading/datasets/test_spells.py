"""Yearly observations become the changes that they show, and no more."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from relations.dates import PartialDate
from relations.loading.datasets.spells import Change, changes


def dates(*observed: tuple[int, str | None]) -> list[tuple[str, str]]:
    return [(change.after, change.date) for change in changes(observed)]


def test_a_beginning_lies_in_the_first_year_of_it() -> None:
    assert dates((1990, ""), (1991, "member"), (1992, "member")) == [("member", "1991")]


def test_an_end_lies_in_the_last_year_of_it_or_the_first_without() -> None:
    found = dates((1989, ""), (1990, "member"), (1991, ""))
    assert found == [("member", "1990"), ("", "[1990..1991]")]


def test_the_last_year_observed_is_no_exit() -> None:
    assert dates((2013, ""), (2014, "member")) == [("member", "2014")]


def test_a_member_in_the_first_year_joined_then_or_before() -> None:
    assert dates((1960, "member"), (1961, "member")) == [("member", "[..1960]")]


def test_a_missing_year_is_neither_an_exit_nor_a_return() -> None:
    found = dates((1989, ""), (1990, "member"), (1991, None), (1993, "member"))
    assert found == [("member", "1990")]


def test_a_change_in_a_gap_happened_anywhere_in_it() -> None:
    assert dates((1942, ""), (1945, "member")) == [("member", "[1942..1945]")]


def test_filled_in_years_are_approximate() -> None:
    found = changes([(1949, ""), (1950, "member")], yearly_from=1966)
    assert found == [Change("", "member", "1950~", 1950)]


@given(st.dictionaries(st.integers(1000, 2100), st.sampled_from(["", "a", "b", None])))
def test_changes_follow_each_other_and_end_where_the_observations_end(
    observed: dict[int, str | None],
) -> None:
    found = changes(observed.items())
    known = [(year, status) for year, status in sorted(observed.items()) if status is not None]
    assert all(change.before != change.after for change in found)
    for one, other in zip(found, found[1:], strict=False):
        assert one.after == other.before
    if known:
        assert (found[-1].after if found else "") == known[-1][1]
    for change in found:
        date = PartialDate.parse(change.date)
        assert date.latest is not None
        assert date.latest.year == change.year
