"""Atom feeds of what changed in published records: of all, of one record, of a filtered list."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib.syndication.views import Feed
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from relations.citing.citation import one_line
from relations.models import Agreement, Membership, Statement
from relations.reading.addresses import find_record
from relations.reading.change_words import lines, title
from relations.reading.changes import Change, recent_changes
from relations.reading.lists import agreements_asked, statements_asked
from relations.views.filters import AgreementFilter, ListFilter, StatementFilter

ENTRIES = 50
# When a feed without entries was changed: the same answer whenever it is asked, as of a page.
NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Subject:
    """What a feed is about: its title, the page it belongs to, and among which changes."""

    title: str
    page: str
    feed: str
    host: str
    among: Q | None = None


class SteadyFeed(Atom1Feed):
    """An Atom feed that says when its entries changed, and not when it was asked."""

    def latest_post_date(self) -> dt.datetime:
        return super().latest_post_date() if self.items else NEVER


class ChangesFeed(Feed):
    """What changed in all records."""

    feed_type = SteadyFeed
    author_name = "geopol"

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Subject:
        return self.subject(request, _("geopol: recently changed"), reverse("changes"))

    def subject(
        self, request: HttpRequest, title: str, page: str, among: Q | None = None
    ) -> Subject:
        return Subject(title, page, request.get_full_path(), request.get_host(), among)

    def title(self, subject: Subject) -> str:
        return one_line(subject.title)

    def link(self, subject: Subject) -> str:
        return subject.page

    def feed_url(self, subject: Subject) -> str:
        return subject.feed

    def feed_guid(self, subject: Subject) -> str:
        return f"tag:{subject.host},2026:{subject.feed}"

    def subtitle(self, subject: Subject) -> str:
        return _("What was published and corrected, the newest first.")

    def items(self, subject: Subject) -> list[tuple[Subject, Change]]:
        found = recent_changes(subject.among, limit=ENTRIES)
        return [(subject, change) for change in found.entries]

    def item_title(self, item: tuple[Subject, Change]) -> SafeString:
        # A title of Atom is plain text, escaped as XML when it is written.
        return mark_safe(one_line(title(item[1])))  # noqa: S308

    def item_description(self, item: tuple[Subject, Change]) -> str:
        said = [(one_line(line),) for line in lines(item[1])]
        return format_html_join("", "<p>{}</p>", said)

    def item_link(self, item: tuple[Subject, Change]) -> str:
        return str(item[1].record.get_absolute_url())

    def item_guid(self, item: tuple[Subject, Change]) -> str:
        """Give a tag URI (RFC 4151): the record by its number, the change by its last row."""
        subject, change = item
        return (
            f"tag:{subject.host},{change.at:%Y-%m-%d}:"
            f"{change.kind}/{change.record.pk}/{change.head}"
        )

    def item_updateddate(self, item: tuple[Subject, Change]) -> dt.datetime:
        return item[1].at


class RecordFeed(ChangesFeed):
    """What changed about one country, organization or agreement."""

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer; at a former slug, lead to where the feed is now."""
        place, slug = kwargs["place"], kwargs["slug"]
        found = find_record(place, slug)
        if found.moved:
            return redirect(f"feed-{place}", found.record.slug, permanent=True)
        return super().__call__(request, *args, record=found.record)

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Subject:
        record = kwargs["record"]
        title = _("geopol: %(record)s") % {"record": record}
        return self.subject(request, title, record.get_absolute_url(), about(record))


def about(record: Any) -> Q:
    """Give the condition on the history that it is about a record, or what ties an actor."""
    kind = str(record._meta.model_name)
    condition = Q(root_model=kind, root_id=record.pk)
    if kind not in ("country", "organization"):
        return condition
    memberships = Membership.objects.for_actor(record)
    if kind == "organization":
        memberships |= Membership.objects.filter(organization=record)
    tied = {
        "membership": memberships,
        "agreement": Agreement.objects.of(record),
        "statement": Statement.objects.on_behalf_of(record),
    }
    for name, rows in tied.items():
        condition |= Q(root_model=name, root_id__in=rows.order_by().values("pk"))
    return condition


class ListFeed(ChangesFeed):
    """What changed in the records of a list, filtered as the list is.

    What a filter is asked that it doesn't know is an error here, as no page says so.
    """

    kind: str
    filterset: type[ListFilter]

    def records(self) -> Any:
        raise NotImplementedError

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Subject:
        page = reverse(f"{self.kind}-list")
        query = request.GET.urlencode()
        filters = self.filterset(request.GET, self.records())
        if filters.is_bound and not filters.is_valid():
            raise Http404(_("This filter is not known here."))
        among = Q(root_model=self.kind)
        if query:
            page = f"{page}?{query}"
            among &= Q(root_id__in=filters.qs.order_by().values("pk"))
        return self.subject(request, self.heading(), page, among)

    def heading(self) -> str:
        raise NotImplementedError


class AgreementListFeed(ListFeed):
    kind = "agreement"
    filterset = AgreementFilter

    def records(self) -> Any:
        return agreements_asked(timezone.localdate())

    def heading(self) -> str:
        return _("geopol: agreements")


class StatementListFeed(ListFeed):
    kind = "statement"
    filterset = StatementFilter

    def records(self) -> Any:
        return statements_asked(timezone.localdate())

    def heading(self) -> str:
        return _("geopol: statements")
