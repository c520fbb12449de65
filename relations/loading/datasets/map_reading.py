"""Reads a column map, and checks all of it that can be checked without the data.

What a map is, :mod:`.column_map` says.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from string import Formatter
from typing import Any, NoReturn

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models

from relations.fields import FollowingField, PartialDateField
from relations.models import DataSet, DataSetImport
from relations.models.base import ActorArc, NaturalKeyModel

from ..refusals import holds_nul
from .adapters import all_adapters
from .column_map import ACTOR, Cell, ColumnMap, RecordMap

MODELS = (
    "agreement",
    "party",
    "act",
    "provision",
    "membership",
    "membershipact",
    "statement",
    "side",
    "position",
)
# Written by the import itself, or by review.
OURS = {"id", "review", "source"}
LARGEST = 1_000_000  # bytes of a map that somebody wrote by hand

# Where a text of the data set is kept, so that it is checked as there.
DATASET: dict[str, tuple[Any, str]] = {
    "name": (DataSet, "slug"),
    "title": (DataSet, "title"),
    "publisher": (DataSet, "publisher"),
    "url": (DataSet, "url"),
    "licence": (DataSet, "licence"),
    "citation": (DataSet, "citation"),
    "version": (DataSetImport, "version"),
}
FILE = ("encoding", "delimiter", "missing")
RECORD = ("model", "key", "when", "fields")
VALUE = ("column", "value", "template", "values", "format", "key", "schemes", "on")


class InvalidMap(ValueError):
    """The map says something that can't be done: which file, where in it, and what is right."""


def read_map(path: Path) -> ColumnMap:
    """Read a map and check all that can be checked without the data. Raises InvalidMap."""
    return _Reader(path).read()


