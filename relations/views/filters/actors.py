"""Filters of countries and organizations: above all by membership and status."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from relations.models import Country, Membership, Organization
from relations.querysets import Rows
from relations.reading.facets import Counts, by_actor, by_record, by_term
from relations.reading.lists import may_exist_on
from relations.vocabularies import CountryKind, MembershipStatus, OrganizationKind, Region

from .list_filter import ListFilter
from .parts import AnyActor, AnyOf, Facet, Sort, Values, Words, is_actor


def ties(values: Values, on: dt.date, whose: Any) -> Rows:
    """Give the memberships that are meant by ``member`` and ``status`` together."""
    memberships: Rows = Membership.objects.visible()
    if values["member"]:
        memberships = memberships.filter(whose(values["member"]))
    if values["status"]:
        memberships = memberships.with_status(on).filter(status__in=values["status"])
    return memberships


class TiedFilter(ListFilter):
    """For the two words that go together: whose membership, in which status on the day."""

    owner: str  # the key of a membership to a row of the list

    def narrowed(self, rows: Rows, values: Values) -> Rows:
        rows = super().narrowed(rows, values)
        if not values["member"] and not values["status"]:
            return rows
        meant = ties(values, self.on, self.others)
        return rows.filter(Exists(meant.filter(**{self.owner: OuterRef("pk")})))

    def on_the_day(self, rows: Rows, day: dt.date) -> Rows:
        return rows.filter(may_exist_on(day))

    @staticmethod
    def others(slugs: list[str]) -> Any:
        """Give the condition on the other end of a membership."""
        raise NotImplementedError

    def counted(self, word: str) -> Counts:
        """Count these two words in the memberships that meet the other one of them."""
        if word not in ("member", "status"):
            return super().counted(word)
        rows = self.queryset.all()
        kept = {**self.values, "member": None, "status": None}
        if any(kept.values()):
            rows = self.narrowed(rows, kept)
        meant = ties({**self.values, word: None}, self.on, self.others)
        meant = meant.filter(**{f"{self.owner}__in": rows.values("pk")})
        if word == "member":
            return self.by_other(meant)
        labels = dict(MembershipStatus.choices)
        return by_term(meant.with_status(self.on), "status", labels, self.owner)

    def by_other(self, memberships: Rows) -> Counts:
        raise NotImplementedError


class CountryFilter(TiedFilter):
    owner = "actor_country"

    q = Words()
    member = AnyActor(label=_("Member of"))
    status = Facet(choices=MembershipStatus.choices, label=_("Status there"))
    kind = AnyOf(field_name="kind", choices=CountryKind.choices, label=_("Kind"))
    region = AnyOf(field_name="region", choices=Region.choices, label=_("Region"))
    sort = Sort(
        {
            "name": (_("name"), ("name",)),
            "-name": (_("name, from Z to A"), ("-name",)),
            "code": (_("code"), ("code",)),
            "-code": (_("code, from Z to A"), ("-code",)),
            "-agreements": (_("most agreements first"), ("-agreement_count", "name")),
            "agreements": (_("fewest agreements first"), ("agreement_count", "name")),
        }
    )

    class Meta:
        model = Country
        fields: list[str] = []

    @staticmethod
    def others(slugs: list[str]) -> Any:
        return Q(organization__slug__in=slugs)

    def by_other(self, memberships: Rows) -> Counts:
        return by_record(memberships, "organization", Organization)


class OrganizationFilter(TiedFilter):
    owner = "organization"

    q = Words()
    member = AnyActor(label=_("With"))
    status = Facet(choices=MembershipStatus.choices, label=_("As"))
    kind = AnyOf(field_name="kind", choices=OrganizationKind.choices, label=_("Kind"))
    sort = Sort(
        {
            "name": (_("name"), ("name",)),
            "-name": (_("name, from Z to A"), ("-name",)),
            "acronym": (_("acronym"), ("acronym", "name")),
            "-acronym": (_("acronym, from Z to A"), ("-acronym", "name")),
            "-members": (_("most members first"), ("-member_count", "name")),
            "members": (_("fewest members first"), ("member_count", "name")),
        }
    )

    class Meta:
        model = Organization
        fields: list[str] = []

    @staticmethod
    def others(slugs: list[str]) -> Any:
        return is_actor(slugs)

    def by_other(self, memberships: Rows) -> Counts:
        return by_actor(memberships)
