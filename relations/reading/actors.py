"""A country's or an organization's page, and the page of two of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q
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
from relations.querysets import Rows, about, newest
from relations.vocabularies import Review

from .claims import Disputes, disputes
from .sources import visible_citations, with_citations

Actor = Country | Organization


@dataclass
class ActorPage:
    """What is known of one actor. Lists hold model rows with what they show loaded."""

    actor: Actor
    names: list[OtherName]
    citations: list[Any]
    agreements: list[Agreement]
    memberships: list[Membership]
    members: list[Membership]
    parts: list[Any]
    offices: list[Office]
    statements: list[Statement]
    positions_on_it: list[Position]
    disputes: Disputes


@dataclass
class PairPage:
    """What ties two actors."""

    first: Actor
    second: Actor
    agreements: list[Agreement]
    shared: list[tuple[Organization, Membership, Membership]]
    direct: list[Membership]
    first_on_second: list[Position]
    second_on_first: list[Position]
    joint: list[Statement]
    disputes: Disputes

    @property
    def positions(self) -> int:
        """How many positions the two stated on each other."""
        return len(self.first_on_second) + len(self.second_on_first)


def current_slugs(words: list[str]) -> list[str]:
    """Turn codes of countries and former slugs of actors into slugs of today.

    Words come from the URL: a NUL, which PostgreSQL refuses to look for, is left out.
    """
    words = [word.replace("\x00", "") for word in words]
    codes = [word for word in words if re.fullmatch("[A-Z]{3}", word)]
    known = dict(Country.objects.filter(code__in=codes).values_list("code", "slug"))
    former = FormerSlug.objects.filter(slug__in=[w for w in words if w not in known])
    for row in former.select_related("country", "organization"):
        if actor := row.country or row.organization:
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


def agreement_rows(agreements: Rows) -> Rows:
    """Load what a table of agreements shows: state, first date, parties. Newest first."""
    return (
        agreements.published()
        .with_state()
        .with_first_date()
        .with_parties()
        .order_by(newest("first_day"), "title")
    )


def membership_rows(memberships: Rows) -> Rows:
    """Load what a table of memberships shows: status, both ends, acts in order, sources."""
    return (
        memberships.visible()
        .with_status()
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
        .order_by(newest("statement__date_earliest"), "statement__title", "pk")
    )


def statement_rows(statements: Rows) -> Rows:
    """Load what a list of statements shows: whose it is, positions with targets, source."""
    return (
        statements.published()
        .select_related("source")
        .prefetch_related(
            with_sides("side_set"),
            Prefetch(
                "position_set", Position.objects.visible().with_targets(), to_attr="positions"
            ),
        )
    )


def actor_page(actor: Any) -> ActorPage:
    """Gather what is known of an actor."""
    memberships = list(
        membership_rows(Membership.objects.for_actor(actor)).order_by("organization__name")
    )
    members: list[Membership] = []
    if isinstance(actor, Organization):
        members += membership_rows(Membership.objects.filter(organization=actor)).order_by(
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
    return ActorPage(
        actor=actor,
        names=list(OtherName.objects.for_actor(actor)),
        citations=list(visible_citations().filter(**{str(actor._meta.model_name): actor})),
        agreements=list(agreement_rows(Agreement.objects.of(actor))),
        memberships=memberships,
        members=members,
        parts=list(parts),
        offices=offices,
        statements=list(statement_rows(Statement.objects.on_behalf_of(actor))),
        positions_on_it=list(position_rows(Position.objects.on_actor(actor))),
        disputes=disputes(actor, _acts(memberships), _acts(members), offices),
    )


def _acts(memberships: list[Any]) -> list[MembershipAct]:
    return [act for membership in memberships for act in membership.acts]


def pair_page(first: Actor, second: Actor) -> PairPage:
    """Gather what ties two actors: agreements, shared memberships, positions on each other."""
    both = membership_rows(Membership.objects.filter(about(first) | about(second))).order_by(
        "organization__name"
    )
    by_organization: dict[Organization, dict[Actor, Membership]] = {}
    for membership in both:
        by_organization.setdefault(membership.organization, {})[membership.actor] = membership
    shared = [
        (organization, ends[first], ends[second])
        for organization, ends in by_organization.items()
        if first in ends and second in ends
    ]
    direct = Q(pk__in=[])
    for member, organization in ((first, second), (second, first)):
        if isinstance(organization, Organization):
            direct |= about(member) & Q(organization=organization)
    rows = list(membership_rows(Membership.objects.filter(direct)))
    return PairPage(
        first=first,
        second=second,
        agreements=list(agreement_rows(Agreement.objects.of(first, second))),
        shared=shared,
        direct=rows,
        first_on_second=list(position_rows(Position.objects.on_actor(second).stated_for(first))),
        second_on_first=list(position_rows(Position.objects.on_actor(first).stated_for(second))),
        joint=list(statement_rows(Statement.objects.on_behalf_of(first).on_behalf_of(second))),
        disputes=disputes(None, *(_acts([a, b]) for _organization, a, b in shared), _acts(rows)),
    )


def visible_acts() -> Rows:
    """Give the acts in their order, with everything that a line about one shows."""
    return (
        Act.objects.visible()
        .with_actors()
        .select_related("person", "source")
        .prefetch_related(with_citations())
        .in_order()
    )
