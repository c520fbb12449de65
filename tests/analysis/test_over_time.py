"""The figures of many days at once are those of each day by itself."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relations.analysis.between import NEVER, Between
from relations.analysis.exposure import exposure, lean
from relations.analysis.means import Estimate
from relations.analysis.over_time import balances, exposures, leans
from relations.analysis.portfolios import portfolios
from relations.analysis.stances import Stance, balance
from relations.analysis.ties import Tie, range_of

from .strategies import CSTO, WEIGHTS, dates, days, ties

RUSSIA, WEST = frozenset({"RUS"}), frozenset({"USA", "EU"})


def same(one: Estimate, other: Estimate) -> bool:
    return all(
        (math.isnan(a) and math.isnan(b)) or a == pytest.approx(b, abs=1e-9)
        for a, b in zip(
            (one.value, one.low, one.high, one.evidence),
            (other.value, other.low, other.high, other.evidence),
            strict=True,
        )
    )


otherwise = st.lists(st.sampled_from(sorted(WEIGHTS)), max_size=2).map(tuple)
any_ties = st.tuples(ties(), otherwise).map(lambda two: replace(two[0], otherwise=two[1]))
POLES = frozenset("B"), frozenset("CD")


@settings(max_examples=150, deadline=None)
@given(st.lists(any_ties, max_size=6), st.lists(days, min_size=1, max_size=4, unique=True))
def test_each_day_is_as_if_asked_alone(some: list[Tie], asked: list[dt.date]) -> None:
    asked.sort()
    together = (
        exposures(some, "A", POLES[0], asked, WEIGHTS),
        leans(some, "A", POLES, asked, WEIGHTS),
    )
    for place, day in enumerate(asked):
        assert same(together[0].at(place), exposure(some, "A", POLES[0], day, WEIGHTS))
        assert same(together[1].at(place), lean(some, "A", POLES, day, WEIGHTS))


TERMS = {"supports": 1.0, "neutral": 0.0, "opposes": -1.0, "unclear": None}
terms = st.lists(st.sampled_from(sorted(TERMS)), min_size=1, max_size=3, unique=True).map(tuple)
stances = st.builds(Stance, st.just("said"), dates(), terms)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(stances, max_size=5),
    st.lists(days, min_size=1, max_size=3, unique=True),
    st.sampled_from([30.0, 700.0, math.inf]),
)
def test_a_balance_of_each_day_is_as_if_asked_alone(
    some: list[Stance], asked: list[dt.date], half_life: float
) -> None:
    together = balances(some, asked, TERMS, half_life)
    for place, day in enumerate(asked):
        assert same(together.at(place), balance(some, day, TERMS, half_life))


def test_a_balance_needs_a_half_life_above_nothing() -> None:
    with pytest.raises(ValueError, match="above 0"):
        balances([], [dt.date(2000, 1, 1)], TERMS, 0)


def test_without_ties_nothing_can_be_said() -> None:
    found = exposures([], "ARM", RUSSIA, [dt.date(2000, 1, 1)], WEIGHTS)
    assert math.isnan(found.value[0])
    assert math.isnan(found.low[0])
    assert found.evidence[0] == 0


CHARTER = Tie(
    "charter",
    "ARM",
    frozenset({"USA"}),
    "political",
    Between.on(dt.date(2025, 1, 14)),
    NEVER,
    otherwise=("binding",),
)


def test_a_tie_of_which_the_kind_is_disputed_weighs_either() -> None:
    assert range_of(CHARTER, WEIGHTS) == (1.0, 2.0)
    found = exposure([CHARTER, CSTO], "ARM", WEST, dt.date(2025, 6, 1), WEIGHTS)
    assert (found.value, found.low, found.high) == (1, 1, 1)
    some = [CHARTER, Tie("base", "ARM", RUSSIA, "binding", CHARTER.begin, NEVER)]
    found = exposure(some, "ARM", WEST, dt.date(2025, 6, 1), WEIGHTS)
    assert (found.value, found.low, found.high) == (pytest.approx(1 / 3), pytest.approx(1 / 3), 0.5)


def test_in_a_portfolio_it_has_either_level_and_the_preferred_one_is_drawn() -> None:
    laid = portfolios([CHARTER], ["ARM"], ["USA"], [dt.date(2025, 6, 1)], WEIGHTS)
    assert laid.levels[laid.codes[0, 0, 0]] == 1.0
    possible = int(laid.possible[0, 0, 0])
    assert [level for n, level in enumerate(laid.levels) if possible >> n & 1] == [1.0, 2.0]


def test_a_disputed_date_is_drawn_where_the_preferred_source_has_it() -> None:
    day = dt.date(2024, 3, 1)
    when = Between(dt.date(2024, 1, 1), dt.date(2024, 12, 31), day)
    assert when.middle == day.toordinal()
    with pytest.raises(ValueError, match="doesn't lie between"):
        Between(day, day, dt.date(2025, 1, 1))
