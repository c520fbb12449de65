"""SQLite: one file with all tables, real foreign keys, indexes and some views.

Its bytes are the same wherever the data come from, as long as the same version of SQLite
writes them: rows go in by the order of their keys, in one transaction.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from relations.exporting.published import Column, Table, tables

from .edition import Edition, Watch

FILE = "geopol.sqlite"
TYPES = {"integer": "INTEGER", "boolean": "INTEGER"}
VIEWS = {
    "actors": """
        SELECT code AS actor, 'country' AS actor_type, name, kind, wikidata FROM countries
        UNION ALL
        SELECT slug, 'organization', name, kind, wikidata FROM organizations""",
    "parties_named": """
        SELECT p.agreement, a.title, a.legal_force, x.actor, x.actor_type, x.name, p.role
        FROM parties p JOIN agreements a ON a.slug = p.agreement
        JOIN actors x ON x.actor = coalesce(p.actor_country, p.actor_organization)
             AND x.actor_type = iif(p.actor_country IS NULL, 'organization', 'country')""",
    "memberships_named": """
        SELECT m.id AS membership, x.actor, x.actor_type, x.name, m.organization,
               o.name AS organization_name, s.status, s.begin, s.end
        FROM memberships m JOIN organizations o ON o.slug = m.organization
        JOIN actors x ON x.actor = coalesce(m.actor_country, m.actor_organization)
             AND x.actor_type = iif(m.actor_country IS NULL, 'organization', 'country')
        LEFT JOIN membership_statuses s ON s.membership = m.id""",
    "positions_named": """
        SELECT p.id AS position, s.slug AS statement, s.date, s.date_earliest, x.actor,
               x.actor_type, x.name, p.stance, coalesce(p.target_country, p.target_organization,
               p.target_agreement, p.target_scope, p.target_membership) AS target
        FROM positions p JOIN statements s ON s.slug = p.statement
        JOIN sides d ON d.statement = s.slug
        JOIN actors x ON x.actor = coalesce(d.actor_country, d.actor_organization)
             AND x.actor_type = iif(d.actor_country IS NULL, 'organization', 'country')""",
}


def write(directory: Path, edition: Edition, watch: Watch[Any]) -> Path:
    """Write geopol.sqlite and give its path.

    Raises sqlite3.IntegrityError for a broken key, OSError where the disk refuses.
    """
    path = directory / FILE
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        try:
            _fill(database, edition, tables(), watch)
        except sqlite3.OperationalError as error:  # a full disk, as other files say it
            raise OSError(f"{path}: {error}") from error
    return path


def _fill(
    database: sqlite3.Connection, edition: Edition, all_tables: list[Table], watch: Watch[Any]
) -> None:
    # It is a new file: if this breaks off, the file is none.
    database.execute("PRAGMA journal_mode=OFF")
    database.execute("PRAGMA synchronous=OFF")
    database.execute("PRAGMA foreign_keys=ON")
    database.execute(f"PRAGMA user_version={edition.number or 0}")
    database.execute("BEGIN")
    _describe(database, edition, all_tables)
    for table in all_tables:
        database.execute(_create(table))
    for table in all_tables:
        places = ", ".join("?" * len(table.columns))
        rows = (tuple(map(_plain, row)) for row in table.rows())
        database.executemany(
            f"INSERT INTO {quoted(table.name)} VALUES ({places})",  # noqa: S608
            watch(f"sqlite {table.name}", table.count(), rows),
        )
    for table in all_tables:
        for column in table.columns:
            if column.refers_to:
                name = quoted(f"{table.name}_by_{column.name}")
                place = f"{quoted(table.name)} ({quoted(column.name)})"
                database.execute(f"CREATE INDEX {name} ON {place}")
    for name, query in VIEWS.items():
        database.execute(f"CREATE VIEW {name} AS{query}")
    database.execute("COMMIT")


def quoted(name: str) -> str:
    return f'"{name}"'


def _create(table: Table) -> str:
    lines = [_column(column, column.name == table.key) for column in table.columns]
    lines += [
        f"FOREIGN KEY ({quoted(column.name)}) REFERENCES {quoted(column.refers_to)} "
        "DEFERRABLE INITIALLY DEFERRED"
        for column in table.columns
        if column.refers_to
    ]
    return f"CREATE TABLE {quoted(table.name)} (\n  " + ",\n  ".join(lines) + "\n)"


def _column(column: Column, is_key: bool) -> str:
    words = [quoted(column.name), TYPES.get(column.type, "TEXT")]
    if is_key:
        words.append("PRIMARY KEY")
    if column.required or is_key:
        words.append("NOT NULL")
    if column.terms:
        values = ", ".join(f"'{value}'" for value, _label, _meaning in column.terms)
        words.append(f"CHECK ({quoted(column.name)} IN ({values}))")
    return " ".join(words)


def _describe(database: sqlite3.Connection, edition: Edition, all_tables: Iterable[Table]) -> None:
    """Put into the file what it is, and what its tables, columns and terms mean."""
    database.execute('CREATE TABLE "about" (name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL)')
    database.executemany("INSERT INTO about VALUES (?, ?)", edition.lines().items())
    database.execute(
        "CREATE TABLE codebook (table_name TEXT NOT NULL, column_name TEXT NOT NULL, "
        "term TEXT NOT NULL, meaning TEXT NOT NULL, "
        "PRIMARY KEY (table_name, column_name, term))"
    )
    database.executemany("INSERT INTO codebook VALUES (?, ?, ?, ?)", _meanings(all_tables))


def _meanings(all_tables: Iterable[Table]) -> Iterable[tuple[str, str, str, str]]:
    for table in all_tables:
        yield table.name, "", "", table.meaning
        for column in table.columns:
            yield table.name, column.name, "", column.meaning
            for value, label, meaning in column.terms:
                yield table.name, column.name, value, f"{label}. {meaning}".strip()


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value
