"""FTS5 beside the searched table: the index keeps no copy of the texts.

Its triggers bear the app's prefix, so that they are taken off before a migration
like all others; after one the index is built anew.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from typing import Any

from . import letters

# Bytes of words that FTS5 gathers in memory before it writes them: for many rows, and by itself.
MUCH, _USUAL = 32 << 20, 1 << 20

# What the index is made of stands in a comment, which SQLite keeps.
_TABLE = """
CREATE VIRTUAL TABLE {index} /* {made_of} */ USING fts5(
names, texts, content='', prefix='2 3',
tokenize="unicode61 remove_diacritics 2 categories 'L* Nd Nl'")
"""
_ADD = "INSERT INTO {index} (rowid, names, texts) VALUES (NEW.id, {new});"
_REMOVE = "INSERT INTO {index} ({index}, rowid, names, texts) VALUES ('delete', OLD.id, {old});"
_TRIGGERS = (
    "CREATE TRIGGER {index}_insert AFTER INSERT ON {table} BEGIN " + _ADD + " END",
    "CREATE TRIGGER {index}_delete AFTER DELETE ON {table} BEGIN " + _REMOVE + " END",
    "CREATE TRIGGER {index}_update AFTER UPDATE ON {table} WHEN {changed} BEGIN "
    + _REMOVE
    + _ADD
    + " END",
)
# Letter by letter through the table of letters, in pieces: to find the hundredth letter
# SQLite counts from the first. Most texts are ASCII, which is seen at once by their bytes.
_LATIN = f"""
CASE WHEN length({{text}}) = length(CAST({{text}} AS BLOB)) THEN ''
WHEN {{text}} GLOB '*[{letters.OTHER_LETTERS}]*' THEN ' ' || (
WITH RECURSIVE piece(n, t) AS (SELECT 0, substr({{text}}, 1, 200) UNION ALL
SELECT n + 1, substr({{text}}, (n + 1) * 200 + 1, 200) FROM piece WHERE length(t) = 200),
place(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM place WHERE i < 200)
SELECT group_concat(coalesce(l.latin, substr(piece.t, place.i, 1)), '')
FROM piece CROSS JOIN place LEFT JOIN {letters.TABLE} l ON l.letter = substr(piece.t, place.i, 1)
WHERE place.i <= length(piece.t)) ELSE '' END
"""  # noqa: S608


def prepare(cursor: Any, rebuild: bool) -> None:
    """Create the table of letters; fill it where it is new or of another edition."""
    wanted = (
        f"CREATE TABLE {letters.TABLE} /* {letters.EDITION} */ "
        "(letter text PRIMARY KEY, latin text NOT NULL) WITHOUT ROWID"
    )
    if _stored(cursor, letters.TABLE) != wanted:
        cursor.execute(f"DROP TABLE IF EXISTS {letters.TABLE}")
        cursor.execute(wanted)
        rebuild = True
    if rebuild:
        cursor.execute(f"DELETE FROM {letters.TABLE}")  # noqa: S608
        cursor.execute(
            f"INSERT INTO {letters.TABLE} SELECT key, value FROM json_each(%s)",  # noqa: S608
            [json.dumps(letters.table())],
        )


def install(cursor: Any, table: str, texts: Any, rebuild: bool) -> None:
    """Create the index of a table and its triggers; fill it where it is new or was off."""
    index, wanted = f"{table}_words", definition(f"{table}_words", texts)
    if _stored(cursor, index) != wanted:
        cursor.execute(f"DROP TABLE IF EXISTS {index}")
        cursor.execute(wanted)
        rebuild = True
    for name, statement in triggers(table, texts):
        cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        cursor.execute(statement)
    if rebuild:
        cursor.execute(f"INSERT INTO {index} ({index}) VALUES ('delete-all')")  # noqa: S608
        fill(cursor, table, texts, index)


def definition(index: str, texts: Any) -> str:
    """Give the SQL that creates an index."""
    made_of = f"{', '.join(texts.names)}; {', '.join(texts.texts)}; {letters.EDITION}"
    return _TABLE.format(index=index, made_of=made_of).strip()


def triggers(table: str, texts: Any) -> Iterator[tuple[str, str]]:
    """Give the names of the triggers that keep an index, and the SQL that creates them."""
    names = {
        "index": f"{table}_words",
        "table": table,
        "new": _columns("NEW", texts),
        "old": _columns("OLD", texts),
        "changed": " OR ".join(f"OLD.{c} IS NOT NEW.{c}" for c in ("id", *texts.all)),
    }
    for trigger in _TRIGGERS:
        statement = trigger.format(**names)
        yield statement.split()[2], statement


def fill(cursor: Any, table: str, texts: Any, index: str) -> None:
    """Write all rows of a table into an empty index."""
    cursor.execute(
        f"INSERT INTO {index} (rowid, names, texts)"  # noqa: S608
        f" SELECT id, {_columns(table, texts)} FROM {table}"
    )


def add(cursor: Any, table: str, texts: Any, where: str) -> None:
    """Write many new rows into the index, as the trigger would.

    Letters go through the same table here, in Python: many times as quick.
    """
    # Where it is there already and somebody is reading, SQLite refuses to replace it.
    with suppress(sqlite3.OperationalError):
        cursor.connection.create_function("relations_latin_of", 1, _latin_of, deterministic=True)
    columns = ", ".join(
        f"{text} || relations_latin_of({text})" if text != "''" else text
        for text in (_text(table, names) for names in (texts.names, texts.texts))
    )
    cursor.execute(
        f"INSERT INTO {table}_words (rowid, names, texts)"  # noqa: S608
        f" SELECT id, {columns} FROM {table} WHERE {where}"
    )


def expect_many(cursor: Any, table: str) -> None:
    """Let the index gather more before it writes, and merge what it wrote only when it must."""
    _configure(cursor, table, hashsize=MUCH, automerge=0)


def as_usual(cursor: Any, table: str) -> None:
    """End :func:`expect_many`."""
    _configure(cursor, table, hashsize=_USUAL, automerge=4)


def _configure(cursor: Any, table: str, **options: int) -> None:
    sql = f"INSERT INTO {table}_words ({table}_words, rank) VALUES (%s, %s)"  # noqa: S608
    cursor.executemany(sql, list(options.items()))


def _latin_of(text: str) -> str:
    """Give what :data:`_LATIN` gives."""
    if text.isascii() or not _OTHER_LETTER.search(text):
        return ""
    return " " + text.translate(_translation())


_OTHER_LETTER = re.compile(f"[{letters.OTHER_LETTERS}]")


@cache
def _translation() -> dict[int, str]:
    return {ord(letter): latin for letter, latin in letters.table().items()}


def _columns(row: str, texts: Any) -> str:
    return ", ".join(_told(row, columns) for columns in (texts.names, texts.texts))


def _told(row: str, columns: tuple[str, ...]) -> str:
    """Give the texts of some columns as they are and, with other letters, in Latin ones."""
    text = _text(row, columns)
    return f"{text} || {_LATIN.format(text=text)}" if columns else text


def _text(row: str, columns: tuple[str, ...]) -> str:
    """Give the texts of some columns as one."""
    return "(" + " || ' ' || ".join(f"{row}.{c}" for c in columns) + ")" if columns else "''"


def _stored(cursor: Any, name: str) -> str | None:
    cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [name])
    row = cursor.fetchone()
    return row[0] if row else None


def differences(cursor: Any, table: str, texts: Any) -> tuple[set[int], list[str]]:
    """Give the numbers of the rows that stand wrong in the index, and what else is wrong."""
    index, wrong = f"{table}_words", []
    if _stored(cursor, index) != definition(index, texts):
        return set(), [f"the table {index} is missing or of another making"]
    for name, statement in triggers(table, texts):
        if _stored(cursor, name) != statement:
            wrong.append(f"the trigger {name} is missing or changed")
    return _wrong_rows(cursor, table, texts), wrong


def _wrong_rows(cursor: Any, table: str, texts: Any) -> set[int]:
    """Compare all words with those of an index made for it."""
    index = f"{table}_words"
    fresh = definition("temp.relations_fresh", texts)
    cursor.execute(fresh)
    try:
        fill(cursor, table, texts, "temp.relations_fresh")
        for name, of in (("kept", f"main, {index}"), ("wanted", "temp, relations_fresh")):
            cursor.execute(
                f"CREATE VIRTUAL TABLE temp.relations_{name} USING fts5vocab({of}, instance)"
            )
        return _unlike(cursor.connection, "relations_kept", "relations_wanted")
    finally:
        for name in ("kept", "wanted", "fresh"):
            cursor.execute(f"DROP TABLE IF EXISTS temp.relations_{name}")


def _unlike(connection: Any, *names: str) -> set[int]:
    """Walk two indexes side by side, both in the order of their words."""
    walks = [
        connection.execute(f"SELECT term, doc, col, offset FROM temp.{name}")  # noqa: S608
        for name in names
    ]
    kept: Any = next(walks[0], None)
    wanted: Any = next(walks[1], None)
    unlike: set[int] = set()
    while kept != wanted or kept is not None:
        if kept == wanted:
            kept, wanted = (next(walk, None) for walk in walks)
        elif wanted is None or (kept is not None and kept < wanted):
            unlike.add(kept[1])
            kept = next(walks[0], None)
        else:
            unlike.add(wanted[1])
            wanted = next(walks[1], None)
    return unlike
