"""The balance of stances, for and against, that fade with time."""

from __future__ import annotations

import datetime as dt
import math
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relations.analysis.between import UNKNOWN, Between
from relations.analysis.stances import Stance, balance

from .strategies import dates, days

VALUES = {"supports": 1.0, "conditional": 0.5, "neutral": 0.0, "opposes": -1.0, "unclear": None}
YEAR = 365.0
DAY = dt.date(2024, 1, 1)


def stance(term: str, *ago: int) -> Stance:
    """A stance taken so many days ago, or between two such days."""
    when = [DAY - dt.timedelta(days=n) for n in ago]
    return Stance(term, Between(when[0], when[-1]), (term,))


def test_a_stance_counts_half_after_its_half_life() -> None:
    """By hand: 1 for, of today; 1 against, a half-life old: (1 - 1/2) / (1 + 1/2) = 1/3."""
    found = balance([stance("supports", 0), stance("opposes", 365)], DAY, VALUES, YEAR)
    assert found.value == found.low == found.high == pytest.approx(1 / 3)
    assert found.evidence == pytest.approx(1.5)


def test_with_an_endless_half_life_nothing_fades() -> None:
    some = [stance("supports", 0), stance("opposes", 36500)]
    assert balance(some, DAY, VALUES, math.inf).value == 0


def test_what_was_said_later_does_not_count_yet() -> None:
    some = [stance("supports", 10), stance("opposes", -10)]
    assert balance(some, DAY, VALUES, YEAR).value == 1


def test_before_the_first_stance_there_is_no_balance() -> None:
    found = balance([stance("supports", -1)], DAY, VALUES, YEAR)
    assert math.isnan(found.value)
    assert math.isnan(found.low)
    assert found.evidence == 0


def test_what_is_unclear_is_left_out() -> None:
    some = [stance("supports", 5), stance("unclear", 0)]
    assert balance(some, DAY, VALUES, YEAR).value == 1


def test_where_sources_disagree_on_the_meaning_the_range_has_both() -> None:
    disputed = Stance("speech", Between.on(DAY), ("supports", "opposes"))
    found = balance([disputed], DAY, VALUES, YEAR)
    assert (found.value, found.low, found.high) == (1, -1, 1)


def test_what_one_source_finds_unclear_may_count_nothing() -> None:
    disputed = Stance("speech", Between.on(DAY), ("opposes", "unclear"))
    found = balance([stance("supports", 0), disputed], DAY, VALUES, YEAR)
    assert (found.value, found.low, found.high) == (0, 0, 1)


def test_a_stance_of_unknown_date_is_not_drawn_but_in_the_range() -> None:
    some = [stance("supports", 0), Stance("letter", UNKNOWN, ("opposes",))]
    found = balance(some, DAY, VALUES, YEAR)
    assert (found.value, found.low, found.high) == (1, 0, 1)


terms = st.lists(st.sampled_from(sorted(VALUES)), min_size=1, max_size=2, unique=True).map(tuple)
stances = st.builds(Stance, st.just("a"), dates(), terms)


@settings(deadline=None)
@given(st.lists(stances, max_size=4), days)
def test_the_range_is_that_of_all_dates_and_terms_that_may_be_true(
    some: list[Stance], day: dt.date
) -> None:
    """Tried: the corners of each date, the day itself and the next, and each term."""
    on = day.toordinal()

    def choices(one: Stance) -> Any:
        when = {one.when.first, one.when.last, on, on + 1}
        when = {d for d in when if one.when.first <= d <= one.when.last}
        weights = {2 ** (-(on - d) / YEAR) if d <= on else 0.0 for d in when}
        return [
            (VALUES[term] or 0.0, 0.0 if VALUES[term] is None else weight)
            for term in one.terms
            for weight in weights
        ]

    found = [
        sum(v * w for v, w in choice) / sum(w for _v, w in choice)
        for choice in product(*map(choices, some))
        if sum(w for _v, w in choice) > 1e-300
    ]
    estimate = balance(some, day, VALUES, YEAR)
    expected = (min(found), max(found)) if found else (math.nan, math.nan)
    if not found and not math.isnan(estimate.low):
        return  # so long ago that the weights of trying are nothing in floats
    assert (estimate.low, estimate.high) == pytest.approx(expected, abs=1e-9, nan_ok=True)
    if not math.isnan(estimate.value):
        assert estimate.low - 1e-9 <= estimate.value <= estimate.high + 1e-9


@pytest.mark.parametrize("half_life", [0, -1, math.nan])
def test_a_half_life_that_is_no_time_is_refused(half_life: float) -> None:
    with pytest.raises(ValueError, match="half-life"):
        balance([], DAY, VALUES, half_life)


def test_a_term_without_a_value_is_named() -> None:
    with pytest.raises(ValueError, match="doubts: no value for 'doubts'"):
        balance([stance("doubts", 0)], DAY, VALUES, YEAR)


def test_a_value_beyond_one_is_refused() -> None:
    with pytest.raises(ValueError, match="from -1 to 1"):
        balance([stance("supports", 0)], DAY, {"supports": 2}, YEAR)


def test_a_stance_without_a_term_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one term"):
        Stance("speech", UNKNOWN, ())
