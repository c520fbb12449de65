"""FTS5 over the searched table itself: the index keeps no copy of the texts.

Its triggers bear the app's prefix, so that they are taken off before a migration
like all others; after one the index is built anew.
"""

from __future__ import annotations

from typing import Any

KEY = "rowid"
CONDITION = "{table} MATCH %s"

_TABLE = """
CREATE VIRTUAL TABLE {table}_words USING fts5(
{columns}, content='{table}', content_rowid='id', prefix='2 3',
tokenize='unicode61 remove_diacritics 2')
"""
_ADD = "INSERT INTO {table}_words (rowid, {columns}) VALUES (NEW.id, {new});"
_REMOVE = (
    "INSERT INTO {table}_words ({table}_words, rowid, {columns}) VALUES ('delete', OLD.id, {old});"
)
_TRIGGERS = (
    "CREATE TRIGGER {table}_words_insert AFTER INSERT ON {table} BEGIN " + _ADD + " END",
    "CREATE TRIGGER {table}_words_delete AFTER DELETE ON {table} BEGIN " + _REMOVE + " END",
    "CREATE TRIGGER {table}_words_update AFTER UPDATE ON {table} WHEN {changed} BEGIN "
    + _REMOVE
    + _ADD
    + " END",
)


def prepare(cursor: Any) -> None:
    """Nothing is needed before the first table."""


def install(cursor: Any, table: str, columns: tuple[str, ...], rebuild: bool) -> None:
    """Create the index of a table and its triggers; fill it where it is new or was off."""
    names: dict[str, Any] = {
        "table": table,
        "columns": ", ".join(columns),
        "new": ", ".join(f"NEW.{column}" for column in columns),
        "old": ", ".join(f"OLD.{column}" for column in columns),
        "changed": " OR ".join(f"OLD.{c} IS NOT NEW.{c}" for c in ("id", *columns)),
    }
    wanted = _TABLE.format(**names).strip()
    cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [f"{table}_words"])
    existing = cursor.fetchone()
    if existing is None or existing[0] != wanted:
        cursor.execute(f"DROP TABLE IF EXISTS {table}_words")
        cursor.execute(wanted)
        rebuild = True
    for trigger in _TRIGGERS:
        statement = trigger.format(**names)
        cursor.execute(f"DROP TRIGGER IF EXISTS {statement.split()[2]}")
        cursor.execute(statement)
    if rebuild:
        cursor.execute(f"INSERT INTO {table}_words ({table}_words) VALUES ('rebuild')")  # noqa: S608


def query(words: list[str]) -> str:
    """Give the words in FTS5's notation: each in quotes, as a beginning from two letters on."""
    return " ".join(f'"{word}"*' if len(word) > 1 else f'"{word}"' for word in words)
