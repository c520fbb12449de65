"""What holds for the measures whatever the portfolios are."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relations.analysis.measures import (
    Distance,
    Measure,
    cohen_kappa,
    compare,
    jaccard,
    s_score,
    scott_pi,
    tau_b,
)
from relations.analysis.tables import coded, joint_tables

from . import by_definition
from .strategies import LEVELS, MEASURES, measures, pairs

NEAR = 1e-9
Pair = tuple[list[float], list[float]]


def same(one: float, other: float) -> bool:
    return one == pytest.approx(other, abs=NEAR, nan_ok=True)


def slow(measure: Measure, one: list[float], other: list[float], weights: list[float]) -> float:
    distance = by_definition.DISTANCES[measure.distance]
    if measure.formula is s_score:
        furthest = distance(LEVELS[0], LEVELS[-1])
        return by_definition.s_score(one, other, weights, distance, furthest)
    if measure.formula is tau_b:
        return by_definition.tau_b(one, other)
    if measure.formula is jaccard:
        return by_definition.jaccard(one, other, weights)
    formula = by_definition.pi if measure.formula is scott_pi else by_definition.kappa
    return formula(one, other, weights, distance)


@settings(deadline=None)
@given(measures, pairs())
def test_each_measure_is_what_its_definition_gives(measure: Measure, pair: Pair) -> None:
    expected = slow(measure, *pair, weights=[1.0] * len(pair[0]))
    assert same(compare(measure, *pair, levels=LEVELS), expected)


@settings(deadline=None)
@given(measures.filter(lambda m: m.formula is not tau_b), pairs(), st.data())
def test_with_weights_of_items_too(measure: Measure, pair: Pair, data: Any) -> None:
    number = len(pair[0])
    weights = data.draw(
        st.lists(st.sampled_from([0.0, 0.5, 1, 3]), min_size=number, max_size=number)
    )
    expected = slow(measure, *pair, weights=weights)
    assert same(compare(measure, *pair, LEVELS, weights), expected)


@settings(deadline=None)
@given(measures, pairs())
def test_it_does_not_matter_which_portfolio_comes_first(measure: Measure, pair: Pair) -> None:
    one, other = pair
    assert same(compare(measure, one, other, LEVELS), compare(measure, other, one, LEVELS))


@settings(deadline=None)
@given(measures, pairs(), st.randoms())
def test_nor_in_which_order_the_items_stand(measure: Measure, pair: Pair, random: Any) -> None:
    items = list(zip(*pair, strict=True))
    shuffled = random.sample(items, len(items))
    one, other = ([item[side] for item in shuffled] for side in (0, 1))
    assert same(compare(measure, one, other, LEVELS), compare(measure, *pair, LEVELS))


@settings(deadline=None)
@given(measures, pairs())
def test_each_measure_keeps_within_its_range(measure: Measure, pair: Pair) -> None:
    found = compare(measure, *pair, LEVELS)
    assert math.isnan(found) or measure.lowest - NEAR <= found <= 1 + NEAR


@settings(deadline=None)
@given(measures, pairs())
def test_a_portfolio_is_wholly_like_itself_or_nothing_can_be_said(
    measure: Measure, pair: Pair
) -> None:
    one, _other = pair
    found = compare(measure, one, one, LEVELS)
    known = {level for level in one if not math.isnan(level)}
    if measure.formula is s_score:
        defined = bool(known)
    elif measure.formula is jaccard:
        defined = bool(known - {0.0})
    else:
        defined = len(known) > 1
    assert same(found, 1.0 if defined else math.nan)


@settings(deadline=None)
@given(st.sampled_from(list(Distance)), pairs())
def test_kappa_is_never_below_pi(distance: Distance, pair: Pair) -> None:
    kappa = compare(Measure(cohen_kappa, distance), *pair, LEVELS)
    pi = compare(Measure(scott_pi, distance), *pair, LEVELS)
    assert math.isnan(kappa) == math.isnan(pi)
    assert math.isnan(kappa) or kappa >= pi - NEAR


@settings(deadline=None)
@given(pairs(known=True))
def test_pi_and_kappa_of_squares_are_as_haege_writes_them(pair: Pair) -> None:
    x, y = np.array(pair)
    apart = ((x - y) ** 2).sum()
    mean = (x.mean() + y.mean()) / 2
    for_pi = ((x - mean) ** 2).sum() + ((y - mean) ** 2).sum()
    for_kappa = (
        ((x - x.mean()) ** 2).sum()
        + ((y - y.mean()) ** 2).sum()
        + len(x) * (x.mean() - y.mean()) ** 2
    )
    for formula, expected in ((scott_pi, for_pi), (cohen_kappa, for_kappa)):
        found = compare(Measure(formula, Distance.SQUARED), x, y, LEVELS)
        assert same(found, 1 - apart / expected) if expected > NEAR else math.isnan(found)


def test_what_is_missing_counts_neither_for_nor_against() -> None:
    nan = math.nan
    for measure in MEASURES:
        whole = compare(measure, [0, 3, 1], [1, 3, 0], LEVELS)
        assert same(compare(measure, [0, 3, nan, 1, 2.5], [1, 3, 1, 0, nan], LEVELS), whole)


def test_nothing_in_common_is_no_number() -> None:
    for measure in MEASURES:
        assert math.isnan(compare(measure, [math.nan, 1], [1, math.nan], LEVELS))


def test_many_common_absences_raise_s_but_not_kappa() -> None:
    """The reason for which Häge corrects S for chance."""
    tied, apart = [1.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 1.0]
    absent = [0.0] * 96
    s = compare(Measure(s_score), tied + absent, apart + absent, (0, 1))
    kappa = compare(Measure(cohen_kappa, Distance.SQUARED), tied + absent, apart + absent, (0, 1))
    assert s == pytest.approx(0.92)
    assert kappa < 0


def test_a_level_that_was_not_announced_is_refused() -> None:
    with pytest.raises(ValueError, match="7.0 is none of the levels"):
        compare(Measure(s_score), [0, 7], [0, 0], LEVELS)


def test_portfolios_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="2 and 1 items"):
        compare(Measure(s_score), [0, 1], [0], LEVELS)


@pytest.mark.parametrize("weights", [[1.0], [1.0, -1.0], [1.0, math.nan], [math.inf, 1.0]])
def test_weights_that_can_not_be_are_refused(weights: list[float]) -> None:
    with pytest.raises(ValueError, match="weight"):
        compare(Measure(s_score), [0, 1], [0, 1], LEVELS, weights)


def test_jaccard_refuses_a_level_below_nothing() -> None:
    with pytest.raises(ValueError, match="from 0 on"):
        compare(Measure(jaccard), [-1, 0], [0, 0], (-1, 0))


def test_a_joint_table_counts_items_by_both_levels() -> None:
    one, other = coded([[0, 0, 3, np.nan]], LEVELS), coded([[3, 3, 3, 0]], LEVELS)
    assert joint_tables(one, other, 4)[:, :, 0, 0].tolist() == [
        [0, 0, 0, 2],
        [0, 0, 0, 0],
        [0, 0, 0, 0],
        [0, 0, 0, 1],
    ]
