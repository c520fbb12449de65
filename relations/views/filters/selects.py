"""Filters chosen in selects, for the pages that are no lists: the matrix and the network."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from relations.models import (
    Agreement,
    Country,
    Membership,
    Organization,
    Position,
    Scope,
    Side,
    Statement,
)
from relations.querysets import Rows

from .fields import AnyOfField
from .parts import Choices, actors_with
from .showing import Chip


class OneMoreSelect(forms.SelectMultiple):
    """Keeps the chosen values hidden and offers the others to add one. Needs no script."""

    template_name = "relations/_one_more_select.html"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Take what was chosen; "any" sends an empty value along."""
        return [value for value in super().value_from_datadict(data, files, name) if value]


class Chosen(django_filters.MultipleChoiceFilter):
    """Any of several; ``condition`` turns them into a Q, without one the page asks by itself."""

    def __init__(
        self,
        condition: Callable[[list[str]], Q] | None = None,
        field: type[AnyOfField] = AnyOfField,
        **kwargs: Any,
    ) -> None:
        self.condition = condition
        self.field_class = field
        super().__init__(**{"widget": OneMoreSelect, **kwargs})

    def filter(self, qs: Rows, value: Any) -> Rows:
        return qs.filter(self.condition(value)) if value and self.condition else qs


class SelectFilter(django_filters.FilterSet):
    """A filter set whose words may be Python's: ``from_`` is ``from`` in the URL."""

    @classmethod
    def get_filters(cls) -> Any:
        return {name.rstrip("_"): item for name, item in super().get_filters().items()}

    @property
    def form(self) -> Any:
        """The form, its choices read from the database once and not at each use."""
        if not hasattr(self, "_form"):
            for field in super().form.fields.values():
                if isinstance(field, forms.ChoiceField):
                    choices: Any = field.choices
                    field.choices = list(choices)
        return super().form


def chips(form: Any, query: QueryDict, address: Callable[..., str]) -> list[Chip]:
    """Give each filter in use, as given in the URL, known or not; a tick has no value.

    ``address`` gives the address with other values of a word.
    """
    found = []
    for word, field in form.fields.items():
        labels = dict(flat(getattr(field, "choices", ())))
        values = [value for value in query.getlist(word) if value]
        for value in values:
            is_tick = isinstance(field, forms.BooleanField)
            label = "" if is_tick else str(labels.get(value, value)).lstrip("– ")
            rest = [other for other in values if other != value]
            found.append(Chip(str(field.label), label, address(**{word: rest})))
    return found


def flat(choices: Any) -> Iterable[tuple[str, Any]]:
    """Give the values and labels of choices, those of groups included."""
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield value, label


def scopes() -> Choices:
    """Offer the scopes as a tree."""
    return [
        (scope.slug, f"– {scope.name}" if scope.parent_id else scope.name)
        for scope in Scope.objects.all()
    ]


def actors() -> Choices:
    """Offer all actors."""
    return actors_with(Country.objects.all(), Organization.objects.all())


def speaking() -> Choices:
    """Offer the actors on whose behalf something was said."""
    # Not by a join: for an actor that never spoke SQLite would go through all statements.
    rows = Side.objects.filter(
        Exists(Statement.objects.published().filter(pk=OuterRef("statement")))
    )
    return actors_with(
        Country.objects.filter(Exists(rows.filter(actor_country=OuterRef("pk")))),
        Organization.objects.filter(Exists(rows.filter(actor_organization=OuterRef("pk")))),
    )


def targets() -> Choices:
    """Offer everything that positions are on; a membership is written member/organization."""
    rows = Position.objects.visible()
    agreements = Agreement.objects.published().filter(
        Exists(rows.filter(target_agreement=OuterRef("pk")))
    )
    memberships = (
        Membership.objects.visible()
        .with_actors()
        .select_related("organization")
        .filter(Exists(rows.filter(target_membership=OuterRef("pk"))))
    )
    groups: Choices = [
        *actors_with(
            Country.objects.filter(Exists(rows.filter(target_country=OuterRef("pk")))),
            Organization.objects.filter(Exists(rows.filter(target_organization=OuterRef("pk")))),
        ),
        (_("Agreements"), [(a.slug, str(a)) for a in agreements]),
        (
            _("Scopes"),
            list(
                Scope.objects.filter(Exists(rows.filter(target_scope=OuterRef("pk")))).values_list(
                    "slug", "name"
                )
            ),
        ),
        (
            _("Memberships"),
            [(f"{m.actor.slug}/{m.organization.slug}", str(m)) for m in memberships],
        ),
    ]
    return [group for group in groups if group[1]]
