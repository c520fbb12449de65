"""Column maps: what somebody says that the columns of a CSV file are.

A map is a TOML (or JSON) file. It names the data set and, for each row of the file, the
records that the row states, in the order in which they need each other::

    [dataset]
    name = "our-treaties"
    title = "Treaties of our archive"
    publisher = "Our archive"
    url = "https://archive.example/treaties"
    licence = "CC BY 4.0"
    citation = "Our archive, 2024"
    version = "2024-05"

    [file]                        # all of it may be left out
    encoding = "utf-8"
    delimiter = ","
    missing = ["", "NA", "-9"]

    [not_taken]                   # columns that are not taken, and why
    Coder = "who coded a row is no fact about it"

    [[record]]
    model = "agreement"
    key = "Number"                # what the data set calls it: a column or several
    [record.fields]
    title = "Title"                                              # a column
    kind = {column = "Type", values = {T = "treaty", P = "protocol"}}
    legal_force = {value = "binding"}                            # the same for all rows
    registration = {template = "Archive no. {Number}"}

    [[record]]
    model = "party"
    [record.fields]
    agreement = {key = "Number"}                                 # the record above
    actor = {column = "State", schemes = ["cow", "iso3"], on = "Signed"}

    [[record]]
    model = "act"
    when = "Signed"               # nothing where one of these columns is empty
    [record.fields]
    agreement = {key = "Number"}
    actor = {column = "State", schemes = ["cow", "iso3"], on = "Signed"}
    kind = {value = "signed"}
    concerns = {value = "party"}
    date = {column = "Signed", format = "%d/%m/%Y"}              # else EDTF: 2024-05-01, 2024
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from string import Formatter
from typing import Any

from relations.models.base import NaturalKeyModel

ACTOR = "actor"  # the arc to a country or an organization, as one field


@dataclass(frozen=True)
class Cell:
    """Where a field of a record comes from."""

    column: str = ""
    value: Any = None
    template: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    format: str = ""
    key: tuple[str, ...] = ()
    schemes: tuple[str, ...] = ()
    on: str = ""

    @property
    def columns(self) -> list[str]:
        """The columns that it reads."""
        named = [name for _text, name, _spec, _conv in Formatter().parse(self.template) if name]
        return [name for name in (self.column, self.on, *self.key, *named) if name]


@dataclass(frozen=True)
class RecordMap:
    """What one record of a row is made of."""

    model: type[NaturalKeyModel]
    fields: Mapping[str, Cell]
    key: tuple[str, ...] = ()
    when: tuple[str, ...] = ()

    @property
    def columns(self) -> list[str]:
        cells = [name for cell in self.fields.values() for name in cell.columns]
        return [*self.key, *self.when, *cells]


@dataclass(frozen=True)
class ColumnMap:
    """A whole map, checked against our models."""

    path: Path
    dataset: Mapping[str, str]
    records: tuple[RecordMap, ...]
    file: Mapping[str, Any]
    not_taken: Mapping[str, str]
