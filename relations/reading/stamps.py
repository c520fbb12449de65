"""The rows that say which version of the site there is, as cheaply as the database can give them.

Each page asks for them, one from the cache for nothing else. So what a query costs beside the
database's own work is what such a page costs.
"""

from __future__ import annotations

import datetime as dt
from typing import Any
from weakref import WeakSet

from django.conf import settings
from django.db import InterfaceError, OperationalError

from relations.triggers.stamps import SETTING, TABLE

# Token, moment, and the token of the transaction that one is in, if it wrote.
Row = tuple[str, dt.datetime, str | None]

_OWN = {"sqlite": "''", "postgresql": f"current_setting('{SETTING}', true)"}
_SQL = {
    vendor: f"SELECT token, at, {own} FROM {TABLE} ORDER BY id"  # noqa: S608
    for vendor, own in _OWN.items()
}
_NAME = b"geopol_stamps"
# Of libpq's PG_DIAG_SQLSTATE, and of PostgreSQL's query_canceled.
_SQLSTATE, _CANCELED = ord("C"), b"57014"
# The connections on which the question is prepared under this name.
_prepared: WeakSet[Any] = WeakSet()


def first_rows(connection: Any) -> list[Row]:
    """Read the stamps, as a rule the first thing that a request asks of the database.

    So it shows by itself whether a connection that was kept still holds. Django would ask that
    in a query of its own, which costs a page from the cache as much as this one.
    """
    if connection.in_atomic_block or connection.connection is None:
        return _rows(connection)
    connection.health_check_done = True
    if (found := _prepared_rows(connection)) is not None:
        return found
    try:
        found = _rows(connection)
    except (InterfaceError, OperationalError):
        if connection.is_usable():
            raise
        connection.close()
        return _rows(connection)
    _prepare(connection)
    return found


def _rows(connection: Any) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(_SQL[connection.vendor])
        return [
            (token, at if at.tzinfo else at.replace(tzinfo=dt.UTC), own)
            for token, at, own in cursor.fetchall()
        ]


def _prepare(connection: Any) -> None:
    """Prepare the question on a connection of PostgreSQL that stays one session's."""
    if connection.vendor == "postgresql" and not settings.PGBOUNCER:
        server = connection.connection.pgconn
        if not server.prepare(_NAME, _SQL["postgresql"].encode()).error_message:
            _prepared.add(connection.connection)


def _prepared_rows(connection: Any) -> list[Row] | None:
    """Ask PostgreSQL by the call of libpq, which takes half as long as a cursor.

    None where that wasn't prepared, or failed, or queries are being counted: then the usual
    way is taken, and says what is wrong. What took too long is not asked again.
    """
    if connection.connection not in _prepared or connection.queries_logged:
        return None
    answer = connection.connection.pgconn.exec_prepared(_NAME, [])
    if answer.error_message:
        if answer.error_field(_SQLSTATE) == _CANCELED:
            raise OperationalError(answer.error_message.decode())
        return None
    return [
        (
            answer.get_value(row, 0).decode(),
            dt.datetime.fromisoformat(answer.get_value(row, 1).decode()),
            (answer.get_value(row, 2) or b"").decode(),
        )
        for row in range(answer.ntuples)
    ]
