"""The home page, a scope's page and a person's page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from relations.models import (
    Agreement,
    Country,
    Membership,
    Organization,
    Person,
    Position,
    Provision,
    Scope,
    Source,
    Statement,
)
from relations.vocabularies import Review

from .actors import agreement_rows, position_rows, statement_rows
from .claims import Disputes, disputes
from .questions import Question, questions
from .sources import visible_citations, with_citations


@dataclass
class HomePage:
    counts: list[tuple[str, str, int]]
    agreements: list[Agreement]
    statements: list[Statement]
    scopes: list[Scope]
    questions: list[Question]


def scopes_with_counts() -> list[Scope]:
    """Give the scopes in tree order, each with the number of published agreements under it."""
    scopes = Scope.objects.select_related("parent").annotate(
        agreements=Count(
            "provision__agreement",
            filter=Q(provision__agreement__review=Review.PUBLISHED),
            distinct=True,
        )
    )
    return list(scopes)


def home_page() -> HomePage:
    """Gather the home page: what there is, and what is new in the world."""
    counted = (
        (_("Countries"), "country-list", Country),
        (_("Organizations"), "organization-list", Organization),
        (_("Agreements"), "agreement-list", Agreement),
        (_("Statements"), "statement-list", Statement),
        (_("Sources"), "source-list", Source),
    )
    counts = [(name, url, model.objects.published().count()) for name, url, model in counted]
    counts.append((_("Memberships"), "membership-list", Membership.objects.visible().count()))
    return HomePage(
        counts=counts,
        agreements=list(agreement_rows(Agreement.objects.all())[:6]),
        statements=list(statement_rows(Statement.objects.all())[:5]),
        scopes=scopes_with_counts(),
        questions=questions(),
    )


@dataclass
class ScopePage:
    scope: Scope
    parts: list[Scope]
    provisions: list[Provision]
    positions: list[Position]


def scope_page(scope: Scope) -> ScopePage:
    """Gather what was agreed and said under a scope and the scopes below it."""
    provisions = (
        Provision.objects.filter(
            Q(scope=scope) | Q(scope__parent=scope), agreement__review=Review.PUBLISHED
        )
        .select_related("agreement__source", "scope", "source")
        .order_by("agreement__title", "number")
    )
    return ScopePage(
        scope=scope,
        parts=list(Scope.objects.filter(parent=scope)),
        provisions=list(provisions),
        positions=list(position_rows(Position.objects.filter(target_scope=scope))),
    )


@dataclass
class PersonPage:
    person: Person
    offices: list[Any]
    statements: list[Statement]
    acts: list[Any]
    citations: list[Any]
    disputes: Disputes


def person_page(person: Person) -> PersonPage:
    """Gather a person's offices, statements and signatures."""
    offices = list(
        person.office_set.published()
        .visible()
        .with_actors()
        .select_related("source")
        .prefetch_related(with_citations())
    )
    acts = list(
        person.act_set.visible()
        .with_actors()
        .filter(agreement__review=Review.PUBLISHED)
        .select_related("agreement__source", "source")
    )
    return PersonPage(
        person=person,
        offices=offices,
        statements=list(statement_rows(Statement.objects.filter(side__person=person).distinct())),
        acts=acts,
        citations=list(visible_citations().filter(person=person)),
        disputes=disputes(person, offices, acts),
    )
