"""Search across everything that readers may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q

from relations.models import (
    Agreement,
    Country,
    Organization,
    OtherName,
    Person,
    Provision,
    Scope,
    Source,
    Statement,
)

LIMIT = 20


@dataclass
class Results:
    """The rows found in one kind of record; ``more`` says that the list was cut."""

    title: str
    rows: list[Any]
    more: bool


# Which texts of each kind of record are searched.
_FIELDS: tuple[tuple[str, type[Model], tuple[str, ...]], ...] = (
    ("Countries", Country, ("name", "official_name", "code")),
    ("Organizations", Organization, ("name", "acronym", "summary")),
    ("Agreements", Agreement, ("title", "short_title", "summary", "registration")),
    ("Statements", Statement, ("title", "summary", "quotation", "commentator")),
    ("People", Person, ("name", "native_name", "summary")),
    ("Scopes", Scope, ("name", "description")),
    ("Sources", Source, ("title", "publisher", "author")),
)


def search(text: str) -> list[Results]:
    """Find the records in which every word of ``text`` occurs, a list a kind of record."""
    terms = text.split()[:8]
    if not terms:
        return []
    results = []
    for title, model, fields in _FIELDS:
        rows = model._default_manager.all()
        if model is not Scope:
            rows = rows.published()  # type: ignore[attr-defined]
        for term in terms:
            rows = rows.filter(_occurs(term, fields) | _occurs_in_parts(term, model))
        found = list(rows[: LIMIT + 1])
        if found:
            results.append(Results(title, found[:LIMIT], len(found) > LIMIT))
    return results


def _occurs(term: str, fields: tuple[str, ...]) -> Q:
    condition = Q()
    for field in fields:
        condition |= Q(**{f"{field}__icontains": term})
    return condition


def _occurs_in_parts(term: str, model: type[Model]) -> Q:
    """Find a term in the further names of actors, the provisions of agreements, and the like."""
    if model in (Country, Organization):
        arc = {f"actor_{model._meta.model_name}": OuterRef("pk")}
        return Q(Exists(OtherName.objects.filter(name__icontains=term, **arc)))
    if model is Agreement:
        texts = Provision.objects.filter(agreement=OuterRef("pk"))
        return Q(Exists(texts.filter(text__icontains=term)))
    if model is Statement:
        statements = Statement.objects.filter(pk=OuterRef("pk"))
        return Q(
            Exists(
                statements.filter(
                    Q(side__person__name__icontains=term)
                    | Q(position__text__icontains=term)
                    | Q(position__quotation__icontains=term)
                )
            )
        )
    return Q(pk__in=[])
