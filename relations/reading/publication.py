"""What readers see as a whole: whether anything of it has changed, cheaply."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.cache import cache
from django.db import InterfaceError, OperationalError, connections, router

from relations.models import Stamp
from relations.triggers.stamps import SETTING, TABLE

_OWN = {"sqlite": "''", "postgresql": f"current_setting('{SETTING}', true)"}
_SQL = {
    vendor: f"SELECT token, at, {own} FROM {TABLE} ORDER BY id"  # noqa: S608
    for vendor, own in _OWN.items()
}


REMEMBERED_FOR = 24 * 3600  # seconds

Found = TypeVar("Found")


@dataclass(frozen=True)
class Publication:
    """The state of the whole database as readers see it.

    ``stamp`` is the version of the site: another one after every write, and never again one
    that was there before it. ``changed`` is when the last was made, None before the first.
    """

    stamp: str
    changed: dt.datetime | None


def publication() -> Publication:
    """Give the present state. One query of a few short rows, from where pages are read.

    Who reads between two equal stamps has read one state: each transaction that is committed
    leaves another (:mod:`relations.triggers.stamps`), and here each write of one's own.
    By hand, since each page asks: the query set would take longer than the database.
    """
    rows = _first_rows(connections[router.db_for_read(Stamp)])
    tokens = [token for token, _at, _own in rows] + [own for _token, _at, own in rows[:1]]
    changed = max((at for _token, at, _own in rows), default=None)
    if changed is not None and changed.tzinfo is None:
        changed = changed.replace(tzinfo=dt.UTC)
    return Publication("-".join(filter(None, tokens)), changed)


def _first_rows(connection: Any) -> list[tuple[Any, ...]]:
    """Read the stamps, as a rule the first thing that a request asks of the database.

    So it shows by itself whether a connection that was kept still holds. Django would ask that
    in a query of its own, which costs a page from the cache as much as this one.
    """
    if connection.in_atomic_block or connection.connection is None:
        return _rows(connection)
    connection.health_check_done = True
    try:
        return _rows(connection)
    except (InterfaceError, OperationalError):
        if connection.is_usable():
            raise
        connection.close()
        return _rows(connection)


def _rows(connection: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_SQL[connection.vendor])
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def remembered(question: str, find: Callable[[], Found]) -> Found:
    """Find something that reads many rows; or give what was found since the last write.

    The version of the site says whether an answer still holds: nothing stale is shown.
    ``question`` names what is asked, in whole; the answer must not depend on the language.
    """
    asked = f"{publication().stamp} {question}".encode()
    key = f"found-{hashlib.sha256(asked).hexdigest()}"
    kept: list[Found] | None = cache.get(key)
    if kept is None:
        kept = [find()]
        cache.set(key, kept, REMEMBERED_FOR)
    return kept[0]
