"""What the filters are built of: fields and filters that take slugs, codes and partial dates."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from relations.fields import PartialDateFormField
from relations.models import (
    Country,
    Organization,
)
from relations.querysets import Rows
from relations.reading.actors import current_slugs
from relations.reading.search import with_words

Choices = list[tuple[Any, Any]]


class OneMoreSelect(forms.SelectMultiple):
    """Keeps the chosen values hidden and offers the others to add one. Needs no script."""

    template_name = "relations/_one_more_select.html"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Take what was chosen; "any" sends an empty value along."""
        return [value for value in super().value_from_datadict(data, files, name) if value]


class AnyOfField(forms.MultipleChoiceField):
    """Any of several terms; what isn't one is named in the error."""

    widget = OneMoreSelect
    default_error_messages = {"invalid_choice": _("“%(value)s” is not known here.")}


class AnyOf(django_filters.MultipleChoiceFilter):
    """A filter on a term of a vocabulary that a column or annotation holds."""

    field_class = AnyOfField


class ActorField(AnyOfField):
    """Countries and organizations by slug or code."""

    def to_python(self, value: Any) -> list[str]:
        return current_slugs(super().to_python(value))

    def validate(self, value: Any) -> None:
        offered = set(dict(flat(self.choices)))
        unknown = [v for v in value if v not in offered]
        for model in (Country, Organization):
            known = model.objects.published().filter(slug__in=unknown)
            unknown = sorted(set(unknown) - set(known.values_list("slug", flat=True)))
        if unknown:
            raise ValidationError(
                self.error_messages["invalid_choice"], "invalid_choice", {"value": unknown[0]}
            )


class AnyActor(django_filters.MultipleChoiceFilter):
    """A filter on actors; ``condition`` turns their slugs into a Q."""

    field_class: type[forms.Field] = ActorField

    def __init__(self, condition: Callable[[list[str]], Q], **kwargs: Any) -> None:
        self.condition = condition
        super().__init__(**kwargs)

    def filter(self, qs: Rows, value: Any) -> Rows:
        return qs.filter(self.condition(value)) if value else qs


class AnyWhere(AnyActor):
    """A filter on other terms; ``condition`` turns them into a Q."""

    field_class = AnyOfField


class DateBound(django_filters.Filter):
    """From or to a partial date, given with a method."""

    field_class = PartialDateFormField


class Since(DateBound):
    """Keep what may lie on or after the date; ``field_name`` is a partial date."""

    def filter(self, qs: Rows, value: Any) -> Rows:
        earliest = value.earliest if value else None
        return qs.filter(**{f"{self.field_name}_latest__gte": earliest}) if earliest else qs


class Until(DateBound):
    """Keep what may lie on or before the date; ``field_name`` is a partial date."""

    def filter(self, qs: Rows, value: Any) -> Rows:
        latest = value.latest if value else None
        return qs.filter(**{f"{self.field_name}_earliest__lte": latest}) if latest else qs


class Words(django_filters.CharFilter):
    """Every word must occur in a record or its parts, as in the search."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Words"), **kwargs)

    def filter(self, qs: Rows, value: Any) -> Rows:
        return with_words(qs, value or "")


class Sort(django_filters.ChoiceFilter):
    """The order of the rows; each choice stands for columns."""

    def __init__(self, orders: dict[str, tuple[Any, tuple[Any, ...]]], **kwargs: Any) -> None:
        self.orders = orders
        choices = [(word, label) for word, (label, _columns) in orders.items()]
        super().__init__(choices=choices, empty_label=None, label=_("Sort by"), **kwargs)

    def filter(self, qs: Rows, value: Any) -> Rows:
        word = value or next(iter(self.orders))
        return qs.order_by(*self.orders[word][1])


class ListFilter(django_filters.FilterSet):
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


def flat(choices: Any) -> Iterable[tuple[str, Any]]:
    """Give the values and labels of choices, those of groups included."""
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield value, label


def actors_with(countries: Rows, organizations: Rows) -> Choices:
    """Group actors for a select: countries, then organizations."""
    groups = (
        (_("Countries"), countries.published().values_list("slug", "name")),
        (_("Organizations"), organizations.published().values_list("slug", "name")),
    )
    return [(title, list(rows.order_by("name"))) for title, rows in groups if rows]


def is_actor(slugs: list[str], prefix: str = "actor") -> Q:
    return Q(**{f"{prefix}_country__slug__in": slugs}) | Q(
        **{f"{prefix}_organization__slug__in": slugs}
    )


def no_condition(values: list[str]) -> Q:
    """For a filter whose work another one does together with its own."""
    return Q()
