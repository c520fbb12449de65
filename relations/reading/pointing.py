"""What readers see that points at a record: it goes with it, or stays without its name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from relations.models import Alias, Source
from relations.models.base import CuratedModel, NaturalKeyModel
from relations.vocabularies import Review

MOST = 1000  # counted


@dataclass(frozen=True, slots=True)
class Pointing:
    """How many rows of one kind, in published records, point at a record."""

    label: Any
    count: int
    stays: bool

    @property
    def more(self) -> bool:
        return self.count > MOST

    @property
    def shown(self) -> str:
        return f"{min(self.count, MOST):,}"


def pointing_at(record: Any) -> list[Pointing]:
    """Count what readers see that points at a record, its own parts left out.

    What is about the record (an office, a membership, a position on it) is not shown
    without it; where it is a detail (who signed, who spoke) the rest stays. One query for
    each kind of row. Nothing for a source: it can't go while something rests on it.
    """
    return [] if isinstance(record, Source) else list(_kinds(record))


def _kinds(record: Any) -> Iterator[Pointing]:
    for relation in record._meta.related_objects:
        model, field = relation.related_model, relation.field
        if not issubclass(model, NaturalKeyModel) or field.name in _owners(model):
            continue
        if model is Alias:
            continue  # readers never see what data sets call our actors
        rows = model._base_manager.order_by().filter(**{field.name: record})
        rows = rows.filter(**{_review(model): Review.PUBLISHED})
        if count := rows.values("pk")[: MOST + 1].count():
            yield Pointing(model._meta.verbose_name_plural, count, _is_detail(field))


def _owners(model: Any) -> tuple[str, ...]:
    """Give the keys to what a row is only seen with; an office is published by itself."""
    return () if issubclass(model, CuratedModel) else model.part_of


def _review(model: Any) -> str:
    """Give the path from a row to the state of review of the record that it belongs to."""
    path = ""
    while owners := _owners(model):
        path += f"{owners[0]}__"
        model = model._meta.get_field(owners[0]).related_model
    return f"{path}review"


def _is_detail(field: Any) -> bool:
    """Whether a row makes sense without what this key points to: it is no end of an arc."""
    return bool(field.null) and not field.name.startswith(("actor_", "target_"))
