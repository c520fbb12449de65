"""Filters of agreements."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from relations.models import (
    Act,
    Agreement,
    Country,
    Organization,
    Party,
    Provision,
    Scope,
)
from relations.querysets import Rows, newest, oldest
from relations.vocabularies import (
    AgreementKind,
    AgreementState,
    LegalForce,
    Review,
)

from .parts import (
    AnyActor,
    AnyOf,
    AnyWhere,
    Choices,
    DateBound,
    ListFilter,
    Sort,
    Words,
    actors_with,
    is_actor,
)


def _scope_choices() -> Choices:
    return [
        (scope.slug, f"– {scope.name}" if scope.parent_id else scope.name)
        for scope in Scope.objects.all()
    ]


def _parties() -> Choices:
    rows = Party.objects.filter(agreement__review=Review.PUBLISHED)
    return actors_with(
        Country.objects.filter(Exists(rows.filter(actor_country=OuterRef("pk")))),
        Organization.objects.filter(Exists(rows.filter(actor_organization=OuterRef("pk")))),
    )


def _has_party(slugs: list[str]) -> Q:
    return Q(Exists(Party.objects.filter(is_actor(slugs), agreement=OuterRef("pk"))))


def _has_scope(slugs: list[str]) -> Q:
    under = Q(scope__slug__in=slugs) | Q(scope__parent__slug__in=slugs)
    return Q(Exists(Provision.objects.filter(under, agreement=OuterRef("pk"))))


class AgreementFilter(ListFilter):
    q = Words()
    party = AnyActor(_has_party, choices=_parties, label=_("Party"))
    scope = AnyWhere(_has_scope, choices=_scope_choices, label=_("Scope"))
    kind = AnyOf(field_name="kind", choices=AgreementKind.choices, label=_("Kind"))
    state = AnyOf(field_name="state", choices=AgreementState.choices, label=_("State today"))
    force = AnyOf(field_name="legal_force", choices=LegalForce.choices, label=_("Legal force"))
    from_ = DateBound(method="acted_since", label=_("Acts from"))
    to = DateBound(method="acted_until", label=_("Acts to"))
    sort = Sort(
        {
            "-date": (_("newest first"), (newest("first_day"), "title")),
            "date": (_("oldest first"), (oldest("first_day"), "title")),
            "title": (_("title"), ("title",)),
        }
    )

    class Meta:
        model = Agreement
        fields: list[str] = []

    def acted_since(self, qs: Rows, name: str, value: Any) -> Rows:
        if value.earliest is None:
            return qs
        return qs.filter(self._acted(date_latest__gte=value.earliest))

    def acted_until(self, qs: Rows, name: str, value: Any) -> Rows:
        # Both bounds together must be met by one and the same act.
        if value.latest is None:
            return qs
        since = self.form.cleaned_data.get("from")
        both = {"date_latest__gte": since.earliest} if since and since.earliest else {}
        return qs.filter(self._acted(date_earliest__lte=value.latest, **both))

    @staticmethod
    def _acted(**bounds: Any) -> Exists:
        return Exists(Act.objects.filter(agreement=OuterRef("pk"), **bounds))
