"""The rows of each list: what can be asked of them, and what one row shows.

``…_asked`` gives published rows with the annotations that filters and orders name (what
isn't named costs nothing: pages read keys only); ``…_shown`` loads what a row shows.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from django.db import models
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce

from relations.models import (
    Act,
    Agreement,
    Country,
    Membership,
    MembershipAct,
    Office,
    Organization,
    Party,
    Person,
    Side,
    Source,
    Statement,
)
from relations.querysets import Rows
from relations.vocabularies import MembershipStatus, Review

from . import shown_rows
from .publication import remembered


def number_of(parts: Rows, column: str, counted: str = "pk") -> Coalesce:
    """Give how many parts a row has; ``parts`` are those whose ``column`` is the row."""
    grouped = parts.order_by().values(column).annotate(n=Count(counted, distinct=True)).values("n")
    return Coalesce(Subquery(grouped, output_field=models.IntegerField()), 0)


def agreements_asked(on: dt.date) -> Rows:
    acts = Act.objects.filter(agreement=OuterRef("pk"), date_earliest__lte=on)
    last = acts.order_by("-date_earliest", "-pk")
    return (
        Agreement.objects.published()
        .with_state(on)
        .with_first_date()
        .annotate(
            last_day=Subquery(last.values("date_earliest")[:1]),
            last_date=Subquery(last.values("date")[:1]),
            last_kind=Subquery(last.values("kind")[:1]),
            party_count=number_of(
                Party.objects.visible().filter(agreement=OuterRef("pk")), "agreement"
            ),
        )
    )


def agreements_shown(on: dt.date) -> Rows:
    return agreements_asked(on).with_parties()


def countries_asked(on: dt.date) -> Rows:
    parties = Party.objects.filter(actor_country=OuterRef("pk"), agreement__review=Review.PUBLISHED)
    return Country.objects.published().annotate(
        agreement_count=number_of(parties, "actor_country", "agreement")
    )


def countries_shown(on: dt.date) -> Rows:
    return countries_asked(on).select_related("sovereign")


def organizations_asked(on: dt.date) -> Rows:
    memberships: Rows = Membership.objects.visible().filter(organization=OuterRef("pk"))
    members = memberships.with_status(on).filter(status=MembershipStatus.MEMBER)
    return Organization.objects.published().annotate(
        member_count=number_of(members, "organization")
    )


def organizations_shown(on: dt.date) -> Rows:
    return organizations_asked(on).select_related("parent")


def memberships_asked(on: dt.date) -> Rows:
    acts = MembershipAct.objects.filter(membership=OuterRef("pk"))
    first = acts.filter(date_earliest__isnull=False).order_by("date_earliest", "pk")
    return (
        Membership.objects.visible()
        .with_status(on)
        .annotate(
            member_name=Coalesce("actor_country__name", "actor_organization__name"),
            first_day=Subquery(first.values("date_earliest")[:1]),
        )
    )


def memberships_shown(on: dt.date) -> Rows:
    acts = MembershipAct.objects.in_order()
    return (
        memberships_asked(on)
        .with_actors()
        .select_related("organization", "source")
        .prefetch_related(Prefetch("membershipact_set", acts, to_attr="acts"))
    )


def people_asked(on: dt.date) -> Rows:
    said = Side.objects.filter(person=OuterRef("pk"), statement__review=Review.PUBLISHED)
    return Person.objects.published().annotate(
        statement_count=number_of(said, "person", "statement")
    )


def statements_of_people() -> dict[int, int]:
    """Give how many published statements each person speaks in; who speaks in none is not in it."""
    return remembered("statements of people", _statements_of_people)


def _statements_of_people() -> dict[int, int]:
    sides = Side.objects.filter(person__isnull=False).order_by().values_list("person")
    hidden = Statement.objects.exclude(review=Review.PUBLISHED).order_by().values("pk")
    # All and the hidden ones: an index has those, and of each published one the row would be read.
    how_many = Count("statement", distinct=True)
    counts = Counter(dict(sides.annotate(n=how_many)))
    counts.subtract(dict(sides.filter(statement__in=hidden).annotate(n=how_many)))
    return dict(+counts)


def people_shown(on: dt.date) -> Rows:
    offices = Office.objects.published().visible().with_actors()
    return people_asked(on).prefetch_related(Prefetch("office_set", offices, to_attr="offices"))


def statements_asked(on: dt.date) -> Rows:
    return Statement.objects.published()


def statements_shown(on: dt.date) -> Rows:
    return shown_rows.statements_shown()


def sources_asked(on: dt.date) -> Rows:
    return Source.objects.published()


# What a day leaves ---------------------------------------------------------------------


def acted_by(day: dt.date) -> Exists:
    """For agreements: that some act had certainly happened by the day."""
    return Exists(Act.objects.happened_by(day).filter(agreement=OuterRef("pk")))


def may_exist_on(day: dt.date, begin: str = "begin", end: str = "end") -> Q:
    """That something may have lasted on a day: nothing known of it says that it didn't.

    An end that is unknown (XXXX) or has no last day doesn't say so.
    """
    begun = Q(**{f"{begin}_earliest__isnull": True}) | Q(**{f"{begin}_earliest__lte": day})
    lasting = Q(**{f"{end}_latest__isnull": True}) | Q(**{f"{end}_latest__gte": day})
    return begun & lasting


def offices_held(day: Any) -> Rows:
    """Give the offices that readers may see; those held on a day, where one is given."""
    offices = Office.objects.published().visible()
    return offices.filter(may_exist_on(day, "start", "end")) if day else offices
