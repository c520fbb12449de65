"""What the filters are built of: how each narrows the rows, and counts its choices."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from relations.fields import PartialDateFormField
from relations.querysets import Rows
from relations.reading.facets import Counts, by_term, names_of
from relations.reading.search import with_words

from .fields import ActorField, AnyOfField, RecordField, TargetField, TextField

Choices = list[tuple[Any, Any]]
# The chosen values of every word, those left out being empty.
Values = dict[str, Any]


class Facet(django_filters.MultipleChoiceFilter):
    """A filter whose choices are counted.

    ``condition`` turns the chosen values into a Q; without one the filter set asks it
    together with another word. ``counts`` counts rows by choice, given the rows, the
    values of the other words and the day.
    """

    field_class: type[forms.Field] = AnyOfField

    def __init__(
        self,
        condition: Callable[[list[str]], Q] | None = None,
        counts: Callable[[Rows, Values, dt.date], Counts] | None = None,
        **kwargs: Any,
    ) -> None:
        self.condition = condition
        self._counts = counts
        super().__init__(**kwargs)

    def filter(self, qs: Rows, value: Any) -> Rows:
        return qs.filter(self.condition(value)) if value and self.condition else qs

    def counts(self, rows: Rows, values: Values, on: dt.date) -> Counts:
        return self._counts(rows, values, on) if self._counts else []

    def names(self, values: Collection[str]) -> Mapping[str, str]:
        """Give how readers call some values."""
        return {str(value): str(label) for value, label in self.extra.get("choices", ())}


class AnyOf(Facet):
    """A term of a vocabulary that a column or annotation holds."""

    def __init__(self, field_name: str, choices: Choices, **kwargs: Any) -> None:
        super().__init__(field_name=field_name, choices=choices, **kwargs)

    def filter(self, qs: Rows, value: Any) -> Rows:
        return qs.filter(**{f"{self.field_name}__in": value}) if value else qs

    def counts(self, rows: Rows, values: Values, on: dt.date) -> Counts:
        return by_term(rows, str(self.field_name), dict(self.extra["choices"]))


class AnyRecord(Facet):
    """Records of one kind by slug."""

    field_class = RecordField

    def names(self, values: Collection[str]) -> Mapping[str, str]:
        models = self.extra.get("models") or self.field.models
        return names_of(values, *models) if values else {}


class AnyActor(AnyRecord):
    """Countries and organizations by slug or code."""

    field_class = ActorField


class AnyTarget(AnyRecord):
    """Whatever positions are on."""

    field_class = TargetField


class AnyText(Facet):
    """Texts of a column."""

    field_class = TextField


class DateBound(django_filters.Filter):
    """From or to a partial date; alone it narrows nothing: the filter set asks both together."""

    field_class = PartialDateFormField

    def filter(self, qs: Rows, value: Any) -> Rows:
        return qs


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
    """The order of the rows; each choice stands for columns. The key makes it total."""

    def __init__(self, orders: dict[str, tuple[Any, tuple[Any, ...]]], **kwargs: Any) -> None:
        self.orders = orders
        choices = [(word, label) for word, (label, _columns) in orders.items()]
        super().__init__(choices=choices, empty_label=None, label=_("Sort by"), **kwargs)

    @property
    def usual(self) -> str:
        """The order where the URL says none."""
        return next(iter(self.orders))

    def filter(self, qs: Rows, value: Any) -> Rows:
        return qs.order_by(*self.orders[value or self.usual][1], "pk")


def actors_with(countries: Rows, organizations: Rows) -> Choices:
    """Group actors for a select: countries, then organizations."""
    groups = (
        (_("Countries"), countries.published().values_list("slug", "name")),
        (_("Organizations"), organizations.published().values_list("slug", "name")),
    )
    found = [(title, list(rows.order_by("name"))) for title, rows in groups]
    return [group for group in found if group[1]]


def numbers(model: Any, slugs: Iterable[str]) -> list[int]:
    """Give the numbers of the records with these slugs, published or not; one query.

    By number a database can begin with the few rows that point to them.
    """
    return list(model.objects.filter(slug__in=slugs).order_by().values_list("pk", flat=True))


def is_actor(slugs: Iterable[str], prefix: str = "actor") -> Q:
    return Q(**{f"{prefix}_country__slug__in": slugs}) | Q(
        **{f"{prefix}_organization__slug__in": slugs}
    )
