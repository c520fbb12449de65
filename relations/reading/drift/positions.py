"""The positions of some speakers on some targets, found in the indexes alone.

One statement may have many sides and many positions, and an actor thousands of each: the
database goes through the index of sides (speaker, statement) and those of positions (target,
statement, stance), and looks at no row but at those of the statements that it found.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, NamedTuple

from django.db import connection, connections, router

from relations.models import Position, Side, Statement
from relations.vocabularies import Review

from .poles import ActorKey, by_kind

# SQLite joins in the order that is written. A plus keeps it from the index of a column, by which
# it would look up each of fifty speakers for each of a target's positions, and a limit of
# nothing from taking a union apart. PostgreSQL takes its own way.
_IS_SQLITE = connection.vendor == "sqlite"
_PLAIN, _WHOLE = ("+", "LIMIT -1") if _IS_SQLITE else ("", "")
_SIDES, _POSITIONS, _STATEMENTS = (m._meta.db_table for m in (Side, Position, Statement))

# Of one kind of speakers on one kind of targets: each side is looked up in the positions, or
# each position in the sides.
_EACH = """
SELECT p.id, p.stance, '{target}' AS kind, p.target_{target}_id AS target, p.statement_id
FROM {tables}
WHERE p.statement_id = s.statement_id
AND {speaks}s.actor_{speaker}_id IN ({speakers})
AND {meant}p.target_{target}_id IN ({targets})
"""
_FROM_SIDES = {
    "tables": f"{_SIDES} s CROSS JOIN {_POSITIONS} p", "speaks": "", "meant": _PLAIN,
}  # fmt: skip
_FROM_POSITIONS = {
    "tables": f"{_POSITIONS} p CROSS JOIN {_SIDES} s", "speaks": _PLAIN, "meant": "",
}  # fmt: skip

# Of all of them at once: both are read through, the statements of the sides first.
_SPEAKING = "SELECT statement_id FROM {sides} WHERE actor_{kind}_id IN ({numbers})"
_MEANT = """
SELECT id, stance, '{kind}' AS kind, target_{kind}_id AS target, statement_id
FROM {positions} WHERE target_{kind}_id IN ({numbers})
"""
_AT_ONCE = "SELECT * FROM ({meant} {whole}) q WHERE {plain}statement_id IN ({speaking})"

_WITH_STATEMENTS = """
SELECT {talk}, p.id, p.stance, p.kind, p.target,
m.id, m.slug, m.title, m.date_earliest, m.date_latest
FROM ({found}) p CROSS JOIN {statements} m
WHERE m.id = {plain}p.statement_id AND m.review = %s
"""

# What it takes to look one up in an index, beside reading on to the next one.
_LOOK_UP = 4


@dataclass(frozen=True)
class Talk:
    """Who speaks, and of what; each target with the poles that it stands for."""

    speakers: Collection[ActorKey]
    targets: dict[ActorKey, set[str]]


class Row(NamedTuple):
    """A position: its number and stance, its target, and its statement with the dates of that."""

    position: int
    stance: str
    kind: str
    number: int
    statement: int
    slug: str
    title: str
    earliest: dt.date | None
    latest: dt.date | None

    @property
    def target(self) -> ActorKey:
        return self.kind, self.number


def positions(talks: Sequence[Talk]) -> list[list[Row]]:
    """Find the positions of each talk that readers may see. Each once, in no order.

    One query for all of them: PostgreSQL shares its parts out among its processes.
    """
    parts, parameters = [], []
    for place, talk in enumerate(talks):
        for sql, values in _parts(place, talk):
            parts.append(sql)
            parameters += values
    found: list[dict[int, Row]] = [{} for _talk in talks]
    if parts:
        with connections[router.db_for_read(Position)].cursor() as cursor:
            cursor.execute(_union(parts), parameters)
            rows = cursor.fetchall()
        # With two of the speakers in a joint statement a position is found twice.
        for place, number, *row in rows:
            found[place][number] = Row(number, *row)
    return [list(rows.values()) for rows in found]


def _parts(place: int, talk: Talk) -> Iterator[tuple[str, list[Any]]]:
    """Give the queries of a talk, with what they are asked with.

    Whose rows are fewer is guessed by how many they are: an actor speaks about as often as it
    is spoken of.
    """
    speakers, targets = by_kind(talk.speakers), by_kind(talk.targets)
    pairs = [(speaker, target) for speaker in speakers for target in targets]
    fewer = sum(min(len(speakers[one]), len(targets[other])) for one, other in pairs)
    if fewer * _LOOK_UP > len(talk.speakers) + len(talk.targets):
        found = [_at_once(speakers, targets)]
    else:
        found = [_each(one, speakers[one], other, targets[other]) for one, other in pairs]
    for sql, numbers in found:
        yield (
            _WITH_STATEMENTS.format(talk=place, found=sql, statements=_STATEMENTS, plain=_PLAIN),
            [*numbers, Review.PUBLISHED.value],
        )


def _each(
    speaker: str, speakers: list[int], target: str, targets: list[int]
) -> tuple[str, list[int]]:
    sql = _EACH.format(
        speaker=speaker,
        target=target,
        speakers=_marks(speakers),
        targets=_marks(targets),
        **(_FROM_SIDES if len(speakers) <= len(targets) else _FROM_POSITIONS),
    )
    return sql, speakers + targets


def _at_once(
    speakers: dict[str, list[int]], targets: dict[str, list[int]]
) -> tuple[str, list[int]]:
    speaking = [
        _SPEAKING.format(kind=kind, numbers=_marks(numbers), sides=_SIDES)
        for kind, numbers in speakers.items()
    ]
    meant = [
        _MEANT.format(kind=kind, numbers=_marks(numbers), positions=_POSITIONS)
        for kind, numbers in targets.items()
    ]
    sql = _AT_ONCE.format(
        meant=_union(meant), whole=_WHOLE, plain=_PLAIN, speaking=_union(speaking)
    )
    return sql, list(chain(*targets.values(), *speakers.values()))


def _union(queries: Iterable[str]) -> str:
    return " UNION ALL ".join(queries)


def _marks(numbers: Collection[int]) -> str:
    return ", ".join(["%s"] * len(numbers))
