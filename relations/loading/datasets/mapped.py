"""The adapter that a column map makes: rows of any CSV file become what the map says."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from string import Formatter
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.utils.text import slugify

from relations.fields import PartialDateField, read_date
from relations.loading.sheets import Sheet
from relations.models.base import NaturalKeyModel
from relations.models.slug import Slugged

from .adapter import Adapter, Column, File, Rejected
from .column_map import ACTOR, Cell, ColumnMap, RecordMap
from .rows import Row
from .vocabulary import Reason
from .work import Candidate, Work

LONGEST_KEY = 150  # leaves room for the keys of parts
SEPARATOR = "/"  # between the columns of a key


@dataclass(frozen=True)
class _Reference:
    """A record of the data set itself, by its key."""

    model: type[NaturalKeyModel]
    key: str
    column: str


def adapter_of(column_map: ColumnMap) -> Adapter:
    """Make an adapter of a map; its codebook is what the map says of each column."""
    dataset, file = column_map.dataset, column_map.file
    becomes: dict[str, list[str]] = {}
    for record in column_map.records:
        kind = str(record.model._meta.verbose_name)
        for column in (*record.key, *record.when):
            becomes.setdefault(column, []).append(f"key of {kind}")
        for name, cell in record.fields.items():
            for column in cell.columns:
                becomes.setdefault(column, []).append(f"{name} of {kind}")
    columns = [
        *(Column(name, becomes="; ".join(dict.fromkeys(what))) for name, what in becomes.items()),
        *(
            Column(name, why_not=str(why) or "not wanted")
            for name, why in column_map.not_taken.items()
            if name not in becomes
        ),
    ]
    taker = _Taker(column_map)
    return Adapter(
        name=dataset["name"],
        title=dataset["title"],
        publisher=dataset["publisher"],
        url=dataset["url"],
        licence=dataset["licence"],
        citation=dataset["citation"],
        version=dataset["version"],
        files=(
            File(
                "rows",
                columns=tuple(columns),
                take=taker.take,
                more_columns=True,
                encoding=file.get("encoding", "utf-8"),
                delimiter=file.get("delimiter", ","),
                missing=frozenset(file.get("missing", ["", "NA"])) | {""},
            ),
        ),
        notes=f"Read by the column map {column_map.path.name}.",
    )


class _Taker:
    def __init__(self, column_map: ColumnMap) -> None:
        self.records = column_map.records
        self.prefix = column_map.dataset["name"]
        # The same identifier may stand for records of several kinds: of the first it is the key.
        self.first = next((record.model for record in self.records if record.key), None)
        self.sheets = {record.model: Sheet(record.model) for record in self.records}
        self.found: dict[tuple[Any, str], Any] = {}

    def take(self, work: Work, row: Row) -> None:
        """Read all of a row before anything of it is put, so that it is taken whole or not."""
        stated: list[tuple[RecordMap, str, dict[str, Any]]] = []
        for record in self.records:
            if any(not row[column] for column in record.when):
                continue
            key = _key(row, record.key)
            values = self._values(work, row, record, key)
            stated.append((record, self._called(record.model, key), values))
        if not stated:
            raise Rejected(Reason.NOT_A_FACT)
        own = {(record.model, key) for record, key, _values in stated}
        for *_, values in stated:
            for value in values.values():
                if isinstance(value, _Reference) and (value.model, value.key) not in own:
                    work.find(value.model, value.key, row, value.column)
        for record, key, values in stated:
            resolved = {name: _resolved(work, row, value) for name, value in values.items()}
            work.put(record.model, row, key=key, **resolved)

    def _values(self, work: Work, row: Row, record: RecordMap, key: str) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name, cell in record.fields.items():
            values[name] = self._value(work, row, record.model, name, cell)
        if issubclass(record.model, Slugged) and not values.get("slug"):
            values["slug"] = slug_of(self.prefix, key)
        if _needs_actor(record.model) and values.get(ACTOR) is None:
            column = record.fields[ACTOR].column if ACTOR in record.fields else ""
            raise Rejected(Reason.NO_NAME, column)
        return values

    def _called(self, model: type[NaturalKeyModel], key: str) -> str:
        """Give the key of a record of this kind, which no record of another kind has."""
        return key if not key or model is self.first else f"{model._meta.model_name}/{key}"

    def _value(
        self, work: Work, row: Row, model: type[NaturalKeyModel], name: str, cell: Cell
    ) -> Any:
        field: Any = None if name == ACTOR else model._meta.get_field(name)
        if cell.schemes:
            found = self._actor(work, row, cell) if row[cell.column] else None
            if found and field and not isinstance(found, field.related_model):
                kind = field.related_model._meta.verbose_name
                raise Rejected(Reason.IMPOSSIBLE, cell.column, f"{found} is no {kind}")
            return found
        if cell.key:
            target = field.related_model
            return _Reference(target, self._called(target, _key(row, cell.key)), cell.key[0])
        text = _text(row, cell)
        if field.is_relation:
            return self._ours(field, text, cell.column) if text else None
        if isinstance(field, PartialDateField):
            return _date(text, cell)
        try:
            return self.sheets[model].columns[name].value(text, new=True)
        except ValidationError as error:
            reason = Reason.NO_TERM if field.flatchoices else Reason.IMPOSSIBLE
            raise Rejected(reason, cell.column, " ".join(error.messages)) from error

    def _actor(self, work: Work, row: Row, cell: Cell) -> Any:
        on = None
        if cell.on and row[cell.on]:
            on = _date(row[cell.on], Cell(column=cell.on, format=self._format_of(cell.on)))
        return work.actor(row, cell.column, schemes=cell.schemes, on=on)

    def _format_of(self, column: str) -> str:
        """Give the format that a column's dates have wherever the map reads them."""
        cells = (cell for record in self.records for cell in record.fields.values())
        return next((cell.format for cell in cells if cell.column == column and cell.format), "")

    def _ours(self, field: Any, text: str, column: str) -> Any:
        """Find a record of ours by its natural key, which is one word."""
        known = (field.related_model, text)
        if known not in self.found:
            manager = field.related_model._default_manager
            try:
                self.found[known] = manager.get_by_natural_key(text)
            except (ObjectDoesNotExist, TypeError, ValueError):
                self.found[known] = None
        if self.found[known] is None:
            kind = field.related_model._meta.verbose_name
            raise Rejected(Reason.NO_RECORD, column, f"there is no {kind} “{text}”")
        return self.found[known]


