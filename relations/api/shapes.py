"""What a record looks like: one declaration for its values, its schema and its choice of fields."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter
from typing import Any

from pydantic import BaseModel, ConfigDict, create_model
from pydantic import Field as Described

from relations.querysets import Rows


@dataclass(frozen=True)
class Asked:
    """What values depend on besides the record: where the site is, and the day of the list."""

    site: str
    day: dt.date


# What is asked for of a record: a field in whole (None), or these of its own fields.
Choice = dict[str, set[str] | None]
Needs = Callable[[Rows], Rows]
ALWAYS = "self"  # the field that no choice leaves out


@dataclass(frozen=True)
class Field:
    """A field: its name, type and meaning, how its value is found, what that needs loaded.

    ``type`` is a type that pydantic knows or a :class:`Shape`; of a shape, the value is the
    record to write in it, with ``many`` records.
    """

    name: str
    type: Any
    meaning: str
    value: Callable[[Any, Asked], Any]
    needs: Needs | None = None
    nullable: bool = False
    many: bool = False
    schema: dict[str, Any] = field(default_factory=dict)

    @property
    def annotation(self) -> Any:
        inner: Any = self.type.model if isinstance(self.type, Shape) else self.type
        if self.many:
            return list_of(inner)
        return inner | None if self.nullable else inner

    @property
    def described(self) -> tuple[Any, Any]:
        """The field as pydantic defines one."""
        return self.annotation, Described(
            description=self.meaning, json_schema_extra=self.schema or None
        )

    def write(self, record: Any, asked: Asked, inner: set[str] | None) -> Any:
        found = self.value(record, asked)
        if not isinstance(self.type, Shape) or found is None:
            return found
        choice = None if inner is None else dict.fromkeys(inner)
        if self.many:
            return [self.type.write(one, asked, choice) for one in found]
        return self.type.write(found, asked, choice)


@dataclass(frozen=True)
class Shape:
    """The fields of a kind of object, in their order. ``name`` is that of its schema."""

    name: str
    meaning: str
    fields: tuple[Field, ...]

    @cached_property
    def model(self) -> type[BaseModel]:
        """The shape as a pydantic model, for the document and for tests.

        Only the address is required: a choice of fields leaves out the others.
        """

        def required(schema: dict[str, Any]) -> None:
            schema.pop("required", None)
            if ALWAYS in schema["properties"]:
                schema["required"] = [ALWAYS]

        definitions: Any = {f.name: f.described for f in self.fields}
        return create_model(
            self.name,
            __config__=ConfigDict(extra="forbid", json_schema_extra=required),
            __doc__=self.meaning,
            **definitions,
        )

    @cached_property
    def paths(self) -> list[str]:
        """Everything that can be chosen: fields, and fields of fields behind a dot."""
        found = []
        for one in self.fields:
            found.append(one.name)
            if isinstance(one.type, Shape):
                found += [f"{one.name}.{inner.name}" for inner in one.type.fields]
        return found

    def loaded(self, rows: Rows, choice: Choice | None = None) -> Rows:
        """Let rows be loaded with what the chosen fields need, and nothing else."""
        for needs in dict.fromkeys(f.needs for f in self._chosen(choice) if f.needs):
            rows = needs(rows)
        return rows

    def write(self, record: Any, asked: Asked, choice: Choice | None = None) -> dict[str, Any]:
        """Give a record as what JSON can hold."""
        return {
            f.name: f.write(record, asked, (choice or {}).get(f.name)) for f in self._chosen(choice)
        }

    def only(self, name: str, meaning: str, *names: str) -> Shape:
        """Give a smaller shape of the same records."""
        return Shape(name, meaning, tuple(f for f in self.fields if f.name in names))

    def _chosen(self, choice: Choice | None) -> Iterable[Field]:
        if choice is None:
            return self.fields
        return (f for f in self.fields if f.name in choice or f.name == ALWAYS)


def list_of(item: Any) -> Any:
    """Give the type of a list, for pydantic."""
    return list.__class_getitem__(item)


def chosen(paths: Iterable[str]) -> Choice:
    """Turn ``title``, ``parties.name`` into a choice; a field in whole holds its parts."""
    choice: Choice = {}
    for path in paths:
        name, dot, inner = path.partition(".")
        if not dot:
            choice[name] = None
        elif (held := choice.setdefault(name, set())) is not None:
            held.add(inner)
    return choice


# Builders of fields ---------------------------------------------------------------------


def plain(name: str, type_: Any, meaning: str, path: str = "", **kwargs: Any) -> Field:
    """Make a field of an attribute of the record."""
    read = attrgetter(path or name)
    return Field(name, type_, meaning, lambda record, asked: read(record), **kwargs)


def maybe(name: str, type_: Any, meaning: str, path: str = "", **kwargs: Any) -> Field:
    """Make a field of an attribute that may be empty: null then."""
    read = attrgetter(path or name)
    return Field(
        name, type_, meaning, lambda record, asked: read(record) or None, nullable=True, **kwargs
    )


def many(name: str, shape: Shape, meaning: str, path: str, needs: Needs | None = None) -> Field:
    """Make a field of a list of records that an attribute holds."""
    return plain(name, shape, meaning, path, needs=needs, many=True)
