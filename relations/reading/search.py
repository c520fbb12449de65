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
    Position,
    Provision,
    Scope,
    Side,
    Source,
    Statement,
)
from relations.querysets import Rows
from relations.vocabularies import Review

LIMIT = 20


@dataclass
class Results:
    """The rows found in one kind of record; ``more`` says that the list was cut."""

    title: str
    rows: list[Any]
    more: bool


# Which texts of each kind of record are searched.
_SEARCHED: tuple[tuple[str, type[Model], tuple[str, ...]], ...] = (
    ("Countries", Country, ("name", "official_name", "code")),
    ("Organizations", Organization, ("name", "acronym", "summary")),
    ("Agreements", Agreement, ("title", "short_title", "summary", "registration")),
    ("Statements", Statement, ("title", "summary", "quotation", "commentator")),
    ("People", Person, ("name", "native_name", "summary")),
    ("Scopes", Scope, ("name", "description")),
    ("Sources", Source, ("title", "publisher", "author")),
)
_FIELDS = {model: fields for _title, model, fields in _SEARCHED}


TERMS = 8  # further words of a query are left out


def search(text: str) -> list[Results]:
    """Find the records in which every word of ``text`` occurs, a list a kind of record."""
    if not text.split():
        return []
    results = []
    for title, model, _fields in _SEARCHED:
        rows: Rows = model._default_manager.all()
        if model is not Scope:
            rows = rows.published()
        found = list(with_words(rows, text)[: LIMIT + 1])
        if found:
            results.append(Results(title, found[:LIMIT], len(found) > LIMIT))
    return results


def with_words(rows: Rows, text: str) -> Rows:
    """Keep the records of one kind in which, or in the parts of which, every word occurs.

    Parts are asked with EXISTS: a join for each word would multiply the rows.
    """
    for term in text.split()[:TERMS]:
        condition = Q()
        for field in _FIELDS[rows.model]:
            condition |= Q(**{f"{field}__icontains": term})
        for part in _parts_with(term, rows.model):
            condition |= Q(Exists(part))
        rows = rows.filter(condition)
    return rows


def _parts_with(term: str, model: type[Model]) -> list[Rows]:
    """Give the further names of actors, the provisions of agreements, and the like."""
    record = OuterRef("pk")
    if model in (Country, Organization):
        arc = {f"actor_{model._meta.model_name}": record}
        return [OtherName.objects.filter(name__icontains=term, **arc)]
    if model is Agreement:
        return [Provision.objects.filter(agreement=record, text__icontains=term)]
    if model is Statement:
        said = Position.objects.visible().filter(
            Q(text__icontains=term) | Q(quotation__icontains=term), statement=record
        )
        speaker = Side.objects.filter(
            statement=record, person__name__icontains=term, person__review=Review.PUBLISHED
        )
        return [said, speaker]
    return []
