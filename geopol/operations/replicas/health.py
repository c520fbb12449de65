"""Which databases are well: asked at most every other second, left out for some after a failure.

Each process keeps its own view, and asks within a request that wants to read.
"""

from __future__ import annotations

import logging
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, connections

CHECKED = 2.0  # seconds that an answer of a replica counts
LEFT_OUT = 5.0  # seconds after a failure until a database is tried again

# One that has been promoted is nobody's copy and behind nobody.
_STATE = """
SELECT pg_is_in_recovery(), EXISTS (SELECT FROM pg_stat_wal_receiver),
    CASE WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0
    ELSE extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()) END
"""
_REPLAYED = """
SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn()
    ELSE pg_current_wal_insert_lsn() END >= %s::pg_lsn
"""
log = logging.getLogger("geopol.replicas")


@dataclass
class Health:
    """What was seen of a database last. ``words`` begin with down, behind, or current."""

    words: str = "current"
    until: float = 0.0  # on the monotonic clock

    @property
    def down(self) -> bool:
        return self.words == "down" and time.monotonic() < self.until

    @property
    def current(self) -> bool:
        return self.words.startswith("current")


_seen: dict[str, Health] = {}


def in_order() -> Iterator[str]:
    """Give the databases that may be read, the best first.

    Replicas that keep up, any of them first; the primary; replicas that are behind or cut off
    from it, which readers have while it is down; those that failed seconds ago, which may be
    back and are better than none.
    """
    replicas = random.sample(settings.REPLICAS, len(settings.REPLICAS))
    behind: list[str] = []
    failed_lately: list[str] = []
    for alias in replicas:
        found = _health(alias)
        if found.current:
            yield alias
        else:
            (failed_lately if found.down else behind).append(alias)
    if not _seen.get(DEFAULT_DB_ALIAS, Health()).down:
        yield DEFAULT_DB_ALIAS
    yield from behind
    yield from failed_lately


def failed(alias: str) -> None:
    """Leave a database out for some seconds; afterwards it is tried again."""
    log.warning("the database %s is left out", alias, exc_info=sys.exc_info()[0] is not None)
    _seen[alias] = Health("down", time.monotonic() + LEFT_OUT)
    connections[alias].close()


def check(alias: str) -> Health:
    """Ask a replica how it is."""
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute(_STATE)
            copies, streams, lag = cursor.fetchone()
    except Error:
        failed(alias)
        return _seen[alias]
    words = "current"
    if copies and not streams:
        words = "behind: cut off from the primary"
    elif copies and lag is not None and lag > settings.REPLICA_LAG:
        words = f"behind: {lag:.0f} seconds"
    _seen[alias] = Health(words, time.monotonic() + CHECKED)
    return _seen[alias]


def has_replayed(alias: str, location: str) -> bool:
    """Say whether a replica has what was written up to a place of the primary's log."""
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute(_REPLAYED, [location])
            return bool(cursor.fetchone()[0])
    except Error:
        failed(alias)
        return False


def forget() -> None:
    """Know nothing, as a process that begins."""
    _seen.clear()


def _health(alias: str) -> Health:
    known = _seen.get(alias)
    return known if known and time.monotonic() < known.until else check(alias)
