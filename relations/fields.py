"""The model field and form field of a partial date, and columns that follow another one."""

from __future__ import annotations

import contextlib
import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from .dates import InvalidDate, PartialDate
from .web_addresses import KEY_LENGTH, page_key


def read_date(value: Any) -> PartialDate | None:
    """Turn notation, a day, a partial date or nothing into a partial date or None.

    Raises ValidationError where the notation is wrong.
    """
    if value is None or value == "":
        return None
    if isinstance(value, PartialDate):
        return value
    if isinstance(value, dt.date):
        return PartialDate.of(value)
    try:
        return PartialDate.parse(str(value))
    except InvalidDate as error:
        raise ValidationError(str(error), code="invalid_date") from error


class _FollowingDescriptor:
    """Compute what follows from another field, so that the two can't disagree."""

    def __init__(self, field: FollowingField) -> None:
        self.field = field

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        if instance is None:
            return self
        return self.field.follow(getattr(instance, self.field.source))

    def __set__(self, instance: Any, value: Any) -> None:
        """Ignore what is set: only the source says what follows from it.

        The name is put down all the same: Django takes a field that the
        instance doesn't hold for a deferred one, and would not save it.
        """
        instance.__dict__[self.field.attname] = None  # type: ignore[attr-defined]


class FollowingField:
    """For a model field: a column computed from another one, for the database to compare.

    It can't be edited, is in no fixture, and is written whenever its source is.
    """

    def __init__(self, *args: Any, source: str = "", **kwargs: Any) -> None:
        self.source = source
        kwargs.update(blank=True, editable=False, serialize=False)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()  # type: ignore[misc]
        return name, path, args, {**kwargs, "source": self.source}

    def contribute_to_class(self, cls: Any, name: str, **kwargs: Any) -> None:
        super().contribute_to_class(cls, name, **kwargs)  # type: ignore[misc]
        setattr(cls, self.attname, _FollowingDescriptor(self))  # type: ignore[attr-defined]

    def follow(self, value: Any) -> Any:
        """Give what is stored beside this value of the source."""
        raise NotImplementedError


def following(model: Any) -> dict[str, list[Any]]:
    """Give the fields of a model that follow another one, by the name of the other."""
    found: dict[str, list[Any]] = {}
    for field in model._meta.fields:
        if isinstance(field, FollowingField):
            found.setdefault(field.source, []).append(field)
    return found


class BoundField(FollowingField, models.DateField):  # type: ignore[misc]
    """The first or last possible day of a partial date."""

    def __init__(self, *args: Any, side: str = "", **kwargs: Any) -> None:
        self.side = side
        super().__init__(*args, **{**kwargs, "null": True})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "side": self.side}

    def follow(self, value: Any) -> dt.date | None:
        return getattr(value, self.side) if isinstance(value, PartialDate) else None


class PageKeyField(FollowingField, models.CharField):  # type: ignore[misc]
    """The key of the page that a URL leads to, however the URL is written."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "max_length": KEY_LENGTH})

    def follow(self, value: Any) -> str:
        return page_key(value or "")


class _DateDescriptor:
    """Keep a PartialDate on the instance; leave what can't be read for clean() to report."""

    def __init__(self, field: PartialDateField) -> None:
        self.field = field

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        if instance is None:
            return self
        name = self.field.attname
        if name not in instance.__dict__:  # a deferred field
            instance.refresh_from_db(fields=[name])
        return instance.__dict__[name]

    def __set__(self, instance: Any, value: Any) -> None:
        with contextlib.suppress(ValidationError):
            value = read_date(value)
        name = self.field.attname
        instance.__dict__[name] = value
        for bound in bounds_of(name):
            instance.__dict__.setdefault(bound, None)


def bounds_of(name: str) -> tuple[str, str]:
    """Give the names of the two columns beside a partial date."""
    return f"{name}_earliest", f"{name}_latest"


class PartialDateField(models.CharField):
    """A partial date: its notation, beside two date columns ``<name>_earliest`` and ``_latest``.

    The attribute holds a :class:`~relations.dates.PartialDate` or None. The two
    date columns follow the notation and can be filtered, ordered and indexed.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 32)
        kwargs["null"] = kwargs["blank"] = True
        super().__init__(*args, **kwargs)

    def contribute_to_class(self, cls: Any, name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, self.attname, _DateDescriptor(self))
        if cls._meta.abstract or cls.__module__ == "__fake__":
            return  # migrations name the two columns themselves
        for side, bound in zip(("earliest", "latest"), bounds_of(name), strict=True):
            cls.add_to_class(bound, BoundField(source=name, side=side))

    def from_db_value(self, value: str | None, *_: Any) -> PartialDate | None:
        return PartialDate.parse(value) if value else None

    def to_python(self, value: Any) -> PartialDate | None:
        return read_date(value)

    def get_prep_value(self, value: Any) -> str | None:
        # Anything unreadable stops here, so that no wrong notation reaches the database.
        date = read_date(value)
        return date.notation if date else None

    def value_to_string(self, obj: Any) -> str:
        return str(self.value_from_object(obj) or "")

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": PartialDateFormField, **kwargs})


class PartialDateInput(forms.TextInput):
    """A short text input that shows by example what may be written."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        hints = {
            "size": 14,
            "placeholder": "2024-11-30",
            "title": _(
                "2024-11-30, 2018-05, 2018 or 199X; with ~ (about) or ? (uncertain) behind; "
                "[2024-12-01..2024-12-10]: one day of these; ..: still running; XXXX: unknown"
            ),
        }
        super().__init__({**hints, **(attrs or {})})


class PartialDateFormField(forms.CharField):
    """Takes EDTF notation; shows what may be written."""

    default_error_messages = {"required": _("Give a date, or XXXX where it is unknown.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.pop("empty_value", None)
        kwargs.setdefault("widget", PartialDateInput)
        super().__init__(*args, **kwargs)

    def to_python(self, value: Any) -> Any:
        return read_date(str(value).strip() if value else None)

    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, PartialDate) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(initial or "") != str(data or "").strip()
