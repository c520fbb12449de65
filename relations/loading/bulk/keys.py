"""Turns natural keys into numbers, many with one query, and finds the rows that have them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from django.db import connection, models

# Keys of one model that are remembered; and parameters in one query, which SQLite limits.
REMEMBERED = 50_000
PARAMETERS = 30_000

Key = tuple[Any, ...]


class Keys:
    """Looks up natural keys and remembers the last ones: no row that is loaded changes its key."""

    def __init__(self) -> None:
        self._known: dict[Any, dict[Key, int]] = {}

    def learn(self, model: Any, wanted: set[Key]) -> dict[Key, int]:
        """Give the numbers of the rows with these keys; what there is not is left out."""
        known = self._known.setdefault(model, {})
        missing = [key for key in wanted if key not in known]
        found = {key: known[key] for key in wanted if key in known}
        if missing:
            if len(known) > REMEMBERED:
                known.clear()
            new = self._look_up(model, missing)
            known.update(new)
            found.update(new)
        return found

    def _look_up(self, model: Any, keys: list[Key]) -> dict[Key, int]:
        fields = [model._meta.get_field(name) for name in model.natural_key_fields]
        inner: dict[int, dict[Key, int]] = {}
        for place, field in enumerate(fields):
            if field.is_relation:
                parts = {key[place] for key in keys if key[place] is not None}
                inner[place] = self.learn(field.related_model, parts)
        by_columns: dict[Key, Key] = {}
        for key in keys:
            columns = tuple(
                inner[place].get(part, 0) if place in inner and part is not None else part
                for place, part in enumerate(key)
            )
            by_columns[columns] = key
        rows = rows_with(model, [f.column for f in fields], list(by_columns), ["id"])
        return {by_columns[row[:-1]]: row[-1] for row in rows if row[:-1] in by_columns}


def rows_with(
    model: Any, columns: list[str], keys: list[Key], wanted: list[str]
) -> Iterator[tuple[Any, ...]]:
    """Give ``columns`` and ``wanted`` ones of the rows that hold one of the keys."""

    def pattern(key: Key) -> tuple[bool, ...]:
        return tuple(part is None for part in key)

    for nulls, group in groupby(sorted(keys, key=pattern), key=pattern):
        given = [c for c, is_null in zip(columns, nulls, strict=True) if not is_null]
        empty = [c for c, is_null in zip(columns, nulls, strict=True) if is_null]
        some = [tuple(part for part in key if part is not None) for key in group]
        if not given:
            continue  # a key of nothing is no key
        size = PARAMETERS // len(given)
        for start in range(0, len(some), size):
            yield from _ask(model, (given, empty), some[start : start + size], [*columns, *wanted])


def _ask(
    model: Any, parts: tuple[list[str], list[str]], keys: list[Key], wanted: list[str]
) -> Iterable[tuple[Any, ...]]:
    """Join the keys to the table: row by row through its indexes, never reading all of it."""
    given, empty = parts
    names = [f"k{number}" for number in range(len(given))]
    if connection.vendor == "sqlite":
        values = ", ".join(["(" + ", ".join(["%s"] * len(given)) + ")"] * len(keys))
        source = f"WITH k({', '.join(names)}) AS (VALUES {values})"
        join = "FROM k CROSS JOIN"
        parameters: Any = [part for key in keys for part in key]
    else:
        types = {f.column: _type(f) for f in model._meta.concrete_fields}
        arrays = ", ".join(f"%s::{types[column]}[]" for column in given)
        source, join = "", f"FROM unnest({arrays}) AS k({', '.join(names)}) JOIN"
        parameters = [list(column) for column in zip(*keys, strict=True)]
    on = [f't."{c}" = k.{name}' for c, name in zip(given, names, strict=True)]
    on += [f't."{column}" IS NULL' for column in empty]
    columns = ", ".join(f't."{column}"' for column in wanted)
    with connection.cursor() as cursor:
        cursor.execute(
            f"{source} SELECT {columns} {join} {model._meta.db_table} t ON {' AND '.join(on)}",
            parameters,
        )
        return cursor.fetchall()


def _type(field: Any) -> str:
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(target, models.IntegerField):
        return "bigint"
    return "text"
