"""Filters of countries and organizations: above all by membership and status."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from relations.models import (
    Country,
    Membership,
    Organization,
)
from relations.querysets import Rows
from relations.vocabularies import (
    CountryKind,
    MembershipStatus,
    OrganizationKind,
    Region,
)

from .parts import (
    AnyActor,
    AnyOf,
    AnyWhere,
    Choices,
    ListFilter,
    Sort,
    Words,
    actors_with,
    is_actor,
    no_condition,
)


def _organizations_with_members() -> Choices:
    organizations = Organization.objects.published().filter(
        Exists(Membership.objects.published().filter(organization=OuterRef("pk")))
    )
    return list(organizations.order_by("name").values_list("slug", "name"))


def _members() -> Choices:
    published = Membership.objects.published()
    return actors_with(
        Country.objects.filter(Exists(published.filter(actor_country=OuterRef("pk")))),
        Organization.objects.filter(Exists(published.filter(actor_organization=OuterRef("pk")))),
    )


class MembershipFilter(ListFilter):
    """The two words that go together: whose membership, in which status today."""

    def filter_queryset(self, queryset: Rows) -> Rows:
        values = self.form.cleaned_data
        queryset = super().filter_queryset(queryset)
        if not values["member"] and not values["status"]:
            return queryset
        memberships = self.memberships(values["member"])
        if values["status"]:
            memberships = memberships.with_status().filter(status__in=values["status"])
        return queryset.filter(Exists(memberships))

    def memberships(self, slugs: list[str]) -> Any:
        raise NotImplementedError


class CountryFilter(MembershipFilter):
    q = Words()
    member = AnyActor(no_condition, choices=_organizations_with_members, label=_("Member of"))
    status = AnyWhere(no_condition, choices=MembershipStatus.choices, label=_("Status there"))
    kind = AnyOf(field_name="kind", choices=CountryKind.choices, label=_("Kind"))
    region = AnyOf(field_name="region", choices=Region.choices, label=_("Region"))
    sort = Sort({"name": (_("name"), ("name",)), "code": (_("code"), ("code",))})

    class Meta:
        model = Country
        fields: list[str] = []

    def memberships(self, slugs: list[str]) -> Any:
        rows = Membership.objects.visible().filter(actor_country=OuterRef("pk"))
        return rows.filter(organization__slug__in=slugs) if slugs else rows


class OrganizationFilter(MembershipFilter):
    q = Words()
    member = AnyActor(no_condition, choices=_members, label=_("With"))
    status = AnyWhere(no_condition, choices=MembershipStatus.choices, label=_("As"))
    kind = AnyOf(field_name="kind", choices=OrganizationKind.choices, label=_("Kind"))
    sort = Sort({"name": (_("name"), ("name",)), "acronym": (_("acronym"), ("acronym", "name"))})

    class Meta:
        model = Organization
        fields: list[str] = []

    def memberships(self, slugs: list[str]) -> Any:
        rows = Membership.objects.visible().filter(organization=OuterRef("pk"))
        return rows.filter(is_actor(slugs)) if slugs else rows
