"""What changed between two states of a record, field by field and in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst

from relations.dates import PartialDate
from relations.fields import BoundField, PartialDateField
from relations.models import Version
from relations.models.base import names_rest_on

from .history import Row, State, model_called


@dataclass
class FieldChange:
    """One field of one row; values are in words, '' for none."""

    name: str
    label: str
    old: str
    new: str


@dataclass
class RowChange:
    """What happened to one row: added, changed or removed."""

    model: str
    number: int
    kind: str
    what: str
    fields: list[FieldChange] = field(default_factory=list)


def rows_between(before: State, after: State) -> list[tuple[str, int, Row | None, Row | None]]:
    """Give each row that differs, as (model, number, before, after)."""
    keys = list(dict.fromkeys([*before, *after]))
    pairs = ((key, before.get(key), after.get(key)) for key in keys)
    return [(*key, old, new) for key, old, new in pairs if old != new]


def rows_of(versions: Iterable[Version]) -> list[tuple[str, int, Row | None, Row | None]]:
    """Give what versions of one revision did, a row that changed twice as one change.

    ``versions`` come in their order.
    """
    first: dict[tuple[str, int], Row | None] = {}
    last: dict[tuple[str, int], Row | None] = {}
    for version in versions:
        key = version.model, version.object_id
        first.setdefault(key, version.old)
        last[key] = version.new
    return [(*key, first[key], last[key]) for key in first if first[key] != last[key]]


class Words:
    """Puts stored values into words; what keys point to is looked up once for each model."""

    def __init__(self, rows: Iterable[tuple[str, int, Row | None, Row | None]]) -> None:
        """Load the names of whatever ``rows`` (see :func:`rows_between`) point to."""
        wanted: dict[Any, set[int]] = defaultdict(set)
        for model, _number, old, new in rows:
            for one in _fields(model):
                if one.is_relation:
                    values = {(row or {}).get(one.attname) for row in (old, new)}
                    wanted[one.related_model] |= {v for v in values if isinstance(v, int)}
        self._names: dict[Any, dict[int, str]] = {}
        for target, numbers in wanted.items():
            self._names[target] = self.names(target, numbers)

    def names(self, target: Any, numbers: set[int]) -> dict[int, str]:
        """Give what rows of a model are called, with what they are named after in one query."""
        if not numbers:
            return {}
        rows = target._base_manager.filter(pk__in=numbers).select_related(*names_rest_on(target))
        return {row.pk: str(row) for row in rows}

    def changes(self, rows: Iterable[tuple[str, int, Row | None, Row | None]]) -> list[RowChange]:
        """Say in words what happened to each row."""
        return [self._change(*row) for row in rows]

    def _change(self, model: str, number: int, old: Row | None, new: Row | None) -> RowChange:
        kind = "added" if old is None else "removed" if new is None else "changed"
        change = RowChange(model, number, kind, self.row(model, new or old or {}))
        owners = model_called(model).part_of
        for one in _fields(model):
            if one.name in owners and None in (old, new):
                continue  # whose part it is goes without saying on the page of the whole
            was = self.value(one, (old or {}).get(one.attname))
            is_now = self.value(one, (new or {}).get(one.attname))
            if was != is_now:
                label = capfirst(str(one.verbose_name))
                change.fields.append(FieldChange(one.name, label, was, is_now))
        return change

    def row(self, model: str, row: Row) -> str:
        """Say which row it is: its kind and what it is called."""
        kind: Any = model_called(model)
        shown: list[str] = []
        for name in (*kind.natural_key_fields, "name", "title", "text"):
            if name in kind.part_of or name not in {f.name for f in kind._meta.concrete_fields}:
                continue
            one = kind._meta.get_field(name)
            value = self.value(one, row.get(one.attname))
            if value and not (name == "slug" and shown) and value not in shown:
                shown.append(value)
        return f"{capfirst(str(kind._meta.verbose_name))}: {', '.join(shown)[:200]}"

    def value(self, one: Any, value: Any) -> str:
        """Say a value of a field in words."""
        if value is None or value == "":
            return ""
        if one.is_relation:
            return self._names.get(one.related_model, {}).get(value, f"№ {value} (deleted)")
        if isinstance(one, PartialDateField):
            try:
                return PartialDate.parse(value).words()
            except (ValueError, ValidationError):
                return str(value)
        if isinstance(one, models.BooleanField):
            return "yes" if value else "no"
        return str(dict(one.flatchoices).get(value, value))


def _fields(model: str) -> list[Any]:
    kind: Any = model_called(model)
    return [
        f
        for f in kind._meta.concrete_fields
        if not f.primary_key and not isinstance(f, BoundField) and f.serialize
    ]


def between(before: State, after: State) -> list[RowChange]:
    """Say what changed between two states of one record."""
    rows = rows_between(before, after)
    return Words(rows).changes(rows)
