"""Statements with their sides and positions; people with their offices."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from relations.models import Office, Person, Position, Side, Statement

from .base import EVIDENCE, BlockInline, CitationInline, CuratedAdmin, Inline, RelationsAdmin
from .claim import ClaimInline, KeepsClaims
from .lists import IndexedValuesFilter

TARGET_ROWS = (
    ("target_country", "target_organization", "target_agreement"),
    ("target_scope", "target_membership", "stance"),
)
MEMBERSHIP_NAMES = tuple(
    f"target_membership__{end}" for end in ("actor_country", "actor_organization", "organization")
)


class OfficeInline(BlockInline):
    model = Office
    fields = (
        "title",
        ("actor_country", "actor_organization"),
        ("start", "end", "occurrence"),
        ("source", "locator"),
    )


class SideInline(Inline):
    model = Side
    fields = ("actor_country", "actor_organization", "person", "office")
    verbose_name_plural = _("on whose behalf")
    related = ("office__person", "office__actor_country", "office__actor_organization")


class PositionInline(BlockInline):
    model = Position
    fields = (*TARGET_ROWS, ("text", "quotation"))
    related = MEMBERSHIP_NAMES


@admin.register(Statement)
class StatementAdmin(KeepsClaims, CuratedAdmin):
    list_display = ("title", "date", "medium", "voice", "review", "is_sourced")
    list_filter = ("review", "voice", "medium", ("language", IndexedValuesFilter))
    # A column of few values is filtered: to sort by it would sort a million rows.
    sortable_by = ("title", "date")
    search_fields = ("=slug", "title", "summary", "quotation", "commentator", "side__person__name")
    prepopulated_fields = {"slug": ("title",)}
    date_hierarchy = "date_earliest"
    inlines = (SideInline, PositionInline, ClaimInline, CitationInline)
    fieldsets = (
        (
            None,
            {"fields": ("title", "slug", ("date", "medium", "place"), ("voice", "commentator"))},
        ),
        (
            _("What was said"),
            {"fields": ("summary", "quotation", ("language", "translated"), "note")},
        ),
        EVIDENCE,
    )


@admin.register(Side)
class SideAdmin(RelationsAdmin):
    list_display = ("statement", "actor", "person", "office")
    ordering = ("-pk",)
    sortable_by = ()
    search_fields = ("statement__title", "person__name", "actor_country__name")
    related = ("office__person", "office__actor_country", "office__actor_organization")


@admin.register(Position)
class PositionAdmin(KeepsClaims, RelationsAdmin):
    list_display = ("statement", "target", "stance", "text")
    ordering = ("-pk",)
    sortable_by = ()
    list_filter = ("stance",)
    search_fields = (
        "statement__title",
        "text",
        "target_country__name",
        "target_organization__name",
        "target_agreement__title",
    )
    inlines = (ClaimInline, CitationInline)
    related = MEMBERSHIP_NAMES


@admin.register(Person)
class PersonAdmin(KeepsClaims, CuratedAdmin):
    list_display = ("name", "native_name", "review", "is_sourced")
    list_filter = ("review",)
    search_fields = ("=slug", "=wikidata", "name", "native_name")
    prepopulated_fields = {"slug": ("name",)}
    inlines = (OfficeInline, ClaimInline, CitationInline)
    fieldsets = (
        (None, {"fields": (("name", "native_name"), "slug", "wikidata", "summary")}),
        EVIDENCE,
    )


@admin.register(Office)
class OfficeAdmin(KeepsClaims, CuratedAdmin):
    actions = ()  # reviewed with the person
    list_display = ("person", "title", "actor", "start", "end", "review")
    list_filter = ("review",)
    search_fields = (
        "=actor_country__code",
        "=actor_organization__acronym",
        "person__name",
        "person__native_name",
        "title",
        "actor_country__name",
        "actor_organization__name",
        "actor_country__othername__name",
        "actor_organization__othername__name",
    )
    inlines = (ClaimInline, CitationInline)
