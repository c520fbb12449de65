"""Pages of like content as Django's own views make them: their addresses and their admin.

Rows that a page shows are loaded at once, as any Django programmer would; lists have
Django's paginator and no facets, search is ``icontains``.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.generic import DetailView, ListView

from relations.models import Country, Position, Statement

TARGETS = ("target_country", "target_organization", "target_agreement", "target_scope")


def statements() -> QuerySet[Statement]:
    return (
        Statement.objects.filter(review="published")
        .select_related("source")
        .prefetch_related(
            "side_set__person",
            "side_set__office",
            "side_set__actor_country",
            "side_set__actor_organization",
            *(f"position_set__{target}" for target in TARGETS),
        )
    )


class StatementList(ListView):
    template_name = "stock/list.html"
    paginate_by = 25

    def get_queryset(self) -> QuerySet[Statement]:
        found = statements()
        if word := self.request.GET.get("q"):
            found = found.filter(
                Q(title__icontains=word) | Q(summary__icontains=word) | Q(quotation__icontains=word)
            )
        return found


class StatementDetail(DetailView):
    template_name = "stock/statement.html"

    def get_queryset(self) -> QuerySet[Statement]:
        return statements()


class CountryDetail(DetailView):
    template_name = "stock/country.html"
    queryset = Country.objects.filter(review="published").select_related("source")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        country = self.object
        return super().get_context_data(
            statements=statements().filter(side__actor_country=country)[:20],
            positions=Position.objects.filter(
                target_country=country, statement__review="published"
            ).select_related("statement__source")[:20],
            memberships=country.membership_set.select_related("organization"),
            parties=country.party_set.select_related("agreement"),
            **context,
        )


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


site = admin.AdminSite()


@admin.register(Statement, site=site)
class StatementAdmin(admin.ModelAdmin):
    list_display = ("title", "date", "medium", "voice", "review")
    list_filter = ("review", "voice", "medium", "language")
    search_fields = ("title", "summary", "quotation")
    date_hierarchy = "date_earliest"


urlpatterns = [
    path("empty/", empty),
    path("admin/", site.urls),
    path("statements/", StatementList.as_view()),
    path("statements/<slug:slug>/", StatementDetail.as_view()),
    path("countries/<slug:slug>/", CountryDetail.as_view()),
]
