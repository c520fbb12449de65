"""Compares the index with the tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import connections

from . import index, letters


@dataclass
class Wrong:
    """What is wrong with the index of one table: rows that stand wrong in it, and the rest."""

    table: str
    rows: list[int] = field(default_factory=list)
    other: list[str] = field(default_factory=list)


def check(using: str = "default") -> list[Wrong]:
    """Give what differs between the index and the tables; nothing where the index is exact.

    Reads everything: for a command, not for a page.
    """
    backend = index.BACKENDS[connections[using].vendor]
    found = []
    with connections[using].cursor() as cursor:
        if not _same_letters(using, cursor):
            found.append(Wrong(letters.TABLE, other=["the letters differ from anyascii's"]))
        for _model, table, texts in index.tables():
            rows, other = backend.differences(cursor, table, texts)
            if rows or other:
                found.append(Wrong(f"{table}_words", sorted(rows), other))
    return found


def _same_letters(using: str, cursor: Any) -> bool:
    if letters.TABLE not in connections[using].introspection.table_names(cursor):
        return False
    cursor.execute(f"SELECT letter, latin FROM {letters.TABLE}")  # noqa: S608
    return dict(cursor.fetchall()) == letters.table()
