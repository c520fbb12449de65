"""Lets PostgreSQL keep the plans of queries that are asked again: to plan takes it longer."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from psycopg import Cursor
from psycopg.errors import FeatureNotSupported
from psycopg.pq import TransactionStatus


def keeping_plans(connection: Any) -> Any:
    """Give the connection for queries whose text is always the same, but for their values.

    On PostgreSQL each connection has them prepared on the server the first time (as many as
    psycopg keeps, 100; those not asked for longest are let go). Not through a PgBouncer, which
    lends its connections out for a transaction; nor while queries are logged, since psycopg
    doesn't tell the text of what it has prepared. What else Django does about a query, it does as
    ever. A column may get another type meanwhile.
    """
    if connection.vendor != "postgresql" or settings.PGBOUNCER or connection.queries_logged:
        return connection
    return _KeepingPlans(connection)


class _KeepingPlans:
    """Stands for a connection of Django's; its cursors put in the values on the server."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def cursor(self) -> Any:
        cursor = self._connection.cursor()
        cursor.cursor.close()
        cursor.cursor = _Preparing(self._connection.connection)
        return cursor


class _Preparing(Cursor[Any]):
    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        # Django has psycopg prepare nothing, not even what is asked for.
        self.connection.prepare_threshold = 0
        try:
            return super().execute(query, params, **{**options, "prepare": True})
        except FeatureNotSupported:
            # A migration gave a column another type since: such a plan can't be used any more.
            if self.connection.info.transaction_status != TransactionStatus.IDLE:
                raise
            return super().execute(query, params, **{**options, "prepare": False})
        finally:
            self.connection.prepare_threshold = None
