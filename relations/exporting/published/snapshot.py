"""One moment for all that is read in a block, whatever is written meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections, router, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from relations.models import Source


@contextmanager
def snapshot() -> Iterator[None]:
    """Read all of a block from one moment of the database; within a transaction, from its view.

    So a snapshot inside a snapshot is the same snapshot, and ends with the outer one.

    Nobody who writes has to wait: SQLite is asked for a transaction that only reads, as
    ``atomic()`` would take the lock for writing. It is that of the database which is read
    here, be it a replica.
    """
    alias = router.db_for_read(Source)
    connection = connections[alias]
    if connection.in_atomic_block or _has_begun(connection):
        yield
    elif connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic(using=alias):
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield


def _has_begun(connection: BaseDatabaseWrapper) -> bool:
    """Say whether SQLite is within a transaction; Django knows only those of ``atomic()``."""
    if connection.vendor != "sqlite" or connection.connection is None:
        return False
    begun: bool = connection.connection.in_transaction
    return begun


def at_one_moment(lines: Iterator[bytes]) -> Iterator[bytes]:
    """Give what is read bit by bit from one moment, from the first bit to the last.

    The transaction ends with the iterator: at its end, with an error, or when it is closed, as
    servers do for a client that went away. Nothing else may use the connection meanwhile.
    """
    with snapshot():
        yield from lines
