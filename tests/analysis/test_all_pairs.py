"""All pairs at once are as each pair by itself; after an edit, as a full run."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relations.analysis.all_pairs import all_pairs, touched, updated
from relations.analysis.measures import compare
from relations.analysis.portfolios import Portfolios, portfolios, year_ends
from relations.analysis.tables import MISSING
from relations.analysis.ties import Tie

from .strategies import CSTO, MEASURES, WEIGHTS, ties

DAYS = year_ends(2000, 2004)
NAMED = {f"{m.formula.__name__} {m.distance}": m for m in MEASURES}
some_ties = st.lists(ties(targets="ABC"), max_size=10)


def laid_out(some: list[Tie], actors: str = "ABC") -> Portfolios:
    return portfolios(some, actors, "ABC", DAYS, WEIGHTS, own=2.0)


@settings(max_examples=25, deadline=None)
@given(some_ties, st.sampled_from([None, (1.0, 0.25, 3.0)]))
def test_all_pairs_are_as_each_pair(some: list[Tie], weights: Any) -> None:
    laid = laid_out(some)
    laid.codes[1, 0, :2] = MISSING
    found = all_pairs(laid, NAMED, weights)
    values = np.array([*laid.levels, np.nan])[laid.codes]
    for name, measure in NAMED.items():
        for day in range(len(DAYS)):
            for i in range(3):
                for j in range(3):
                    expected = compare(
                        measure, values[day, i], values[day, j], laid.levels, weights
                    )
                    assert found[name][day, i, j] == pytest.approx(expected, abs=1e-9, nan_ok=True)


@settings(max_examples=25, deadline=None)
@given(some_ties)
def test_they_do_not_depend_on_the_order_of_actors(some: list[Tie]) -> None:
    found = all_pairs(laid_out(some), NAMED)
    for order in permutations(range(3)):
        other = all_pairs(laid_out(some, "".join("ABC"[n] for n in order)), NAMED)
        for name, values in found.items():
            turned = values[:, order][:, :, order]
            np.testing.assert_allclose(other[name], turned, atol=1e-12)


@settings(max_examples=25, deadline=None)
@given(some_ties, st.data())
def test_after_an_edit_they_are_those_of_a_full_run_bit_by_bit(
    some: list[Tie], data: st.DataObject
) -> None:
    kept = [tie for tie in some if data.draw(st.booleans())]
    before = laid_out(some)
    after = laid_out([*kept, *data.draw(st.lists(ties(targets="ABC"), max_size=3))])
    found = updated(before, all_pairs(before, NAMED), after, NAMED)
    for name, values in all_pairs(after, NAMED).items():
        np.testing.assert_array_equal(found[name], values)


def test_only_what_an_edit_touched_is_computed_again() -> None:
    tie = replace(CSTO, actor="B", targets=frozenset("C"))
    before, after = laid_out([]), laid_out([tie])
    changes = list(touched(before, after))
    assert [(change.day, change.actors.tolist()) for change in changes] == [(3, [1]), (4, [1])]
    nothing = {name: np.zeros((len(DAYS), 3, 3)) for name in NAMED}
    for values in updated(before, nothing, after, NAMED).values():
        assert not values[:3].any()
        assert not values[3:, ::2, ::2].any()
        assert values[3:, 1, 1].all()


def test_what_was_found_before_is_left_as_it_was() -> None:
    before, after = laid_out([]), laid_out([replace(CSTO, actor="B", targets=frozenset("C"))])
    found = all_pairs(before, NAMED)
    copies = {name: values.copy() for name, values in found.items()}
    updated(before, found, after, NAMED)
    for name, values in found.items():
        np.testing.assert_array_equal(values, copies[name])


def test_portfolios_of_other_actors_need_a_full_run() -> None:
    with pytest.raises(ValueError, match="the actors differ"):
        list(touched(laid_out([]), laid_out([], "AB")))
