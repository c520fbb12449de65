"""Memberships and the acts from which their status follows."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from relations.models import Membership, MembershipAct
from relations.vocabularies import MembershipStatus

from .base import EVIDENCE, CitationInline, CuratedAdmin, Inline, RelationsAdmin
from .claim import ClaimInline, KeepsClaims


class MembershipActInline(Inline):
    model = MembershipAct
    related = (
        "membership__actor_country",
        "membership__actor_organization",
        "membership__organization",
    )
    fields = ("kind", "occurrence", "date", "effect", "note", "source", "locator")


class StatusFilter(admin.SimpleListFilter):
    title = _("status today")
    parameter_name = "status"

    def lookups(self, request: Any, model_admin: Any) -> Any:
        return MembershipStatus.choices

    def queryset(self, request: Any, queryset: Any) -> Any:
        return queryset.filter(status=self.value()) if self.value() else queryset


@admin.register(Membership)
class MembershipAdmin(CuratedAdmin):
    list_display = ("__str__", "status", "review", "is_sourced")
    list_filter = ("review", StatusFilter, ("organization", admin.RelatedOnlyFieldListFilter))
    search_fields = (
        "=actor_country__code",
        "=actor_country__alpha2",
        "=actor_organization__acronym",
        "=organization__acronym",
        "actor_country__name",
        "actor_organization__name",
        "organization__name",
        "organization__acronym",
        "actor_country__othername__name",
        "actor_organization__othername__name",
        "organization__othername__name",
    )
    inlines = (MembershipActInline, CitationInline)
    fieldsets = (
        (None, {"fields": (("actor_country", "actor_organization"), "organization", "note")}),
        EVIDENCE,
    )

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).with_status()

    @admin.display(description=_("status today"), ordering="status")
    def status(self, membership: Any) -> str:
        return str(MembershipStatus(membership.status).label) if membership.status else "–"


@admin.register(MembershipAct)
class MembershipActAdmin(KeepsClaims, RelationsAdmin):
    list_display = ("membership", "kind", "date", "effect")
    list_filter = ("kind",)
    search_fields = (
        "membership__actor_country__name",
        "membership__organization__name",
        "=membership__organization__acronym",
    )
    date_hierarchy = "date_earliest"
    inlines = (ClaimInline, CitationInline)
    related = (
        "membership__actor_country",
        "membership__actor_organization",
        "membership__organization",
    )
