"""The sitemap: every published record with a page of its own, and since when it is as it is."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import DateTimeField, Exists, OuterRef, Subquery
from django.urls import reverse

from relations.exporting.releases import Release, releases
from relations.models import Version
from relations.querysets import Rows
from relations.reading.addresses import PLACES
from relations.reading.changes import visible

PAGES = (
    "home",
    "about",
    "glossary",
    "changes",
    "api-docs",
    "between",
    "country-list",
    "organization-list",
    "agreement-list",
    "statement-list",
    "source-list",
    "data",
    "data-vocabulary",
)


class PagesSitemap(Sitemap):
    """The pages that are no records."""

    def items(self) -> list[str]:
        return list(PAGES)

    def location(self, item: Any) -> str:
        return reverse(item)


class ReleasesSitemap(Sitemap):
    """The pages of the releases, which stay as they are."""

    def items(self) -> list[Release]:
        return releases()

    def location(self, item: Any) -> str:
        return reverse("data-release", args=[item.number])

    def lastmod(self, item: Any) -> dt.date:
        day: dt.date = item.day
        return day


class RecordsSitemap(Sitemap):
    """The published records of one kind. Two queries a page: how many, and which."""

    limit = 50_000  # as https://www.sitemaps.org/protocol.html allows

    def __init__(self, model: Any) -> None:
        self.model = model

    def items(self) -> Rows:
        history = Version.objects.filter(
            root_model=self.model._meta.model_name, root_id=OuterRef("pk")
        ).order_by("-id")
        changed = Subquery(history.values("at")[:1], output_field=DateTimeField())
        return visible(self.model).annotate(changed=changed).only("slug").order_by("pk")

    def lastmod(self, item: Any) -> dt.datetime | None:
        changed: dt.datetime | None = item.changed
        return changed

    def get_latest_lastmod(self) -> dt.datetime | None:
        """Give when one of them was changed last, by one row and not by all of them."""
        seen = Exists(visible(self.model).filter(pk=OuterRef("root_id")))
        history = Version.objects.filter(seen, root_model=self.model._meta.model_name)
        return history.order_by("-id").values_list("at", flat=True).first()


SITEMAPS: dict[str, Any] = {
    "pages": PagesSitemap(),
    "releases": ReleasesSitemap(),
    **{place: RecordsSitemap(model) for place, model in PLACES.items()},
}
