"""The sources list, a source's page, and the citations of a record."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, Prefetch, Q

from relations.models import (
    Act,
    Agreement,
    Citation,
    Country,
    Membership,
    MembershipAct,
    Office,
    Organization,
    Person,
    Provision,
    Source,
    Statement,
)
from relations.querysets import Rows
from relations.vocabularies import Review


def visible_citations() -> Rows:
    """Give the further evidence that readers may see, its source loaded."""
    return Citation.objects.filter(source__review=Review.PUBLISHED).select_related("source")


def with_citations(relation: str = "citation_set") -> Prefetch:
    """Load the further sources of records in one query."""
    return Prefetch(relation, visible_citations(), to_attr="further_sources")


@dataclass
class SourcePage:
    """A source, and what rests on it: a heading and rows a kind of record."""

    source: Source
    groups: list[tuple[str, list[Any]]] = field(default_factory=list)


LIMIT = 200


def source_page(source: Source) -> SourcePage:
    """Gather what rests on a source, as principal or as further evidence."""
    page = SourcePage(source)
    for title, rows in (
        ("Agreements", _resting(Agreement.objects.published(), source)),
        ("Acts", _children(Act.objects.select_related("agreement"), source, "agreement", "act")),
        (
            "Provisions",
            _children(Provision.objects.select_related("agreement"), source, "agreement"),
        ),
        ("Statements", _resting(Statement.objects.published(), source)),
        ("People", _resting(Person.objects.published(), source)),
        (
            "Offices",
            _resting(
                Office.objects.published().select_related(
                    "person", "actor_country", "actor_organization"
                ),
                source,
            ),
        ),
        ("Organizations", _resting(Organization.objects.published(), source)),
        ("Countries", _resting(Country.objects.published(), source)),
        ("Memberships", _memberships(source)),
    ):
        found = list(rows[:LIMIT])
        if found:
            page.groups.append((title, found))
    return page


def _resting(records: Rows, source: Source) -> Rows:
    cited = Citation.objects.filter(source=source).values(_owner_name(records.model))
    return records.filter(Q(source=source) | Q(pk__in=cited))


def _children(rows: Rows, source: Source, parent: str, cited: str = "") -> Rows:
    condition = Q(source=source)
    if cited:
        condition |= Q(pk__in=Citation.objects.filter(source=source).values(cited))
    return rows.filter(condition, **{f"{parent}__review": Review.PUBLISHED})


def _memberships(source: Source) -> Rows:
    cited = Citation.objects.filter(source=source).values("membership")
    steps = MembershipAct.objects.filter(
        Q(source=source) | Q(pk__in=Citation.objects.filter(source=source).values("membership_act"))
    )
    own_step = steps.values("membership")
    return (
        Membership.objects.visible()
        .with_actors()
        .select_related("organization")
        .filter(Q(source=source) | Q(pk__in=cited) | Q(pk__in=own_step))
    )


def _owner_name(model: type[Model]) -> str:
    return str(model._meta.model_name)
