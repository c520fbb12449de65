"""Checks a record by itself, as full_clean would its fields, and gives the row to store.

Each model has a :class:`Plan` with a function for each field. ``field.clean`` is what
decides; what is sure to pass it (a text without rules, short enough) isn't sent there, and
what was decided before (a term, a date) is remembered.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext as _

from relations.fields import following
from relations.models.base import NaturalKeyModel

from .report import as_json

# Values of one field whose cleaned form is remembered.
REMEMBERED = 10_000
Function = Callable[[Any], Any]
# A field at fault and what would be right.
Complaint = tuple[str, str]


class Plan:
    """How records of one model become rows: one value a column, the number left out."""

    def __init__(self, model: Any) -> None:
        self.model = model
        self.label: str = model._meta.label_lower
        self.key_names: tuple[str, ...] = model.natural_key_fields
        fields = [f for f in model._meta.concrete_fields if not f.primary_key]
        self.fields = fields
        self.columns = [f.column for f in fields]
        self.place_of = {f.name: number for number, f in enumerate(fields)}
        self.key_places = [self.place_of[name] for name in self.key_names]
        # Whether the database refuses a second row with the same key.
        self.key_is_unique = any(f.unique for f in fields if f.name in self.key_names) or any(
            isinstance(c, models.UniqueConstraint) and set(c.fields) <= set(self.key_names)
            for c in model._meta.constraints
        )
        # The keys to other rows: place in the row, and field.
        self.relations = [(n, f) for n, f in enumerate(fields) if f.is_relation]
        self._functions: dict[str, tuple[Any, Function]] = {}
        self._usual: list[Any] = [None] * len(fields)
        self._required: dict[str, str] = {}
        self._followers = following(model)
        self._looks_at_itself = model.clean_fields is not models.Model.clean_fields
        for field in fields:
            if field.is_relation or field.serialize:
                self._add(field)
        self._known = sorted(self._functions)

    def _add(self, field: Any) -> None:
        place: Any = self.place_of[field.name]
        if field.is_relation:
            function: Function = key_reader(field)
        elif followers := self._followers.get(field.name):
            place = [place, *(self.place_of[f.name] for f in followers)]
            function = _remembering(_with_followers(field, followers))
        else:
            function = value_reader(field)
        self._functions[field.name] = place, function
        try:
            default = field.get_default()
            self._put(self._usual, place, None if field.is_relation else function(default))
        except ValidationError as error:
            self._required[field.name] = " ".join(error.messages)
        if field.is_relation and not field.null:
            self._required[field.name] = str(field.error_messages["null"])

    @staticmethod
    def _put(row: list[Any], place: Any, value: Any) -> None:
        if isinstance(place, int):
            row[place] = value
        else:
            for number, part in zip(place, value, strict=True):
                row[number] = part

    def row(self, fields: dict[str, Any], complaints: list[Complaint]) -> list[Any]:
        """Give the row of a record; add what is wrong to ``complaints``."""
        row = self._usual.copy()
        functions = self._functions
        for name, value in fields.items():
            try:
                place, function = functions[name]
                if place.__class__ is int:
                    row[place] = function(value)
                else:
                    self._put(row, place, function(value))
            except KeyError:
                known = ", ".join(self._known)
                complaints.append((name, f"there is no such field; known are {known}"))
            except ValidationError as error:
                complaints.append((name, " ".join(error.messages)))
        for name, message in self._required.items():
            if name not in fields:
                complaints.append((name, message))
        if self._looks_at_itself and not complaints:
            self._let_it_look(row, complaints)
        return row

    def _let_it_look(self, row: list[Any], complaints: list[Complaint]) -> None:
        """Call the model's own clean_fields, with a number in the place of each key that is set."""
        instance = self.model()
        for field, value in zip(self.fields, row, strict=True):
            number = None if value is None else -1
            setattr(instance, field.attname, number if field.is_relation else value)
        try:
            instance.clean_fields(exclude={f.name for _n, f in self.relations})
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                complaints.append((name, " ".join(messages)))
            return
        for name, (place, _function) in self._functions.items():
            field = self.model._meta.get_field(name)
            if not field.is_relation and isinstance(place, int):
                row[place] = stored(field, getattr(instance, name))

    def key(self, fields: dict[str, Any]) -> list[Any]:
        """Give the natural key as it stands in a record, for whoever reads of it."""
        return [fields.get(name) for name in self.key_names]

    def key_of(self, row: list[Any]) -> list[Any]:
        """Give the natural key of a row in which keys are still words."""
        return [row[place] for place in self.key_places]


def stored(field: Any, value: Any) -> Any:
    """Give a value as the database's drivers take it and as rows are compared."""
    value = field.get_prep_value(value)
    if value is None or isinstance(value, str | int):
        return value
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def value_reader(field: Any) -> Function:
    """Give the function that cleans a value of a field; it raises ValidationError."""
    clean = _cleaning(field)
    plain = isinstance(field, models.CharField | models.TextField) and not field.choices
    own = [type(field).to_python, type(field).clean, type(field).validate]
    if plain and own in _PLAIN:
        return _text_reader(field, clean)
    return _remembering(clean)


