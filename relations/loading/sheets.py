"""The sheet of a model: its columns, and its rows as texts.

A column is a field, called as the field. A key to another row is written by that
row's natural key: in one column where that is one word (``source`` is a slug,
``actor_country`` a code), else in one for each of its parts
(``membership__actor_country``, ``membership__organization``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from relations.fields import PartialDateField
from relations.models.base import NaturalKeyModel

# Exported, never imported: nothing is published but by review.
READ_ONLY = ("review",)
# Values in one query.
BATCH = 500

# The natural key of a row as the texts of its columns.
Key = tuple[str, ...]

TRUE, FALSE = ("true", "yes", "1"), ("false", "no", "0")


def text_of(value: Any) -> str:
    """Write a value of a field as a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return TRUE[0] if value else FALSE[0]
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value)


def comparable(text: str) -> str:
    """Take off what a spreadsheet changes in a text by itself: the ends of lines."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


@dataclass(frozen=True)
class Column:
    """A column of a sheet."""

    name: str
    # The field of the sheet's model, and the plain field at the end of its keys.
    field: Any
    leaf: Any
    # How a query asks for it, and whether a key may leave it empty.
    lookup: str
    optional: bool

    @property
    def choices(self) -> list[str]:
        """The terms that may be written, where there is a vocabulary."""
        return [str(term) for term, _label in self.leaf.flatchoices]

    def part(self, text: str) -> str:
        """Give a cell of a natural key as the key has it: defaults filled in, 01 as 1.

        Raises ValidationError where it can't be.
        """
        if not text.strip():
            default = text_of(self.leaf.get_default()) if self.leaf.has_default() else ""
            if not default and not self.optional:
                raise ValidationError(_("must not be empty"))
            return default
        if isinstance(self.leaf, models.IntegerField):
            return text_of(self.leaf.to_python(text.strip()))
        if self.choices and text.strip() not in self.choices:
            raise ValidationError(self._one_of(text))
        return text

    def value(self, text: str, *, new: bool) -> Any:
        """Read a cell of a plain field. Raises ValidationError with what would be right."""
        text = comparable(text)
        if not text:
            if self.leaf.blank or self.leaf.null:
                return None if self.leaf.null else ""
            if new and self.leaf.has_default():
                return self.leaf.get_default()
            raise ValidationError(_("must not be empty"))
        if self.choices and text not in self.choices:
            raise ValidationError(self._one_of(text))
        if isinstance(self.leaf, models.BooleanField):
            if text.lower() not in (*TRUE, *FALSE):
                raise ValidationError(_("“%(text)s” is not true or false") % {"text": text})
            return text.lower() in TRUE
        if isinstance(self.leaf, models.DateField):
            return _day(text)
        return self.leaf.clean(text, None)

    def _one_of(self, text: str) -> str:
        return _("“%(text)s” is not one of %(choices)s") % {
            "text": text.strip(),
            "choices": ", ".join(self.choices),
        }

    @property
    def is_key(self) -> bool:
        """Whether rows are known by it."""
        return self.field.name in key_names(self.field.model)

    @property
    def of_what(self) -> str:
        """Which word of which record a link is written by: “the slug of a source”."""
        return _("the %(field)s of its %(kind)s") % {
            "field": self.leaf.verbose_name,
            "kind": self.field.related_model._meta.verbose_name,
        }

    @property
    def help(self) -> str:
        """What it means, in words."""
        if self.name in READ_ONLY:
            return _("Not imported: publishing is by review.")
        label = capfirst(str(self.field.verbose_name))
        if self.field.is_relation:
            return f"{label}: {self.of_what}."
        return f"{label}. {self.field.help_text}" if self.field.help_text else f"{label}."

    @property
    def form(self) -> str:
        """What kind of value it holds."""
        if self.choices:
            return ", ".join(self.choices)
        if isinstance(self.leaf, PartialDateField):
            return "2024-11-30, 2018-05, 2018~, .."
        if isinstance(self.leaf, models.DateField):
            return "2024-11-30"
        if isinstance(self.leaf, models.BooleanField):
            return f"{TRUE[0]}, {FALSE[0]}"
        return _("number") if isinstance(self.leaf, models.IntegerField) else _("text")


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise ValidationError(
            _("“%(text)s” is not a day: write it as 2024-11-30") % {"text": text}
        ) from error


def _columns(field: Any, own: Any, prefix: str, optional: bool) -> Iterator[Column]:
    """Give the columns of a field: one, or one for each part of a key."""
    name = f"{prefix}{field.name}"
    own = own or field
    optional = optional or field.null
    if not field.is_relation:
        # Of a key's own part: a text that may be blank is a part all the same.
        yield Column(name, own, field, name, optional or field.blank)
        return
    parts = [field.related_model._meta.get_field(n) for n in key_names(field.related_model)]
    if len(parts) == 1 and not parts[0].is_relation:
        yield Column(name, own, parts[0], f"{name}__{parts[0].name}", optional)
        return
    # Of a key that is itself a part of a key: where it may be empty, so may its parts.
    inherited = optional and bool(prefix)
    for part in parts:
        yield from _columns(part, own, f"{name}__", inherited or part.null)


def key_names(model: Any) -> tuple[str, ...]:
    names: tuple[str, ...] = model.natural_key_fields
    return names


class Sheet:
    """All columns of a model; ``key`` names the fields by which a row is known."""

    def __init__(self, model: type[models.Model]) -> None:
        self.model: Any = model

    @cached_property
    def columns(self) -> dict[str, Column]:
        """By name: those of the key first, then the others in the model's order."""
        fields = {f.name: f for f in self.model._meta.concrete_fields}
        names = [*key_names(self.model), *(n for n in fields if n not in key_names(self.model))]
        found = {}
        for name in names:
            field = fields[name]
            if name in READ_ONLY or (field.editable and field.serialize and not field.primary_key):
                for column in _columns(field, None, "", False):
                    found[column.name] = column
        return found

    def of_field(self, name: str) -> list[Column]:
        """Give the columns of one field."""
        return [c for c in self.columns.values() if c.field.name == name]

    @cached_property
    def key_columns(self) -> list[Column]:
        return [c for c in self.columns.values() if c.field.name in key_names(self.model)]

    def rows(self, queryset: Any) -> Iterator[list[str]]:
        """Give the rows of a queryset as texts, in the order of the columns."""
        lookups = [column.lookup for column in self.columns.values()]
        for values in queryset.values_list(*lookups).iterator(chunk_size=2000):
            yield [text_of(value) for value in values]

    def texts(self, numbers: Iterable[Any]) -> dict[Any, dict[str, str]]:
        """Give the cells of the rows with these primary keys, by primary key and column."""
        lookups = [column.lookup for column in self.columns.values()]
        found = {}
        for some in batches(list(numbers)):
            rows = self.model._base_manager.filter(pk__in=some)
            for number, *values in rows.values_list("pk", *lookups):
                cells = map(text_of, values)
                found[number] = dict(zip(self.columns, cells, strict=True))
        return found

    def problems_of(self, error: ValidationError) -> list[tuple[str, str]]:
        """Give the columns and the sentences of what a record's own checks refuse."""
        if not hasattr(error, "error_dict"):
            return [("", " ".join(error.messages))]
        found = []
        for name, messages in error.message_dict.items():
            columns = self.of_field(name)
            found.append((columns[0].name if columns else "", " ".join(messages)))
        return found


def batches(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), BATCH):
        yield values[start : start + BATCH]


def key_of(model: Any) -> list[Column]:
    """Give the columns of a model's natural key."""
    return [
        column
        for name in key_names(model)
        for column in _columns(model._meta.get_field(name), None, "", False)
    ]


def find(model: type[NaturalKeyModel], keys: Iterable[Key]) -> dict[Key, Any]:
    """Give the primary keys of the rows with these natural keys, in one query for each 500.

    Where no row has a key to the letter, the row counts that has it without the blanks
    around its parts.
    """
    columns = key_of(model)
    # Asked by the first part that every key has; compared by all of them.
    position = next(n for n, c in enumerate(columns) if not c.optional and not c.field.null)
    wanted = {key: tuple(part.strip() for part in key) for key in keys}
    known: dict[Key, Any] = {}
    for some in batches(sorted({key[position] for pair in wanted.items() for key in pair})):
        rows = model._base_manager.filter(**{f"{columns[position].lookup}__in": some})
        for number, *values in rows.values_list("pk", *(c.lookup for c in columns)):
            known[tuple(map(text_of, values))] = number
    pairs = ((key, known.get(key, known.get(bare))) for key, bare in wanted.items())
    return {key: number for key, number in pairs if number is not None}
