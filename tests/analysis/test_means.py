"""Weighted means of uncertain values and weights: their range, found by trying all corners."""

from __future__ import annotations

import math
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relations.analysis.means import Item, weighted_mean

values = st.integers(-4, 4).map(lambda n: n / 4)
weights = st.sampled_from([0.0, 0.25, 0.5, 1.0, 3.0])


@st.composite
def items(draw: Any) -> Item:
    value = sorted(draw(st.tuples(values, values, values)))
    weight = sorted(draw(st.tuples(weights, weights, weights)))
    return Item(value[1], weight[1], (value[0], value[2]), (weight[0], weight[2]))


def mean(pairs: list[tuple[float, float]]) -> float:
    total = sum(weight for _value, weight in pairs)
    return sum(value * weight for value, weight in pairs) / total if total else math.nan


@settings(deadline=None)
@given(st.lists(items(), max_size=5))
def test_the_range_is_that_of_all_corners_and_holds_the_value(some: list[Item]) -> None:
    corners = [list(product(item.values, item.weights)) for item in some]
    found = [mean(list(choice)) for choice in product(*corners)]
    known = [value for value in found if not math.isnan(value)]
    estimate = weighted_mean(some)
    expected = (min(known), max(known)) if known else (math.nan, math.nan)
    assert (estimate.low, estimate.high) == pytest.approx(expected, abs=1e-9, nan_ok=True)
    drawn = mean([(item.value, item.weight) for item in some])
    assert estimate.value == pytest.approx(drawn, abs=1e-9, nan_ok=True)
    assert estimate.evidence == pytest.approx(sum(item.weight for item in some))
    if not math.isnan(drawn):
        assert estimate.low - 1e-9 <= drawn <= estimate.high + 1e-9


@settings(deadline=None)
@given(st.lists(items(), max_size=6), st.randoms())
def test_the_order_of_items_does_not_matter(some: list[Item], random: Any) -> None:
    one, other = weighted_mean(some), weighted_mean(random.sample(some, len(some)))
    assert (one.value, one.low, one.high) == pytest.approx(
        (other.value, other.low, other.high), abs=1e-9, nan_ok=True
    )


def test_what_is_certain_has_no_range() -> None:
    found = weighted_mean([Item(1, 3, (1, 1), (3, 3)), Item(-1, 1, (-1, -1), (1, 1))])
    assert (found.value, found.low, found.high) == (0.5, 0.5, 0.5)


def test_a_value_outside_its_own_range_is_refused() -> None:
    with pytest.raises(ValueError, match="outside its own range"):
        weighted_mean([Item(2, 1, (0, 1), (1, 1))])


def test_a_weight_below_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="a weight can't be -1"):
        weighted_mean([Item(0, 0, (0, 1), (-1, 1))])
