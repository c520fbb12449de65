"""What readers see as a whole: whether anything of it has changed, cheaply."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.conf import settings
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


class EachRemembered(Generic[Found]):
    """What is found for each of many records, kept in the memory of the process until a write.

    ``find`` gives it for those of some numbers that there are. No more than about ``most`` are
    kept. For what many pages show of a record, as each shows others beside it.
    """

    def __init__(self, find: Callable[[list[int]], dict[int, Found]], most: int) -> None:
        self.find, self.most = find, most
        self.kept: tuple[str, dict[Hashable, Found]] = ("", {})

    def of(self, keys: Iterable[int], *also: Hashable) -> list[Found]:
        """Give what is found for the numbers, in their order; nothing for those that aren't there.

        ``also`` is what else it depends on, as the language. While somebody develops, nothing
        is kept, since the code may change.
        """
        stamp, keys = publication().stamp, list(keys)
        kept = self._kept(stamp)
        found = {key: kept[key, also] for key in keys if (key, also) in kept}
        if missing := [key for key in keys if key not in found]:
            new = self.find(missing)
            found |= new
            if not settings.DEBUG:
                kept |= {(key, also): one for key, one in new.items()}
        return [found[key] for key in keys if key in found]

    def _kept(self, stamp: str) -> dict[Hashable, Found]:
        """Give what is kept of this version of the site. Threads may each begin anew: no harm."""
        of, kept = self.kept
        if of != stamp or len(kept) > self.most:
            kept = {}
            self.kept = stamp, kept
        return kept
