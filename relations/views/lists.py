"""The lists: filters with counts that stand in the URL, orders, pages, a day, downloads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views import View

from relations.querysets import Rows, prepared
from relations.reading import incompatibilities
from relations.reading import lists as rows
from relations.reading.paging import Page, in_order_of, page_of, page_of_first

from . import filters as filtersets
from .as_of import as_of, as_of_context
from .downloads import Download, downloads, wanted_download
from .filters import ListFilter, showing


@dataclass(frozen=True)
class Column:
    """The head of a column: its words for both orders, the first click's first."""

    label: Any
    orders: tuple[str, ...] = ()


@dataclass(frozen=True)
class Head:
    """A column's head on one page: how it is sorted by, and where a click leads."""

    label: Any
    url: str = ""
    sorted: str = ""


class FilteredList(View):
    """A list of published records. ``filterset`` names what can be asked.

    ``asked`` and ``shown`` give the rows of :mod:`relations.reading.lists` as of a day.
    """

    filterset: type[ListFilter]
    asked: Callable[..., Rows]
    shown: Callable[..., Rows]
    name = ""  # of its template and of its downloads
    title: Any = ""
    lead: Any = ""
    columns: tuple[Column, ...] = ()
    feed = ""  # the name of the address of its Atom feed, where it has one
    per_page = 50

    def get(self, request: HttpRequest) -> HttpResponseBase:
        self.day = as_of(request)
        self.filters = self.filterset(
            request.GET,
            type(self).asked(self.day.day),
            on=self.day.day,
            given=self.day.given is not None,
        )
        problem = ""
        if wanted := request.GET.get(showing.FORMAT):
            response, problem = wanted_download(request, wanted, self.download())
            if response is not None:
                return response
        response = render(request, f"relations/{self.name}_list.html", self.context(problem))
        if getattr(request, "htmx", False):
            # What the form sends empty stands in no address that a reader copies.
            usual = self.filters.filters["sort"].usual == request.GET.get("sort")
            query = showing.address(
                request.GET, ["sort"] if usual else [], page=request.GET.get(showing.PAGE, "")
            )
            response["HX-Push-Url"] = request.path + query.removesuffix("?")
        return response

    def ordered(self) -> Rows:
        """Give all rows that meet the filters in a total order; none where one isn't understood."""
        found = self.filters.qs
        return found if self.filters.form.is_valid() else found.none()

    def download(self) -> Download:
        return Download(self.name, self.title, self.ordered(), self.day, self.filters)

    def context(self, problem: str) -> dict[str, Any]:
        params = self.request.GET
        page = self.page(params.get(showing.PAGE))
        emptied = [] if page.count else showing.emptied_by(self.filters, params)
        return {
            **as_of_context(self.request, self.day),
            "object_list": self.rows(page.keys),
            "page_obj": page,
            "filters": self.filters,
            "form": self.filters.form,
            "panel": showing.panel(self.filters, self.request.path),
            "chips": showing.chips(self.filters, params),
            "unknown_words": showing.unknown_words(self.filters, params),
            "heads": self.heads(),
            "carried": showing.carried(params),
            "page_base": showing.page_base(params),
            "left_out": showing.left_out(self.filters, page.count),
            "emptied_by": emptied,
            "hopeless": not any(filter.count for filter in emptied),
            "downloads": downloads(self.name, params),
            "clear_url": showing.address(params, [*self.filters.filters, "as_of"]),
            "title": self.title,
            "lead": self.lead,
            "name": self.name,
            "feed": self.feed,
            "problem": problem,
        }

    def rows(self, keys: list[int]) -> list[Any]:
        """Give what the template draws for the rows of a page."""
        return in_order_of(keys, _prepared(type(self).shown, self.day.day))

    def page(self, wanted: str | None) -> Page:
        if not (most := self.filters.most):
            return page_of(self.ordered(), wanted, self.per_page)
        keys = self.filters.first_keys() if self.filters.form.is_valid() else []
        return page_of_first(keys, most, wanted, self.per_page)

    def heads(self) -> list[Head]:
        sort = self.filters.filters["sort"]
        current = self.filters.form.cleaned_data.get("sort") or sort.usual
        return [self._head(column, current) for column in self.columns]

    def _head(self, column: Column, current: str) -> Head:
        if not column.orders:
            return Head(column.label)
        first, *others = column.orders
        following = others[0] if current == first and others else first
        url = showing.address(self.request.GET, sort=following)
        if current not in column.orders:
            return Head(column.label, url)
        return Head(column.label, url, "descending" if current[0] == "-" else "ascending")


