"""Which organizations exclude each other, and whose memberships meet that.

An actor meets an incompatibility on a day when it belongs to one of the two organizations
(``JOINED``) and belongs to the other too, or is on the way into it (``SEEKING``): what it
declared an aim counts, and the status says how far it is. Nothing of this is stored.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q

from relations.models import Incompatibility, Membership
from relations.querysets import Rows, prepared
from relations.vocabularies import JOINED, SEEKING

from .shown_rows import DAYS, with_sides
from .sources import with_citations

ENDS = ("first", "second")
TYING = (*JOINED, *SEEKING)


@dataclass(frozen=True)
class Meeting:
    """An actor that meets an incompatibility: by which memberships, with their ``status``.

    ``inside`` is one to which it belongs, ``other`` that of the other organization.
    """

    incompatibility: Any
    inside: Any
    other: Any

    @property
    def actor(self) -> Any:
        return self.inside.actor

    @property
    def in_both(self) -> bool:
        """Whether it belongs to both, and is not only on the way into one."""
        return bool(self.other.status in JOINED)


@dataclass(frozen=True)
class Listed:
    """An incompatibility, and who meets it."""

    incompatibility: Any
    meetings: list[Meeting]


def incompatibilities_asked(on: dt.date) -> Rows:
    """Give those that readers may see, whenever they hold."""
    return Incompatibility.objects.visible()


def incompatibilities_met(on: dt.date) -> Rows:
    """Load with them who is tied to their organizations on a day, for :func:`met`.

    ``holds`` says whether one holds on that day; what counts is in ``tied`` of each
    organization. Three queries for any number of rows.
    """
    holding = Incompatibility.objects.holding(on).filter(pk=OuterRef("pk"))
    rows = incompatibilities_asked(on).select_related(*ENDS).annotate(holds=Exists(holding))
    tied = _tying(on)
    return rows.prefetch_related(
        *(Prefetch(f"{end}__member_set", tied, to_attr="tied") for end in ENDS)
    )


def incompatibilities_shown(on: dt.date) -> Rows:
    """Load all that one shows: who states it, its sources, and who meets it on a day."""
    return _with_evidence(incompatibilities_met(on))


def _tying(on: dt.date) -> Rows:
    rows: Rows = (
        Membership.objects.visible().with_actors().select_related("organization").with_status(on)
    )
    return rows.filter(status__in=TYING).order_by("pk")


def _with_evidence(rows: Rows) -> Rows:
    return (
        rows.select_related(*ENDS, "source", "statement__source")
        .with_edits()
        .prefetch_related(with_citations(), with_sides("statement__side_set"))
    )


def met(incompatibility: Any) -> list[Meeting]:
    """Give who meets one of :func:`incompatibilities_met`, by name; nobody if it doesn't hold."""
    if not incompatibility.holds:
        return []
    others = {membership.actor: membership for membership in incompatibility.second.tied}
    pairs = [(one, others.get(one.actor)) for one in incompatibility.first.tied]
    found = [_meeting(incompatibility, one, other) for one, other in pairs if other is not None]
    return sorted(filter(None, found), key=lambda meeting: str(meeting.actor))


def _meeting(incompatibility: Any, one: Any, other: Any) -> Meeting | None:
    """Give the meeting of two memberships of an actor; None where it belongs to neither."""
    if one.status in JOINED:
        return Meeting(incompatibility, one, other)
    return Meeting(incompatibility, other, one) if other.status in JOINED else None


def meetings(memberships: Iterable[Any], on: dt.date) -> list[Meeting]:
    """Give what the memberships of one actor meet on a day. Three queries at most.

    They carry ``status``, as :meth:`MembershipQuerySet.with_status` annotates it for the day.
    """
    tied = {m.organization_id: m for m in memberships if m.status in TYING}
    if not any(m.status in JOINED for m in tied.values()):
        return []
    rows = _holding(on).filter(first__in=tied, second__in=tied)
    found = (_meeting(row, tied[row.first_id], tied[row.second_id]) for row in rows)
    return [meeting for meeting in found if meeting is not None]


@lru_cache(DAYS)
def _holding(on: dt.date) -> Rows:
    return prepared(_with_evidence(incompatibilities_asked(on).holding(on)))


def meetings_of(actor: Any, on: dt.date) -> list[Meeting]:
    """Give what an actor meets on a day. One query more than :func:`meetings`."""
    return meetings(_tying(on).for_actor(actor), on)


def incompatible_with(organization: Any, on: dt.date, other: Any = None) -> list[Listed]:
    """Give what an organization excludes on a day, or only what lies between it and another."""
    rows = incompatibilities_shown(on).holding(on)
    if other is not None:
        return with_meetings(rows.between(organization, other))
    return with_meetings(rows.filter(Q(first=organization) | Q(second=organization)))


def with_meetings(rows: Iterable[Any]) -> list[Listed]:
    """Put beside each of :func:`incompatibilities_met` who meets it."""
    return [Listed(row, met(row)) for row in rows]


def met_by(slugs: Iterable[str], on: dt.date) -> Q:
    """Give the condition that one of some actors, by slug, meets an incompatibility on a day."""
    holding = Incompatibility.objects.holding(on).values("pk")
    wanted = Q(pk__in=[])
    for slug in slugs:
        whose = Q(actor_country__slug=slug) | Q(actor_organization__slug=slug)
        tied = Membership.objects.visible().with_status(on).filter(whose)

        def is_in(end: str, statuses: Any, tied: Rows = tied) -> Q:
            return Q(Exists(tied.filter(organization=OuterRef(end), status__in=statuses)))

        wanted |= is_in("first", JOINED) & is_in("second", TYING)
        wanted |= is_in("first", TYING) & is_in("second", JOINED)
    return wanted & Q(pk__in=holding)
