"""What happened between actors, in time order: acts of agreements, steps of memberships, words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Q

from relations.models import Act, Membership, MembershipAct, Position, Statement
from relations.querysets import Rows, about, newest
from relations.vocabularies import Concerns, Review

MOST = 200  # events of each kind, the newest; a page that needs more is a list's work

AGREEMENT, MEMBERSHIP, STATEMENT = "agreement", "membership", "statement"


@dataclass(frozen=True)
class Event:
    """One thing that happened. ``record`` is what was done or said, ``about`` its record."""

    kind: str  # AGREEMENT, MEMBERSHIP or STATEMENT
    date: Any  # a PartialDate, or None
    record: Any
    about: Any

    @property
    def day(self) -> dt.date:
        """Where it stands in time: its first possible day, else the last; undated is oldest."""
        date = self.date
        return (date.earliest or date.latest if date else None) or dt.date.min

    @property
    def year(self) -> int | None:
        """The year that it is listed under; None where nobody recorded one."""
        return None if self.day == dt.date.min else self.day.year


@dataclass
class Year:
    """The events of one year, the newest first."""

    number: int | None
    events: list[Event]


def by_day(day: dt.date, prefix: str = "") -> Q:
    """Give the condition that something may have happened by a day; undated things may have."""
    return Q(**{f"{prefix}date_earliest__lte": day}) | Q(**{f"{prefix}date_earliest": None})


def by_year(*groups: Iterable[Event]) -> list[Year]:
    """Put events in order, newest first, and divide them by year; undated ones come last."""
    events = sorted((e for group in groups for e in group), key=lambda e: e.day, reverse=True)
    return [Year(year, list(rows)) for year, rows in groupby(events, key=lambda e: e.year)]


def acts_of(agreements: Iterable[int], actors: Q, day: dt.date) -> Iterator[Event]:
    """Give the acts of published agreements that concern all of it or one of the actors.

    ``agreements`` are their numbers; ``actors`` the condition on an act that it is one of
    the actors'. Acts after the day are left out.
    """
    acts = (
        Act.objects.visible()
        .with_actors()
        .filter(
            Q(concerns=Concerns.AGREEMENT, actor_country=None, actor_organization=None) | actors,
            agreement__among=agreements,
            agreement__review=Review.PUBLISHED,
        )
        .select_related("agreement")
    )
    for act in _by(acts, day):
        yield Event(AGREEMENT, act.date, act, act.agreement)


def steps_of(memberships: Rows, day: dt.date) -> Iterator[Event]:
    """Give the steps of memberships by the day; ``memberships`` is a visible() queryset."""
    steps = MembershipAct.objects.filter(
        membership__in=memberships.order_by().values("pk")
    ).select_related(
        "membership__actor_country", "membership__actor_organization", "membership__organization"
    )
    for step in _by(steps, day):
        yield Event(MEMBERSHIP, step.date, step, step.membership)


def said(positions: Iterable[Position], statements: Iterable[Statement] = ()) -> Iterator[Event]:
    """Give positions and statements, as loaded for the lists of a page, as events."""
    for position in positions:
        yield Event(STATEMENT, position.statement.date, position, position.statement)
    for statement in statements:
        yield Event(STATEMENT, statement.date, statement, statement)


def _by(steps: Rows, day: dt.date) -> Rows:
    """Keep what may have happened by a day: the newest, and what has no date."""
    return steps.filter(by_day(day)).order_by(newest("date_earliest"), "-pk")[:MOST]


def events_of(actor: Any, agreements: Iterable[int], day: dt.date) -> list[Year]:
    """Give what an actor did in its agreements and in memberships by a day, in years."""
    memberships = Membership.objects.for_actor(actor).visible()
    return by_year(acts_of(agreements, about(actor), day), steps_of(memberships, day))
