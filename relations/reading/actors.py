"""A country's or an organization's page."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from relations.models import (
    Agreement,
    Country,
    FormerSlug,
    Membership,
    Office,
    Organization,
    OtherName,
    Position,
    Statement,
)
from relations.querysets import among_actors

from .claims import Disputes, disputes
from .events import Year, by_day, events_of
from .gathered import by_term
from .profile import Numbers, ScopesByPartner, numbers, scopes_by_partner
from .shown_rows import (
    acts_among,
    agreement_rows,
    agreements_of,
    members_of,
    memberships_of,
    newest_positions,
    newest_statements,
    office_rows,
    published_statements,
    visible_positions,
)
from .sources import visible_citations

Actor = Country | Organization
LATEST = 20  # statements and positions on an actor's page; the lists have all


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
    statements: list[int]  # the newest, by number
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


def actor_page(actor: Any, day: dt.date, *, begun: bool = False) -> ActorPage:
    """Gather what is known of an actor, as it was on a day.

    ``begun`` leaves out the agreements and memberships of which no act is known by
    the day, as somebody wants who asks for an earlier one.
    """
    keys = agreements_of(actor)
    agreements = list(agreement_rows(day).filter(pk__in=keys))
    memberships = memberships_of(actor, day=day)
    members: list[Any] = []
    if isinstance(actor, Organization):
        members += members_of(actor, day=day)
        parts = actor.part_set.published()
    else:
        parts = actor.territory_set.published()
    if begun:
        agreements = [row for row in agreements if row.state]
        memberships = [row for row in memberships if row.status]
        members = [row for row in members if row.status]
    offices = list(office_rows().filter(among_actors(actor)))
    said = published_statements(Statement.objects.on_behalf_of(actor).filter(by_day(day)))
    on_it = visible_positions(Position.objects.on_actor(actor).filter(by_day(day, "statement__")))
    taken = by_term(Position.objects.on_visible().filter(said.among("statement")), "stance")
    return ActorPage(
        actor=actor,
        numbers=numbers(agreements, memberships, members, taken=taken, received=on_it.by_term()),
        years=events_of(actor, keys, day),
        scopes=scopes_by_partner(actor, agreements),
        names=list(OtherName.objects.for_actor(actor)),
        citations=list(visible_citations().filter(**{f"{actor._meta.model_name}__in": [actor]})),
        agreements=agreements,
        memberships=memberships,
        members=members,
        parts=list(parts),
        offices=offices,
        statements=newest_statements(said, LATEST),
        statement_count=said.count(),
        positions_on_it=newest_positions(on_it, LATEST),
        position_count=on_it.count(),
        disputes=disputes(actor, acts_among(memberships), acts_among(members), offices),
    )
