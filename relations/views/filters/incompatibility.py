"""Filters of incompatibilities: between whom, of which kind, and who meets them."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from relations.models import Incompatibility, Organization
from relations.querysets import Rows
from relations.reading.facets import GROUPS, Counted, Counts, by_record
from relations.reading.incompatibilities import incompatibilities_met, met, met_by
from relations.vocabularies import IncompatibilityKind

from .list_filter import ListFilter
from .parts import AnyActor, AnyOf, AnyRecord, Sort, Values


def _of_organization(slugs: list[str]) -> Q:
    return Q(first__slug__in=slugs) | Q(second__slug__in=slugs)


def _organizations(rows: Rows, values: Values, on: dt.date) -> Counts:
    counted: Counter[tuple[str, str]] = Counter()
    for end in ("first", "second"):
        for choice in by_record(rows, end, Organization):
            counted[choice.value, choice.label] += choice.count
    return _commonest_first(counted)


def _members(rows: Rows, values: Values, on: dt.date) -> Counts:
    """Count in Python: they follow from the memberships of a handful of organizations."""
    counted: Counter[tuple[str, str]] = Counter()
    groups: dict[tuple[str, str], str] = {}
    for row in incompatibilities_met(on).filter(pk__in=rows.order_by().values("pk")):
        for meeting in met(row):
            actor = meeting.actor
            counted[actor.slug, actor.name] += 1
            groups[actor.slug, actor.name] = GROUPS[type(actor)]()
    return [
        Counted(choice.value, choice.label, choice.count, groups[choice.value, choice.label])
        for choice in _commonest_first(counted)
    ]


def _commonest_first(counted: Counter[tuple[str, str]]) -> Counts:
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0][1]))
    return [Counted(value, label, number) for (value, label), number in ordered]


class IncompatibilityFilter(ListFilter):
    organization = AnyRecord(
        _of_organization, _organizations, models=(Organization,), label=_("Organization")
    )
    kind = AnyOf(field_name="kind", choices=IncompatibilityKind.choices, label=_("Kind"))
    member = AnyActor(None, _members, label=_("Met by"))
    sort = Sort(
        {
            "organization": (_("organization"), ("first__name", "second__name", "-kind")),
            "-organization": (
                _("organization, from Z to A"),
                ("-first__name", "-second__name", "kind"),
            ),
        }
    )

    class Meta:
        model = Incompatibility
        fields: list[str] = []

    def narrowed(self, rows: Rows, values: Values) -> Rows:
        """Who meets one depends on the day of the list."""
        met = values.get("member")
        rows = super().narrowed(rows, values)
        return rows.filter(met_by(met, self.on)) if met else rows

    def on_the_day(self, rows: Rows, day: dt.date) -> Rows:
        return rows.holding(day)
