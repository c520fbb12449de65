"""Who is tied to whom: by agreements in force and by memberships of one organization.

Each agreement or organization ties its participants two by two. One of many participants
says little of any two: it counts 1/(n - 1) for each pair, so that to each participant it
gives 1 in all. After M. E. J. Newman, "Scientific collaboration networks II", Physical
Review E 64 (2001), 016132, equation 2.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations, zip_longest
from typing import Any

from django.db.models import Prefetch

from relations.models import Act, Membership, MembershipAct, Party
from relations.querysets import Rows
from relations.vocabularies import (
    ActKind,
    AgreementState,
    Concerns,
    MembershipStatus,
    PartyRole,
)

from .spans import Phase, agreement_phases, membership_phases, step_of_act

IN_FORCE = (AgreementState.IN_FORCE, AgreementState.PROVISIONAL)
LEAVING = (ActKind.WITHDRAWN, ActKind.DENOUNCED)
JOINING = (ActKind.ACCEDED, ActKind.RATIFIED, ActKind.SUCCEEDED, ActKind.RESUMED)


@dataclass
class Group:
    """An agreement or an organization, and who takes part in it."""

    record: Any
    actors: list[Any]
    is_agreement: bool


@dataclass
class Tie:
    """What two actors share. ``first`` and ``second`` are in the order of the pair's page."""

    first: Any
    second: Any
    agreements: list[Any] = field(default_factory=list)
    memberships: list[Any] = field(default_factory=list)
    strength: float = 0.0

    @property
    def number(self) -> int:
        return len(self.agreements) + len(self.memberships)


def agreement_groups(
    agreements: Rows,
    first: dt.date,
    last: dt.date,
    *,
    parties: Rows | None = None,
    acts: Rows | None = None,
) -> list[Group]:
    """Give the agreements that were in force at some time between two days, with parties.

    Who had left by the first day is no longer among them. ``parties`` and ``acts`` are those
    that count; by default as on pages. Three queries, however many rows.
    """
    parties = Party.objects.visible() if parties is None else parties
    acts = Act.objects.in_order() if acts is None else acts
    who = parties.with_actors().filter(role=PartyRole.PARTY)
    rows = agreements.prefetch_related(
        Prefetch("act_set", acts, to_attr="acts"), Prefetch("party_set", who, to_attr="parties")
    )
    groups = []
    for agreement in rows:
        if _was(agreement_phases(agreement.acts), IN_FORCE, first, last):
            gone = _left(agreement.acts, first)
            actors = [p.actor for p in agreement.parties if _key(p) not in gone]
            groups.append(Group(agreement, actors, is_agreement=True))
    return groups


def _left(acts: Iterable[Any], day: dt.date) -> set[tuple[int | None, int | None]]:
    """Give the parties that had left by a day, and not come back."""
    gone = set()
    for act in acts:
        if act.concerns != Concerns.PARTY or step_of_act(act).certain > day:
            continue
        if act.kind in LEAVING:
            gone.add(_key(act))
        elif act.kind in JOINING:
            gone.discard(_key(act))
    return gone


def _key(row: Any) -> tuple[int | None, int | None]:
    return row.actor_country_id, row.actor_organization_id


def membership_groups(
    first: dt.date, last: dt.date, *, memberships: Rows | None = None, acts: Rows | None = None
) -> list[Group]:
    """Give the organizations with those who were members at some time between two days.

    ``memberships`` and ``acts`` are those that count; by default as on pages. Two queries.
    """
    memberships = Membership.objects.visible() if memberships is None else memberships
    acts = MembershipAct.objects.in_order() if acts is None else acts
    rows = (
        memberships.with_actors()
        .select_related("organization")
        .prefetch_related(Prefetch("membershipact_set", acts, to_attr="acts"))
    )
    groups: dict[int, Group] = {}
    for row in rows:
        if _was(membership_phases(row.acts), (MembershipStatus.MEMBER,), first, last):
            group = groups.setdefault(
                row.organization_id, Group(row.organization, [], is_agreement=False)
            )
            group.actors.append(row.actor)
    return list(groups.values())


def _was(phases: Sequence[Phase], states: Sequence[str], first: dt.date, last: dt.date) -> bool:
    """Tell whether one of the states held at some time between two days."""
    return any(
        phase.state in states and phase.begin <= last and (after is None or after.begin > first)
        for phase, after in zip_longest(phases, phases[1:])
    )


def ties_of(groups: Iterable[Group]) -> list[Tie]:
    """Tie the participants of each group two by two; the strongest ties first."""
    ties: dict[tuple[str, str], Tie] = {}
    for group in groups:
        actors = sorted(group.actors, key=lambda actor: actor.slug)
        for first, second in combinations(actors, 2):
            tie = ties.setdefault((first.slug, second.slug), Tie(first, second))
            (tie.agreements if group.is_agreement else tie.memberships).append(group.record)
            tie.strength += 1 / (len(actors) - 1)
    return sorted(
        ties.values(), key=lambda t: (-t.strength, -t.number, t.first.slug, t.second.slug)
    )
