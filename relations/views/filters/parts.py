"""What the filters are built of: how each narrows the rows, and counts its choices."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from relations.fields import PartialDateFormField
from relations.querysets import Rows
from relations.reading.facets import Counts, by_term, names_of
from relations.reading.search import with_words

from ..as_of import WORD as AS_OF
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


class ListFilter(django_filters.FilterSet):
    """The filters of one list, and the day it is about.

    A filter may be a word of Python's: ``from_`` is ``from`` in the URL. ``on`` is the
    day that states and statuses follow from; ``given`` says that the reader chose it,
    and then what wasn't there by that day is left out.

    ``most`` is for lists that grow without end: how many rows, the first in the order of the
    list, are counted and shown in pages; where there are more, the choices of each facet are
    counted among the first ``sampled``. 0 is for those that the world keeps short: all.
    """

    most = 0
    sampled = 1_000

    def __init__(
        self,
        data: Any = None,
        queryset: Any = None,
        *,
        on: dt.date | None = None,
        given: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, queryset, **kwargs)
        self.on = on or timezone.localdate()
        self.given = given
        self._first: dict[frozenset[str], list[int]] = {}

    @classmethod
    def get_filters(cls) -> Any:
        return {name.rstrip("_"): item for name, item in super().get_filters().items()}

    @property
    def values(self) -> Values:
        """What was understood of the query, without the order."""
        self.form.errors  # noqa: B018  what validates
        known: Values = {**dict.fromkeys(self.filters), **self.form.cleaned_data}
        known.pop("sort", None)
        return {**known, AS_OF: self.on if self.given else None}

    @property
    def facets(self) -> dict[str, Facet]:
        return {w: item for w, item in self.filters.items() if isinstance(item, Facet)}

    def filter_queryset(self, queryset: Rows) -> Rows:
        return self.in_order(self.narrowed(queryset, self.values))

    def matching(self, *, without: Collection[str] = (), only: str = "") -> Rows:
        """Give the rows that meet the filters without some of them, or one of them alone."""
        values = {
            word: None if word in without or (only and word != only) else value
            for word, value in self.values.items()
        }
        return self.narrowed(self.queryset.all(), values)

    def narrowed(self, rows: Rows, values: Values) -> Rows:
        """Keep the rows that meet each of the values; words that go together are for subclasses."""
        for word, value in values.items():
            if word == AS_OF:
                rows = self.on_the_day(rows, value) if value else rows
            elif value:
                rows = self.filters[word].filter(rows, value)
        return rows

    def on_the_day(self, rows: Rows, day: dt.date) -> Rows:
        """Keep what was there by a day that the reader chose."""
        return rows

    def counted(self, word: str) -> Counts:
        """Count what each choice of a word would give together with the other words."""
        values = {**self.values, word: None}
        return self.facets[word].counts(self.meeting_others(word), values, self.on)

    def meeting_others(self, word: str) -> Rows:
        """Give the rows that meet the other words; where the list goes on, the first of them.

        By number where a choice or the cut made them few, so that each facet need not look for
        the rows anew, and the database begins with them: PostgreSQL puts no more than eight
        tables into the best order.
        """
        if self.is_cut_for(word) or (self.most and any(self.values.values())):
            return self.queryset.filter(pk__among=self.counted_keys(word))
        return self.matching(without=[word])

    def counted_keys(self, word: str) -> list[int]:
        """Give the numbers of the rows that a facet counts, of a list that goes on."""
        keys = self.first_keys(word)
        return keys[: self.sampled] if self.is_cut_for(word) else keys

    def is_cut_for(self, word: str) -> bool:
        """Say whether more rows meet the other words than the list counts."""
        return bool(self.most) and len(self.first_keys(word)) > self.most

    def first_keys(self, word: str = "") -> list[int]:
        """Give the first rows that meet all words but one: ``most``, and one more.

        A query for the list and all its facets, and one for each facet with a choice made.
        """
        without = frozenset([word] if self.values.get(word) else [])
        if without not in self._first:
            self._first[without] = self.read_first_keys(without)
        return self._first[without]

    def read_first_keys(self, without: frozenset[str]) -> list[int]:
        keys = self.in_order(self.matching(without=without)).values_list("pk", flat=True)
        return list(keys[: self.most + 1])

    def first_of(self, condition: Q, most: int) -> Rows:
        """Give rows in order, of which the first ``most`` meet the words and a condition."""
        found: Rows = self.qs.filter(condition)
        return found

    def in_order(self, rows: Rows) -> Rows:
        """Put rows into the order that the reader chose."""
        sort: Any = self.filters["sort"]
        ordered: Rows = sort.filter(rows, self.form.cleaned_data.get("sort"))
        return ordered


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
