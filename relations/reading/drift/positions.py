"""The positions of some speakers on some targets, found in the indexes alone.

One statement may have many sides and many positions, and an actor thousands of each: the
database goes through the index of sides (speaker, statement) and those of positions (target,
statement, stance), and looks at no row.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection, connections, router

from relations.models import Position, Side

from .poles import ActorKey, by_kind

# A union of these. SQLite joins in the order that is written.
_EACH = """
SELECT p.id, p.stance, p.statement_id, '{target}', p.target_{target}_id FROM {tables}
WHERE p.statement_id = s.statement_id
AND {speaks}s.actor_{speaker}_id IN ({speakers})
AND {meant}p.target_{target}_id IN ({targets})
"""
_SIDES, _POSITIONS = f"{Side._meta.db_table} s", f"{Position._meta.db_table} p"
# A plus keeps SQLite from the index by what is meant: it would look up each of fifty speakers
# for each of a target's positions. PostgreSQL takes its own way.
_PLAIN = "+" if connection.vendor == "sqlite" else ""
_FROM_SIDES = {"tables": f"{_SIDES} CROSS JOIN {_POSITIONS}", "speaks": "", "meant": _PLAIN}
_FROM_POSITIONS = {"tables": f"{_POSITIONS} CROSS JOIN {_SIDES}", "speaks": _PLAIN, "meant": ""}


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
    for speaker, speakers in by_kind(talk.speakers).items():
        for target, targets in by_kind(talk.targets).items():
            # To go from the fewer to the more is ten times as fast.
            from_sides = len(speakers) <= len(targets)
            yield (
                _EACH.format(
                    speaker=speaker,
                    target=target,
                    speakers=_marks(speakers),
                    targets=_marks(targets),
                    **(_FROM_SIDES if from_sides else _FROM_POSITIONS),
                ),
                speakers + targets,
            )


def _marks(numbers: Collection[int]) -> str:
    return ", ".join(["%s"] * len(numbers))
