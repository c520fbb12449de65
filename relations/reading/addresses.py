"""Which record an address leads to, be its slug of today or a former one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404

from relations.models import (
    Agreement,
    Country,
    FormerSlug,
    Organization,
    Person,
    Scope,
    Source,
    Statement,
)
from relations.querysets import Rows

from .changes import visible

# The first word of an address, and what stands under it.
PLACES: dict[str, Any] = {
    "countries": Country,
    "organizations": Organization,
    "agreements": Agreement,
    "statements": Statement,
    "people": Person,
    "scopes": Scope,
    "sources": Source,
}
# The other way round: "country" stands under "countries".
PLACE_OF = {str(model._meta.model_name): place for place, model in PLACES.items()}


@dataclass(frozen=True)
class Found:
    """A record that readers may see; ``moved`` where its slug is another one today."""

    record: Any
    moved: bool


def find_record(place: str, slug: str) -> Found:
    """Find the record at an address. Raises Http404 where there is none, nor ever was."""
    model = PLACES[place]
    return find(visible(model).select_related(*(["source"] if _has_source(model) else [])), slug)


def find(records: Rows, slug: str) -> Found:
    """Find a record among some, which may be prepared, by its slug of today or a former one.

    Raises Http404 without one.
    """
    if found := next(iter(records.filter(slug__in=[slug])), None):
        return Found(found, moved=False)
    name = str(records.model._meta.model_name)
    former = FormerSlug.objects.filter(slug=slug, **{f"{name}__isnull": False}).first()
    keys = [getattr(former, f"{name}_id")] if former else []
    moved = next(iter(records.filter(pk__in=keys)), None)
    if moved is None:
        raise Http404(f"There is no {records.model._meta.verbose_name} “{slug}”.")
    return Found(moved, moved=True)


def _has_source(model: Any) -> bool:
    return any(field.name == "source" for field in model._meta.concrete_fields)
