"""Rows of which a page shows the newest and counts all: read once, where they are few."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db.models import Count, Q

from relations.querysets import Rows, prepared

FEW = 10_000  # rows that are found without an order; for more, the index of it is walked


class Gathered:
    """Rows of a queryset with their date and, where wanted, a term of each.

    ``date`` and ``term`` name columns. Few rows are found without an order: asked for it and a
    limit, PostgreSQL walks all statements by date until it has met enough, seconds where they
    are old ones.
    """

    def __init__(self, rows: Rows, date: str, term: str = "") -> None:
        self.rows, self.term = rows.order_by(), term
        columns = ("pk", date, term) if term else ("pk", date)
        self._read = list(self.rows.values_list(*columns)[: FEW + 1])
        self.few = len(self._read) <= FEW

    def among(self, column: str) -> Q:
        """Give the condition that a column has the number of one of the rows."""
        if self.few:
            return Q(**{f"{column}__among": [row[0] for row in self._read]})
        return Q(**{f"{column}__in": self.rows.values("pk")})

    def count(self) -> int:
        return len(self._read) if self.few else self.rows.count()

    def by_term(self) -> dict[Any, int]:
        """Give how many rows have each term."""
        if self.few:
            return Counter(row[2] for row in self._read)
        return by_term(self.rows, self.term)

    def first(self, order: Sequence[Any], most: int) -> list[int]:
        """Give the numbers of the first rows in an order, of which the falling date is the first.

        By number before they are loaded: the database then sorts those, and not whole rows.
        """
        if self.few:
            ordered = _ordered(self.rows.model, tuple(order))
            return list(ordered.filter(pk__in=self._newest(most)))[:most]
        return list(self.rows.order_by(*order).values_list("pk", flat=True)[:most])

    def _newest(self, most: int) -> list[int]:
        """Give the newest, and all others of the last of their days."""
        dated = [(key, day) for key, day, *_term in self._read]
        days: list[dt.date] = sorted((day for _key, day in dated if day), reverse=True)
        if len(days) < most:
            return [key for key, _day in dated]
        return [key for key, day in dated if day and day >= days[most - 1]]


@cache
def _ordered(model: Any, order: tuple[Any, ...]) -> Rows:
    return prepared(model._default_manager.order_by(*order).values_list("pk", flat=True))


def by_term(rows: Rows, term: str) -> dict[Any, int]:
    """Give how many rows have each term; ``term`` names the column."""
    return dict(rows.order_by().values(term).annotate(n=Count("pk")).values_list(term, "n"))
