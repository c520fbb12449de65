"""Agreements, in the order in which an analyst enters one: parties, acts, provisions, links."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from relations.models import Act, Agreement, AgreementLink, Party, Provision
from relations.vocabularies import AgreementState

from .base import EVIDENCE, BlockInline, CitationInline, CuratedAdmin, Inline, RelationsAdmin
from .claim import ClaimInline, KeepsClaims


class PartyInline(Inline):
    model = Party
    fields = ("actor_country", "actor_organization", "role", "note")


class ActInline(BlockInline):
    model = Act
    fields = (
        ("kind", "concerns", "occurrence"),
        ("actor_country", "actor_organization", "person"),
        ("date", "effect", "place"),
        "reason",
        ("source", "locator"),
    )


class ProvisionInline(Inline):
    model = Provision
    fields = ("number", "scope", "force", "text", "locator", "source")


class LinkInline(Inline):
    model = AgreementLink
    fk_name = "from_agreement"
    fields = ("kind", "to_agreement", "note")
    verbose_name_plural = _("links to earlier agreements")


class StateFilter(admin.SimpleListFilter):
    title = _("state today")
    parameter_name = "state"

    def lookups(self, request: Any, model_admin: Any) -> Any:
        return AgreementState.choices

    def queryset(self, request: Any, queryset: Any) -> Any:
        return queryset.filter(state=self.value()) if self.value() else queryset


@admin.register(Agreement)
class AgreementAdmin(KeepsClaims, CuratedAdmin):
    list_display = ("__str__", "kind", "state", "legal_force", "review", "is_sourced")
    list_filter = ("review", StateFilter, "kind", "legal_force")
    search_fields = ("=slug", "short_title", "title", "registration")
    prepopulated_fields = {"slug": ("short_title",)}
    inlines = (PartyInline, ActInline, ProvisionInline, LinkInline, ClaimInline, CitationInline)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "title",
                    "short_title",
                    "slug",
                    ("kind", "legal_force"),
                    "summary",
                    "registration",
                    "note",
                )
            },
        ),
        EVIDENCE,
    )

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).with_state()

    @admin.display(description=_("state today"), ordering="state")
    def state(self, agreement: Any) -> str:
        return str(AgreementState(agreement.state).label) if agreement.state else "–"


@admin.register(Party)
class PartyAdmin(RelationsAdmin):
    list_display = ("actor", "agreement", "role")
    list_filter = ("role",)
    search_fields = ("actor_country__name", "actor_organization__name", "agreement__title")


@admin.register(Act)
class ActAdmin(KeepsClaims, RelationsAdmin):
    list_display = ("agreement", "kind", "actor", "concerns", "date", "effect")
    list_filter = ("kind", "concerns")
    search_fields = ("agreement__title", "actor_country__name", "actor_organization__name")
    date_hierarchy = "date_earliest"
    inlines = (ClaimInline, CitationInline)


@admin.register(Provision)
class ProvisionAdmin(KeepsClaims, RelationsAdmin):
    list_display = ("agreement", "number", "scope", "force", "text")
    list_filter = ("force", "scope")
    search_fields = ("text", "agreement__title")
    inlines = (ClaimInline,)


@admin.register(AgreementLink)
class AgreementLinkAdmin(RelationsAdmin):
    list_display = ("from_agreement", "kind", "to_agreement")
    list_filter = ("kind",)
    search_fields = ("from_agreement__title", "to_agreement__title")
