"""The page of two actors: what ties them, and all of it in time order."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from relations.models import Agreement, Membership, Organization, Position, Statement
from relations.querysets import about

from .actors import Actor
from .claims import Disputes, disputes
from .events import Year, acts_of, by_day, by_year, said, steps_of
from .incompatibilities import Listed, Meeting, incompatible_with, meetings_of
from .paging import in_order_of
from .shown_rows import (
    acts_among,
    agreement_rows,
    agreements_of,
    first_positions,
    first_statements,
    memberships_of,
    statement_rows,
)

MOST = 100  # positions each way, and joint statements: the newest


@dataclass
class PairPage:
    """What ties two actors on a day, and what happened between them by then."""

    first: Actor
    second: Actor
    years: list[Year]
    agreements: list[Agreement]
    shared: list[tuple[Organization, Membership, Membership]]
    direct: list[Membership]
    first_on_second: list[Position]
    second_on_first: list[Position]
    joint: list[int]  # statements, by number
    disputes: Disputes
    excludes: list[Listed]
    meets: list[Meeting]

    @property
    def incompatibilities(self) -> list[Any]:
        """Those of the two, where both are organizations."""
        return [listed.incompatibility for listed in self.excludes]

    @property
    def positions(self) -> int:
        """How many positions the two stated on each other."""
        return len(self.first_on_second) + len(self.second_on_first)


def pair_page(first: Any, second: Any, day: dt.date, *, begun: bool = False) -> PairPage:
    """Gather what ties two actors on a day: agreements, memberships, positions on each other.

    ``begun`` leaves out what had no act by the day, see :func:`.actors.actor_page`.
    """
    keys = agreements_of(first, second)
    agreements = list(agreement_rows(day).filter(pk__in=keys))
    shared, direct = _memberships(first, second, day, begun=begun)
    one = _positions(first, second, day)
    other = _positions(second, first, day)
    joint = Statement.objects.on_behalf_of(first).on_behalf_of(second).filter(by_day(day))
    joint_keys = first_statements(joint, MOST)
    ends = [end for _organization, *pair in shared for end in pair] + direct
    steps = Membership.objects.filter(pk__in=[end.pk for end in ends])
    doers = about(first) | about(second)
    return PairPage(
        first=first,
        second=second,
        years=by_year(
            acts_of(keys, doers, day),
            steps_of(steps, day),
            said([*one, *other], in_order_of(joint_keys, statement_rows())),
        ),
        agreements=[row for row in agreements if row.state or not begun],
        shared=shared,
        direct=direct,
        first_on_second=one,
        second_on_first=other,
        joint=joint_keys,
        disputes=disputes(None, acts_among(ends)),
        excludes=_excludes(first, second, day),
        meets=[*_meets(first, second, day), *_meets(second, first, day)],
    )


def _excludes(first: Any, second: Any, day: dt.date) -> list[Listed]:
    """Give the incompatibilities of two organizations."""
    are_organizations = isinstance(first, Organization) and isinstance(second, Organization)
    return incompatible_with(first, day, second) if are_organizations else []


def _meets(actor: Any, organization: Any, day: dt.date) -> list[Meeting]:
    """Give the incompatibilities with an organization that an actor meets."""
    if not isinstance(organization, Organization):
        return []
    return [
        meeting
        for meeting in meetings_of(actor, day)
        if organization in (meeting.inside.organization, meeting.other.organization)
    ]


def _positions(speaker: Any, target: Any, day: dt.date) -> list[Position]:
    rows = Position.objects.on_actor(target).stated_for(speaker).filter(by_day(day, "statement__"))
    return first_positions(rows, MOST)


def _memberships(
    first: Any, second: Any, day: dt.date, *, begun: bool
) -> tuple[list[tuple[Organization, Membership, Membership]], list[Membership]]:
    """Give the organizations with the membership of each, and those of one in the other."""
    both = [m for m in memberships_of(first, second, day=day) if m.status or not begun]
    ends: dict[Organization, dict[Any, Membership]] = {}
    for membership in both:
        ends.setdefault(membership.organization, {})[membership.actor] = membership
    shared = [
        (organization, two[first], two[second])
        for organization, two in ends.items()
        if first in two and second in two
    ]
    direct = [
        ends[organization][member]
        for member, organization in ((first, second), (second, first))
        if member in ends.get(organization, {})
    ]
    return shared, direct
