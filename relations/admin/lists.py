"""Lists of the admin that are as quick with a million rows as with ten.

Nothing on a list page may read all rows: not the count, not the filters, not the
dates, not the search. Where a full answer would have to, the page says what it left.
"""

from __future__ import annotations

import calendar
import datetime as dt
from functools import cached_property
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.db.models import F, OrderBy

from relations import search
from relations.curation.history import stamps
from relations.fields import PartialDateField, bounds_of
from relations.reading.distinct import distinct_dates, distinct_values
from relations.reading.finding import best_first

from .searching import is_autocomplete

MOST = 10_000  # rows of one list that are counted and paged


class BoundedPaginator(Paginator):
    """Counts no further than ``MOST``; ``more`` says that there are more rows."""

    @cached_property
    def _counted(self) -> int:
        rows: Any = self.object_list
        if not hasattr(rows, "order_by"):
            return len(rows)
        # Without an order the database may stop at the first rows that it finds.
        return int(rows.order_by().values("pk")[: MOST + 1].count())

    @cached_property
    def count(self) -> int:
        return min(self._counted, MOST)

    @property
    def more(self) -> bool:
        return self._counted > MOST


class UndatedLast(OrderBy):
    """An order by a date in which rows without one come last in either direction."""

    def __init__(self, column: str) -> None:
        super().__init__(F(column), nulls_last=True)

    def reverse_ordering(self) -> Any:
        self.descending = not self.descending
        return self


class DatesWithRows:
    """Answers what Django's date drill-down asks of a queryset, by the index on the date.

    It offers each year, month and day that has a row, whatever else is filtered.
    """

    def __init__(self, changelist: Any) -> None:
        self.model, self.column = changelist.model, changelist.date_hierarchy
        self.params = changelist.params

    def aggregate(self, **_bounds: Any) -> dict[str, dt.date | None]:
        dated = self.model._default_manager.filter(**{f"{self.column}__isnull": False})
        dates = dated.values_list(self.column, flat=True)
        return {
            "first": dates.order_by(self.column).first(),
            "last": dates.order_by(f"-{self.column}").first(),
        }

    def dates(self, column: str, unit: str) -> list[dt.date]:
        first, last = dt.date.min, dt.date.max
        if year := self.params.get(f"{column}__year"):
            month = int(self.params.get(f"{column}__month") or 0)
            first = dt.date(int(year), month or 1, 1)
            last = dt.date(int(year), month or 12, calendar.monthrange(int(year), month or 12)[1])
        return distinct_dates(self.model, column, unit, first, last)


class BoundedChangeList(ChangeList):
    """A list that says where it stopped to count, and sorts dates by what they mean."""

    stamps: dict[int, str]

    def get_results(self, request: Any) -> None:
        super().get_results(request)
        self.more = self.paginator.more
        self.search_was_cut = getattr(request, "search_was_cut", False)
        self.stamps = {}
        model: Any = self.model
        if not model.part_of and self.model_admin.get_actions(request):
            self._read_stamps_first()

    def _read_stamps_first(self) -> None:
        """Find out which rows are shown, read their stamps, and only then the rows themselves.

        What changes meanwhile is then shown with an older stamp, and its row taken for
        outdated; the other way round an overwrite would pass unseen.
        """
        keys = list(self.result_list.values_list("pk", flat=True))
        self.stamps = stamps([self.model(pk=key) for key in keys])
        rows = {row.pk: row for row in self.root_queryset.filter(pk__in=keys).order_by("pk")}
        self.result_list = [rows[key] for key in keys if key in rows]

    @property
    def by_date(self) -> BoundedChangeList:
        """The list for Django's date drill-down, with a quick answer to what that asks."""
        drill_down = object.__new__(type(self))
        drill_down.__dict__.update(self.__dict__, queryset=DatesWithRows(self))
        return drill_down

    def get_ordering_field(self, field_name: Any) -> Any:
        column = super().get_ordering_field(field_name)
        if isinstance(column, str) and column in {f.name for f in self.lookup_opts.fields}:
            field = self.lookup_opts.get_field(column)
            if isinstance(field, PartialDateField):
                return UndatedLast(bounds_of(column)[0])
        return column


class IndexedValuesFilter(admin.AllValuesFieldListFilter):
    """Offers the values that a column holds; the column needs an index."""

    def __init__(self, field: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(field, *args, **kwargs)
        self.lookup_choices = distinct_values(field.model, field.column)


class BoundedLists:
    """For an admin class: its list reads no more rows than it shows, or counts to ``MOST``."""

    paginator = BoundedPaginator
    show_full_result_count = False
    # The counts beside each filter would read all rows for each of them.
    show_facets = admin.ShowFacets.NEVER

    def get_changelist(self, request: Any, **kwargs: Any) -> type[ChangeList]:
        return BoundedChangeList

    def get_search_results(self, request: Any, queryset: Any, search_term: str) -> Any:
        """Search by words where there is an index of them, otherwise as Django does."""
        if not search_term.strip() or not search.is_searched(queryset.model):
            return super().get_search_results(request, queryset, search_term)
        found = search.find(queryset.model, search_term)
        request.search_was_cut = found.cut
        rows = queryset.filter(pk__in=found.keys)
        if is_autocomplete(request):
            fields = self.get_search_fields(request)  # type: ignore[attr-defined]
            rows = best_first(rows, search_term, fields)
        return rows, False
