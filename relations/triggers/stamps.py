"""Every transaction that changes what readers see leaves another stamp, by whatever way.

A stamp is a random word in ``relations_stamp``. The stamps together are the version of the
site: while none of them is another, nothing that was committed is either. Random words, not
a count: after a restore a count would come to numbers again that named other data.

On PostgreSQL a single row would make all who write wait for one another. So each transaction
takes the first row that nobody else is writing, or adds one: there are as many as there once
were transactions at the same time. A sequence would not do: it counts before the commit, and
a reader could keep the old page under the new number.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

TABLE = "relations_stamp"
EVENTS = ("INSERT", "UPDATE", "DELETE")
# The setting that says which transaction has its stamp, and of which statement it is: for who
# writes on, and reads in the same transaction. Undone where a savepoint is.
SETTING = "geopol.stamped"

_SQLITE_NOW = "strftime('%Y-%m-%d %H:%M:%f000', 'now')"
_SQLITE_STAMP = f"""
INSERT INTO {TABLE} (id, token, at) VALUES (1, lower(hex(randomblob(16))), {_SQLITE_NOW})
ON CONFLICT (id) DO UPDATE SET token = excluded.token, at = excluded.at"""  # noqa: S608
_SQLITE = "CREATE TRIGGER {table}_stamp_{event} AFTER {event} ON {table} BEGIN {stamp}; END"

_POSTGRES_FUNCTION = f"""
CREATE OR REPLACE FUNCTION {TABLE}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    this text := pg_current_xact_id()::text;
    free bigint;
BEGIN
    IF split_part(current_setting('{SETTING}', true), ' ', 1) IS DISTINCT FROM this THEN
        SELECT id INTO free FROM {TABLE} ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED;
        IF FOUND THEN
            UPDATE {TABLE} SET token = gen_random_uuid()::text, at = clock_timestamp()
            WHERE id = free;
        ELSE
            INSERT INTO {TABLE} (token, at) VALUES (gen_random_uuid()::text, clock_timestamp());
        END IF;
    END IF;
    PERFORM set_config('{SETTING}', this || ' ' || gen_random_uuid()::text, true);
    RETURN NULL;
END $$
"""  # noqa: S608
_POSTGRES = """CREATE OR REPLACE TRIGGER {table}_stamp AFTER {events} ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION {function}()"""


def install(cursor: Any, vendor: str, seen: Iterable[Any], facts: Iterable[Any]) -> None:
    """Create the triggers on the tables of ``seen``; those of ``facts`` are in the history.

    A fact that changes leaves a row in the history, which stamps. Only TRUNCATE does not.
    """
    if vendor == "sqlite":
        for model in seen:
            for event in EVENTS:
                table = model._meta.db_table
                sql = _SQLITE.format(table=table, event=event.lower(), stamp=_SQLITE_STAMP)
                cursor.execute(sql)
    elif vendor == "postgresql":
        cursor.execute(_POSTGRES_FUNCTION)
        for models, events in ((seen, (*EVENTS, "TRUNCATE")), (facts, ("TRUNCATE",))):
            for model in models:
                table, named = model._meta.db_table, " OR ".join(events)
                cursor.execute(_POSTGRES.format(table=table, events=named, function=TABLE))


def stamp(cursor: Any, vendor: str) -> None:
    """Leave another stamp for a change that no trigger saw."""
    if vendor == "sqlite":
        cursor.execute(_SQLITE_STAMP)
    elif vendor == "postgresql":
        # The trigger of a statement runs, though there is no such row.
        cursor.execute("DELETE FROM relations_version WHERE false")