class _Reader:
    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> ColumnMap:
        content = self._content()
        self._only(content, "the map", ("dataset", "file", "not_taken", "record"))
        dataset = self._table(content.get("dataset"), "[dataset]")
        self._only(dataset, "[dataset]", DATASET)
        for name, (model, field_name) in DATASET.items():
            if not isinstance(dataset.get(name), str) or not dataset[name].strip():
                self._fail("[dataset]", f"“{name}” is wanted, as a text")
            try:
                model._meta.get_field(field_name).clean(dataset[name], None)
            except ValidationError as error:
                self._fail(f"[dataset], “{name}”", " ".join(error.messages))
        if dataset["name"] in all_adapters():
            self._fail("[dataset], “name”", "a data set with an adapter of its own is called so")
        file = self._table(content.get("file", {}), "[file]")
        self._only(file, "[file]", FILE)
        self._check_file(file)
        not_taken = self._table(content.get("not_taken", {}), "[not_taken]")
        records = content.get("record")
        if not isinstance(records, list) or not records:
            self._fail("the map", "[[record]] is wanted, once for each record that a row states")
        read: list[RecordMap] = []
        for number, record in enumerate(records, start=1):
            read.append(self._record(record, f"record {number}", read))
        return ColumnMap(self.path, dataset, tuple(read), file, not_taken)

    def _content(self) -> dict[str, Any]:
        try:
            if self.path.stat().st_size > LARGEST:
                self._fail("the map", f"it has more than {LARGEST:,} bytes")
            text = self.path.read_text(encoding="utf-8")
            content = json.loads(text) if self.path.suffix == ".json" else tomllib.loads(text)
            # An escape can stand for what no database keeps.
            if holds_nul(json.dumps(content, default=str)):
                raise ValueError("it holds a NUL character")
            json.dumps(content, default=str, ensure_ascii=False).encode("utf-8")
        except OSError as error:
            self._fail("the map", error.strerror or str(error))
        except UnicodeDecodeError as error:
            self._fail("the map", f"byte {error.start + 1} is not UTF-8")
        except UnicodeEncodeError:
            self._fail("the map", "it holds half of a character, which is no text")
        except (ValueError, RecursionError) as error:
            kind = "JSON" if self.path.suffix == ".json" else "TOML"
            self._fail("the map", f"not {kind}: {error}")
        return self._table(content, "the map")

    def _check_file(self, file: Mapping[str, Any]) -> None:
        for name in ("encoding", "delimiter"):
            if name in file and not isinstance(file[name], str):
                self._fail("[file]", f"“{name}” is a text")
        try:
            "".encode(file.get("encoding", "utf-8"))
        except LookupError:
            self._fail("[file]", f"there is no encoding “{file['encoding']}”; try utf-8 or cp1252")
        if len(file.get("delimiter", ",")) != 1:
            self._fail("[file]", "“delimiter” is one character, as “;”")
        missing = file.get("missing", [])
        if not isinstance(missing, list) or not all(isinstance(one, str) for one in missing):
            self._fail("[file]", '“missing” is a list of texts, as ["", "-9"]')

    def _record(self, given: Any, place: str, earlier: list[RecordMap]) -> RecordMap:
        record = self._table(given, place)
        self._only(record, place, RECORD)
        name = record.get("model")
        if name not in MODELS:
            self._fail(place, f"“model” is one of {', '.join(MODELS)}, not “{name}”")
        model: Any = apps.get_model("relations", str(name))
        place = f"{place} ({name})"
        fields = self._table(record.get("fields", {}), place)
        known = _fields(model)
        cells = {}
        for field_name, what in fields.items():
            where = f"{place}, field “{field_name}”"
            if field_name not in known:
                self._fail(where, f"there is no such field; known are {', '.join(sorted(known))}")
            cells[field_name] = self._cell(what, known[field_name], where, earlier)
        key = self._names(record.get("key", ()), f"{place}, key")
        if not model.part_of and not key:
            self._fail(place, "“key” is wanted: the column that the data set knows it by")
        for field_name, known_field in known.items():
            if field_name not in cells and _is_needed(known_field):
                self._fail(place, f"the field “{field_name}” is needed")
        return RecordMap(model, cells, key, self._names(record.get("when", ()), f"{place}, when"))

    def _cell(self, given: Any, known: Any, place: str, earlier: list[RecordMap]) -> Cell:
        if isinstance(given, str):
            given = {"column": given}
        given = self._table(given, place)
        self._only(given, place, VALUE)
        if sum(name in given for name in ("column", "value", "template", "key")) != 1:
            self._fail(place, "it comes from one of column, value, template or key")
        for name in ("column", "template", "format", "on"):
            if name in given and not isinstance(given[name], str):
                self._fail(place, f"“{name}” is a text")
        values = self._table(given.get("values", {}), f"{place}, values")
        cell = Cell(
            **{
                **given,
                "values": {str(said): str(meant) for said, meant in values.items()},
                "key": self._names(given.get("key", ()), place),
                "schemes": self._names(given.get("schemes", ()), place),
            }
        )
        self._check_template(cell, place)
        self._check_kind(cell, known, place, earlier)
        return cell

    def _check_template(self, cell: Cell, place: str) -> None:
        try:
            parts = list(Formatter().parse(cell.template))
        except ValueError as error:
            self._fail(place, f"the template is wrong: {error}")
        if any(name == "" or spec or conversion for _t, name, spec, conversion in parts):
            self._fail(place, "a template names columns in braces, as “No. {Number}”")

    def _check_kind(self, cell: Cell, known: Any, place: str, earlier: list[RecordMap]) -> None:
        """Refuse what this kind of field can't come from."""
        is_actor = known == ACTOR or _leads_to_actor(known)
        is_fixed = known != ACTOR and cell.value is not None
        if is_actor and not is_fixed and not (cell.column and cell.schemes):
            self._fail(place, 'say {column = "State", schemes = ["iso3", "cow"]}')
        if not is_actor and (cell.schemes or cell.on):
            self._fail(place, "“schemes” and “on” are for countries and organizations")
        if cell.key and not any(known != ACTOR and _leads_to(known, r.model) for r in earlier):
            self._fail(place, "“key” names a record that an earlier [[record]] states")
        if cell.format and not isinstance(known, PartialDateField):
            self._fail(place, "“format” is for dates")
        terms = [str(term) for term, _label in getattr(known, "flatchoices", ())]
        meant = [*cell.values.values(), *([] if cell.value is None else [str(cell.value)])]
        for term in meant:
            if terms and term not in terms:
                self._fail(place, f"“{term}” is not one of {', '.join(terms)}")

    def _names(self, given: Any, place: str) -> tuple[str, ...]:
        names = (given,) if isinstance(given, str) else given
        if not isinstance(names, list | tuple) or not all(n and isinstance(n, str) for n in names):
            self._fail(place, "a text or a list of texts is wanted")
        return tuple(names)

    def _table(self, given: Any, place: str) -> dict[str, Any]:
        if not isinstance(given, dict):
            self._fail(place, "a table of names and values is wanted")
        return given

    def _only(self, table: Mapping[str, Any], place: str, names: Collection[str]) -> None:
        for name in table:
            if name not in names:
                self._fail(place, f"“{name}” is unknown; known are {', '.join(names)}")

    def _fail(self, place: str, message: str) -> NoReturn:
        raise InvalidMap(f"{self.path.name}: {place}: {message}")


def _fields(model: type[NaturalKeyModel]) -> dict[str, Any]:
    """Give what a map may fill: fields by name, and the arc to an actor as one."""
    arc = set(ActorArc.ACTOR) if issubclass(model, ActorArc) else set()
    found: dict[str, Any] = {ACTOR: ACTOR} if arc else {}
    for each in model._meta.concrete_fields:
        if each.name not in OURS | arc and not isinstance(each, FollowingField):
            found[each.name] = each
    return found


def _is_needed(known: Any) -> bool:
    if known == ACTOR:
        return False
    return not (known.blank or known.null or known.has_default() or known.name == "slug")


def _leads_to(known: models.Field[Any, Any], model: type[models.Model]) -> bool:
    return known.related_model is model


def _leads_to_actor(known: Any) -> bool:
    target = getattr(known, "related_model", None)
    return target is not None and target._meta.model_name in ("country", "organization")
