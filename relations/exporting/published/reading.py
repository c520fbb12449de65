"""Reads published rows one after the other, in the order of their keys, in flat memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db import connection

from relations.fields import FollowingField
from relations.querysets import Rows

from .keys import Key, in_key_order
from .seen import mentions, seen, with_what_may_be_mentioned

# Rows that a cursor fetches at a time.
CHUNK = 2000
Record = dict[str, Any]
# Takes a value, or a key of values, out of a row of the database.
Pick = Callable[[Sequence[Any]], Any]


def how_many(model: Any) -> int:
    """Count the rows of a model that leave the database."""
    return int(seen(model).count())


def fields_of(model: Any) -> list[Any]:
    """Give the fields that a record has: all but the number of the row and what follows others."""
    return [
        field
        for field in model._meta.concrete_fields
        if not field.primary_key and not isinstance(field, FollowingField)
    ]


def published_records(model: Any) -> Iterator[Record]:
    """Give the records of one of ``MODELS``, each a dictionary by field.

    A key to another record is that record's natural key, as in fixtures, and None where it
    is empty or readers may not see the other.
    """
    paths: list[str] = []
    picks: dict[str, Pick] = {}
    mentioned = {field.name for field in mentions(model)}
    for field in fields_of(model):
        if field.is_relation:
            pick = _pick_key(field.related_model, f"{field.name}__", paths)
            if field.name in mentioned:
                pick = _pick_if(_place(f"_sees_{field.name}", paths), pick)
        else:
            pick = _pick(_place(field.name, paths))
        picks[field.name] = pick
    for row in _rows(model).values_list(*paths).iterator(chunk_size=CHUNK):
        yield {name: pick(row) for name, pick in picks.items()}


def _rows(model: Any) -> Rows:
    return in_key_order(with_what_may_be_mentioned(seen(model)), connection.vendor)


def _place(path: str, paths: list[str]) -> int:
    if path not in paths:
        paths.append(path)
    return paths.index(path)


def _pick(place: int) -> Pick:
    return lambda row: row[place]


def _pick_if(place: int, pick: Pick) -> Pick:
    return lambda row: pick(row) if row[place] else None


def _pick_key(model: Any, prefix: str, paths: list[str]) -> Pick:
    """Take a natural key out of a row; None where there is no such row: all of it is NULL."""
    parts: list[Pick] = []
    for name in model.natural_key_fields:
        field = model._meta.get_field(name)
        if field.is_relation:
            parts.append(_pick_key(field.related_model, f"{prefix}{name}__", paths))
        else:
            parts.append(_pick(_place(f"{prefix}{name}", paths)))

    def key(row: Sequence[Any]) -> Key | None:
        values = [part(row) for part in parts]
        return None if all(value is None for value in values) else values

    return key


def key_of(model: Any, record: Record) -> Key:
    """Give the natural key of a record as :func:`published_records` gives it."""
    return [record[name] for name in model.natural_key_fields]
