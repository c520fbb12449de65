"""Filters of memberships: who belonged where, as what, on which day."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from relations.models import Country, Membership, Organization
from relations.querysets import Rows, newest, oldest
from relations.reading.facets import Counts, by_actor, by_record
from relations.reading.search import with_words
from relations.vocabularies import MembershipStatus, OrganizationKind, Region

from .list_filter import ListFilter
from .parts import AnyActor, AnyOf, AnyRecord, Sort, Values, Words, is_actor


class EndsWords(Words):
    """Every word must occur in the names of the member or of the organization."""

    def filter(self, qs: Rows, value: Any) -> Rows:
        for word in (value or "").split()[:8]:
            countries = with_words(Country.objects.all(), word).values("pk")
            organizations = with_words(Organization.objects.all(), word).values("pk")
            qs = qs.filter(
                Q(actor_country__in=countries)
                | Q(actor_organization__in=organizations)
                | Q(organization__in=organizations)
            )
        return qs


def _members(rows: Rows, values: Values, on: dt.date) -> Counts:
    return by_actor(rows)


def _in_organization(slugs: list[str]) -> Q:
    return Q(organization__slug__in=slugs)


def _organizations(rows: Rows, values: Values, on: dt.date) -> Counts:
    return by_record(rows, "organization", Organization)


class MembershipFilter(ListFilter):
    q = EndsWords()
    organization = AnyRecord(
        _in_organization, _organizations, models=(Organization,), label=_("Organization")
    )
    member = AnyActor(is_actor, _members, label=_("Member"))
    status = AnyOf(field_name="status", choices=MembershipStatus.choices, label=_("Status"))
    kind = AnyOf(
        field_name="organization__kind",
        choices=OrganizationKind.choices,
        label=_("Kind of organization"),
    )
    region = AnyOf(
        field_name="actor_country__region", choices=Region.choices, label=_("Region of the member")
    )
    sort = Sort(
        {
            "organization": (_("organization"), ("organization__name", "member_name")),
            "-organization": (
                _("organization, from Z to A"),
                ("-organization__name", "member_name"),
            ),
            "member": (_("member"), ("member_name", "organization__name")),
            "-member": (_("member, from Z to A"), ("-member_name", "organization__name")),
            "date": (_("oldest tie first"), (oldest("first_day"), "member_name")),
            "-date": (_("newest tie first"), (newest("first_day"), "member_name")),
        }
    )

    class Meta:
        model = Membership
        fields: list[str] = []

    def on_the_day(self, rows: Rows, day: dt.date) -> Rows:
        return rows.exclude(status="")
