"""The positions of some speakers on some targets, found in the indexes alone.

One statement may have many sides and many positions, and an actor thousands of each: the
database goes through the index of sides (speaker, statement) and those of positions (target,
statement, stance), and looks at no row.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connections, router

from relations.models import Position, Side

from .poles import ActorKey

# A union of these. SQLite joins in the order that is written, and a plus keeps it from an index:
# it would look up each of fifty speakers for each of a target's positions.
_EACH = """
SELECT p.id, p.stance, p.statement_id, '{target}', p.target_{target}_id FROM {tables}
WHERE p.statement_id = s.statement_id
AND {plain_side}s.actor_{speaker}_id IN ({speakers})
AND {plain_target}p.target_{target}_id IN ({targets})
"""


@dataclass(frozen=True)
class Talk:
    """Who speaks, and of what; each target with the poles that it stands for."""

    speakers: Collection[ActorKey]
    targets: dict[ActorKey, set[str]]


class Row(NamedTuple):
    """A position: its number and stance, its statement, and its target."""

    position: int
    stance: str
    statement: int
    target: ActorKey


def positions(talk: Talk) -> list[Row]:
    """Find the positions of a talk in one query, drafts too. Each once, in no order."""
    parts, parameters = [], []
    for sql, numbers in _parts(talk):
        parts.append(sql)
        parameters += numbers
    if not parts:
        return []
    found = {}
    with connections[router.db_for_read(Position)].cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), parameters)
        # With two of the speakers in a joint statement a position is found twice.
        for number, stance, statement, kind, target in cursor:
            found[number] = Row(number, stance, statement, (kind, target))
    return list(found.values())


def _parts(talk: Talk) -> Iterator[tuple[str, list[int]]]:
    tables = [f"{Side._meta.db_table} s", f"{Position._meta.db_table} p"]
    names: dict[str, Any] = {"plain_side": "", "plain_target": ""}
    # To go from the fewer to the more is ten times as fast.
    from_sides = len(talk.speakers) <= len(talk.targets)
    if connections[router.db_for_read(Position)].vendor == "sqlite":
        names["plain_target" if from_sides else "plain_side"] = "+"
    names["tables"] = " CROSS JOIN ".join(tables if from_sides else reversed(tables))
    for speaker, speakers in _by_kind(talk.speakers).items():
        for target, targets in _by_kind(talk.targets).items():
            names |= {"speakers": _marks(speakers), "targets": _marks(targets)}
            yield _EACH.format(speaker=speaker, target=target, **names), speakers + targets


def _by_kind(keys: Collection[ActorKey]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for kind, number in keys:
        found.setdefault(kind, []).append(number)
    return found


def _marks(numbers: Collection[int]) -> str:
    return ", ".join(["%s"] * len(numbers))
