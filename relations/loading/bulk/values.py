"""Checks one value of a field, as full_clean would, and gives what to store.

``field.clean`` is what decides; what is sure to pass it (a text without rules, short enough)
isn't sent there, and what was decided before (a term, a date) is remembered.
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

from .report import as_json

# Values of one field whose cleaned form is remembered.
REMEMBERED = 10_000
Function = Callable[[Any], Any]


def stored(field: Any, value: Any) -> Any:
    """Give a value as the database's drivers take it and as rows are compared."""
    value = field.get_prep_value(value)
    if value is None or value.__class__ in (str, int, bool):
        return value
    for kind in (str, int):  # a term of a vocabulary
        if isinstance(value, kind):
            return kind(value)
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def value_reader(field: Any) -> Function:
    """Give the function that cleans a value of a field; it raises ValidationError."""
    clean = _cleaning(field)
    plain = isinstance(field, models.CharField | models.TextField) and not field.choices
    own = [type(field).to_python, type(field).clean, type(field).validate]
    if plain and own in _PLAIN:
        return _text_reader(field, clean)
    return Memory(clean)


_PLAIN = [
    [kind.to_python, kind.clean, kind.validate] for kind in (models.CharField, models.TextField)
]


def _text_reader(field: Any, clean: Function) -> Function:
    limits = [v.limit_value for v in field.validators if type(v) is MaxLengthValidator]
    rules = [_rule(v) for v in field.validators if type(v) is not MaxLengthValidator]
    longest = min((int(limit) for limit in limits), default=1 << 30)
    unusual = Memory(clean)  # the empty one, most of all

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
        return unusual(value) if not value else clean(value)

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
        return stored(field, cleaned(field, value))

    return clean


def cleaned(field: Any, value: Any) -> Any:
    """Give a value as full_clean leaves it. Raises ValidationError."""
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


def with_followers(field: Any, followers: list[Any]) -> Function:
    """Give the function that cleans a value and gives those too that follow from it."""

    def clean(value: Any) -> list[Any]:
        value = cleaned(field, value)
        return [stored(field, value), *(stored(f, f.follow(value)) for f in followers)]

    return clean


class Memory(dict[Any, Any]):
    """Texts and their cleaned forms, the last ones; called with a value, it cleans any."""

    def __init__(self, clean: Function) -> None:
        super().__init__()
        self._clean = clean
        # By their class, too: True is 1.
        self._others: dict[Any, Any] = {}

    def __missing__(self, value: Any) -> Any:
        known: dict[Any, Any] = self
        key: Any = value
        if value.__class__ is float:  # 0.0 is -0.0
            return self._clean(value)
        if value.__class__ is not str:
            known, key = self._others, (value.__class__, value)
            if key in known:
                return known[key]
        if len(known) >= REMEMBERED:
            known.clear()
        result = known[key] = self._clean(value)
        return result

    def __call__(self, value: Any) -> Any:
        try:
            return self[value]
        except TypeError:  # a list, which nothing can be looked up by
            return self._clean(value)


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