def _needs_actor(model: type[NaturalKeyModel]) -> bool:
    name = f"relations_{model._meta.model_name}_one_actor"
    return any(constraint.name == name for constraint in model._meta.constraints)


def slug_of(prefix: str, key: str) -> str:
    """Make the address of a record from what its data set calls it, another one for each."""
    plain = slugify(key)
    if plain != key or len(prefix) + len(plain) > 90:
        digest = hashlib.sha256(key.encode()).hexdigest()[:8]
        plain = f"{plain[: 80 - len(prefix)]}-{digest}".strip("-")
    return f"{slugify(prefix)}-{plain}"


def _key(row: Row, columns: tuple[str, ...]) -> str:
    for column in columns:
        if not row[column]:
            raise Rejected(Reason.NO_NAME, column)
    key = SEPARATOR.join(row[column] for column in columns)
    if len(key) > LONGEST_KEY:
        said = f"a key has at most {LONGEST_KEY} characters, not {len(key)}"
        raise Rejected(Reason.IMPOSSIBLE, columns[0] if columns else "", said)
    return key


def _text(row: Row, cell: Cell) -> str:
    if cell.value is not None:
        return str(cell.value).lower() if isinstance(cell.value, bool) else str(cell.value)
    if cell.template:
        parts = Formatter().parse(cell.template)
        return "".join(text + (row[name] if name else "") for text, name, *_ in parts).strip()
    text = row[cell.column]
    if cell.values and text:
        if text not in cell.values:
            known = ", ".join(cell.values)
            raise Rejected(Reason.NO_TERM, cell.column, f"“{text}” is not one of {known}")
        return cell.values[text]
    return text


def _date(text: str, cell: Cell) -> Any:
    try:
        if cell.format and text:
            return read_date(dt.datetime.strptime(text.strip(), cell.format).date())  # noqa: DTZ007
        return read_date(text.strip())
    except ValidationError as error:
        raise Rejected(Reason.NO_DATE, cell.column, " ".join(error.messages)) from error
    except ValueError as error:
        said = f"“{text}” is not written as {cell.format}"
        raise Rejected(Reason.NO_DATE, cell.column, said) from error


def _resolved(work: Work, row: Row, value: Any) -> Any:
    if isinstance(value, _Reference):
        found: Candidate = work.find(value.model, value.key, row, value.column)
        return found
    return value
