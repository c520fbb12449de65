"""Filters of what has no list of pages: positions, scopes, claims. In the words of the pages."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from relations.models import Claim, Position, Scope, Side
from relations.models.claim import CLAIM_OWNERS
from relations.querysets import Rows, newest, oldest
from relations.reading.matrix import TargetKind
from relations.reading.matrix.cells import CONDITIONS
from relations.views.filters.list_filter import ListFilter
from relations.views.filters.parts import (
    AnyActor,
    AnyOf,
    AnyRecord,
    AnyTarget,
    Facet,
    Since,
    Sort,
    Until,
    Words,
    is_actor,
)
from relations.views.filters.position import concerns, under
from relations.vocabularies import Stance


def _stated_for(slugs: list[str]) -> Q:
    return Q(Exists(Side.objects.filter(is_actor(slugs), statement=OuterRef("statement"))))


def _of_kinds(kinds: list[str]) -> Q:
    wanted = Q()
    for kind in kinds:
        wanted |= CONDITIONS[TargetKind(kind)]
    return wanted


class PositionListFilter(ListFilter):
    """What the matrix of positions can be asked, but for its cells."""

    kind = Facet(_of_kinds, choices=TargetKind.choices, label=_("Positions on"))
    on_behalf_of = AnyActor(_stated_for, label=_("On behalf of"))
    target = AnyTarget(concerns, label=_("About"))
    stance = AnyOf(field_name="stance", choices=Stance.choices, label=_("Stance"))
    scope = AnyRecord(under, models=(Scope,), label=_("Agreements and scopes under"))
    from_ = Since(field_name="statement__date", label=_("From"))
    to = Until(field_name="statement__date", label=_("To"))
    sort = Sort(
        {
            "-date": (_("newest first"), (newest("statement__date_earliest"),)),
            "date": (_("oldest first"), (oldest("statement__date_earliest"),)),
        }
    )

    class Meta:
        model = Position
        fields: list[str] = []

    def on_the_day(self, rows: Rows, day: dt.date) -> Rows:
        return rows.filter(statement__date_earliest__lte=day)


class ScopeFilter(ListFilter):
    q = Words()
    sort = Sort(
        {
            "order": (_("in the order of the tree"), ("order", "name")),
            "name": (_("name"), ("name",)),
            "-name": (_("name, from Z to A"), ("-name",)),
        }
    )

    class Meta:
        model = Scope
        fields: list[str] = []


def _about(kinds: list[str]) -> Q:
    wanted = Q()
    for kind in kinds:
        wanted |= Q(**{f"{kind}__isnull": False})
    return wanted


class ClaimFilter(ListFilter):
    kind = Facet(_about, choices=[(owner, owner) for owner in CLAIM_OWNERS], label=_("About"))
    sort = Sort({"field": (_("field"), ("field", "value"))})

    class Meta:
        model = Claim
        fields: list[str] = []
