"""Ties laid out as portfolios, with what is uncertain."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relations.analysis.portfolios import portfolios, year_ends
from relations.analysis.tables import MISSING
from relations.analysis.ties import Force, Tie

from .strategies import CSTO, WEIGHTS, ties

DAYS = year_ends(1999, 2005)
ACTORS, TARGETS = "ABC", "ABCDE"
LEVELS = (0.0, *sorted(WEIGHTS.values()))


@settings(max_examples=40, deadline=None)
@given(st.lists(ties(), max_size=8))
def test_a_cell_holds_the_strongest_tie_in_force_and_all_that_it_may_have_been(
    some: list[Tie],
) -> None:
    found = portfolios(some, ACTORS, TARGETS, DAYS, WEIGHTS)
    for d, day in enumerate(DAYS):
        on = day.toordinal()
        for a, actor in enumerate(ACTORS):
            for t, target in enumerate(TARGETS):
                here = [tie for tie in some if tie.actor == actor and target in tie.targets]
                drawn = max([WEIGHTS[x.kind] for x in here if x.is_drawn_on(on)], default=0.0)
                sure = [WEIGHTS[x.kind] for x in here if x.force_on(on) is Force.SURELY]
                perhaps = [WEIGHTS[x.kind] for x in here if x.force_on(on) is Force.PERHAPS]
                floor = max(sure, default=0.0)
                expected = {floor, *(w for w in perhaps if w > floor)}
                assert found.levels[found.codes[d, a, t]] == drawn
                bits = int(found.possible[d, a, t])
                assert {w for n, w in enumerate(found.levels) if bits >> n & 1} == expected
                assert drawn in expected


def test_an_actor_is_given_its_own_level_with_itself() -> None:
    found = portfolios([], "AB", "BA", DAYS, WEIGHTS, own=2.0)
    assert found.codes[0].tolist() == [[0, 3], [3, 0]]
    assert found.possible[0].tolist() == [[1, 8], [8, 1]]


def test_an_actor_that_did_not_exist_is_missing_and_not_without_ties() -> None:
    life = (dt.date(2001, 1, 1).toordinal(), dt.date(2003, 1, 1).toordinal())
    found = portfolios([], "AB", "BA", DAYS, WEIGHTS, lives={"A": life, "C": life})
    assert found.codes[2].tolist() == [[0, 0], [0, 0]]
    for day in (1, 4):
        assert found.codes[day].tolist() == [[MISSING, MISSING], [0, MISSING]]
        assert found.possible[day].tolist() == [[0, 0], [1, 0]]


def test_of_what_nobody_recorded_nothing_is_drawn_and_everything_is_possible() -> None:
    found = portfolios([CSTO], ["ARM"], ["RUS", "EU"], DAYS, WEIGHTS, unknown=[("ARM", "EU")])
    assert found.codes[5].tolist() == [[3, MISSING]]
    assert found.possible[5].tolist() == [[8, 15]]


def test_days_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="in order"):
        portfolios([], "A", "A", DAYS[::-1], WEIGHTS)


def test_a_name_that_stands_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        portfolios([], "AA", "A", DAYS, WEIGHTS)


def test_more_levels_than_are_kept_are_refused() -> None:
    many = {str(n): float(n) for n in range(1, 33)}
    some = [replace(CSTO, kind="32")]
    with pytest.raises(ValueError, match="33 levels"):
        portfolios(some, ["ARM"], ["RUS"], DAYS, many)
    del many["1"]
    found = portfolios(some, ["ARM"], ["RUS"], DAYS, many)
    assert (len(found.levels), found.codes[6].tolist()) == (32, [[31]])


def test_levels_are_those_that_could_be_and_not_those_that_are() -> None:
    """Else S, which is measured by the largest distance, would change with other people's ties."""
    assert portfolios([], "A", "A", DAYS, WEIGHTS, own=3.0).levels == (*LEVELS, 3.0)
