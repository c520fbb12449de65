"""Querysets whose SQL is made once: writing it takes Django longer than the database to answer."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Prefetch, Q

from .among import Later
from .base import Rows
from .server_side import keeping_plans


def prepared(rows: Rows) -> Rows:
    """Give a queryset that is asked again and again for the rows with some values in a column.

    ``rows`` is a queryset with whatever it loads, which may not depend on the moment: what depends
    on a day, keep for that day only. What is given back takes one ``filter()``, which names one
    or more ``<column>__in=…``, all of which or (joined by ``|``) one of which has to hold, with
    numbers, words or records. So it can also be the queryset of a
    :func:`parts` of records over a foreign key of theirs. For the columns, and for each database,
    the SQL is made the first time. Anything else that changes the query raises
    :class:`AttributeError` or :class:`TypeError`.
    """
    found = rows.all()
    found.query = _Prepared(rows)
    return found


# Of any type: the stubs' plugin for mypy fails at a subclass.
_Prefetch: Any = Prefetch


def parts(relation: str, rows: Rows, *, to_attr: str) -> Any:
    """Load what belongs to rows, as a prefetch whose queryset is kept and asked again."""
    return _Parts(relation, rows, to_attr=to_attr)


class _Parts(_Prefetch):
    """Gives a copy of its queryset: what Django tells that of one use stays with that use."""

    def get_current_querysets(self, level: int) -> Any:
        return [rows.all() for rows in super().get_current_querysets(level) or ()] or None


@dataclass
class _Made:
    """A query as it was written for some columns and a database."""

    compiler: Any
    sql: str
    parameters: tuple[Any, ...]
    converters: Any  # of the columns' values: the same for each connection of a database


class _Prepared:
    """Stands in a queryset for its query; copies share what was written."""

    # Nothing else can be set: what Django sets to change a query is refused.
    __slots__ = ("connector", "made", "rows", "values")
    # What querysets look at before they let themselves be filtered.
    is_sliced = False
    combinator = None
    filter_is_sticky = False
    values_select = ()

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.made: dict[tuple[Any, ...], _Made] = {}
        self.connector = ""
        self.values: dict[str, list[Any]] = {}

    def chain(self) -> _Prepared:
        return copy.copy(self)

    def add_q(self, condition: Q, reuse_all: bool = False) -> None:
        """Take the values. ``reuse_all`` is how prefetching asks for no second join."""
        inner = condition.children[0] if len(condition.children) == 1 else None
        negated, condition = condition.negated, inner if isinstance(inner, Q) else condition
        if self.values or negated or condition.negated or condition.connector == Q.XOR:
            raise TypeError("A prepared query takes one condition, which is neither NOT nor XOR.")
        self.connector, self.values = condition.connector, {}
        for child in condition.children:
            name, values = child if isinstance(child, tuple) else ("", None)
            if not name.endswith("__in") or not isinstance(values, Iterable):
                raise TypeError(f"A prepared query takes <column>__in, not {child}.")
            if (column := name.removesuffix("__in")) in self.values:
                raise TypeError(f"A prepared query takes the values of {column} at once.")
            self.values[column] = [getattr(value, "pk", value) for value in values]

    def get_compiler(self, using: str, **options: Any) -> Any:
        """Give Django's compiler of the query with the values put in, on a connection."""
        connection = keeping_plans(connections[using])
        later = tuple(Later(name, len(values) == 1) for name, values in self.values.items())
        key = using, self.connector, later
        made = self.made.get(key)
        if made is None:
            made = self.made[key] = self._make(later, using)
        compiler = copy.copy(made.compiler)
        compiler.connection = connection  # that of this thread
        compiler.as_sql = lambda *_arguments, **_options: self._written(made, connection.vendor)
        compiler.get_converters = lambda _columns: made.converters
        return compiler

    def _make(self, later: tuple[Later, ...], using: str) -> _Made:
        if not later:
            raise TypeError("A prepared query is asked without its condition, <column>__in.")
        conditions = [(f"{each.name}__among", each) for each in later]
        query = self.rows.filter(Q(*conditions, _connector=self.connector)).query
        compiler = query.get_compiler(using)
        sql, parameters = compiler.as_sql()
        columns = [column for column, *_alias in compiler.select]
        return _Made(compiler, sql, parameters, compiler.get_converters(columns))

    def _written(self, made: _Made, vendor: str) -> tuple[str, tuple[Any, ...]]:
        one_of = self.connector == Q.OR
        if not (any if one_of else all)(self.values.values()):
            raise EmptyResultSet
        return made.sql, tuple(
            p.parameter(self.values[p.name], vendor) if isinstance(p, Later) else p
            for p in made.parameters
        )
