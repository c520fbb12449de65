"""The lists, with filters that stand in the URL and can be taken away one by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.views.generic import ListView

from relations.models import Agreement, Country, Organization, Source, Statement
from relations.querysets import Rows
from relations.reading.actors import agreement_rows, statement_rows

from .filters import (
    AgreementFilter,
    CountryFilter,
    ListFilter,
    OrganizationFilter,
    SourceFilter,
    StatementFilter,
)
from .filters.parts import flat


@dataclass(frozen=True)
class Chip:
    """One filter in use, and the address without it."""

    label: str
    value: str
    url: str


class FilteredList(ListView):
    """A list of published records. ``filterset`` names what can be asked."""

    filterset: type[ListFilter]
    paginate_by = 50
    title = ""
    lead = ""
    feed = ""  # the name of the address of its Atom feed, where it has one
    request: HttpRequest

    def records(self) -> Rows:
        """Give the published records, with what a row shows."""
        raise NotImplementedError

    def get_queryset(self) -> Rows:
        self.filters = self.filterset(self.request.GET, self.records(), request=self.request)
        if self.filters.is_bound and not self.filters.is_valid():
            return self.filters.queryset.none()
        return self.filters.qs

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        """Take a page that isn't there for the nearest one: a list is never an error."""
        paginator = self.get_paginator(queryset, page_size)
        page = paginator.get_page(self.request.GET.get("page"))
        return paginator, page, page.object_list, page.has_other_pages()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        query = self.request.GET.copy()
        query.pop("page", None)
        return super().get_context_data(
            filters=self.filters,
            chips=self.chips(),
            query=query.urlencode(),
            title=self.title,
            lead=self.lead,
            feed=self.feed,
            **kwargs,
        )

    def chips(self) -> list[Chip]:
        """Give each filter in use, as given in the URL, known or not."""
        chips = []
        for word, item in self.filters.form.fields.items():
            if word == "sort":
                continue
            labels = dict(flat(getattr(item, "choices", ())))
            for value in self.request.GET.getlist(word):
                if value:
                    label = str(labels.get(value, value)).lstrip("– ")
                    chips.append(Chip(str(item.label), label, self._without(word, value)))
        return chips

    def _without(self, word: str, value: str) -> str:
        query = self.request.GET.copy()
        query.setlist(word, [v for v in query.getlist(word) if v != value])
        query.pop("page", None)
        return f"?{query.urlencode()}"


class CountryList(FilteredList):
    filterset = CountryFilter
    template_name = "relations/country_list.html"
    title = "Countries"
    lead = "States, territories and former states, with the codes that the field uses."
    paginate_by = 100

    def records(self) -> Rows:
        return Country.objects.published().select_related("sovereign")


class OrganizationList(FilteredList):
    filterset = OrganizationFilter
    template_name = "relations/organization_list.html"
    title = "Organizations"
    lead = "Organizations, alliances, forums and coalitions, and who belongs to them."

    def records(self) -> Rows:
        return Organization.objects.published().select_related("parent")


class AgreementList(FilteredList):
    filterset = AgreementFilter
    template_name = "relations/agreement_list.html"
    title = "Agreements"
    lead = "What was agreed, between whom, and in which state it is today."
    feed = "feed-agreement-list"

    def records(self) -> Rows:
        return agreement_rows(Agreement.objects.all())


class StatementList(FilteredList):
    filterset = StatementFilter
    template_name = "relations/statement_list.html"
    title = "Statements"
    lead = "What officials said on behalf of states and organizations, and what others think."
    feed = "feed-statement-list"
    paginate_by = 25

    def records(self) -> Rows:
        return statement_rows(Statement.objects.all())


class SourceList(FilteredList):
    filterset = SourceFilter
    template_name = "relations/source_list.html"
    title = "Sources"
    lead = "What the facts rest on."

    def records(self) -> Rows:
        return Source.objects.published()
