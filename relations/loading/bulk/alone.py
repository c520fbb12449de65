"""Lets nobody else write while a load does; readers go on reading.

On SQLite a transaction that writes is alone anyhow. On PostgreSQL the tables of all facts
are locked at once. A load never waits for one table while it holds another, so that it can't
lock itself out with somebody who is writing: it lets go of all and tries again.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection, transaction

PATIENCE = 120.0  # seconds
_PAUSE = 0.1
# Pages in memory, which indexes are sorted in too, 32 MB of each; and none of the file.
_PRAGMAS = {"cache_size": -32_000, "mmap_size": 0}
# Keys are looked up row by row; of tables that grow so fast the planner knows little. New
# words wait for the index in a longer list, and go in sorted.
_SETTINGS = {
    "enable_seqscan": "off",
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
    "gin_pending_list_limit": "'32MB'",
    "work_mem": "'32MB'",
    "jit": "off",
}


class Busy(Exception):
    """Somebody else has been writing all the time."""


def lock(models: Iterable[Any]) -> None:
    """Wait until nobody writes to the tables, and keep others from it until the transaction ends.

    Raises Busy after PATIENCE.
    """
    if connection.vendor != "postgresql":
        return
    tables = ", ".join(sorted(model._meta.db_table for model in models))
    last = time.monotonic() + PATIENCE
    while True:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"LOCK TABLE {tables} IN EXCLUSIVE MODE NOWAIT")
            return
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") != "55P03":
                raise
            if time.monotonic() > last:
                raise Busy from error
            time.sleep(_PAUSE)


@contextmanager
def tuned() -> Iterator[None]:
    """Set the database up for many rows at once, until the end of the block."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            before = {}
            for name, wanted in _PRAGMAS.items():
                cursor.execute(f"PRAGMA {name}")
                before[name] = cursor.fetchall()
                cursor.execute(f"PRAGMA {name} = {wanted}")
            try:
                yield
            finally:
                for name, found in before.items():
                    for (value,) in found:  # none of a database in memory, which maps nothing
                        cursor.execute(f"PRAGMA {name} = {value}")
            return
        # Else triggers couldn't be switched while checks of keys are outstanding.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for setting, value in _SETTINGS.items():
            cursor.execute(f"SET LOCAL {setting} = {value}")
        yield
        for setting in _SETTINGS:
            cursor.execute(f"SET LOCAL {setting} TO DEFAULT")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
