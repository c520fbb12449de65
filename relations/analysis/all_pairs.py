"""The similarity of every pair of actors on every day; after an edit, of those it touched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .measures import Measure
from .portfolios import Portfolios
from .tables import Codes, Floats, joint_tables

Measures = Mapping[str, Measure]
Similarities = dict[str, Floats]


@dataclass(frozen=True)
class Touched:
    """The actors whose portfolio an edit changed on a day, by their numbers."""

    day: int
    actors: NDArray[np.intp]


def all_pairs(
    portfolios: Portfolios, measures: Measures, item_weights: ArrayLike | None = None
) -> Similarities:
    """Give, under the name of each measure, an array (days, actors, actors).

    Symmetric; nan where a measure isn't defined. ``item_weights`` count the targets, as in
    :func:`relations.analysis.tables.joint_tables`, which also says what it raises. Takes
    days * actors^2 * targets * levels^2 multiplications, in products of matrices.
    """
    number, size = len(portfolios.actors), len(portfolios.levels)
    found = _empty(portfolios, measures)
    upper = np.triu_indices(number)
    pairs = np.ravel_multi_index(upper, (number, number))
    for day, codes in enumerate(portfolios.codes):
        tables = joint_tables(codes, codes, size, item_weights)
        # take() lays pairs side by side in memory, which a plain index does not.
        tables = tables.reshape(size, size, -1).take(pairs, axis=-1)
        for name, measure in measures.items():
            values = measure(tables, portfolios.levels)
            matrix = found[name][day]
            matrix[upper] = values
            matrix.T[upper] = values
    return found


def updated(
    before: Portfolios,
    similarities: Similarities,
    after: Portfolios,
    measures: Measures,
    item_weights: ArrayLike | None = None,
) -> Similarities:
    """Give what :func:`all_pairs` gives for ``after``, from what it gave for ``before``.

    Only pairs with an actor whose portfolio differs are computed again, on the days on
    which it does. What changed is seen by comparing the portfolios, so nothing that an edit
    touched can be left out. The numbers are those of a full run; with item weights that
    aren't whole numbers, up to the last digits that a sum rounds. Raises ValueError where
    days, actors, targets or levels differ: then a full run is needed.
    """
    found = {name: similarities[name].copy() for name in measures}
    for change in touched(before, after):
        codes = after.codes[change.day]
        for name, values in _rows(codes, change.actors, after, measures, item_weights):
            matrix = found[name][change.day]
            matrix[change.actors] = values
            matrix[:, change.actors] = values.T
    return found


def touched(before: Portfolios, after: Portfolios) -> Iterator[Touched]:
    """Give the days on which portfolios differ, with the actors whose portfolios do.

    Raises ValueError where they aren't laid out alike.
    """
    for word in ("days", "actors", "targets", "levels"):
        if getattr(before, word) != getattr(after, word):
            raise ValueError(f"the {word} differ: compute all pairs anew")
    differs = (before.codes != after.codes).any(axis=2)
    for day in np.flatnonzero(differs.any(axis=1)):
        yield Touched(int(day), np.flatnonzero(differs[day]))


def _rows(
    codes: Codes,
    actors: NDArray[np.intp],
    portfolios: Portfolios,
    measures: Measures,
    item_weights: ArrayLike | None,
) -> Iterator[tuple[str, Floats]]:
    tables = joint_tables(codes[actors], codes, len(portfolios.levels), item_weights)
    # In a full run the actor with the lower number is the first of a pair. Sums over a
    # turned table could round otherwise.
    turned = actors[:, None] > np.arange(len(codes))
    tables = np.where(turned, tables.swapaxes(0, 1), tables)
    for name, measure in measures.items():
        yield name, measure(tables, portfolios.levels)


def _empty(portfolios: Portfolios, measures: Measures) -> Similarities:
    number = len(portfolios.actors)
    shape = (len(portfolios.days), number, number)
    return {name: np.empty(shape) for name in measures}
