"""Weighted means of which values and weights are uncertain, with their exact range."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .tables import Floats


@dataclass(frozen=True)
class Estimate:
    """A value with the lowest and highest that the uncertainty leaves open.

    nan where there is nothing to take a mean of; the range is that of the cases in which
    there is. ``evidence`` is the sum of the weights that the value rests on.
    """

    value: float
    low: float
    high: float
    evidence: float


@dataclass(frozen=True)
class Item:
    """What one item may contribute to a mean: a value and a weight, and the ranges of both."""

    value: float
    weight: float
    values: tuple[float, float]
    weights: tuple[float, float]


def weighted_mean(items: Sequence[Item]) -> Estimate:
    """Give sum(w v) / sum(w) over items, and its range where each w and v varies by itself.

    The mean grows with each value, so the highest takes the highest values. In the weights
    it is a ratio of linear functions, whose greatest value stands at a corner of the box of
    weights (A. Charnes and W. W. Cooper, "Programming with Linear Fractional Functionals",
    Naval Research Logistics Quarterly 9, 1962, 181-186): items above the mean weigh the most
    that they can, those below the least. So the items sorted by value need be tried at each
    cut only. Exact, in n log n steps. Raises ValueError where a range doesn't hold its value.
    """
    for item in items:
        for value, (low, high) in ((item.value, item.values), (item.weight, item.weights)):
            if not low <= value <= high:
                raise ValueError(f"{value} lies outside its own range, {low} to {high}")
        if item.weights[0] < 0:
            raise ValueError(f"a weight can't be {item.weights[0]}")
    drawn, weights = _column([i.value for i in items]), _column([i.weight for i in items])
    least, most = _column([i.weights[0] for i in items]), _column([i.weights[1] for i in items])
    evidence = weights.sum()
    return Estimate(
        value=float(weights @ drawn / evidence) if evidence else np.nan,
        low=-_highest(_column([-i.values[0] for i in items]), least, most),
        high=_highest(_column([i.values[1] for i in items]), least, most),
        evidence=float(evidence),
    )


def _column(numbers: Sequence[float]) -> Floats:
    return np.array(numbers, dtype=np.float64)


def _highest(values: Floats, least: Floats, most: Floats) -> float:
    order = np.argsort(-values, kind="stable")
    values, least, most = values[order], least[order], most[order]

    def cuts(above: Floats, below: Floats) -> Floats:
        """Sum ``above`` before each cut and ``below`` after it."""
        before = np.concatenate([[0.0], np.cumsum(above)])
        after = np.concatenate([np.cumsum(below[::-1])[::-1], [0.0]])
        return before + after

    amounts = cuts(most * values, least * values)
    totals = cuts(most, least)
    some = totals > 0
    if not some.any():
        return np.nan
    # No mean lies beyond its values; sums of floats may, by their last digit.
    return float(min((amounts[some] / totals[some]).max(), values[0]))
