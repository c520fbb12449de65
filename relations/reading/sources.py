"""The sources list, a source's page, and the citations of a record."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db.models import Prefetch, Q

from relations.models import (
    Act,
    Agreement,
    Citation,
    Country,
    Incompatibility,
    Membership,
    MembershipAct,
    Office,
    Organization,
    Person,
    Provision,
    Source,
    Statement,
)
from relations.querysets import Rows, parts, prepared
from relations.vocabularies import Review

from .resting import resting_keys


@cache
def visible_citations() -> Rows:
    """Give the further evidence that readers may see, its source loaded: prepared."""
    visible = Citation.objects.filter(source__review=Review.PUBLISHED)
    return prepared(visible.select_related("source"))


def with_citations() -> Prefetch:
    """Load the further sources of records in one query."""
    return parts("citation_set", visible_citations(), to_attr="further_sources")


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
        ("Acts", _resting(_of_published(Act), source)),
        # A provision has no further evidence of its own.
        ("Provisions", _of_published(Provision).filter(source=source)),
        ("Statements", _resting(Statement.objects.published(), source)),
        ("People", _resting(Person.objects.published(), source)),
        (
            "Offices",
            _resting(
                Office.objects.published()
                .visible()
                .filter(person__review=Review.PUBLISHED)
                .select_related("person", "actor_country", "actor_organization"),
                source,
            ),
        ),
        ("Organizations", _resting(Organization.objects.published(), source)),
        ("Countries", _resting(Country.objects.published(), source)),
        ("Memberships", _memberships(source)),
        (
            "Incompatibilities",
            _resting(Incompatibility.objects.visible().select_related("first", "second"), source),
        ),
    ):
        found = list(rows[:LIMIT])
        if found:
            page.groups.append((title, found))
    return page


def _of_published(part: Any) -> Rows:
    """Give the acts or provisions of the agreements that readers may see."""
    rows = part.objects.filter(agreement__review=Review.PUBLISHED)
    return rows.select_related("agreement")


def _resting(records: Rows, source: Source) -> Rows:
    return records.filter(pk__in=resting_keys(source, records.model))


def _memberships(source: Source) -> Rows:
    steps = _resting(MembershipAct.objects.all(), source)
    return (
        Membership.objects.visible()
        .with_actors()
        .select_related("organization")
        .filter(Q(pk__in=resting_keys(source, Membership)) | Q(pk__in=steps.values("membership")))
    )
