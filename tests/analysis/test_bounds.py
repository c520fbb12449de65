"""The range of a measure is that of all portfolios that may have been: found by trying all."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relations.analysis.all_pairs import all_pairs
from relations.analysis.bounds import Bounds, all_pairs_s_bounds, similarity_bounds
from relations.analysis.measures import Distance, Measure, compare, s_score
from relations.analysis.portfolios import portfolios, year_ends
from relations.analysis.ties import Tie

from .strategies import LEVELS, MEASURES, WEIGHTS, measures, ties

NEAR = 1e-9
sets = st.sampled_from([1, 1, 2, 8, 3, 9, 11, 0])  # bits of levels, several where uncertain
rows = st.lists(st.tuples(sets, sets, st.sampled_from([1.0, 1.0, 0.5, 0.0])), max_size=5)


def within(possible: int) -> list[float]:
    return [level for n, level in enumerate(LEVELS) if possible >> n & 1] or [np.nan]


def by_trying(measure: Measure, rows: list[tuple[int, int, float]]) -> tuple[float, float]:
    cells = [within(x) for x, _y, _w in rows] + [within(y) for _x, y, _w in rows]
    weights = [w for _x, _y, w in rows]
    found = []
    for levels in product(*cells):
        one, other = levels[: len(rows)], levels[len(rows) :]
        found.append(compare(measure, one, other, LEVELS, weights))
    known = [value for value in found if not np.isnan(value)]
    return (min(known), max(known)) if known else (np.nan, np.nan)


def bounds_of(measure: Measure, rows: list[tuple[int, int, float]], **options: Any) -> Bounds:
    one, other, weights = ([row[n] for row in rows] for n in range(3))
    return similarity_bounds(measure, one, other, LEVELS, item_weights=weights, **options)


@settings(deadline=None)
@given(measures, rows)
def test_both_ends_are_reached_and_nothing_lies_beyond(measure: Measure, rows: Any) -> None:
    found = bounds_of(measure, rows)
    assert found.exact
    assert (found.low, found.high) == pytest.approx(by_trying(measure, rows), abs=NEAR, nan_ok=True)


@settings(deadline=None)
@given(measures, rows)
def test_where_too_much_is_uncertain_the_range_lies_within_what_is_said(
    measure: Measure, rows: Any
) -> None:
    found = bounds_of(measure, rows, most_tables=0)
    low, high = by_trying(measure, rows)
    if not np.isnan(low) and not np.isnan(found.low):
        assert found.low - NEAR <= low <= high <= found.high + NEAR
    assert np.isnan(found.low) <= np.isnan(low)
    assert found.low >= measure.lowest or np.isnan(found.low)


def test_many_uncertain_items_are_still_exact_as_they_are_alike() -> None:
    for measure in MEASURES:
        rows = [(3, 1, 1.0)] * 30 + [(1, 3, 1.0)] * 30 + [(8, 8, 1.0)] * 40
        assert bounds_of(measure, rows).exact


def test_far_too_many_fall_back_on_what_can_be_said_quickly() -> None:
    rows = [(15, 15, float(n)) for n in range(40)]
    for measure in MEASURES:
        found = bounds_of(measure, rows)
        assert found.exact is (measure.formula is s_score)
        assert (found.low, found.high) == pytest.approx((measure.lowest, 1.0))


@settings(max_examples=40, deadline=None)
@given(st.lists(ties(), max_size=8), st.sampled_from(list(Distance)))
def test_the_range_of_s_for_all_pairs_is_that_of_each_and_holds_what_is_drawn(
    some: list[Tie], distance: Distance
) -> None:
    days = year_ends(2000, 2004)
    life = {"B": (days[1].toordinal(), days[3].toordinal())}
    laid = portfolios(some, "ABC", "ABCDE", days, WEIGHTS, lives=life, unknown=[("A", "D")])
    weights = [1.0, 0.5, 2.0, 1.0, 0.0]
    measure = Measure(s_score, distance)
    low, high = all_pairs_s_bounds(laid, distance, weights)
    drawn = all_pairs(laid, {"s": measure}, weights)["s"]
    for day in range(len(days)):
        for i in range(3):
            for j in range(3):
                one, other = laid.possible[day, i].tolist(), laid.possible[day, j].tolist()
                each = similarity_bounds(measure, one, other, laid.levels, item_weights=weights)
                ends = (low[day, i, j], high[day, i, j])
                assert ends == pytest.approx((each.low, each.high), abs=NEAR, nan_ok=True)
    defined = ~np.isnan(drawn)
    assert (low[defined] <= drawn[defined] + NEAR).all()
    assert (drawn[defined] <= high[defined] + NEAR).all()
    assert (np.isnan(low) <= np.isnan(drawn)).all()


def test_portfolios_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="2 and 1 items"):
        similarity_bounds(Measure(s_score), [1, 1], [1], LEVELS)
