"""Pages by keyset: each begins behind the last row of the one before, at no cost of depth.

A cursor holds what the last row has in the columns of the order, signed, so that only
cursors that we made reach the database. Rows that come or go meanwhile move nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db.models import OrderBy, Q

from relations.querysets import Rows

from .problems import Problem

_signer = signing.Signer(salt="relations.api.cursors")


@dataclass(frozen=True)
class Column:
    """A column of an order. Where it can be NULL, that comes last."""

    name: str
    falling: bool
    nullable: bool

    @classmethod
    def of(cls, order: Any) -> Column:
        """Read one of the arguments of ``order_by``: a name, or an expression on a name."""
        if isinstance(order, OrderBy):
            column: Any = order.expression  # F
            return cls(column.name, order.descending, bool(order.nulls_last))
        return cls(order.lstrip("-"), order.startswith("-"), nullable=False)

    def beyond(self, value: Any) -> Q:
        """Give the condition that a row comes after one with this value, without NULL."""
        return Q(**{f"{self.name}__{'lt' if self.falling else 'gt'}": value})

    def from_on(self, value: Any) -> Q:
        return Q(**{f"{self.name}__{'lte' if self.falling else 'gte'}": value})

    def is_null(self) -> Q:
        return Q(**{f"{self.name}__isnull": True})


def columns_of(ordered: Rows) -> list[Column]:
    """Give the columns by which rows are ordered; the last is their key."""
    return [Column.of(order) for order in ordered.query.order_by]


def encode(place: str, sort: str, values: list[Any]) -> str:
    """Write where a page of a list ends."""
    plain = [v.isoformat() if isinstance(v, dt.date) else v for v in values]
    return _signer.sign_object([place, sort, *plain])


def decode(cursor: str, place: str, sort: str) -> list[Any]:
    """Read where a page ended.

    Raises Problem where the cursor isn't ours, or is of another list or order.
    """
    try:
        made_at, made_for, *values = _signer.unsign_object(cursor)
    except signing.BadSignature as error:
        raise Problem.missing(
            "No page begins at this cursor: take it from the link to the next page.", "cursor"
        ) from error
    if made_at != place:
        # Its values are those of other columns.
        raise Problem.missing(
            f"This cursor is not of the list “{place}”: take it from the link to the next page.",
            "cursor",
        )
    if made_for != sort:
        raise Problem.missing(
            f"This cursor is of the order “{made_for}”: begin anew to order by “{sort}”.", "cursor"
        )
    return list(values)


def stretches(columns: list[Column], values: list[Any] | None) -> Iterator[Q]:
    """Give the conditions whose rows, one after the other, are those behind the values.

    One for the rows that have a value in the first column and one for those that haven't,
    so that the database can read either from its index and stop.
    """
    first = columns[0]
    if values is None:
        yield Q()
        return
    if values[0] is not None:
        yield first.from_on(values[0]) & _behind(columns, values)
    if first.nullable:
        rest = columns[1:], values[1:]
        yield first.is_null() & (_behind(*rest) if values[0] is None else Q())


def _behind(columns: list[Column], values: list[Any]) -> Q:
    """Give the condition that a row comes after the values, by the first column that differs."""
    column, value = columns[0], values[0]
    if len(columns) == 1:
        return column.beyond(value)
    same = column.is_null() if value is None else Q(**{column.name: value})
    condition = same & _behind(columns[1:], values[1:])
    if value is not None:
        condition |= column.beyond(value)
        if column.nullable:
            condition |= column.is_null()
    return condition


def keys_behind(
    first_of: Callable[[Q, int], Rows], columns: list[Column], values: list[Any] | None, limit: int
) -> list[tuple[Any, ...]]:
    """Give the columns' values of the next rows, at most so many.

    ``first_of`` gives rows in their order, of which the first so many meet a condition. It is
    asked once, and twice at NULL.
    """
    found: list[tuple[Any, ...]] = []
    for condition in stretches(columns, values):
        wanted = limit - len(found)
        found += first_of(condition, wanted).values_list(*(c.name for c in columns))[:wanted]
        if len(found) == limit:
            break
    return found
