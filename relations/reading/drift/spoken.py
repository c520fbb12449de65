"""What is read from the database of positions: who says what of whom, and in which statement.

A constant number of queries, as values and not as records, however many ask.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from operator import attrgetter
from typing import NamedTuple

from relations.analysis.between import UNKNOWN, Between
from relations.analysis.stances import Stance
from relations.models import Claim, ImportedRow
from relations.models.slug import page_of
from relations.vocabularies import Review

from .kinds import STANCES
from .positions import Row, Talk, positions
from .rows import ALL, CURATED
from .ties import FIRST, SECOND

MOST = 5_000  # positions of a talk, the newest
_BY_PEOPLE = frozenset({CURATED})


class Spoken(NamedTuple):
    """A stance, and the statement it was taken in, whose slug is its key."""

    stance: Stance
    title: str
    day: dt.date | None
    origins: frozenset[str]

    @property
    def href(self) -> str:
        return page_of("statement", self.stance.key)


def spoken(talks: Sequence[Talk], data: str) -> list[dict[str, list[Spoken]]]:
    """Find what is said in each talk on each pole, in the order of its day.

    ``data`` is where the statements are to be from, or ``all``. Three queries.
    """
    found = [_newest(rows) for rows in positions(talks)]
    claims = _claims(row.position for rows in found for row in rows)
    origins = _origins({row.statement for rows in found for row in rows})
    told = []
    for talk, rows in zip(talks, found, strict=True):
        by_pole: dict[str, list[Spoken]] = {FIRST: [], SECOND: []}
        for row in rows:
            sources = origins.get(row.statement, _BY_PEOPLE)
            if data in sources or data == ALL:
                one = _spoken(row, claims.get(row.position, ()), sources)
                for name in talk.targets[row.target]:
                    by_pole[name].append(one)
        told.append(by_pole)
    return told


def _newest(rows: Iterable[Row]) -> list[Row]:
    """Keep the newest, in the order of their day."""
    ordered = sorted(rows, key=attrgetter("slug", "position"))
    return sorted(ordered, key=lambda row: row.earliest or dt.date.min)[-MOST:]


def _spoken(row: Row, claims: Sequence[str], sources: frozenset[str]) -> Spoken:
    when = Between(row.earliest, row.latest) if row.earliest or row.latest else UNKNOWN
    terms: tuple[str, ...] = (row.stance,)
    if claims:
        terms = tuple(dict.fromkeys((*terms, *(c for c in claims if c in STANCES))))
    return Spoken(Stance(row.slug, when, terms), row.title, when.day, sources)


def _claims(positions: Iterable[int]) -> dict[int, list[str]]:
    """Give the stances that sources claim otherwise."""
    found: dict[int, list[str]] = {}
    for number, value in Claim.objects.filter(
        position__among=set(positions), field="stance", source__review=Review.PUBLISHED
    ).values_list("position_id", "value"):
        found.setdefault(number, []).append(value)
    return found


def _origins(statements: Collection[int]) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = {}
    rows = ImportedRow.objects.filter(statement__among=statements).order_by()
    for number, slug, made in rows.values_list("statement_id", "data_set__slug", "made"):
        found.setdefault(number, set()).update({slug} if made else {slug, CURATED})
    return {number: frozenset(slugs) for number, slugs in found.items()}
