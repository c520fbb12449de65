"""Sources, citations, scopes and former slugs."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from relations.models import Citation, FormerSlug, Scope, Source

from .base import RelationsAdmin
from .review import ReviewedAdmin
from .source_pages import SourceForm, SourcePages


@admin.register(Source)
class SourceAdmin(SourcePages, ReviewedAdmin, RelationsAdmin):
    form = SourceForm
    list_display = ("title", "publisher", "published", "kind", "language", "review")
    list_filter = ("review", "kind", "language")
    search_fields = ("=slug", "publisher", "title", "author", "url")
    prepopulated_fields = {"slug": ("publisher", "title")}
    date_hierarchy = "published_earliest"
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "title",
                    "slug",
                    ("publisher", "author"),
                    ("kind", "language"),
                    "published",
                )
            },
        ),
        (_("On the web"), {"fields": ("url", "accessed", "archived_url")}),
        (_("Assessment"), {"fields": ("note", "review")}),
    )

    def get_search_results(self, request: Any, queryset: Any, search_term: str) -> Any:
        """Search; where a URL was pasted, for the source with that page."""
        if "://" in search_term and (found := queryset.at(search_term)):
            return found, False
        return super().get_search_results(request, queryset, search_term)


@admin.register(Citation)
class CitationAdmin(RelationsAdmin):
    list_display = ("source", "locator", "owner")
    search_fields = ("source__title", "source__publisher", "locator")
    related = (
        "membership__actor_country",
        "membership__actor_organization",
        "membership__organization",
        "membership_act__membership__actor_country",
        "membership_act__membership__actor_organization",
        "membership_act__membership__organization",
        "act__agreement",
        "position__statement",
        "office__person",
        "office__actor_country",
        "office__actor_organization",
        *(
            f"position__{target}"
            for target in (
                "target_country",
                "target_organization",
                "target_agreement",
                "target_scope",
                "target_membership__actor_country",
                "target_membership__actor_organization",
                "target_membership__organization",
            )
        ),
    )


@admin.register(Scope)
class ScopeAdmin(RelationsAdmin):
    list_display = ("name", "parent", "order", "slug")
    search_fields = ("=slug", "name", "parent__name", "description")
    prepopulated_fields = {"slug": ("name",)}


@admin.register(FormerSlug)
class FormerSlugAdmin(RelationsAdmin):
    list_display = ("slug", *FormerSlug.TARGETS)
    search_fields = ("slug",)
