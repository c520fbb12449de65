"""What readers see as a whole: whether anything of it has changed, cheaply."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.core.cache import cache
from django.db import connections, router

from relations.models import Stamp

from .stamps import first_rows

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
    rows = first_rows(connections[router.db_for_read(Stamp)])
    tokens = [token for token, _at, _own in rows] + [own for _token, _at, own in rows[:1]]
    changed = max((at for _token, at, _own in rows), default=None)
    return Publication("-".join(filter(None, tokens)), changed)


def remembered(question: str, find: Callable[[], Found]) -> Found:
    """Find something that reads many rows; or give what was found since the last write.

    The version of the site says whether an answer still holds: nothing stale is shown.
    ``question`` names what is asked, in whole: the language too, where the answer has words.
    """
    asked = f"{publication().stamp} {question}".encode()
    key = f"found-{hashlib.sha256(asked).hexdigest()}"
    kept: list[Found] | None = cache.get(key)
    if kept is None:
        kept = [find()]
        cache.set(key, kept, REMEMBERED_FOR)
    return kept[0]
