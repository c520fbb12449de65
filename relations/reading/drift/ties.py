"""Rows as ties: of what kind, from when to when, with which pole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from relations.analysis.between import Between
from relations.analysis.ties import Tie
from relations.vocabularies import STATE_AFTER, STATUS_AFTER, ActKind, AgreementState

from . import tracks
from .kinds import of_agreement, of_membership
from .poles import ActorKey, Pole, key_of
from .rows import AgreementRow, Found, MembershipRow, Step
from .tracks import Held, Track

ACTOR, FIRST, SECOND, OTHERS = "actor", "first", "second", "others"
POLES = (FIRST, SECOND)

# What a party's own step makes of its part in an agreement.
OUT, SIGNATORY, IN, BOUND, HALTED = "out", "signatory", "in", "bound", "halted"
_RATIFYING = (ActKind.RATIFIED, ActKind.ACCEPTED, ActKind.APPROVED)
_JOINING = (ActKind.ACCEDED, ActKind.SUCCEEDED)
_PARTS: dict[str, str] = {
    **dict.fromkeys(_JOINING, IN),
    ActKind.ENTERED_INTO_FORCE: BOUND,
    ActKind.SUSPENDED: HALTED,
    ActKind.RESUMED: IN,
    **dict.fromkeys((ActKind.WITHDRAWN, ActKind.DENOUNCED, ActKind.TERMINATED), OUT),
}
_TAKES_PART = ("member", "frozen")


@dataclass(frozen=True)
class Record:
    """What a tie follows from, for readers to open."""

    key: str
    title: str
    href: str
    is_agreement: bool
    kind: str  # of an agreement
    number: int  # the row of it
    size: int
    origins: frozenset[str]
    organization: ActorKey | None = None  # of a membership of the actor
    steps: tuple[Between, ...] = ()  # of a membership, those that led to a status


@dataclass(frozen=True)
class Ties:
    """An actor's ties, the records that they follow from, and what was left out as too large."""

    ties: list[Tie]
    records: dict[str, Record]
    too_large: list[Record]


def ties_of(actor: Any, poles: tuple[Pole, Pole], found: Found, largest: int) -> Ties:
    """Turn rows into the ties of an actor. Targets are the poles, and others."""
    me = key_of(actor)
    made: list[Tie] = []
    records: dict[str, Record] = {}
    too_large: list[Record] = []
    who = _Who(me, poles, [_in_group(pole, found) for pole in poles])

    def add(record: Record, made_of: Callable[[Record], Iterator[Tie]]) -> None:
        if record.size > largest:
            too_large.append(record)
        elif of_record := list(made_of(record)):
            records[record.key] = record
            made.extend(of_record)

    for number, row in found.agreements.items():
        key = f"agreements/{row.slug}"
        record = Record(key, row.title, row.href, True, row.kind, number, row.size, row.origins)
        add(record, partial(_of_agreement, row=row, who=who))
    inside: dict[ActorKey, list[MembershipRow]] = {}
    for each in found.memberships:
        inside.setdefault(each.organization, []).append(each)
    for each in found.memberships:
        if each.member == me:
            key, title = f"memberships/{each.slug}", each.title
            size = found.sizes.get(each.organization, 0)
            companions = [row for row in inside[each.organization] if row.member != me]
        elif each.organization == me:
            key, title = f"members/{each.number}", each.member_name
            size, companions = 2, []
        else:
            continue
        inside_of = each.organization if each.member == me else None
        record = Record(
            key, title, each.href, False, "", each.number, size, each.origins, inside_of,
            tuple(step.when for step in each.steps),
        )  # fmt: skip
        add(record, partial(_of_membership, row=each, companions=companions, who=who))
    return Ties(made, records, sorted(too_large, key=lambda record: record.title))


Group = dict[ActorKey, Track]


@dataclass(frozen=True)
class _Who:
    """The actor, the poles, and who was in them when."""

    me: ActorKey
    poles: tuple[Pole, Pole]
    groups: list[Group]


def _in_group(pole: Pole, found: Found) -> Group:
    """Say for each member of a group when it was one; nothing for a pole that is an actor."""
    if not pole.of_members:
        return {}
    group = key_of(pole.record)
    return {row.member: _status(row) for row in found.memberships if row.organization == group}


def _status(row: MembershipRow) -> Track:
    steps = [(s.when, tuple(of_membership(STATUS_AFTER[k]) for k in s.kinds)) for s in row.steps]
    return Track((None,), steps)


class _Companions:
    """Which poles take part in a record, by the tracks of those of their members that do."""

    def __init__(
        self,
        parts: dict[ActorKey, Track],
        takes_part: tuple[Any, ...],
        who: _Who,
        always: ActorKey | None = None,
    ) -> None:
        self.tracks: list[Track] = []
        self._pairs: list[tuple[str, int, int | None]] = []
        self._always = {OTHERS}
        self._takes_part = takes_part
        for name, pole, group in zip(POLES, who.poles, who.groups, strict=True):
            if always is not None and not pole.of_members and always in pole.members:
                self._always.add(name)
                continue
            for member in sorted((pole.members & parts.keys()) - {who.me}):
                part = self._add(parts[member])
                inside = self._add(group[member]) if pole.of_members else None
                self._pairs.append((name, part, inside))

    def _add(self, track: Track) -> int:
        self.tracks.append(track)
        return len(self.tracks) - 1

    def targets(self, now: Sequence[Any]) -> frozenset[str]:
        """Give the poles of which somebody takes part, as each track stands."""
        found = set(self._always)
        for name, part, inside in self._pairs:
            if now[part] in self._takes_part and (inside is None or now[inside][0] in _TAKES_PART):
                found.add(name)
        return frozenset(found)


