"""Names and addresses for the cells: whose, on what, and where the evidence stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from relations.models import Country, Organization, Position, Statement
from relations.querysets import Rows
from relations.vocabularies import TIES, Stance

from .cells import ActorKey, Cell, ColumnKey, Said, TargetKind

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Column:
    """A target as the head of a column; ``word`` is what stands for it in the URL."""

    key: ColumnKey
    target: Any

    @property
    def kind(self) -> TargetKind:
        return self.key.kind

    @property
    def word(self) -> str:
        if self.key.field == "target_membership":
            return f"{self.target.actor.slug}/{self.target.organization.slug}"
        return str(self.target.slug)


@dataclass(frozen=True)
class NamedCell:
    """A cell with its actor, column and evidence: one statement, or the list of all of them."""

    cell: Cell
    actor: Any
    column: Column
    statement: Statement
    url: str

    @property
    def steps(self) -> list[Said]:
        """The stances in the order of time, the latest last."""
        return [*self.cell.earlier, *self.cell.latest]


def named_actors(keys: Iterable[ActorKey], asked: Sequence[str] = ()) -> dict[ActorKey, Any]:
    """Load actors by key, and those asked for by slug that readers may see. Two queries."""
    keys = list(keys)
    slugs = Q(slug__in=asked)
    countries = Country.objects.published().filter(slugs | Q(pk__in=[key.country for key in keys]))
    organizations = Organization.objects.published().filter(
        slugs | Q(pk__in=[key.organization for key in keys])
    )
    return {ActorKey(country.pk, None): country for country in countries} | {
        ActorKey(None, organization.pk): organization for organization in organizations
    }


def named_columns(keys: Iterable[ColumnKey]) -> dict[ColumnKey, Column]:
    """Load the targets of columns. A query for each kind of record among them."""
    keys = list(keys)
    targets = {
        field: _records(field).in_bulk({key.target for key in keys if key.field == field})
        for field in {key.field for key in keys}
    }
    return {key: Column(key, targets[key.field][key.target]) for key in keys}


def _records(field: str) -> Rows:
    model: Any = Position._meta.get_field(field).related_model
    rows: Rows = model._default_manager.all()
    return (
        rows.with_actors().select_related("organization") if field == "target_membership" else rows
    )


def named_cells(
    found: Iterable[Cell],
    actors: dict[ActorKey, Any],
    columns: dict[ColumnKey, Column],
    bounds: Pairs,
) -> list[NamedCell]:
    """Give cells their names and evidence; ``bounds`` are the dates to ask of a list."""
    found = list(found)
    statements = Statement.objects.select_related("source").in_bulk(
        {said.statement for cell in found for said in cell.latest}
    )
    named = []
    for cell in found:
        actor, column = actors[cell.actor], columns[cell.column]
        only = statements[cell.latest[0].statement] if cell.times == 1 else None
        url = only.get_absolute_url() if only else evidence_url(actor, column, bounds)
        named.append(NamedCell(cell, actor, column, statements[cell.latest[-1].statement], url))
    return named


def evidence_url(actor: Any, column: Column, bounds: Pairs = ()) -> str:
    """Give the address of all statements of an actor on a target.

    Of an organization the kind of stance is asked too: support and ties are two columns.
    """
    query = [("on_behalf_of", actor.slug), ("target", column.word), *bounds]
    if column.key.field == "target_organization":
        ties = column.kind == TargetKind.TIES
        query += [("stance", stance.value) for stance in Stance if (stance in TIES) == ties]
    return f"{reverse('statement-list')}?{urlencode(query)}"
