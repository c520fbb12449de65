"""Filters of sources."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from relations.models import (
    Source,
)
from relations.querysets import Rows, newest
from relations.vocabularies import (
    SourceKind,
)

from .parts import AnyOf, DateBound, ListFilter, Sort, Words


class SourceFilter(ListFilter):
    q = Words()
    kind = AnyOf(field_name="kind", choices=SourceKind.choices, label=_("Kind"))
    from_ = DateBound(method="since", label=_("Published from"))
    to = DateBound(method="until", label=_("Published to"))
    sort = Sort(
        {
            "publisher": (_("publisher"), ("publisher", "title")),
            "-date": (_("newest first"), (newest("published_earliest"), "title")),
        }
    )

    class Meta:
        model = Source
        fields: list[str] = []

    def since(self, qs: Rows, name: str, value: Any) -> Rows:
        return qs.filter(published_latest__gte=value.earliest) if value.earliest else qs

    def until(self, qs: Rows, name: str, value: Any) -> Rows:
        return qs.filter(published_earliest__lte=value.latest) if value.latest else qs
