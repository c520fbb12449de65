"""The home page, a scope's page and a person's page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from relations.models import (
    Act,
    Agreement,
    Country,
    Membership,
    Office,
    Organization,
    Person,
    Position,
    Provision,
    Scope,
    Source,
    Statement,
)
from relations.querysets import Rows, newest, prepared
from relations.vocabularies import Review

from .claims import Disputes, disputes
from .paging import counted, in_order_of
from .questions import Question, questions
from .shown_rows import agreement_rows, first_positions, first_statements
from .sources import visible_citations, with_citations

COUNTED = 10_000  # records of a kind; of more the home page says that there are more
LATEST = 100  # positions or statements on a page of a scope or person; the list has all


@dataclass
class HomePage:
    counts: list[tuple[str, str, int, bool]]  # name, address, number, whether there are more
    agreements: list[Agreement]
    statements: list[int]  # by number
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
    kinds = (
        (_("Countries"), "country-list", Country),
        (_("Organizations"), "organization-list", Organization),
        (_("Agreements"), "agreement-list", Agreement),
        (_("Statements"), "statement-list", Statement),
        (_("Sources"), "source-list", Source),
    )
    counts = [
        (name, url, *counted(model.objects.published(), COUNTED)) for name, url, model in kinds
    ]
    memberships = counted(Membership.objects.visible(), COUNTED)
    counts.append((_("Memberships"), "membership-list", *memberships))
    dated = Agreement.objects.published().with_first_date()
    agreements = dated.order_by(newest("first_day"), "title").values_list("pk", flat=True)
    statements = Statement.objects.published().values_list("pk", flat=True)
    return HomePage(
        counts=counts,
        agreements=in_order_of(list(agreements[:6]), agreement_rows(timezone.localdate())),
        statements=list(statements[:5]),
        scopes=scopes_with_counts(),
        questions=questions(),
    )


@dataclass
class ScopePage:
    """A scope with what is agreed under it, and the newest ``LATEST`` positions on it."""

    scope: Scope
    parts: list[Scope]
    provisions: list[Provision]
    positions: list[Position]
    more: bool


def scope_page(scope: Scope) -> ScopePage:
    """Gather what was agreed and said under a scope and the scopes below it."""
    provisions = (
        Provision.objects.filter(
            Q(scope=scope) | Q(scope__parent=scope), agreement__review=Review.PUBLISHED
        )
        .select_related("agreement__source", "scope", "source")
        .order_by("agreement__title", "number")
    )
    positions = first_positions(Position.objects.filter(target_scope=scope), LATEST + 1)
    return ScopePage(
        scope=scope,
        parts=list(Scope.objects.filter(parent=scope)),
        provisions=list(provisions),
        positions=positions[:LATEST],
        more=len(positions) > LATEST,
    )


@dataclass
class PersonPage:
    person: Person
    offices: list[Any]
    statements: list[int]  # the newest, by number
    more: bool
    acts: list[Any]
    citations: list[Any]
    disputes: Disputes


def person_page(person: Person) -> PersonPage:
    """Gather a person's offices, statements and signatures."""
    offices = list(_offices().filter(person__in=[person]))
    acts = list(_acts().filter(person__in=[person]))
    sides = person.side_set.order_by().values("statement")
    statements = first_statements(Statement.objects.filter(pk__in=sides), LATEST + 1)
    return PersonPage(
        person=person,
        offices=offices,
        statements=statements[:LATEST],
        more=len(statements) > LATEST,
        acts=acts,
        citations=list(visible_citations().filter(person__in=[person])),
        disputes=disputes(person, offices, acts),
    )


@cache
def _offices() -> Rows:
    offices = Office.objects.published().visible().with_actors().select_related("person", "source")
    return prepared(offices.prefetch_related(with_citations()))


@cache
def _acts() -> Rows:
    acts = Act.objects.visible().with_actors().filter(agreement__review=Review.PUBLISHED)
    return prepared(acts.select_related("agreement__source", "source"))
