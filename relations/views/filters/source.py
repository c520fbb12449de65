"""Filters of sources."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from relations.models import Source
from relations.querysets import Rows, newest, oldest
from relations.vocabularies import SourceKind

from .list_filter import ListFilter
from .parts import AnyOf, Since, Sort, Until, Words


class SourceFilter(ListFilter):
    most = 2_000

    q = Words()
    kind = AnyOf(field_name="kind", choices=SourceKind.choices, label=_("Kind"))
    from_ = Since(field_name="published", label=_("Published from"))
    to = Until(field_name="published", label=_("Published to"))
    sort = Sort(
        {
            "publisher": (_("publisher"), ("publisher", "title")),
            "-publisher": (_("publisher, from Z to A"), ("-publisher", "-title")),
            "title": (_("title"), ("title",)),
            "-title": (_("title, from Z to A"), ("-title",)),
            "-date": (_("newest first"), (newest("published_earliest"), "title")),
            "date": (_("oldest first"), (oldest("published_earliest"), "title")),
        }
    )

    class Meta:
        model = Source
        fields: list[str] = []

    def on_the_day(self, rows: Rows, day: dt.date) -> Rows:
        return rows.filter(published_earliest__lte=day)
