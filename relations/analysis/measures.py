"""Measures of how alike two portfolios are, as functions of their joint table.

In the formulas an item k (a possible partner, an organization, a vote) has the level x_k
in one portfolio and y_k in the other, and counts w_k; n is the sum of w_k over the items
known in both. d is the distance of two levels: ``absolute`` |a - b|, ``squared``
(a - b)^2, or ``nominal``, 1 unless a = b. Levels carry the unit that the weights of ties
were given in; the measures are pure numbers. Each is nan where it isn't defined.

Sources:

- S: C. S. Signorino and J. M. Ritter, "Tau-b or Not Tau-b: Measuring the Similarity of
  Foreign Policy Positions", International Studies Quarterly 43(1), 1999, 115-144.
- Chance-corrected: F. M. Häge, "Choice or Circumstance? Adjusting Measures of Foreign Policy
  Similarity for Chance Agreement", Political Analysis 19(3), 2011, 287-305, after W. A. Scott,
  "Reliability of Content Analysis", Public Opinion Quarterly 19(3), 1955, 321-325, and
  J. Cohen, "Weighted Kappa", Psychological Bulletin 70(4), 1968, 213-220.
- Tau-b: M. G. Kendall, "A New Measure of Rank Correlation", Biometrika 30, 1938, 81-93, and
  "The Treatment of Ties in Ranking Problems", Biometrika 33, 1945, 239-251.
- Jaccard: P. Jaccard, "The Distribution of the Flora in the Alpine Zone", New Phytologist
  11(2), 1912, 37-50; for levels between none and full as M. Ružička extended it in 1958.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from .tables import Floats, coded, joint_tables


class Distance(StrEnum):
    """How far apart two levels are."""

    ABSOLUTE = "absolute"
    SQUARED = "squared"
    NOMINAL = "nominal"


def distances(levels: Sequence[float], distance: Distance) -> Floats:
    """Give the distance of each level to each."""
    ladder = np.asarray(levels, dtype=np.float64)
    gaps = np.abs(ladder[:, None] - ladder)
    if distance is Distance.NOMINAL:
        return (gaps > 0).astype(np.float64)
    return gaps**2 if distance is Distance.SQUARED else gaps


def s_score(tables: Floats, levels: Sequence[float], distance: Distance) -> Floats:
    """Give Signorino and Ritter's S: 1 - 2 * sum(w_k d(x_k, y_k)) / (n * d_max).

    d_max is the distance of the lowest and highest of ``levels``, which are all that could
    occur. From -1 (as far apart as can be) to 1 (the same); nan without a common item, and
    where there is one level only. The paper takes absolute distances.
    """
    apart = distances(levels, distance)
    observed = np.einsum("ab...,ab->...", tables, apart)
    return 1 - 2 * _ratio(observed, _number(tables) * apart.max())


def scott_pi(tables: Floats, levels: Sequence[float], distance: Distance) -> Floats:
    """Give Scott's pi: 1 - D_o / D_e, the similarity beyond chance with one common chance.

    D_o is the mean of d(x_k, y_k); D_e the mean of d over all pairs of levels, each drawn
    from both portfolios together: sum of p_a p_b d(a, b) with p the mean of the two shares
    of a level. With squared distances that is Häge's
    1 - sum (x - y)^2 / (sum (x - m)^2 + sum (y - m)^2), m the mean of all x and y.

    From -1 to 1; 0 is what chance gives; nan where both hold one and the same level
    throughout: then nothing can be told from chance (programs after Häge's write 0 there).
    """
    rows, columns = _shares(tables)
    pooled = (rows + columns) / 2
    return 1 - _ratio(
        _observed(tables, levels, distance), _expected(pooled, pooled, levels, distance)
    )


def cohen_kappa(tables: Floats, levels: Sequence[float], distance: Distance) -> Floats:
    """Give Cohen's kappa: 1 - D_o / D_e, the similarity beyond chance, each with its own chance.

    As :func:`scott_pi`, but D_e draws one level from each portfolio: sum of p_a q_b d(a, b).
    With squared distances that is Häge's 1 - sum (x - y)^2 /
    (sum (x - mean x)^2 + sum (y - mean y)^2 + n (mean x - mean y)^2).

    From -1 to 1, never below pi of the same table; nan as for pi.
    """
    rows, columns = _shares(tables)
    return 1 - _ratio(
        _observed(tables, levels, distance), _expected(rows, columns, levels, distance)
    )


def tau_b(tables: Floats, levels: Sequence[float], distance: Distance) -> Floats:
    """Give Kendall's tau-b: (C - D) / sqrt((N - T_x) (N - T_y)), the older measure.

    Of all pairs of items, C are ordered alike in both portfolios, D the other way round;
    N - T_x are those that x does not tie. Only the order of levels matters, ``distance``
    does not. From -1 to 1; nan where a portfolio holds one level throughout. Signorino and
    Ritter (1999) show why it is no measure of similarity; it is here to compare with.
    """
    above = np.zeros_like(tables)  # what is higher in both
    above[:-1, :-1] = _suffix(_suffix(tables, 0), 1)[1:, 1:]
    across = np.zeros_like(tables)  # what is higher in one and lower in the other
    across[:-1, 1:] = np.cumsum(_suffix(tables, 0), axis=1)[1:, :-1]
    ordered = (tables * (above - across)).sum((0, 1))
    squares = _number(tables) ** 2
    untied_x = squares - (tables.sum(1) ** 2).sum(0)
    untied_y = squares - (tables.sum(0) ** 2).sum(0)
    return _ratio(2 * ordered, np.sqrt(untied_x * untied_y))


def jaccard(tables: Floats, levels: Sequence[float], distance: Distance) -> Floats:
    """Give the Jaccard index: sum(w_k min(x_k, y_k)) / sum(w_k max(x_k, y_k)).

    For ties that there are or not: the ties in common as a share of all that either has.
    ``distance`` does not matter. From 0 to 1; nan where neither has a tie. Raises
    ValueError for a level below 0.
    """
    if min(levels) < 0:
        raise ValueError("Jaccard's index needs levels from 0 on")
    ladder = np.asarray(levels, dtype=np.float64)
    common = np.einsum("ab...,ab->...", tables, np.minimum(ladder[:, None], ladder))
    either = np.einsum("ab...,ab->...", tables, np.maximum(ladder[:, None], ladder))
    return _ratio(common, either)


Formula = Callable[[Floats, Sequence[float], Distance], Floats]


@dataclass(frozen=True)
class Measure:
    """A formula with its distance: what :mod:`all_pairs` and :mod:`bounds` are asked for."""

    formula: Formula
    distance: Distance = Distance.ABSOLUTE

    def __call__(self, tables: Floats, levels: Sequence[float]) -> Floats:
        """Give the measure of each table (level, level, …)."""
        return self.formula(tables, levels, self.distance)

    @property
    def lowest(self) -> float:
        """The lowest value that it can take; the highest is 1."""
        return 0.0 if self.formula is jaccard else -1.0


def compare(
    measure: Measure,
    one: ArrayLike,
    other: ArrayLike,
    levels: Sequence[float],
    item_weights: ArrayLike | None = None,
) -> float:
    """Give how alike two portfolios are, each a sequence of levels, one an item.

    nan in a portfolio is an item of which nothing is known, left out. Raises ValueError for
    a level that isn't in ``levels``, and for portfolios of different length.
    """
    first, second = coded(one, levels), coded(other, levels)
    if first.shape != second.shape:
        raise ValueError(f"portfolios of {first.size} and {second.size} items can't be compared")
    tables = joint_tables(first[None], second[None], len(levels), item_weights)
    return float(measure(tables, levels).item())


def _number(tables: Floats) -> Floats:
    return np.asarray(tables.sum((0, 1)))


def _ratio(above: Floats, below: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(below > 0, above / below, np.nan)


def _observed(tables: Floats, levels: Sequence[float], distance: Distance) -> Floats:
    summed = np.einsum("ab...,ab->...", tables, distances(levels, distance))
    return _ratio(summed, _number(tables))


def _shares(tables: Floats) -> tuple[Floats, Floats]:
    number = _number(tables)
    return _ratio(tables.sum(1), number), _ratio(tables.sum(0), number)


def _expected(p: Floats, q: Floats, levels: Sequence[float], distance: Distance) -> Floats:
    apart = np.einsum("a...,ab->b...", p, distances(levels, distance))
    return np.asarray((apart * q).sum(0))


def _suffix(tables: Floats, axis: int) -> Floats:
    return np.flip(np.cumsum(np.flip(tables, axis), axis=axis), axis)