def _of_membership(
    record: Record,
    row: MembershipRow,
    companions: Sequence[MembershipRow],
    who: _Who,
) -> Iterator[Tie]:
    parts = {each.member: _present(each) for each in companions}
    other = row.member if row.organization == who.me else row.organization
    if row.organization == who.me:
        parts[other] = Track(True)
    with_poles = _Companions(parts, (True,), who, always=other)

    def say(now: Sequence[Any]) -> Held | None:
        kinds, *rest = now
        return Held(kinds, with_poles.targets(rest)) if any(kinds) else None

    return tracks.ties(record.key, ACTOR, [_status(row), *with_poles.tracks], say)


def _present(row: MembershipRow) -> Track:
    """Say when somebody took part in an organization."""
    track = _status(row)
    return Track(False, [(when, kinds[0] in _TAKES_PART) for when, kinds in track.steps])


def _of_agreement(
    record: Record,
    row: AgreementRow,
    who: _Who,
) -> Iterator[Tie]:
    if row.size < 2:
        return iter(())
    whole = _whole(row)
    parts = {party: _part(row, party) for party in row.parties}
    with_poles = _Companions(parts, (SIGNATORY, IN, BOUND), who)

    def say(now: Sequence[Any]) -> Held | None:
        steps, mine, *rest = now
        kinds = _kinds(row.forces, steps, mine, is_open=_is_open(whole))
        return Held(kinds, with_poles.targets(rest)) if any(kinds) else None

    return tracks.ties(record.key, ACTOR, [whole, parts[who.me], *with_poles.tracks], say)


def ties_of_party(row: AgreementRow, party: ActorKey, name: str) -> Iterator[Tie]:
    """Give the ties of a party, called ``name``, with its agreement, whoever else takes part."""
    whole, targets = _whole(row), frozenset({row.slug})

    def say(now: Sequence[Any]) -> Held | None:
        kinds = _kinds(row.forces, *now, is_open=_is_open(whole))
        return Held(kinds, targets) if any(kinds) else None

    return tracks.ties(row.slug, name, [whole, _part(row, party)], say)


def ties_of_member(row: MembershipRow, name: str) -> Iterator[Tie]:
    """Give the ties of a member, called ``name``, with its organization."""
    targets = frozenset({row.slug})

    def say(now: Sequence[Any]) -> Held | None:
        return Held(now[0], targets) if any(now[0]) else None

    return tracks.ties(row.slug, name, [_status(row)], say)


def _whole(row: AgreementRow) -> Track:
    """Say what an agreement has come to, by the steps that concern all of it."""
    return Track((None,), [(s.when, s.kinds) for s in row.steps if _is_of_the_whole(s)])


def _is_open(whole: Track) -> bool:
    """Say whether it was signed, and nobody recorded what followed."""
    return bool(whole.steps) and bool(whole.steps[-1][1][0] == ActKind.SIGNED)


def _is_of_the_whole(step: Step) -> bool:
    """As :meth:`relations.querysets.steps.ActQuerySet.of_the_whole`."""
    kind = step.kinds[0]
    return kind in STATE_AFTER and (not step.of_a_party or kind == ActKind.SIGNED)


def _part(row: AgreementRow, party: ActorKey) -> Track:
    """Say how a party stood. Who has no step of its own was in from the beginning."""
    own = [s for s in row.steps if s.of_a_party and s.actor == party]
    kinds = [s.kinds[0] for s in own if s.kinds[0] != ActKind.SIGNED]
    turns = dict(_PARTS)
    start = IN
    if any(kind in _JOINING for kind in kinds[:1]):
        start = OUT
    elif ActKind.ENTERED_INTO_FORCE in kinds:
        start = SIGNATORY
    elif any(kind in _RATIFYING for kind in kinds):
        start = SIGNATORY
        turns |= dict.fromkeys(_RATIFYING, IN)
    return Track(start, [(s.when, turns[s.kinds[0]]) for s in own if s.kinds[0] in turns])


def _kinds(
    forces: Sequence[str], steps: Sequence[str | None], mine: str, *, is_open: bool
) -> tuple[str | None, ...]:
    """Give the kinds of tie that an agreement may be, the preferred one first."""
    found: list[str | None] = []
    for step in steps:
        state = STATE_AFTER.get(step) if step else None
        states = [state]
        if mine == OUT:
            states = [None]
        elif state == AgreementState.SIGNED:
            # Its own entry into force says that it is; without any step, nobody recorded it.
            states = [AgreementState.IN_FORCE] if mine == BOUND else [state]
            states += [AgreementState.IN_FORCE] if is_open and mine != BOUND else []
        elif mine == HALTED and state:
            states = [AgreementState.SUSPENDED]
        elif mine == SIGNATORY and state in (AgreementState.IN_FORCE, AgreementState.PROVISIONAL):
            states = [AgreementState.SIGNED]
        found += [of_agreement(force, each) for each in states for force in forces]
    return tuple(dict.fromkeys(found))
