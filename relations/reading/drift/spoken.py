"""What is read from the database of positions: who says what of whom, and in which statement.

A constant number of queries, as values and not as records, however many ask.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from relations.analysis.between import UNKNOWN, Between
from relations.analysis.stances import Stance
from relations.models import Claim, ImportedRow, Statement
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


class _Made(NamedTuple):
    """A statement that readers may see."""

    order: tuple[dt.date, str]
    slug: str
    title: str
    when: Between
    day: dt.date | None


def spoken(talks: Sequence[Talk], data: str) -> list[dict[str, list[Spoken]]]:
    """Find what is said in each talk on each pole, in the order of its day.

    ``data`` is where the statements are to be from, or ``all``. A query for each talk, and
    three for all of them.
    """
    found = [positions(talk) for talk in talks]
    statements = _statements({row.statement for rows in found for row in rows})
    found = [_newest(rows, statements) for rows in found]
    claims = _claims(row.position for rows in found for row in rows)
    origins = _origins({row.statement for rows in found for row in rows})
    told = []
    for talk, rows in zip(talks, found, strict=True):
        by_pole: dict[str, list[Spoken]] = {FIRST: [], SECOND: []}
        for row in rows:
            sources = origins.get(row.statement, _BY_PEOPLE)
            if data in sources or data == ALL:
                terms = _terms(row.stance, claims.get(row.position, ()))
                made = statements[row.statement]
                one = Spoken(Stance(made.slug, made.when, terms), made.title, made.day, sources)
                for name in talk.targets[row.target]:
                    by_pole[name].append(one)
        told.append(by_pole)
    return told


def _statements(numbers: Collection[int]) -> dict[int, _Made]:
    rows = Statement.objects.published().filter(pk__among=numbers).order_by()
    found = {}
    for number, slug, title, earliest, latest in rows.values_list(
        "pk", "slug", "title", "date_earliest", "date_latest"
    ):
        when = Between(earliest, latest) if earliest or latest else UNKNOWN
        middle = when.middle
        day = None if middle is None else dt.date.fromordinal(middle)
        found[number] = _Made((earliest or dt.date.min, slug), slug, title, when, day)
    return found


def _newest(rows: Iterable[Row], statements: dict[int, _Made]) -> list[Row]:
    """Keep the newest positions of these statements, in the order of their day."""
    seen = [row for row in rows if row.statement in statements]
    seen.sort(key=lambda row: (statements[row.statement].order, row.position))
    return seen[-MOST:]


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


def _terms(stance: str, claims: Iterable[str]) -> tuple[str, ...]:
    return (
        tuple(dict.fromkeys((stance, *(c for c in claims if c in STANCES))))
        if claims
        else (stance,)
    )
