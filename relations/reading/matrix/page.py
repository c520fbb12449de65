"""The part of the matrix that a page shows: the heaviest rows and columns, then the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.core.paginator import Page, Paginator

from relations.querysets import Rows

from .cells import (
    EVERY_CELL,
    ActorKey,
    Cell,
    ColumnKey,
    TargetKind,
    Wanted,
    by_weight,
    cells,
    columns_of,
    on_columns,
)
from .naming import Column, NamedCell, Pairs, named_actors, named_cells, named_columns

ROWS, COLUMNS = 25, 12


@dataclass(frozen=True)
class Row:
    """An actor with a cell, or None where it said nothing, for each column."""

    actor: Any
    cells: list[NamedCell | None]

    @property
    def spoken(self) -> int:
        """On how many of the columns it said something."""
        return sum(cell is not None for cell in self.cells)


@dataclass(frozen=True)
class Matrix:
    """Rows and columns of one page; ``row_page`` and ``column_page`` say which of how many."""

    columns: list[Column]
    rows: list[Row]
    row_page: Page[ActorKey]
    column_page: Page[ColumnKey]

    @property
    def groups(self) -> list[tuple[TargetKind, int]]:
        """The kinds of targets, each with the number of its columns."""
        grouped = groupby(self.columns, key=attrgetter("kind"))
        return [(kind, len(list(columns))) for kind, columns in grouped]

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left out."""
        return not (self.row_page.has_other_pages() or self.column_page.has_other_pages())


def matrix(
    rows: Rows,
    wanted: Wanted = EVERY_CELL,
    *,
    asked: Sequence[str] = (),
    bounds: Pairs = (),
    row_page: Any = 1,
    column_page: Any = 1,
) -> Matrix:
    """Lay positions out: the targets with most of them, and the actors that spoke on these.

    ``rows`` are those of :func:`stated_positions`. ``asked`` are slugs of actors that have
    a row in any case: "said nothing" answers the reader who asked. ``bounds`` narrow the
    lists of evidence. A page that isn't there is taken for the nearest one.
    """
    columns, found = _columns_and_cells(rows, wanted, column_page)
    speakers = by_weight(found, lambda cell: cell.actor)
    actors = named_actors(speakers, asked)
    silent = sorted(actors.keys() - set(speakers), key=lambda key: actors[key].name)
    actor_page = Paginator([*speakers, *silent], ROWS).get_page(row_page)
    heads = named_columns(columns)
    on_page = set(actor_page)
    named = named_cells((c for c in found if c.actor in on_page), actors, heads, bounds)
    at = {(cell.cell.actor, cell.cell.column): cell for cell in named}
    ordered = sorted(columns, key=lambda key: list(TargetKind).index(key.kind))
    return Matrix(
        columns=[heads[key] for key in ordered],
        rows=[Row(actors[key], [at.get((key, c)) for c in ordered]) for key in actor_page],
        row_page=actor_page,
        column_page=columns,
    )


def _columns_and_cells(rows: Rows, wanted: Wanted, page: Any) -> tuple[Page[ColumnKey], list[Cell]]:
    """Give the columns of a page, and all cells in them. Two queries."""
    columns = Paginator(columns_of(rows, wanted), COLUMNS).get_page(page)
    shown = set(columns)
    found = cells(rows.filter(on_columns(columns)), wanted)
    return columns, [cell for cell in found if cell.column in shown]
