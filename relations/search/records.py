"""Finds the numbers of records, through the index of their own texts and those of their parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.models import Model, QuerySet

from relations.models import (
    Agreement,
    Country,
    Organization,
    Person,
    Position,
    Side,
    Source,
    Statement,
)

from . import index, letters

LIMIT = 2_000  # rows that one search looks up
# What is found as a whole only.
CODES = {"statement": ("slug",), "source": ("slug",), "person": ("slug", "wikidata")}
NAMED = 200  # people whose statements one search looks through


@dataclass
class Found:
    """The numbers of the records found; ``cut`` where there are more than were looked up."""

    keys: set[int]
    cut: bool = False

    def add(self, keys: list[int]) -> None:
        """Add one more answer of at most ``LIMIT`` + 1 numbers."""
        self.keys.update(keys[:LIMIT])
        self.cut |= len(keys) > LIMIT


def is_searched(model: type[Model]) -> bool:
    """Say whether :func:`find` knows records of this kind."""
    return model in (Statement, Side, Position, Source, Person)


def find(model: type[Model], text: str, using: str = "default") -> Found:
    """Give the records in which every word of ``text`` begins a word.

    A statement is also found by its speakers, a side by its statement and actor, a
    position by its statement and target. Where too many match, the last entered count.
    """
    words = index.words_of(text)
    found = Found(set())
    if not words:
        return found
    for code in CODES.get(str(model._meta.model_name), ()):
        found.add(list(_rows(model, using).filter(**{code: text.strip()[:200]})))
    if model._meta.model_name in index.TEXTS:
        found.add(_keys(using, model, words))
    if model is Statement:
        found.add(_said_by(using, words))
    elif model in (Side, Position):
        _parts_of_statements(using, model, words, found)
    return found


def _rows(model: Any, using: str) -> QuerySet:
    """Give the numbers of records, the last entered first."""
    return model.objects.using(using).order_by("-pk").values_list("pk", flat=True)


def _keys(
    using: str, model: Any, words: list[str], limit: int | None = None, *, names: bool = False
) -> list[int]:
    """Give the numbers of the records whose own texts hold all words, the last entered first."""
    limit = LIMIT if limit is None else limit
    asked = index.matching(model, words, names=names, limit=limit + 1, using=using)
    with connections[using].cursor() as cursor:
        cursor.execute(asked.sql, asked.params)
        return [number for (number,) in cursor.fetchall()]


def _said_by(using: str, words: list[str]) -> list[int]:
    """Give the statements of the people whom some of the words name, the rest in their texts."""
    named = _names_among(using, words)
    people = _keys(using, Person, named, NAMED, names=True)[:NAMED] if named else []
    if not people:
        return []
    sides = Side.objects.using(using).filter(person__in=people).order_by()
    said = list(sides.values_list("statement", flat=True)[: LIMIT + 1])
    rest = [word for word in words if word not in named]
    if not rest:
        return said
    # Read here and not asked of the index: SQLite would search it anew for each row.
    texts = Statement.objects.using(using).filter(pk__in=said).order_by()
    rows = texts.values_list("pk", *index.TEXTS["statement"].all)
    begun = index.Beginnings(rest)
    return [number for number, *told in rows if begun.stand_in(letters.forms_of(told))]


def _names_among(using: str, words: list[str]) -> list[str]:
    """Give those of the words that occur in the name of somebody, by one query."""
    asked: list[str] = []
    parameters: list[Any] = []
    for word in words:
        condition, values = index.query(using, Person, [word], names=True)
        asked.append(f"EXISTS (SELECT 1 FROM {index.index_of(Person)} WHERE {condition})")  # noqa: S608
        parameters += values
    with connections[using].cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(asked)}", parameters)
        return [word for word, is_name in zip(words, cursor.fetchone(), strict=True) if is_name]


def _parts_of_statements(using: str, model: Any, words: list[str], found: Found) -> None:
    """Add the sides or positions whose statement, or whose actor or target, is found."""
    statements = find(Statement, " ".join(words), using)
    found.cut |= statements.cut
    rows = _rows(model, using)
    found.add(list(rows.filter(statement__in=statements.keys)[: LIMIT + 1]))
    prefix = "actor" if model is Side else "target"
    ends: list[tuple[str, Any]] = [
        (f"{prefix}_country", _named(Country, using, words)),
        (f"{prefix}_organization", _named(Organization, using, words)),
    ]
    if model is Position:
        ends.append((f"{prefix}_agreement", _keys(using, Agreement, words)[:NAMED]))
    for end, keys in ends:
        found.add(list(rows.filter(**{f"{end}__in": list(keys)})[: LIMIT + 1]))


def _named(model: Any, using: str, words: list[str]) -> QuerySet:
    """Give the countries or organizations in whose name all words occur."""
    rows = model.objects.using(using).order_by().values_list("pk", flat=True)
    for word in words:
        rows = rows.filter(name__icontains=word)
    return rows
