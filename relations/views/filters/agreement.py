"""Filters of agreements."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from relations.models import Act, Agreement, Party, Provision, Scope
from relations.querysets import Rows, newest, oldest
from relations.reading.facets import Counts, by_actor, by_scope
from relations.reading.lists import acted_by
from relations.vocabularies import AgreementKind, AgreementState, LegalForce

from .list_filter import ListFilter
from .parts import AnyActor, AnyOf, AnyRecord, DateBound, Sort, Values, Words, is_actor


def _has_party(slugs: list[str]) -> Q:
    return Q(Exists(Party.objects.filter(is_actor(slugs), agreement=OuterRef("pk"))))


def _parties(rows: Rows, values: Values, on: dt.date) -> Counts:
    return by_actor(Party.objects.filter(agreement__in=rows.values("pk")))


def has_scope(slugs: list[str]) -> Q:
    under = Q(scope__slug__in=slugs) | Q(scope__parent__slug__in=slugs)
    return Q(Exists(Provision.objects.filter(under, agreement=OuterRef("pk"))))


def _scopes(rows: Rows, values: Values, on: dt.date) -> Counts:
    return by_scope(Provision.objects.filter(agreement__in=rows.values("pk")))


class AgreementFilter(ListFilter):
    q = Words()
    party = AnyActor(_has_party, _parties, label=_("Party"))
    state = AnyOf(field_name="state", choices=AgreementState.choices, label=_("State"))
    kind = AnyOf(field_name="kind", choices=AgreementKind.choices, label=_("Kind"))
    scope = AnyRecord(has_scope, _scopes, models=(Scope,), label=_("Scope"))
    force = AnyOf(field_name="legal_force", choices=LegalForce.choices, label=_("Legal force"))
    from_ = DateBound(label=_("Acts from"))
    to = DateBound(label=_("Acts to"))
    sort = Sort(
        {
            "-date": (_("newest first"), (newest("first_day"), "title")),
            "date": (_("oldest first"), (oldest("first_day"), "title")),
            "-latest": (_("latest act first"), (newest("last_day"), "title")),
            "latest": (_("latest act last"), (oldest("last_day"), "title")),
            "title": (_("title"), ("title",)),
            "-title": (_("title, from Z to A"), ("-title",)),
            "-parties": (_("most parties first"), ("-party_count", "title")),
            "parties": (_("fewest parties first"), ("party_count", "title")),
        }
    )

    class Meta:
        model = Agreement
        fields: list[str] = []

    def narrowed(self, rows: Rows, values: Values) -> Rows:
        """Narrow, and ask for both ends of the range in one and the same act."""
        rows = super().narrowed(rows, values)
        since, until = values["from"], values["to"]
        bounds: dict[str, Any] = {}
        if since and since.earliest:
            bounds["date_latest__gte"] = since.earliest
        if until and until.latest:
            bounds["date_earliest__lte"] = until.latest
        if not bounds:
            return rows
        return rows.filter(Exists(Act.objects.filter(agreement=OuterRef("pk"), **bounds)))

    def on_the_day(self, rows: Rows, day: dt.date) -> Rows:
        return rows.filter(acted_by(day))
