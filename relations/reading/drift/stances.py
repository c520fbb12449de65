"""Positions as stances: what the actor says of each pole, and each pole of the actor.

A position is on a pole where its target is the pole itself or a member of it, or an
agreement, a membership or an organization that ties the actor with this pole alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from relations.analysis.over_time import Series, balances
from relations.analysis.stances import Stance

from .kinds import STANCES
from .poles import ActorKey, Pole, key_of
from .positions import Talk
from .series import year_ends
from .spoken import Spoken, spoken
from .ties import FIRST, SECOND, Ties

MOST_STEPS = 200  # stances up to which a balance is drawn on the day of each
THIN = 3.0  # fresh stances: with fewer a balance says little


@dataclass(frozen=True)
class Voices:
    """Who speaks of whom, and from which source of records."""

    actor: Any
    poles: tuple[Pole, Pole]
    ties: Ties
    data: str


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
    talks = [Talk({me}, targets)]
    for name, pole in zip((FIRST, SECOND), voices.poles, strict=True):
        members = pole.members - {me}
        of_it = {key: {name} for key, names in targets.items() if name in names} | {me: {name}}
        talks.append(Talk(members, {k: names for k, names in of_it.items() if k not in members}))
    mine, of_first, of_second = spoken(talks, voices.data)

    def with_balance(found: list[Spoken]) -> Said:
        stances = [each.stance for each in found]
        days = _days(stances, start, end)
        return Said(found, balances(stances, days, STANCES, half_life))

    return Words(
        (with_balance(mine[FIRST]), with_balance(mine[SECOND])),
        (with_balance(of_first[FIRST]), with_balance(of_second[SECOND])),
    )


def _targets(voices: Voices) -> dict[ActorKey, set[str]]:
    """Say which records stand for which pole."""
    found: dict[ActorKey, set[str]] = {}
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


def _days(stances: Sequence[Stance], start: dt.date, end: dt.date) -> list[dt.date]:
    """Give the days to draw a balance on: each year, and those on which something was said."""
    days = {*year_ends(start, end)}
    if len(stances) > MOST_STEPS:
        return sorted(days)
    for stance in stances:
        day = stance.when.day
        if day is not None and start <= day <= end:
            days.add(day)
    return sorted(days)
