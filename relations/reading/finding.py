"""Find records by the words of an analyst: in lists, and in autocompletes the best first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models
from django.db.models import Case, Exists, Model, OuterRef, Q, Value, When
from django.utils.text import smart_split, unescape_string_literal

from relations.querysets import Rows

WORDS = 8  # further words of a query are left out


def find(rows: Rows, text: str, fields: Iterable[str]) -> Rows:
    """Keep the rows in which every word of ``text`` occurs in one of the fields.

    The fields are written as in ``search_fields`` of the admin: ``=code`` must be the
    word, a field without a sign contains it. Rows of others (``othername__name``) are
    asked with EXISTS, so that no row comes twice.
    """
    fields = list(fields)
    for word in words_of(text):
        rows = rows.filter(_any(rows.model, fields, word))
    return rows


def best_first(rows: Rows, text: str, fields: Iterable[str]) -> Rows:
    """Order what was found: exact codes, then what begins with the text, then the rest.

    Several words come first where each is a code: “ARM CSTO”. Within one rank the
    order is that of the model.
    """
    fields = list(fields)
    codes = [f for f in fields if f.startswith("=")]
    names = [f for f in fields if not f.startswith("=") and _is_name(rows.model, f)]
    words, text = words_of(text), _plain(text)
    order = [*rows.model._meta.ordering, "pk"]
    if not words:
        return rows.order_by(*order)
    all_codes = Q()
    for word in words:
        all_codes &= _any(rows.model, codes, word)
    rank = Case(
        When(_any(rows.model, codes, text) | all_codes, then=Value(0)),
        When(_any(rows.model, [f"^{name}" for name in names], text), then=Value(1)),
        default=Value(2),
    )
    return rows.order_by(rank, *order)


def words_of(text: str) -> list[str]:
    """Split into words; what stands in quotation marks is one word."""
    return [word for word in _split(_plain(text)) if word][:WORDS]


def _plain(text: str) -> str:
    return text.replace("\x00", "").strip()  # no database keeps NUL


def _split(text: str) -> Iterator[str]:
    for word in smart_split(text):
        quoted = word[0] in "\"'" and word[0] == word[-1]
        yield unescape_string_literal(word) if quoted else word


LOOKUPS = {"=": "iexact", "^": "istartswith"}


def _any(model: type[Model], fields: Iterable[str], word: str) -> Q:
    """Give the condition that one of the fields holds the word; without fields, that none does."""
    condition = Q(pk__in=[])
    for field in fields:
        lookup = LOOKUPS.get(field[0], "icontains")
        condition |= _holds(model, field.lstrip("=^"), lookup, word)
    return condition


def _holds(model: type[Model], path: str, lookup: str, word: str) -> Q:
    """Give the condition on one field, behind the first step to many rows with EXISTS."""
    names = path.split("__")
    meta: Any = model._meta
    for number, name in enumerate(names):
        field = meta.get_field(name)
        if field.one_to_many:
            owner = OuterRef("__".join([*names[:number], "pk"]))
            many: Any = field.related_model
            rest = _holds(many, "__".join(names[number + 1 :]), lookup, word)
            return Q(Exists(many._default_manager.filter(rest, **{field.field.name: owner})))
        if field.is_relation:
            meta = field.related_model._meta
    return Q(**{f"{path}__{lookup}": word})


def _is_name(model: type[Model], path: str) -> bool:
    """Tell names from descriptions, which are long texts."""
    meta: Any = model._meta
    *steps, last = path.split("__")
    for name in steps:
        meta = meta.get_field(name).related_model._meta
    return not isinstance(meta.get_field(last), models.TextField)
