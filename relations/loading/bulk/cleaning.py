"""Checks a record by itself, as full_clean would its fields, and gives the row to store.

Each model has a :class:`Plan` with a function of :mod:`.values` for each field.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from relations.fields import following
from relations.models.base import NaturalKeyModel

from .values import Function, Memory, key_reader, stored, value_reader, with_followers

# Lists of fields that records have, which are remembered.
SHAPES = 100
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
        # By the names that a record has: place and function of each, None where they are wrong.
        self._shapes: dict[tuple[str, ...], list[tuple[Any, Function]] | None] = {}

    def _add(self, field: Any) -> None:
        place: Any = self.place_of[field.name]
        if field.is_relation:
            function: Function = key_reader(field)
        elif followers := self._followers.get(field.name):
            place = [place, *(self.place_of[f.name] for f in followers)]
            function = Memory(with_followers(field, followers))
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
        names = tuple(fields)
        shape = self._shapes[names] if names in self._shapes else self._shape(names)
        if shape is None:
            return self._careful_row(fields, complaints)
        row = self._usual.copy()
        try:
            for (place, function), value in zip(shape, fields.values(), strict=True):
                if place.__class__ is int:
                    row[place] = function(value)
                else:
                    self._put(row, place, function(value))
        except (ValidationError, TypeError):
            return self._careful_row(fields, complaints)
        if self._looks_at_itself:
            self._let_it_look(row, complaints)
        return row

    def _shape(self, names: tuple[str, ...]) -> list[tuple[Any, Function]] | None:
        if len(self._shapes) >= SHAPES:
            self._shapes.clear()
        shape = None
        if self._functions.keys() >= {*names} >= self._required.keys():
            shape = [
                # What is remembered is looked up without a call of Python's.
                (place, f.__getitem__ if isinstance(f, Memory) else f)
                for place, f in map(self._functions.__getitem__, names)
            ]
        self._shapes[names] = shape
        return shape

    def _careful_row(self, fields: dict[str, Any], complaints: list[Complaint]) -> list[Any]:
        """Give the row of a record of which something may be wrong, field by field."""
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


@cache
def plan_of(model: type[NaturalKeyModel]) -> Plan:
    return Plan(model)
