"""The lowest and highest similarity that uncertain portfolios leave open.

A cell of a portfolio may have any of its possible levels, whatever the other cells have.
Where one unknown date decides over several cells at once (all parties of one treaty), the
true range lies within what is given here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement
from math import comb

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .measures import Distance, Measure, cohen_kappa, distances, s_score, scott_pi
from .portfolios import Portfolios, Sets
from .tables import MISSING, Floats, checked_weights, joint_tables

MOST_TABLES = 5_000


@dataclass(frozen=True)
class Bounds:
    """The range of a measure over all that may have been; nan where it is never defined.

    ``exact`` says that both ends are reached; otherwise the true range lies within.
    """

    low: float
    high: float
    exact: bool


def similarity_bounds(
    measure: Measure,
    one: Sequence[int],
    other: Sequence[int],
    levels: Sequence[float],
    *,
    item_weights: ArrayLike | None = None,
    most_tables: int = MOST_TABLES,
) -> Bounds:
    """Give the range of a measure over two portfolios of which cells are uncertain.

    ``one`` and ``other`` hold for each item a bit for each level that it may have, none
    where nothing is known (the item is left out), as ``Portfolios.possible`` does.

    S is a sum over items, so its ends are exact: each item as near, or as far, as it can be.
    Of the others every joint table that can arise is tried, items of one kind together, which
    is exact, unless there are more than ``most_tables``. Then pi and kappa, 1 - D_o / D_e, lie
    between 1 - max D_o / min D_e and 1 - min D_o / max D_e, with each share of a level as low or
    as high as it can be; tau-b and Jaccard are only known to lie in their range. Scenarios
    in which the measure isn't defined are left out. Raises ValueError as
    :func:`relations.analysis.tables.joint_tables` does.
    """
    weights = _weights(one, other, item_weights)
    all_kinds = Counter(zip(map(int, one), map(int, other), weights.tolist(), strict=True))
    kinds = Counter({kind: n for kind, n in all_kinds.items() if kind[0] and kind[1]})
    if measure.formula is s_score:
        return _of_s(kinds, levels, measure.distance)
    tables = _tables(kinds, len(levels), most_tables)
    if tables is None:
        return _outer(measure, kinds, levels)
    values = measure(tables, levels)
    values = values[~np.isnan(values)]
    if not values.size:
        return Bounds(np.nan, np.nan, exact=True)
    return Bounds(float(values.min()), float(values.max()), exact=True)


def all_pairs_s_bounds(
    portfolios: Portfolios, distance: Distance, item_weights: ArrayLike | None = None
) -> tuple[Floats, Floats]:
    """Give the lowest and highest S of every pair on every day: arrays (days, actors, actors).

    As exact as :func:`similarity_bounds`, and as fast as S itself: it is S over the sets of
    levels that occur, with the least or the greatest distance of two sets.
    """
    number = len(portfolios.actors)
    low, high = np.empty((2, len(portfolios.days), number, number))
    span = distances(portfolios.levels, distance).max()
    for day, possible in enumerate(portfolios.possible):
        sets, codes = np.unique(possible, return_inverse=True)
        known = codes.reshape(possible.shape).astype(np.int16)
        known[possible == 0] = MISSING
        nearest, furthest = _extremes(sets, portfolios.levels, distance)
        tables = joint_tables(known, known, len(sets), item_weights)
        with np.errstate(divide="ignore", invalid="ignore"):
            scale = 2 / (tables.sum((0, 1)) * span)
            low[day] = 1 - np.einsum("abij,ab->ij", tables, furthest) * scale
            high[day] = 1 - np.einsum("abij,ab->ij", tables, nearest) * scale
    return low, high


Kinds = Counter[tuple[int, int, float]]


def _weights(one: Sequence[int], other: Sequence[int], weights: ArrayLike | None) -> Floats:
    if len(one) != len(other):
        raise ValueError(f"portfolios of {len(one)} and {len(other)} items can't be compared")
    return checked_weights(np.ones(len(one)) if weights is None else weights, len(one))


def _levels_in(possible: int) -> list[int]:
    return [level for level in range(possible.bit_length()) if possible >> level & 1]


def _extremes(sets: Sets, levels: Sequence[float], distance: Distance) -> tuple[Floats, Floats]:
    apart = distances(levels, distance)
    nearest, furthest = np.zeros((2, len(sets), len(sets)))
    members = [_levels_in(int(possible)) for possible in sets]
    for a, first in enumerate(members):
        for b, second in enumerate(members):
            if first and second:
                found = apart[np.ix_(first, second)]
                nearest[a, b], furthest[a, b] = found.min(), found.max()
    return nearest, furthest


def _of_s(kinds: Kinds, levels: Sequence[float], distance: Distance) -> Bounds:
    apart = distances(levels, distance).tolist()
    span = max(map(max, apart))
    near = far = number = 0.0
    for (x, y, weight), count in kinds.items():
        found = [apart[a][b] for a in _levels_in(x) for b in _levels_in(y)]
        near += weight * count * min(found)
        far += weight * count * max(found)
        number += weight * count
    if not number * span:
        return Bounds(np.nan, np.nan, exact=True)
    scale = 2 / (number * span)
    return Bounds(float(1 - far * scale), float(1 - near * scale), exact=True)


def _tables(kinds: Kinds, size: int, most: int) -> Floats | None:
    """Give every joint table that can arise, or None where they are too many."""
    tables = np.zeros((1, size * size))
    for kind, count in kinds.items():
        cells = [x * size + y for x in _levels_in(kind[0]) for y in _levels_in(kind[1])]
        if comb(count + len(cells) - 1, count) * len(tables) > most * 10:
            return None
        shares = np.array([_share(chosen, size) for chosen in _chosen(cells, count)])
        tables = (tables[:, None] + shares * kind[2]).reshape(-1, size * size)
        tables = np.unique(tables, axis=0)
        if len(tables) > most:
            return None
    return tables.T.reshape(size, size, -1)


def _chosen(cells: list[int], count: int) -> Iterator[tuple[int, ...]]:
    if len(cells) == 1:
        return iter([tuple(cells * count)])
    return combinations_with_replacement(cells, count)


def _share(chosen: tuple[int, ...], size: int) -> NDArray[np.intp]:
    return np.bincount(np.array(chosen, dtype=np.intp), minlength=size * size)


def _outer(measure: Measure, kinds: Kinds, levels: Sequence[float]) -> Bounds:
    if measure.formula not in (scott_pi, cohen_kappa):
        return Bounds(measure.lowest, 1.0, exact=False)
    apart = distances(levels, measure.distance)
    low, high = np.zeros((2, 2, len(levels)))  # the share of each level in each portfolio
    near = far = number = 0.0
    for (x, y, weight), count in kinds.items():
        amount = weight * count
        first, second = _levels_in(x), _levels_in(y)
        found = apart[np.ix_(first, second)]
        near, far, number = near + amount * found.min(), far + amount * found.max(), number + amount
        for portfolio, possible in enumerate((first, second)):
            high[portfolio, possible] += amount
            if len(possible) == 1:
                low[portfolio, possible] += amount
    if not number:
        return Bounds(np.nan, np.nan, exact=True)
    low, high = low / number, high / number
    if measure.formula is scott_pi:
        low, high = (np.stack([part.mean(axis=0)] * 2) for part in (low, high))
    least = low[0] @ apart @ low[1]
    most = min(high[0] @ apart @ high[1], apart.max())
    lowest = 1 - far / number / least if least else -1.0
    highest = 1 - near / number / most if most else 1.0
    return Bounds(max(float(lowest), -1.0), min(float(highest), 1.0), exact=False)
