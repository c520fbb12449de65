"""SQLite: its online backup, which copies one moment while others go on writing."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from .archive import BackupError
from .manifest import Contents, Table

WAIT = 60  # seconds for a writer to end


def copy(settings: dict[str, Any], to: Path) -> Contents:
    """Copy the database to a new file ``to``, and say what it held at that moment."""
    with _open(_file(settings), "rw") as source, _open(to, "rwc") as target:
        # From the first read on the transaction sees one moment, and so does the backup.
        source.execute("BEGIN")
        if _is_empty(source):
            raise BackupError(f"{_file(settings)} holds no table: there is nothing to back up.")
        source.backup(target)
        contents = contents_of(source)
        _check(target, to)
        return contents


def put(settings: dict[str, Any], dump: Path, expected: Contents, overwrite: bool) -> None:
    """Make the database what ``dump`` holds, in one transaction.

    Other connections see all of the old or all of the new, also after a crash.
    Raises BackupError where the dump isn't what is expected; nothing is changed then.
    """
    with _open(dump, "rw") as source:
        _check(source, dump)
        if wrong := list(expected.differences(contents_of(source))):
            raise BackupError("The backup is not what its manifest says: " + "; ".join(wrong))
        with _open(_file(settings), "rwc") as target:
            if not overwrite and not _is_empty(target):
                raise BackupError(f"{_file(settings)} is not empty: --overwrite replaces it.")
            source.backup(target)
            target.execute("PRAGMA journal_mode=WAL").close()
            _check(target, _file(settings))


def contents(settings: dict[str, Any]) -> Contents:
    """Say what the database holds now."""
    with _open(_file(settings), "rw") as source:
        source.execute("BEGIN")
        return contents_of(source)


def server(settings: dict[str, Any]) -> str:
    return f"SQLite {sqlite3.sqlite_version}"


def _is_empty(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone() is None


def _file(settings: dict[str, Any]) -> Path:
    path = Path(settings["NAME"])
    if "memory" in path.name:
        raise BackupError("A database in memory is gone before its backup is needed.")
    return path


@contextmanager
def _open(path: Path, mode: str) -> Iterator[sqlite3.Connection]:
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    try:
        with closing(sqlite3.connect(uri, uri=True, timeout=WAIT, isolation_level=None)) as made:
            yield made
    except sqlite3.Error as error:
        raise BackupError(f"{path}: {error}") from error


def _check(connection: sqlite3.Connection, path: Path) -> None:
    answer = [line for (line,) in connection.execute("PRAGMA integrity_check")]
    if answer != ["ok"]:
        raise BackupError(f"{path} is damaged: " + "; ".join(answer[:5]))
    if orphan := connection.execute("PRAGMA foreign_key_check").fetchone():
        raise BackupError(f"{path}: row {orphan[1]} of {orphan[0]} points to nothing.")


def contents_of(connection: sqlite3.Connection) -> Contents:
    """Read every table but those of the search index, which is compared with them by itself."""
    kinds = dict(
        connection.execute("SELECT name, type FROM pragma_table_list WHERE schema = 'main'")
    )
    tables = {
        name: _table(connection, name)
        for name, kind in kinds.items()
        if kind == "table" and name != "sqlite_schema"
    }
    schema = {
        f"{kind} {name}": hashlib.sha256(sql.encode()).hexdigest()
        for kind, name, sql in connection.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
        )
        if kinds.get(name) != "shadow"
    }
    return Contents(tables, schema)


def _table(connection: sqlite3.Connection, name: str) -> Table:
    keys = [
        f'"{column}"'
        for column, _place in connection.execute(
            "SELECT name, pk FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk", [name]
        )
    ]
    digest, number = hashlib.sha256(), 0
    order = ", ".join(keys) or "rowid"
    for row in connection.execute(f'SELECT * FROM "{name}" ORDER BY {order}'):  # noqa: S608
        digest.update(repr(row).encode("utf-8", "surrogatepass"))
        number += 1
    return Table(number, digest.hexdigest())
