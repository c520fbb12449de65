"""PostgreSQL: pg_dump and pg_restore, of a moment that our own reading shares."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.db.backends.postgresql.client import DatabaseClient
from psycopg import sql

from .archive import BackupError
from .manifest import Contents, Table

# One spelling of every value, whatever the server and the role are set to.
_SPELLING = """
SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO'; SET LOCAL intervalstyle = 'iso_8601';
SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1; SET LOCAL search_path = public;
SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0
"""
_TABLES = """
SELECT c.relname, array(
    SELECT a.attname::text || CASE WHEN t.typcategory = 'S' THEN ' text' ELSE '' END
    FROM pg_index i, unnest(i.indkey) WITH ORDINALITY AS k(number, place)
    JOIN pg_attribute a ON a.attnum = k.number JOIN pg_type t ON t.oid = a.atttypid
    WHERE i.indrelid = c.oid AND i.indisprimary AND a.attrelid = c.oid ORDER BY k.place)
FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
ORDER BY c.relname
"""
# Not of extensions: those come with the server.
_SCHEMA = """
WITH own AS (SELECT oid, relname, relkind FROM pg_class c
    WHERE relnamespace = 'public'::regnamespace AND NOT EXISTS (
        SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e'))
SELECT 'column ' || o.relname || '.' || a.attname,
    concat_ws(' ', format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
        pg_get_expr(d.adbin, d.adrelid))
    FROM own o JOIN pg_attribute a ON a.attrelid = o.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_attrdef d ON d.adrelid = o.oid AND d.adnum = a.attnum WHERE o.relkind IN ('r', 'p')
UNION ALL SELECT 'index ' || relname, pg_get_indexdef(oid) FROM own WHERE relkind = 'i'
UNION ALL SELECT 'constraint ' || o.relname || '.' || c.conname, pg_get_constraintdef(c.oid)
    FROM pg_constraint c JOIN own o ON o.oid = c.conrelid
UNION ALL SELECT 'trigger ' || o.relname || '.' || t.tgname, pg_get_triggerdef(t.oid)
    || t.tgenabled::text FROM pg_trigger t JOIN own o ON o.oid = t.tgrelid WHERE NOT t.tgisinternal
UNION ALL SELECT 'function ' || p.oid::regprocedure::text, pg_get_functiondef(p.oid)
    FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prokind = 'f'
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
"""
# The server spells a condition read back from its own spelling with other casts and brackets.
_RESPELT = re.compile(r"::(character varying|text)(\(\d+\))?(\[\])?|[()]")
# All that is in the schema, before a restore in the same transaction fills it anew.
_EMPTY = """
DO $$ DECLARE what text; BEGIN
    FOR what IN SELECT format('DROP %s IF EXISTS %s CASCADE', CASE relkind
            WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
            WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, oid::regclass)
        FROM pg_class c WHERE relnamespace = 'public'::regnamespace
        AND relkind IN ('r', 'p', 'v', 'm', 'S')
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype IN ('e', 'i'))
        -- A sequence may go with its table.
        ORDER BY relkind = 'S'
    LOOP EXECUTE what; END LOOP;
    FOR what IN SELECT format('DROP FUNCTION IF EXISTS %s CASCADE', oid::regprocedure)
        FROM pg_proc p WHERE pronamespace = 'public'::regnamespace
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
    LOOP EXECUTE what; END LOOP;
END $$
"""


def copy(settings: dict[str, Any], to: Path) -> Contents:
    """Dump the database to a new file ``to``, and say what it held at that moment."""
    with _moment(settings) as connection:
        if _is_empty(connection):
            raise BackupError(f"{settings['NAME']} holds no table: there is nothing to back up.")
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert row  # noqa: S101 a function gives a row
        how = ["--format=custom", "--no-owner", "--no-privileges"]
        _run(settings, "pg_dump", [*how, f"--snapshot={row[0]}", f"--file={to}"])
        return contents_of(connection)


def put(settings: dict[str, Any], dump: Path, expected: Contents, overwrite: bool) -> None:
    """Make the database what ``dump`` holds, in one transaction.

    What else stands in the schema public goes. Raises BackupError where something is
    in the way; nothing is changed then.
    """
    with _moment(settings) as connection:
        if not overwrite and not _is_empty(connection):
            raise BackupError(f"{settings['NAME']} is not empty: --overwrite replaces it.")
    # Written out whole before the first statement of it runs: a stream that broke off would
    # look like an end, and half of it would be committed.
    script = dump.with_suffix(".sql")
    _run(None, "pg_restore", ["--no-owner", "--no-privileges", f"--file={script}", str(dump)])
    _run(
        settings,
        "psql",
        ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]
        + [f"--command={_EMPTY}", f"--file={script}"],
    )


def contents(settings: dict[str, Any]) -> Contents:
    """Say what the database holds now."""
    with _moment(settings) as connection:
        return contents_of(connection)


def server(settings: dict[str, Any]) -> str:
    with _moment(settings) as connection:
        return f"PostgreSQL {connection.info.parameter_status('server_version')}"


@contextmanager
def _moment(settings: dict[str, Any]) -> Iterator[psycopg.Connection[Any]]:
    """Open a transaction that sees one moment, and writes nothing."""
    parts = {
        "dbname": settings["NAME"],
        "user": settings["USER"],
        "password": settings["PASSWORD"],
        "host": settings["HOST"],
        "port": settings["PORT"],
    }
    options = settings.get("OPTIONS", {})
    parts |= {name: options[name] for name in _CONNECTING if name in options}
    try:
        with psycopg.connect(**{k: v for k, v in parts.items() if v}) as connection:
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            connection.execute(_SPELLING)
            yield connection
    except psycopg.Error as error:
        raise BackupError(f"{settings['NAME']}: {error}") from error


# Of Django's OPTIONS those that say how to reach the server.
_CONNECTING = ("service", "passfile", "sslmode", "sslrootcert", "sslcert", "sslkey")


def _run(settings: dict[str, Any] | None, tool: str, arguments: list[str]) -> None:
    """Run a tool of PostgreSQL. The password goes by the environment, which only we can read."""
    found = shutil.which(tool)
    if not found:
        raise BackupError(f"{tool} is not installed (Debian: postgresql-client).")
    environment: dict[str, str] = {}
    if settings is not None:
        (_psql, *where), given = DatabaseClient.settings_to_cmd_args_env(settings, [])
        arguments, environment = [*arguments, *where], given or {}
    done = subprocess.run(  # noqa: S603 no word of it comes from a reader
        [found, *arguments],
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BackupError(f"{tool} failed: {done.stderr.strip()[-2000:]}")


def _is_empty(connection: psycopg.Connection[Any]) -> bool:
    return connection.execute(_TABLES).fetchone() is None


def contents_of(connection: psycopg.Connection[Any]) -> Contents:
    tables = {
        name: _table(connection, name, keys)
        for name, keys in connection.execute(_TABLES).fetchall()
    }
    schema = {}
    for name, definition in connection.execute(_SCHEMA).fetchall():
        respelt = name.startswith(("constraint ", "index "))
        plain = _RESPELT.sub("", definition) if respelt else definition
        schema[name] = hashlib.sha256(plain.encode()).hexdigest()
    return Contents(tables, schema)


def _table(connection: psycopg.Connection[Any], name: str, keys: list[str]) -> Table:
    table = sql.Identifier(name)
    # By bytes, not as the language of the server sorts: another server may have another.
    order = [
        sql.SQL("{}{}").format(
            sql.Identifier(key.removesuffix(" text")),
            sql.SQL(' COLLATE "C"' if key.endswith(" text") else ""),
        )
        for key in keys
    ] or [sql.SQL('({}::text) COLLATE "C"').format(table)]
    digest, number = hashlib.sha256(), 0
    query = sql.SQL("COPY (SELECT * FROM {} ORDER BY {}) TO STDOUT").format(
        table, sql.SQL(", ").join(order)
    )
    with connection.cursor().copy(query) as rows:
        for block in rows:
            digest.update(block)
            # One line a row: what breaks lines within is escaped.
            number += bytes(block).count(b"\n")
    return Table(number, digest.hexdigest())
