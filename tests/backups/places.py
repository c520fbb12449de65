"""A second database of the same kind, empty, to restore into."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, connections


@contextmanager
def empty_database(directory: Path, alias: str = "elsewhere") -> Iterator[str]:
    """Give the alias of a new database without a table; gone afterwards."""
    made = connection.copy(alias)
    settings: dict[str, Any] = made.settings_dict
    if connection.vendor == "sqlite":
        settings["NAME"] = str(directory / f"{alias}.sqlite3")
    else:
        settings["NAME"] = f"{connection.settings_dict['NAME']}_{alias}"
        _sql(f'DROP DATABASE IF EXISTS "{settings["NAME"]}"')
        _sql(f'CREATE DATABASE "{settings["NAME"]}" TEMPLATE template0')
    connections[alias] = made
    try:
        yield alias
    finally:
        made.close()
        del connections[alias]
        if connection.vendor == "postgresql":
            _sql(f'DROP DATABASE "{settings["NAME"]}" WITH (FORCE)')


def _sql(statement: str) -> None:
    with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(statement)
