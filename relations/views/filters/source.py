"""Filters of sources."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from relations.models import (
    Source,
)
from relations.querysets import newest
from relations.vocabularies import (
    SourceKind,
)

from .parts import AnyOf, ListFilter, Since, Sort, Until, Words


class SourceFilter(ListFilter):
    q = Words()
    kind = AnyOf(field_name="kind", choices=SourceKind.choices, label=_("Kind"))
    from_ = Since(field_name="published", label=_("Published from"))
    to = Until(field_name="published", label=_("Published to"))
    sort = Sort(
        {
            "publisher": (_("publisher"), ("publisher", "title")),
            "-date": (_("newest first"), (newest("published_earliest"), "title")),
        }
    )

    class Meta:
        model = Source
        fields: list[str] = []
