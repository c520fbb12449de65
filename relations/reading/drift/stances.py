"""Positions as stances: what the actor says of each pole, and each pole of the actor.

A position is on a pole where its target is the pole itself or a member of it, or an
agreement, a membership or an organization that ties the actor with this pole alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from relations.analysis.between import UNKNOWN, Between
from relations.analysis.over_time import Series, balances
from relations.analysis.stances import Stance
from relations.models import Claim, ImportedRow, Position, Side, Statement
from relations.querysets import about
from relations.vocabularies import Review

from .kinds import STANCES
from .poles import ActorKey, Pole, key_of
from .rows import ALL, CURATED
from .series import year_ends
from .ties import FIRST, SECOND, Ties

MOST_STEPS = 200  # stances up to which a balance is drawn on the day of each
MOST = 5_000  # positions each way, the newest
THIN = 3.0  # fresh stances: with fewer a balance says little


@dataclass(frozen=True)
class Voices:
    """Who speaks of whom, and from which source of records."""

    actor: Any
    poles: tuple[Pole, Pole]
    ties: Ties
    data: str


@dataclass(frozen=True)
class Spoken:
    """A stance, and the statement it was taken in."""

    stance: Stance
    title: str
    href: str
    day: dt.date | None
    origins: frozenset[str]


@dataclass(frozen=True)
class Said:
    """The stances on one pole, or of one, in their order; their balance over time."""

    spoken: list[Spoken]
    series: Series


@dataclass(frozen=True)
class Words:
    """What was said both ways, for each pole."""

    by_actor: tuple[Said, Said]
    by_poles: tuple[Said, Said]


def said(voices: Voices, half_life: float, start: dt.date, end: dt.date) -> Words:
    """Find what the actor says of the poles, and they of it; with the balance of stances."""
    targets = _targets(voices)
    me = key_of(voices.actor)
    spoken = _spoken(Q(about(voices.actor)), targets, voices)
    poles = {}
    for name, pole in zip((FIRST, SECOND), voices.poles, strict=True):
        of_it = {key: names for key, names in targets.items() if name in names}
        of_it[me] = {name}
        members = pole.members - {me}
        for member in members:
            of_it.pop(member, None)
        poles[name] = _spoken(_speakers(members), of_it, voices)[name]

    def with_balance(found: list[Spoken]) -> Said:
        stances = [each.stance for each in found]
        days = _days(stances, start, end)
        return Said(found, balances(stances, days, STANCES, half_life))

    return Words(
        (with_balance(spoken[FIRST]), with_balance(spoken[SECOND])),
        (with_balance(poles[FIRST]), with_balance(poles[SECOND])),
    )


Targets = dict[ActorKey, set[str]]  # an actor, or "agreement" or "membership" and its number


def _targets(voices: Voices) -> Targets:
    """Say which records stand for which pole."""
    found: Targets = {}
    for name, pole in zip((FIRST, SECOND), voices.poles, strict=True):
        for member in pole.members - {key_of(voices.actor)}:
            found.setdefault(member, set()).add(name)
        if pole.of_members:
            found.setdefault(key_of(pole.record), set()).add(name)
    of_record: dict[str, set[str]] = {}
    for tie in voices.ties.ties:
        of_record.setdefault(tie.key, set()).update(tie.targets & {FIRST, SECOND})
    for key, names in of_record.items():
        if len(names) == 1:
            record = voices.ties.records[key]
            kind = "agreement" if record.is_agreement else "membership"
            found[kind, record.number] = names
            if record.organization and record.organization not in found:
                found[record.organization] = names
    return found


def _speakers(members: Iterable[ActorKey]) -> Q:
    ids: dict[str, list[int]] = {"country": [], "organization": []}
    for kind, number in members:
        ids[kind].append(number)
    return Q(actor_country__in=ids["country"]) | Q(actor_organization__in=ids["organization"])


def _spoken(speakers: Q, targets: Targets, voices: Voices) -> dict[str, list[Spoken]]:
    """Find the positions of speakers on targets, by pole. Four queries."""
    by_kind: dict[str, list[int]] = {}
    for kind, number in targets:
        by_kind.setdefault(kind, []).append(number)
    condition = Q(pk__in=[])
    for kind, numbers in by_kind.items():
        condition |= Q(**{f"target_{kind}__in": numbers})
    kinds = ("country", "organization", "agreement", "membership")
    # In steps, without an order: else SQLite walks all statements by date to save a sort.
    theirs = Side.objects.filter(speakers).order_by().values("statement")
    positions = list(
        Position.objects.filter(condition, statement__in=theirs)
        .order_by()
        .values("pk", "stance", "statement_id", *(f"target_{kind}_id" for kind in kinds))
    )
    made_in = {row["statement_id"] for row in positions}
    columns = ("pk", "slug", "title", "date_earliest", "date_latest")
    statements = {
        row["pk"]: row
        for row in Statement.objects.published().filter(pk__in=made_in).order_by().values(*columns)
    }
    rows = [
        {**row, "position": row["pk"], **statements[n]}
        for row in positions
        if (n := row["statement_id"]) in statements
    ]
    rows = sorted(rows, key=lambda row: (row["date_earliest"] or dt.date.min, row["slug"]))[-MOST:]
    claims: dict[int, list[str]] = {}
    wanted = [row["position"] for row in rows]
    for number, value in Claim.objects.filter(
        position__in=wanted, field="stance", source__review=Review.PUBLISHED
    ).values_list("position_id", "value"):
        claims.setdefault(number, []).append(value)
    origins = _origins({row["statement_id"] for row in rows})
    found: dict[str, list[Spoken]] = {FIRST: [], SECOND: []}
    for row in rows:
        keys = [(k, row[f"target_{k}_id"]) for k in kinds if row[f"target_{k}_id"] is not None]
        one = _one(row, claims.get(row["position"], []), origins.get(row["statement_id"]))
        if voices.data in (*one.origins, ALL):
            for name in targets.get(keys[0], ()):
                found[name].append(one)
    return found


def _origins(statements: set[int]) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = {}
    for number, slug, made in ImportedRow.objects.filter(statement__in=statements).values_list(
        "statement_id", "data_set__slug", "made"
    ):
        found.setdefault(number, set()).update({slug} if made else {slug, CURATED})
    return {number: frozenset(slugs) for number, slugs in found.items()}


def _one(row: dict[str, Any], claims: Sequence[str], origins: frozenset[str] | None) -> Spoken:
    earliest, latest = row["date_earliest"], row["date_latest"]
    when = Between(earliest, latest) if earliest or latest else UNKNOWN
    terms = tuple(dict.fromkeys((row["stance"], *(c for c in claims if c in STANCES))))
    middle = when.middle
    return Spoken(
        Stance(row["slug"], when, terms),
        row["title"],
        f"/statements/{row['slug']}/",
        None if middle is None else dt.date.fromordinal(middle),
        origins or frozenset({CURATED}),
    )


def _days(stances: Sequence[Stance], start: dt.date, end: dt.date) -> list[dt.date]:
    """Give the days to draw a balance on: each year, and those on which something was said."""
    days = {*year_ends(start, end)}
    if len(stances) > MOST_STEPS:
        return sorted(days)
    for stance in stances:
        middle = stance.when.middle
        if middle is not None and start.toordinal() <= middle <= end.toordinal():
            days.add(dt.date.fromordinal(middle))
    return sorted(days)
