"""The one database that a request reads: chosen at its first query, kept until its end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import DEFAULT_DB_ALIAS, Error

from geopol.operations.trouble import Trouble, trouble

from . import health

_current: ContextVar[Choice | None] = ContextVar("choice", default=None)


class Choice:
    """Chooses for one request.

    ``after`` is the place in the primary's log up to which its client wrote, or empty: no
    database is read that hasn't come as far.
    """

    def __init__(self, after: str = "") -> None:
        self.after = after
        self.alias: str | None = None
        self.trouble: Trouble | None = None
        self._left_out: set[str] = set()

    def database(self) -> str:
        if self.alias is None:
            self.alias = next((a for a in health.in_order() if self._may(a)), DEFAULT_DB_ALIAS)
        return self.alias

    def leave(self) -> None:
        """Choose another at the next query."""
        if self.alias is not None:
            self._left_out.add(self.alias)
        self.alias = self.trouble = None

    @contextmanager
    def used(self) -> Iterator[None]:
        """Let what is read in a block, by this thread, be read where this chooses."""
        token = _current.set(self)
        try:
            yield
        finally:
            _current.reset(token)

    def note(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        """Run a query and keep what trouble it met."""
        try:
            return execute(sql, params, many, context)
        except Error as error:
            self.trouble = trouble(error)
            raise

    def _may(self, alias: str) -> bool:
        if alias in self._left_out:
            return False
        if alias == DEFAULT_DB_ALIAS or not self.after:
            return True
        return health.has_replayed(alias, self.after)


def current() -> Choice | None:
    """Give the choice of the public request that is being answered; None outside of one."""
    return _current.get()
