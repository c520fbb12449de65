"""How long a request may hold the database, on PostgreSQL.

A public page that takes longer is broken off, so that a few slow ones can't take the server
from all readers. Who writes may take his time: a commit that waits for a replica, and is
broken off there, would look as if it had been replicated. Commands have no limits: they
pass no middleware.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

from django.conf import settings
from django.db import connections
from django.http import HttpRequest, HttpResponseBase
from psycopg.pq import TransactionStatus

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
IDLE = 60.0  # seconds that a transaction may wait for its next statement
_SQL = (
    "SET statement_timeout = {statement:d}; SET lock_timeout = {lock:d};"
    " SET idle_in_transaction_session_timeout = {idle:d};"
    # To compile a query takes longer than any page may: PostgreSQL does where it overrates one.
    " SET jit = off"
)


@dataclass
class Limits:
    """Seconds that one statement may run, and wait for a lock; 0 for any time."""

    statement: float
    lock: float
    # Transactions that were open already, whose end may take the limits back.
    _told: set[int] = field(default_factory=set)

    def hold(self, connection: Any) -> None:
        """Tell the server, where it doesn't know it of this session."""
        raw = connection.connection
        between = raw.autocommit and raw.info.transaction_status == TransactionStatus.IDLE
        known = (self.statement, self.lock)
        if _known.get(raw) == known or (not between and id(raw) in self._told):
            return
        if raw.info.transaction_status == TransactionStatus.INERROR:
            return  # which refuses everything but its end
        milliseconds = {"statement": self.statement, "lock": self.lock, "idle": IDLE}
        # Past Django: it is no query of the page. Where the server is gone, it is as with one.
        with connection.wrap_database_errors:
            raw.execute(_SQL.format(**{name: int(1000 * s) for name, s in milliseconds.items()}))
        if between:
            _known[raw] = known
        else:
            _known.pop(raw, None)
            self._told.add(id(raw))


# What the server was told last, by connection.
_known: WeakKeyDictionary[Any, tuple[float, float]] = WeakKeyDictionary()


def limits_of(request: HttpRequest) -> Limits:
    """Give the limits of a request by its address and method."""
    if request.method not in SAFE:
        statement = 0.0
    elif request.path_info.startswith("/admin/"):
        statement = settings.ADMIN_TIMEOUT
    else:
        statement = settings.PUBLIC_TIMEOUT
    return Limits(statement, settings.LOCK_TIMEOUT)


class LimitsMiddleware:
    """Holds the queries of each request to its limits; asks no database that the page doesn't."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        limits = limits_of(request)

        def within(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
            limits.hold(context["connection"])
            return execute(sql, params, many, context)

        with ExitStack() as stack:
            # Behind PgBouncer a session is everybody's: there the role has the limits.
            if not settings.PGBOUNCER:
                for connection in connections.all():
                    if connection.vendor == "postgresql":
                        stack.enter_context(connection.execute_wrapper(within))
            return self.get_response(request)