_PLAIN = [
    [kind.to_python, kind.clean, kind.validate] for kind in (models.CharField, models.TextField)
]


def _text_reader(field: Any, clean: Function) -> Function:
    limits = [v.limit_value for v in field.validators if type(v) is MaxLengthValidator]
    rules = [_rule(v) for v in field.validators if type(v) is not MaxLengthValidator]
    longest = min((int(limit) for limit in limits), default=1 << 30)

    def read(value: Any) -> Any:
        if (
            value.__class__ is str
            and 0 < len(value) <= longest
            and "\x00" not in value
            and (value.isascii() or _is_whole(value))
        ):
            for rule in rules:
                rule(value)
            return value
        return clean(value)

    return read


def _rule(validator: Any) -> Function:
    """Give a validator, without what is slow in asking a pattern."""
    if type(validator) is not RegexValidator or validator.inverse_match:
        return validator
    pattern: Any = validator.regex
    search = pattern.search

    def matches(value: Any) -> None:
        if not search(value):
            validator(value)

    return matches


def _is_whole(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _cleaning(field: Any) -> Function:
    """Give the long way: what a form and full_clean do."""

    def clean(value: Any) -> Any:
        return stored(field, _cleaned(field, value))

    return clean


def _cleaned(field: Any, value: Any) -> Any:
    if isinstance(value, list | dict):
        raise ValidationError(_("one value is wanted, not a list of them"))
    if isinstance(value, str):
        if "\x00" in value:
            raise ValidationError(_("holds a NUL character, which no database keeps"))
        if not _is_whole(value):
            raise ValidationError(_("holds half of a character (a lone surrogate)"))
    try:
        value = field.to_python(value)
    except (TypeError, ValueError, OverflowError) as error:
        raise ValidationError(str(error)) from error
    if value is None and not field.null:
        raise ValidationError(str(field.error_messages["null"]))
    if field.blank and value in field.empty_values:
        return value
    try:
        return field.clean(value, None)
    except ValidationError as error:
        if field.choices and any(e.code == "invalid_choice" for e in error.error_list):
            terms = ", ".join(str(term) for term, _label in field.flatchoices)
            right = _("Write one of %(terms)s.") % {"terms": terms}
            raise ValidationError([error, right]) from error
        raise


def _with_followers(field: Any, followers: list[Any]) -> Function:
    def clean(value: Any) -> list[Any]:
        value = _cleaned(field, value)
        return [stored(field, value), *(stored(f, f.follow(value)) for f in followers)]

    return clean


def _remembering(clean: Function) -> Function:
    known: dict[Any, Any] = {}

    def read(value: Any) -> Any:
        key = value.__class__, value
        try:
            return known[key]
        except KeyError:
            if len(known) >= REMEMBERED:
                known.clear()
            result = known[key] = clean(value)
            return result
        except TypeError:  # a list, which nothing can be looked up by
            return clean(value)

    return read


def key_reader(field: Any) -> Function:
    """Give the function that reads a key to another row; it raises ValidationError."""
    read = _shape(field.related_model)
    null = str(field.error_messages["null"])

    def key(value: Any) -> Any:
        if value is not None:
            return read(value)
        if not field.null:
            raise ValidationError(null)
        return None

    return key


@cache
def _shape(model: Any) -> Function:
    """Give the function that checks the shape of a natural key, and makes tuples of its lists."""
    names = model.natural_key_fields
    fields = [model._meta.get_field(name) for name in names]
    parts = [_shape(f.related_model) if f.is_relation else _part(f) for f in fields]
    called = model._meta.verbose_name

    def read(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple):
            raise ValidationError(f"a key of {called} is a list, as {as_json([value])}")
        if len(value) != len(names):
            wanted = f"{len(names)}: {', '.join(names)}"
            raise ValidationError(f"a key of {called} is a list of {wanted}")
        return tuple(
            None if part is None else reader(part)
            for part, reader in zip(value, parts, strict=True)
        )

    if len(parts) > 1 or fields[0].is_relation:
        return read

    def read_one(value: Any) -> tuple[Any, ...]:
        """Read the key that most are: a list of one word."""
        if value.__class__ is list and len(value) == 1:
            (word,) = value
            if word.__class__ is str and word.isascii() and "\x00" not in word:
                return (word,)
        return read(value)

    return read_one


def _part(field: Any) -> Function:
    kind: Any = int if isinstance(field, models.IntegerField) else str
    wanted = "a whole number" if kind is int else "a text"

    def read(value: Any) -> Any:
        if value.__class__ is not kind or (kind is int and abs(value) > 1 << 31):
            raise ValidationError(f"in a key, “{field.name}” is {wanted}")
        if kind is str and ("\x00" in value or not _is_whole(value)):
            raise ValidationError(f"in a key, “{field.name}” has no such characters")
        return value

    return read


@cache
def plan_of(model: type[NaturalKeyModel]) -> Plan:
    return Plan(model)
