"""A country's or an organization's page, and the rows that it shares with other pages."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.db.models.functions import Coalesce

from relations.models import (
    Act,
    Agreement,
    Country,
    FormerSlug,
    Membership,
    MembershipAct,
    Office,
    Organization,
    OtherName,
    Position,
    Side,
    Statement,
)
from relations.querysets import Rows, newest
from relations.vocabularies import Review

from .claims import Disputes, disputes
from .events import Year, by_day, events_of
from .origins import with_origins
from .paging import in_order_of
from .profile import Numbers, ScopesByPartner, numbers, scopes_by_partner
from .sources import visible_citations, with_citations

Actor = Country | Organization
LATEST = 20  # statements and positions on an actor's page; the lists have all
FEW = 10_000  # rows that are found without an order; for more, the index of it is walked
NEWEST_POSITIONS = (newest("statement__date_earliest"), "statement__title", "pk")


@dataclass
class ActorPage:
    """What is known of one actor. Lists hold model rows with what they show loaded."""

    actor: Actor
    numbers: Numbers
    years: list[Year]
    scopes: ScopesByPartner
    names: list[OtherName]
    citations: list[Any]
    agreements: list[Agreement]
    memberships: list[Membership]
    members: list[Membership]
    parts: list[Any]
    offices: list[Office]
    statements: list[Statement]
    statement_count: int
    positions_on_it: list[Position]
    position_count: int
    disputes: Disputes


def current_slugs(words: list[str]) -> list[str]:
    """Turn codes of countries and former slugs of published actors into slugs of today.

    Words come from the URL: a NUL, which PostgreSQL refuses to look for, is left out.
    """
    words = [word.replace("\x00", "") for word in words]
    codes = [word for word in words if re.fullmatch("[A-Z]{3}", word)]
    known = dict(Country.objects.published().filter(code__in=codes).values_list("code", "slug"))
    former = FormerSlug.objects.filter(slug__in=[w for w in words if w not in known])
    for row in former.select_related("country", "organization"):
        actor = row.country or row.organization
        if actor is not None and actor.is_published:
            known.setdefault(row.slug, actor.slug)
    taken = set(Country.objects.filter(slug__in=known).values_list("slug", flat=True)) | set(
        Organization.objects.filter(slug__in=known).values_list("slug", flat=True)
    )
    return [word if word in taken else known.get(word, word) for word in words]


def find_actor(slug: str) -> Actor | None:
    """Find the published country or organization with a slug."""
    for model in (Country, Organization):
        if found := model.objects.published().select_related("source").filter(slug=slug).first():
            return found
    return None


def agreement_rows(agreements: Rows, day: dt.date | None = None) -> Rows:
    """Load what a table of agreements shows: state on the day, first date, parties.

    Newest first. ``day`` is today where it is None.
    """
    return (
        agreements.published()
        .with_state(day)
        .with_first_date()
        .with_parties()
        .order_by(newest("first_day"), "title")
    )


def membership_rows(memberships: Rows, day: dt.date | None = None) -> Rows:
    """Load what a table of memberships shows: status, both ends, acts in order, sources.

    And the rows of data sets that they came from. The status is that on the day, today
    where it is None.
    """
    return (
        memberships.visible()
        .with_status(day)
        .with_edits()
        .with_actors()
        .select_related("organization", "source")
        .prefetch_related(
            Prefetch(
                "membershipact_set",
                MembershipAct.objects.in_order()
                .select_related("source")
                .prefetch_related(with_citations()),
                to_attr="acts",
            ),
            with_citations(),
            with_origins(),
        )
    )


def with_sides(relation: str) -> Prefetch:
    """Load as ``sides`` on whose behalf statements speak, with speaker and office."""
    sides = Side.objects.visible().with_actors().select_related("person", "office")
    return Prefetch(relation, sides, to_attr="sides")


def position_rows(positions: Rows) -> Rows:
    """Load what a list of positions shows: target, statement, whose it is, source."""
    return (
        positions.visible()
        .with_targets()
        .select_related("statement__source")
        .prefetch_related(
            with_citations(),
            with_sides("statement__side_set"),
        )
        .order_by(*NEWEST_POSITIONS)
    )


def statement_rows(statements: Rows) -> Rows:
    """Load what a list of statements shows: whose it is, positions with targets, source."""
    return (
        statements.published()
        .select_related("source")
        .prefetch_related(
            with_sides("side_set"),
            Prefetch(
                "position_set", Position.objects.on_visible().with_targets(), to_attr="positions"
            ),
        )
    )


def first_positions(positions: Rows, most: int) -> list[Position]:
    """Load the first of :func:`position_rows`.

    Their numbers first: the database then sorts those, and not whole rows.
    """
    keys = _first(positions.visible(), "statement__date_earliest", NEWEST_POSITIONS, most)
    return in_order_of(keys, position_rows(Position.objects.all()))


def first_statements(statements: Rows, most: int) -> list[Statement]:
    """Load the first of :func:`statement_rows`, as :func:`first_positions` does."""
    keys = _first(statements.published(), "date_earliest", Statement._meta.ordering, most)
    return in_order_of(keys, statement_rows(Statement.objects.all()))


def _first(rows: Rows, date: str, order: Any, most: int) -> list[int]:
    """Give the numbers of the first rows in this order, of which ``date`` falling is the first.

    Few rows are found without an order: asked for it and a limit, PostgreSQL walks all
    statements by date until it has met enough, seconds where they are old ones.
    """
    dated = list(rows.order_by().values_list("pk", date)[: FEW + 1])
    if len(dated) <= FEW:
        rows = rows.model._default_manager.filter(pk__among=_newest(dated, most))
    return list(rows.order_by(*order).values_list("pk", flat=True)[:most])


def _newest(dated: list[tuple[int, dt.date | None]], most: int) -> list[int]:
    """Give the newest, and all others of the last of their days."""
    days = sorted((day for _key, day in dated if day), reverse=True)
    if len(days) < most:
        return [key for key, _day in dated]
    return [key for key, day in dated if day and day >= days[most - 1]]


def actor_page(actor: Any, day: dt.date, *, begun: bool = False) -> ActorPage:
    """Gather what is known of an actor, as it was on a day.

    ``begun`` leaves out the agreements and memberships of which no act is known by
    the day, as somebody wants who asks for an earlier one.
    """
    past = {"state": ""} if begun else {}
    agreements = list(agreement_rows(Agreement.objects.of(actor), day).exclude(**past))
    past = {"status": ""} if begun else {}
    memberships = list(
        membership_rows(Membership.objects.for_actor(actor), day)
        .exclude(**past)
        .order_by("organization__name")
    )
    members: list[Membership] = []
    if isinstance(actor, Organization):
        rows = membership_rows(Membership.objects.filter(organization=actor), day)
        members += rows.exclude(**past).order_by(
            Coalesce("actor_country__name", "actor_organization__name")
        )
        parts = actor.part_set.published()
    else:
        parts = actor.territory_set.published()
    offices = list(
        Office.objects.published()
        .for_actor(actor)
        .filter(person__review=Review.PUBLISHED)
        .with_actors()
        .select_related("person", "source")
        .prefetch_related(with_citations())
        .order_by(newest("start_earliest"), "person__name")
    )
    counted = numbers(actor, agreements, memberships, members, day)
    statements = Statement.objects.published().on_behalf_of(actor).filter(by_day(day))
    on_it = Position.objects.on_actor(actor).filter(by_day(day, "statement__"))
    return ActorPage(
        actor=actor,
        numbers=counted,
        years=events_of(actor, day),
        scopes=scopes_by_partner(actor, day),
        names=list(OtherName.objects.for_actor(actor)),
        citations=list(visible_citations().filter(**{str(actor._meta.model_name): actor})),
        agreements=agreements,
        memberships=memberships,
        members=members,
        parts=list(parts),
        offices=offices,
        statements=first_statements(statements, LATEST),
        statement_count=statements.count(),
        positions_on_it=first_positions(on_it, LATEST),
        position_count=sum(number for _stance, _label, number in counted.received),
        disputes=disputes(actor, acts_among(memberships), acts_among(members), offices),
    )


def acts_among(memberships: list[Any]) -> list[MembershipAct]:
    """Give the acts of memberships loaded by :func:`membership_rows`."""
    return [act for membership in memberships for act in membership.acts]


def visible_acts() -> Rows:
    """Give the acts in their order, with everything that a line about one shows."""
    return (
        Act.objects.visible()
        .with_actors()
        .select_related("person", "source")
        .prefetch_related(with_citations())
        .in_order()
    )
