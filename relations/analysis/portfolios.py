"""Ties as portfolios: on each day, how binding the strongest tie of each actor with each target is.

A cell of a portfolio is uncertain where the dates of a tie are, or where a source disputes
it: then it has several levels, each of which it may have had.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .between import PAST
from .tables import MISSING, Codes, levels_of
from .ties import Span, Tie, Weights, range_of, weight_of

Sets = NDArray[np.uint32]  # a bit for each level that a cell may have; none where it is missing
MOST_LEVELS = 32
NONE: Span = (PAST, PAST)

Lives = Mapping[str, Span]
Numbers = NDArray[np.int64]
_Cell = tuple[int, ...]  # its place, and three spans of days: seven numbers


@dataclass(frozen=True)
class Portfolios:
    """The portfolios of actors on days.

    ``codes`` (days, actors, targets) are the levels that are drawn, as numbers in
    ``levels``; ``possible``, of the same shape, are all that each may have.
    """

    days: tuple[dt.date, ...]
    actors: tuple[str, ...]
    targets: tuple[str, ...]
    levels: tuple[float, ...]
    codes: Codes
    possible: Sets


def portfolios(
    ties: Iterable[Tie],
    actors: Sequence[str],
    targets: Sequence[str],
    days: Sequence[dt.date],
    weights: Weights,
    *,
    own: float | None = None,
    lives: Lives | None = None,
    unknown: Iterable[tuple[str, str]] = (),
) -> Portfolios:
    """Lay ties out as portfolios; ties of other actors or with other targets are left out.

    A cell holds the weight of the strongest tie in force, 0 without one; the levels are all
    ``weights``, in use or not, so that they don't change with the data. ``own`` is the
    level that an actor has with itself: Signorino and Ritter (1999) give it the highest;
    None leaves the cell as the ties make it. ``lives`` say for which days (numbers, from and
    to, the last not included) an actor existed: outside them it is missing, as an actor and
    as a target, rather than without ties; who isn't named there existed throughout.
    ``unknown`` are cells, actor and target, of which nobody has recorded whether there is a
    tie: left out of what is drawn, and in the range with every level that there is.

    Raises KeyError for an unknown cell of an actor or target that isn't asked for, ValueError
    for a kind without a weight, for days that don't ascend, for a name
    that stands twice, and for more than 32 levels.
    """
    _check(actors, targets, days)
    levels = levels_of(0.0, *weights.values(), *([] if own is None else [own]))
    if len(levels) > MOST_LEVELS:
        raise ValueError(f"{len(levels)} levels of weight; {MOST_LEVELS} at most")
    numbers = np.array([day.toordinal() for day in days])
    rows = {actor: n for n, actor in enumerate(actors)}
    columns = {target: n for n, target in enumerate(targets)}
    cells: dict[float, list[_Cell]] = {}
    for tie in ties:
        for weight, spans in _spans(tie, weights):
            if tie.actor in rows:
                first = rows[tie.actor] * len(targets)
                seen = tie.targets & columns.keys()
                places = [(first + columns[target], *spans) for target in seen]
                cells.setdefault(weight, []).extend(places)
    by_level = [cells.get(level, []) for level in levels]
    codes, possible = _reached(by_level, numbers, (len(days), len(actors), len(targets)))
    if own is not None:
        for actor in rows.keys() & columns.keys():
            codes[:, rows[actor], columns[actor]] = levels.index(own)
            possible[:, rows[actor], columns[actor]] = 1 << levels.index(own)
    for actor, target in unknown:
        codes[:, rows[actor], columns[target]] = MISSING
        possible[:, rows[actor], columns[target]] = (1 << len(levels)) - 1
    for actor, life in (lives or {}).items():
        gone = np.ones(len(days), bool)
        gone[slice(*np.searchsorted(numbers, life))] = False
        row, column = rows.get(actor), columns.get(actor)
        if row is not None:
            codes[gone, row], possible[gone, row] = MISSING, 0
        if column is not None:
            codes[gone, :, column], possible[gone, :, column] = MISSING, 0
    return Portfolios(tuple(days), tuple(actors), tuple(targets), levels, codes, possible)


def _spans(tie: Tie, weights: Weights) -> Iterator[tuple[float, tuple[int, ...]]]:
    """Give each weight that a tie may have: on which days as drawn, surely, and possibly.

    Of several the least is what is surely reached.
    """
    least = range_of(tie, weights)[0]
    drawn = weight_of(tie, weights)
    for kind in dict.fromkeys((tie.kind, *tie.otherwise)):
        weight = weights[kind]
        yield (
            weight,
            (
                *(tie.central if weight == drawn else NONE),
                *(tie.certain if weight == least else NONE),
                *tie.possible,
            ),
        )


def year_ends(first: int, last: int) -> list[dt.date]:
    """Give the last day of each year: what data sets by year (COW, ATOP) are set beside."""
    return [dt.date(year, 12, 31) for year in range(first, last + 1)]


def _reached(
    by_level: Sequence[Sequence[_Cell]], numbers: Numbers, shape: tuple[int, int, int]
) -> tuple[Codes, Sets]:
    """Give the level of each cell that is drawn, and all that it may have."""
    flat = shape[0], shape[1] * shape[2]
    codes, floor = np.zeros((2, *flat), np.int16)  # as drawn; what is surely reached
    perhaps = np.zeros(flat, np.uint32)
    for level, cells in enumerate(by_level):
        here = np.array(cells, dtype=np.int64).reshape(-1, 7).T
        # Few cells ever reach a level: only those are looked at.
        columns, places = np.unique(here[0], return_inverse=True)
        drawn, sure, possibly = (
            _in_force(numbers, places, here[n : n + 2], len(columns)) for n in (1, 3, 5)
        )
        # The higher levels come later.
        codes[:, columns] = np.where(drawn, level, codes[:, columns])
        floor[:, columns] = np.where(sure, level, floor[:, columns])
        perhaps[:, columns] |= possibly.astype(np.uint32) << np.uint32(level)
    lowest = np.left_shift(np.uint32(1), floor.astype(np.uint32))
    # Of what may have been in force, only what is above the floor makes a difference.
    possible = (perhaps & ~(lowest | (lowest - 1))) | lowest
    return codes.reshape(shape), possible.reshape(shape)


def _in_force(
    numbers: Numbers, places: NDArray[np.intp], spans: Numbers, size: int
) -> NDArray[np.bool_]:
    """Say on which of the days a tie is in force in each place, of those with these spans."""
    first, after = np.searchsorted(numbers, spans)
    steps = np.zeros((len(numbers) + 1, size), np.int32)
    np.add.at(steps, (first, places), 1)
    np.add.at(steps, (np.maximum(first, after), places), -1)
    return np.cumsum(steps[:-1], axis=0) > 0


def _check(actors: Sequence[str], targets: Sequence[str], days: Sequence[dt.date]) -> None:
    if any(later <= day for day, later in zip(days, days[1:], strict=False)):
        raise ValueError("give the days in order, each once")
    for names in (actors, targets):
        if len(set(names)) != len(names):
            raise ValueError("an actor or a target stands twice")
