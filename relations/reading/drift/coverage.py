"""How much of the record the database holds of an actor with two poles, and what is missing."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from relations.analysis.ties import Tie
from relations.vocabularies import AgreementKind

from .stances import Words
from .ties import FIRST, SECOND, Ties

SORTS = ("agreements", "memberships", "statements")


@dataclass(frozen=True)
class Row:
    """What there is of one decade with one pole: how many of each sort began or were made."""

    decade: int
    pole: str
    agreements: int
    memberships: int
    statements: int

    @property
    def is_empty(self) -> bool:
        return not (self.agreements or self.memberships or self.statements)


@dataclass(frozen=True)
class Coverage:
    """Counts by decade and pole; kinds of agreement of which there is none with a pole.

    ``by_source`` counts the records with either pole by where they are from; ``open_ended``
    are the keys of binding agreements of which no step after the signature is recorded.
    """

    rows: list[Row]
    missing: dict[str, list[str]]
    by_source: dict[str, int]
    open_ended: set[str]
    uncertain: int

    def total(self, pole: str, sort: str) -> int:
        """Count what there is of a sort with a pole."""
        return sum(getattr(row, sort) for row in self.rows if row.pole == pole)


def coverage(
    found: Ties, words: Words, start: dt.date, end: dt.date, sources: Sequence[str]
) -> Coverage:
    """Count what there is, each record at the decade of its first tie or its date."""
    counts: Counter[tuple[int, str, str]] = Counter()
    kinds: dict[str, set[str]] = {FIRST: set(), SECOND: set()}
    seen: set[tuple[str, str]] = set()
    related = set()
    for tie in found.ties:
        record = found.records[tie.key]
        for pole in tie.targets & {FIRST, SECOND}:
            related.add(tie.key)
            if (tie.key, pole) in seen:
                continue
            seen.add((tie.key, pole))
            day = tie.begin.earliest or tie.begin.latest or start
            sort = "agreements" if record.is_agreement else "memberships"
            counts[_decade(day), pole, sort] += 1
            if record.is_agreement:
                kinds[pole].add(record.kind)
    for pole, *both in zip((FIRST, SECOND), words.by_actor, words.by_poles, strict=True):
        statements = {s.stance.key: s.day for said in both for s in said.spoken if s.day}
        for day in statements.values():
            counts[_decade(day), pole, "statements"] += 1
    decades = range(_decade(start), _decade(end) + 1, 10)
    earlier = {decade for decade, _pole, _sort in counts} - set(decades)
    return Coverage(
        rows=[
            Row(decade, pole, *(counts[decade, pole, sort] for sort in SORTS))
            for decade in [*sorted(earlier), *decades]
            for pole in (FIRST, SECOND)
        ],
        missing={
            pole: [str(kind.label) for kind in AgreementKind if kind not in kinds[pole]]
            for pole in (FIRST, SECOND)
        },
        by_source={
            source: sum(source in found.records[key].origins for key in related)
            for source in sources
        },
        open_ended={t.key for t in found.ties if t.key in related and _is_open(t)},
        uncertain=len({t.key for t in found.ties if t.key in related and not _is_exact(t)}),
    )


def _is_open(tie: Tie) -> bool:
    return tie.kind in ("treaty_signed", "unclear_signed") and bool(tie.otherwise)


def _is_exact(tie: Tie) -> bool:
    return tie.begin.is_exact and tie.end.is_exact


def _decade(day: dt.date) -> int:
    return day.year // 10 * 10
