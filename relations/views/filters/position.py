"""Filters of positions, for the matrix."""

from __future__ import annotations

import datetime as dt
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from relations.models import Country, Organization, Position, Provision
from relations.querysets import Rows
from relations.reading.matrix import TargetKind
from relations.vocabularies import Stance

from .fields import ActorField, TargetField
from .parts import Since, Until, is_actor, numbers
from .selects import Chosen, SelectFilter, scopes, speaking, targets
from .statement import on_target, sides_of


def stated_for(slugs: list[str]) -> Q:
    # Not is_actor: through the relation it would ask for any side of the statement. That is
    # asked as well, so that the database begins with the sides of these actors.
    own = Q(for_country__in=numbers(Country, slugs)) | Q(
        for_organization__in=numbers(Organization, slugs)
    )
    return own & Q(statement__in=sides_of(slugs).values("statement"))


def concerns(values: list[str]) -> Q:
    """Give the condition that a position is on a target, or on a membership of or in it."""
    return (
        on_target(values)
        | is_actor(values, "target_membership__actor")
        | Q(target_membership__organization__slug__in=values)
    )


def under(slugs: list[str]) -> Q:
    """Give the condition that the target is a scope or a part of it, or an agreement on it."""
    scopes = Q(scope__slug__in=slugs) | Q(scope__parent__slug__in=slugs)
    return (
        Q(target_scope__slug__in=slugs)
        | Q(target_scope__parent__slug__in=slugs)
        | Q(Exists(Provision.objects.filter(scopes, agreement=OuterRef("target_agreement"))))
    )


class OnlyChanged(django_filters.Filter):
    """Whether only changes of mind are asked for; the cells tell, not the rows."""

    field_class = forms.BooleanField

    def filter(self, qs: Rows, value: Any) -> Rows:
        return qs


class PositionFilter(SelectFilter):
    kind = Chosen(
        choices=TargetKind.choices, label=_("Positions on"), widget=forms.MultipleHiddenInput
    )
    on_behalf_of = Chosen(stated_for, ActorField, choices=speaking, label=_("On behalf of"))
    target = Chosen(concerns, TargetField, choices=targets, label=_("About"))
    stance = Chosen(choices=Stance.choices, label=_("Latest stance"))
    scope = Chosen(under, choices=scopes, label=_("Agreements and scopes under"))
    from_ = Since(field_name="statement__date", label=_("From"))
    to = Until(field_name="statement__date", label=_("To"))
    changed = OnlyChanged(label=_("Only changes of mind"))

    class Meta:
        model = Position
        fields: list[str] = []

    def bounds(self, as_of: dt.date | None) -> list[tuple[str, str]]:
        """Give the dates to ask of the list of statements, as pairs for its URL."""
        since, until = (self.form.cleaned_data.get(word) for word in ("from", "to"))
        pairs = [("from", str(since))] if since else []
        if as_of and not (until and until.latest and until.latest < as_of):
            return [*pairs, ("to", as_of.isoformat())]
        return [*pairs, ("to", str(until))] if until else pairs
