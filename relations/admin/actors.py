"""Countries, organizations and their other names."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from relations.models import Country, Organization, OtherName

from .base import EVIDENCE, CitationInline, CuratedAdmin, Inline, RelationsAdmin
from .claim import ClaimInline, KeepsClaims


class OtherNameInline(Inline):
    model = OtherName
    fields = ("name", "kind", "language", "note")


@admin.register(Country)
class CountryAdmin(KeepsClaims, CuratedAdmin):
    list_display = ("name", "code", "alpha2", "kind", "region", "begin", "end", "review")
    list_filter = ("review", "kind", "region", "subregion", "iso_status")
    search_fields = (
        "=code",
        "=alpha2",
        "=numeric",
        "name",
        "official_name",
        "othername__name",
    )
    prepopulated_fields = {"slug": ("name",)}
    inlines = (OtherNameInline, ClaimInline, CitationInline)
    fieldsets = (
        (None, {"fields": (("name", "official_name"), "slug", ("kind", "sovereign"))}),
        (_("Codes"), {"fields": (("code", "alpha2", "numeric", "iso_status"), "wikidata")}),
        (_("Place and time"), {"fields": (("region", "subregion"), ("begin", "end"), "summary")}),
        EVIDENCE,
    )


@admin.register(Organization)
class OrganizationAdmin(KeepsClaims, CuratedAdmin):
    list_display = ("name", "acronym", "kind", "parent", "begin", "end", "review")
    list_filter = ("review", "kind")
    search_fields = ("=acronym", "=slug", "acronym", "name", "othername__name")
    prepopulated_fields = {"slug": ("acronym",)}
    inlines = (OtherNameInline, ClaimInline, CitationInline)
    fieldsets = (
        (None, {"fields": (("name", "acronym"), "slug", ("kind", "parent"))}),
        (
            _("Place and time"),
            {"fields": (("begin", "end"), "headquarters", "website", "wikidata", "summary")},
        ),
        EVIDENCE,
    )


@admin.register(OtherName)
class OtherNameAdmin(RelationsAdmin):
    list_display = ("name", "actor", "kind", "language")
    list_filter = ("kind", "language")
    search_fields = ("name", "actor_country__name", "actor_organization__name")
