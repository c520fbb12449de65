"""The filters of one list together: what meets them, in order, and the first of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from functools import cached_property
from typing import Any

import django_filters
from django import forms
from django.db.models import Q
from django.utils import timezone

from geopol.operations.build import build
from relations.querysets import Rows
from relations.reading.facets import Counts
from relations.reading.publication import remembered

from ..as_of import WORD as AS_OF
from .parts import Facet, Values


class Shared(dict[str, django_filters.Filter]):
    """The filters of a list. They hold nothing of a request, so that no request has its own."""

    @cached_property
    def form(self) -> type[forms.Form]:
        """What reads a request."""
        return type("FilterForm", (forms.Form,), {word: item.field for word, item in self.items()})

    def __deepcopy__(self, memo: object) -> Shared:
        return self


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
        return Shared({name.rstrip("_"): item for name, item in super().get_filters().items()})

    def get_form_class(self) -> type[forms.Form]:
        form: type[forms.Form] = self.filters.form
        return form

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

        A query for the list and all its facets, and one for each facet with a choice made;
        none for its other pages until something is written.
        """
        without = frozenset([word] if self.values.get(word) else [])
        if without not in self._first:
            sort = self.form.cleaned_data.get("sort")
            asked = (type(self).__name__, self.most, self.on, self.values, sort)
            self._first[without] = remembered(
                f"first {build()} {asked} {sorted(without)}", lambda: self.read_first_keys(without)
            )
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