@lru_cache(maxsize=64)
def _prepared(shown: Callable[..., Rows], day: dt.date) -> Rows:
    return prepared(shown(day))


class CountryList(FilteredList):
    name = "country"
    filterset = filtersets.CountryFilter
    asked, shown = rows.countries_asked, rows.countries_shown
    title = _("Countries")
    lead = _("States, territories and former states, with the codes that the field uses.")
    per_page = 100
    columns = (
        Column(_("Country"), ("name", "-name")),
        Column(_("Codes"), ("code", "-code")),
        Column(_("Kind")),
        Column(_("Region")),
        Column(_("Agreements"), ("-agreements", "agreements")),
    )


class OrganizationList(FilteredList):
    name = "organization"
    filterset = filtersets.OrganizationFilter
    asked, shown = rows.organizations_asked, rows.organizations_shown
    title = _("Organizations")
    lead = _("Organizations, alliances, forums and coalitions, and who belongs to them.")
    columns = (
        Column(_("Organization"), ("name", "-name")),
        Column(_("Acronym"), ("acronym", "-acronym")),
        Column(_("Kind")),
        Column(_("Existence")),
        Column(_("Members"), ("-members", "members")),
    )


class AgreementList(FilteredList):
    name = "agreement"
    filterset = filtersets.AgreementFilter
    asked, shown = rows.agreements_asked, rows.agreements_shown
    title = _("Agreements")
    lead = _("What was agreed, between whom, and in which state it is.")
    feed = "feed-agreement-list"
    columns = (
        Column(_("Agreement"), ("title", "-title")),
        Column(_("State")),
        Column(_("First act"), ("-date", "date")),
        Column(_("Latest act"), ("-latest", "latest")),
        Column(_("Parties"), ("-parties", "parties")),
    )


class MembershipList(FilteredList):
    name = "membership"
    filterset = filtersets.MembershipFilter
    asked, shown = rows.memberships_asked, rows.memberships_shown
    title = _("Memberships")
    lead = _("Who belongs to which organization, as what, and since when.")
    columns = (
        Column(_("Member"), ("member", "-member")),
        Column(_("Organization"), ("organization", "-organization")),
        Column(_("Status")),
        Column(_("Steps"), ("-date", "date")),
    )


class IncompatibilityList(FilteredList):
    name = "incompatibility"
    filterset = filtersets.IncompatibilityFilter
    asked = incompatibilities.incompatibilities_asked
    shown = incompatibilities.incompatibilities_shown
    title = _("Incompatibilities")
    lead = _(
        "Organizations of which one can’t belong to both, as somebody states or as their rules "
        "imply, and who belongs to one and to the other, or is on the way into it."
    )
    columns = (Column(_("Organization"), ("organization", "-organization")),)
    per_page = 25

    def context(self, problem: str) -> dict[str, Any]:
        context = super().context(problem)
        return {**context, "listed": incompatibilities.with_meetings(context["object_list"])}


class PersonList(FilteredList):
    name = "person"
    filterset = filtersets.PersonFilter
    asked, shown = rows.people_asked, rows.people_shown
    title = _("People")
    lead = _("Who speaks and signs for states and organizations, and in which office.")
    columns = (
        Column(_("Person"), ("name", "-name")),
        Column(_("Offices")),
        Column(_("Statements"), ("-statements", "statements")),
    )


class StatementList(FilteredList):
    name = "statement"
    filterset = filtersets.StatementFilter
    asked = rows.statements_asked
    title = _("Statements")
    lead = _("What officials said on behalf of states and organizations, and what others think.")
    feed = "feed-statement-list"
    per_page = 25

    def rows(self, keys: list[int]) -> list[Any]:
        return keys  # read where they are drawn, if they weren't before


class SourceList(FilteredList):
    name = "source"
    filterset = filtersets.SourceFilter
    asked, shown = rows.sources_asked, rows.sources_asked
    title = _("Sources")
    lead = _("What the facts rest on.")
    columns = (
        Column(_("Source"), ("title", "-title")),
        Column(_("Publisher"), ("publisher", "-publisher")),
        Column(_("Published"), ("-date", "date")),
        Column(_("Kind")),
    )
