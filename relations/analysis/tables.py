"""Joint tables: how often two portfolios hold this level and that level of the same item.

Every measure in :mod:`relations.analysis.measures` is a function of such a table and
nothing else, as F. M. Häge shows for S, pi and kappa ("Choice or Circumstance? Adjusting
Measures of Foreign Policy Similarity for Chance Agreement", Political Analysis 19(3),
2011). So the tables of all pairs are counted at once, by one product of matrices.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Codes = NDArray[np.int16]
MISSING = -1


def levels_of(*values: float) -> tuple[float, ...]:
    """Give the levels in order, each once. Raises ValueError for one that isn't finite."""
    if not np.isfinite(values).all():
        raise ValueError("a level must be a finite number")
    return tuple(sorted(set(values)))


def coded(values: ArrayLike, levels: Sequence[float]) -> Codes:
    """Give the number of the level of each value; nan, not known, becomes ``MISSING``.

    ``levels`` are all values that could stand there, in order, whether or not they do.
    Raises ValueError for a value that is none of them.
    """
    array = np.asarray(values, dtype=np.float64)
    ladder = np.asarray(levels, dtype=np.float64)
    codes = np.searchsorted(ladder, array).clip(0, len(ladder) - 1)
    known = ~np.isnan(array)
    if (wrong := array[known & (ladder[codes] != array)]).size:
        raise ValueError(f"{wrong.flat[0]} is none of the levels {list(levels)}")
    return np.where(known, codes, MISSING).astype(np.int16)


def joint_tables(
    one: Codes, other: Codes, size: int, item_weights: ArrayLike | None = None
) -> Floats:
    """Count, for each row of ``one`` and each of ``other``, the items by their two levels.

    ``one`` has the shape (n, items), ``other`` (k, items); gives (size, size, n, k), where the
    first two are the level in the row of ``one`` and that in the row of ``other``. Items
    missing in either row are not counted in it. ``item_weights``, one an item, say how much
    an item counts (capabilities in Signorino and Ritter 1999); without them each counts 1.
    Raises ValueError for weights that are negative, not finite, or of another number.

    Takes n * k * size * size numbers, and size * size * n * k * items multiplications.
    """
    ladder = np.arange(size, dtype=np.int16)[:, None]
    # Whole numbers up to 2^24 are exact in single precision, which is twice as fast.
    exact = np.float32 if item_weights is None else np.float64
    left = (one[:, None, :] == ladder).astype(exact)
    right = (other[:, None, :] == ladder).astype(exact)
    if item_weights is not None:
        right *= checked_weights(item_weights, one.shape[-1])
    items = one.shape[-1]
    rows, columns = len(one) * size, len(other) * size
    product = left.reshape(rows, items) @ right.reshape(columns, items).T
    tables = product.reshape(len(one), size, len(other), size).transpose(1, 3, 0, 2)
    return tables.astype(np.float64, order="C")


def checked_weights(item_weights: ArrayLike, number: int) -> Floats:
    """Give weights as an array. Raises ValueError as :func:`joint_tables` says."""
    weights = np.asarray(item_weights, dtype=np.float64)
    if weights.shape != (number,):
        raise ValueError(f"{number} items need as many weights, not {weights.shape}")
    if not (np.isfinite(weights) & (weights >= 0)).all():
        raise ValueError("the weight of an item must be a number from 0 on")
    return weights
