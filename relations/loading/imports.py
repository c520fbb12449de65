"""Imports a table: first looks what it would change, then changes all of it or nothing.

The look writes every row and takes all of it back, so that what the database would
refuse is known before anybody confirms.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from .sheets import READ_ONLY, Column, Key, Sheet, batches, comparable, find, text_of
from .table_files import Problem, Row, Table
from .writing import write


@dataclass
class Change:
    """What one row of the table does to one record."""

    number: int
    key: Key
    record: Any = None
    is_new: bool = False
    # Column to its text before and after; of a new record what it holds.
    cells: dict[str, tuple[str, str]] = field(default_factory=dict)
    # Fields by which the record differs from what is stored.
    fields: list[str] = field(default_factory=list)

    @property
    def label(self) -> str:
        return " · ".join(part for part in self.key if part)


@dataclass
class Plan:
    """What a table would do: ``changes`` of old and new records, and the numbers of its other rows.

    With any problem nothing is done.
    """

    model: Any
    changes: list[Change] = field(default_factory=list)
    unchanged: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    # All records that the table names and that exist.
    existing: list[Any] = field(default_factory=list)

    @property
    def new(self) -> list[Change]:
        return [change for change in self.changes if change.is_new]

    @property
    def changed(self) -> list[Change]:
        return [change for change in self.changes if not change.is_new]

    @property
    def digest(self) -> str:
        """A mark of all that would be done; another one means that something else would be."""
        done = [(c.number, c.is_new, c.key, sorted(c.cells.items())) for c in self.changes]
        return hashlib.sha256(json.dumps([done, self.unchanged]).encode()).hexdigest()


def look(model: Any, table: Table) -> Plan:
    """Say what a table would change; change nothing. Problems are in the plan."""
    with transaction.atomic():
        plan = apply(model, table)
        transaction.set_rollback(True)
    return plan


def apply(model: Any, table: Table) -> Plan:
    """Do what a table says, inside of the caller's transaction.

    Where the plan that comes back has problems, rows may be written all the same:
    the caller rolls back.
    """
    return _Import(model, table).run()


class _Import:
    def __init__(self, model: Any, table: Table) -> None:
        self.sheet, self.table = Sheet(model), table
        self.plan = Plan(model, problems=list(table.problems))
        self.columns = [self.sheet.columns[n] for n in table.header if n in self.sheet.columns]
        self.faulty = {problem.row for problem in table.problems}

    def run(self) -> Plan:
        if self._header_names_the_key():
            keyed = self._keyed_rows()
            self._lock_and_compare(keyed)
            write(self.plan.changes, self.faulty, self._fail)
        self.plan.problems.sort(key=lambda problem: problem.row)
        return self.plan

    def _fail(self, row: int, column: str, message: str) -> None:
        self.faulty.add(row)
        self.plan.problems.append(Problem(row, column, message))

    # The header

    def _header_names_the_key(self) -> bool:
        """Report columns that are unknown or missing; whether rows can be told apart."""
        for name in self.table.header:
            if name not in self.sheet.columns:
                close = get_close_matches(name.lower(), self.sheet.columns, 1)
                hint = f"do you mean “{close[0]}”?" if close else "see the columns below"
                self._fail(0, name, f"there is no such column: {hint}")
            elif name in READ_ONLY:
                self.plan.notes.append(f"The column “{name}” is not imported: use the review.")
        complete = True
        for column in self.sheet.columns.values():
            missing = column.name not in self.table.header
            if missing and not column.optional and self._is_wanted(column):
                complete = complete and column not in self.sheet.key_columns
                self._fail(0, column.name, "this column is missing: rows are known by it")
        return complete

    def _is_wanted(self, column: Column) -> bool:
        """Whether the file must have a column: of a key, or of a link that it writes in part."""
        siblings = {c.name for c in self.sheet.of_field(column.field.name)}
        if column in self.sheet.key_columns and not column.field.null:
            return True
        return len(siblings) > 1 and not siblings.isdisjoint(self.table.header)

    # The keys

    def _keyed_rows(self) -> dict[Key, Row]:
        """Give the rows by natural key; report those without one and those that repeat one."""
        keyed: dict[Key, Row] = {}
        for row in self.table.rows:
            key = self._key(row, self.sheet.key_columns)
            if key is None:
                continue
            if key in keyed:
                self._fail(row.number, "", f"repeats row {keyed[key].number}")
                continue
            keyed[key] = row
        return keyed

    def _key(self, row: Row, columns: list[Column]) -> Key | None:
        """Give the texts of a key's columns; None, and a report, where one can't be."""
        parts: list[str] = []
        ambiguous = []
        good = True
        for name, group in _by_field(columns).items():
            cells = [row.cells.get(column.name, "") for column in group]
            if group[0].field.null and not any(cell.strip() for cell in cells):
                ambiguous += [c.name for c in group if c.name not in self.table.header]
                parts += [""] * len(group)
                continue
            for column, cell in zip(group, cells, strict=True):
                try:
                    parts.append(column.part(cell))
                except ValidationError as error:
                    good = False
                    self._fail(row.number, column.name, _text(error))
        named = [c for c in columns if c.field.null and row.cells.get(c.name, "").strip()]
        if good and ambiguous and not named:
            good = False
            self._fail(row.number, ambiguous[0], "name here what the row is about")
        return tuple(parts) if good else None

    # The records

    def _lock_and_compare(self, keyed: dict[Key, Row]) -> None:
        """Make a change of every row that is not as it is stored."""
        model: Any = self.plan.model
        numbers = find(model, keyed)
        stored = self._locked(sorted(set(numbers.values())))
        self.plan.existing = list(stored.values())
        texts = self.sheet.texts(stored)
        changes: dict[Key, Change] = {}
        for key, row in keyed.items():
            number = numbers.get(key)
            record = model() if number is None else stored[number]
            changes[key] = Change(row.number, key, record, number is None)
        links = self._linked(keyed, changes)
        for key, row in keyed.items():
            change = changes[key]
            for name, group in _by_field(self.columns).items():
                if name not in READ_ONLY:
                    before = texts.get(change.record.pk, {})
                    self._compare(change, row, group, before, links)
            if change.is_new:
                self._check_what_is_missing(change)
            if change.is_new or change.cells:
                self.plan.changes.append(change)
            elif row.number not in self.faulty:
                self.plan.unchanged.append(row.number)
        self._check_records()

    def _locked(self, numbers: list[Any]) -> dict[Any, Any]:
        """Read records for nobody else to change them until the transaction ends."""
        found = {}
        for some in batches(numbers):
            rows = self.plan.model._base_manager.filter(pk__in=some).order_by("pk")
            found.update({record.pk: record for record in rows.select_for_update(of=("self",))})
        return found

    def _linked(
        self, keyed: dict[Key, Row], changes: dict[Key, Change]
    ) -> dict[tuple[str, int], tuple[Key, Any]]:
        """Give, by field and row, the key and the record that the row points to there.

        A record of the same model may come from another row of this file. The record
        is None where there is none, which is reported; a row that points nowhere, or
        whose key can't be read, is left out.
        """
        found: dict[tuple[str, int], tuple[Key, Any]] = {}
        by_field = _by_field(self.columns)
        wanted: dict[Any, set[Key]] = defaultdict(set)
        asked: list[tuple[Row, str, Key]] = []
        for name, group in by_field.items():
            if not group[0].field.is_relation:
                continue
            for row in keyed.values():
                if not any(row.cells[column.name].strip() for column in group):
                    continue
                key = self._link_key(row, group)
                if key is not None:
                    wanted[group[0].field.related_model].add(key)
                    asked.append((row, name, key))
        known = {model: _records(model, keys) for model, keys in wanted.items()}
        for row, name, key in asked:
            model = by_field[name][0].field.related_model
            record = known[model].get(key)
            if record is None and model is self.plan.model and key in changes:
                record = changes[key].record
            if record is None:
                column = by_field[name][0]
                words = " · ".join(part for part in key if part)
                what = f"there is no {model._meta.verbose_name} “{words}”"
                self._fail(row.number, column.name, f"{what}: write {column.help}")
            found[name, row.number] = (key, record)
        return found

    def _link_key(self, row: Row, group: list[Column]) -> Key | None:
        """Give the key in the cells of a link; those of the row's own key are checked already."""
        parts = []
        for column in group:
            try:
                parts.append(column.part(row.cells[column.name]))
            except ValidationError as error:
                self._fail(row.number, column.name, _text(error))
        return tuple(parts) if len(parts) == len(group) else None

    def _compare(
        self,
        change: Change,
        row: Row,
        group: list[Column],
        before: dict[str, str],
        links: dict[tuple[str, int], tuple[Key, Any]],
    ) -> None:
        """Set what a row says of one field on its record, and keep what differs."""
        field = group[0].field
        if field.is_relation:
            key, target = links.get((field.name, row.number), (("",) * len(group), None))
            after = dict(zip((c.name for c in group), key, strict=True))
            same = not change.is_new and (
                getattr(change.record, field.attname) == getattr(target, "pk", None)
            )
            if not same:
                if target is None and not field.null and not any(key):
                    self._fail(row.number, group[0].name, "must not be empty")
                change.fields.append(field.name)
                if target is not None or field.null:
                    setattr(change.record, field.name, target)
        else:
            (column,) = group
            text = row.cells[column.name]
            if not change.is_new and comparable(text) == comparable(before[column.name]):
                return
            try:
                value = column.value(text, new=change.is_new)
            except ValidationError as error:
                self._fail(row.number, column.name, _text(error))
                return
            after = {column.name: text_of(value)}
            if not change.is_new and after[column.name] == before[column.name]:
                return
            change.fields.append(field.name)
            setattr(change.record, field.name, value)
            same = False
        if not same:
            for name, text in after.items():
                old = before.get(name, "")
                if old != text:
                    change.cells[name] = (old, text)

    def _check_what_is_missing(self, change: Change) -> None:
        """Report what a new record needs and the file has no column for."""
        given = {column.field.name for column in self.columns} | set(READ_ONLY)
        exclude = set(given)
        for field in self.plan.model._meta.concrete_fields:
            if field.is_relation:
                exclude.add(field.name)
                if field.name not in given and not field.null:
                    self._fail(change.number, field.name, "a new record needs it")
        try:
            change.record.clean_fields(exclude=exclude)
        except ValidationError as error:
            for name in error.message_dict:
                self._fail(change.number, name, "a new record needs it")

    def _check_records(self) -> None:
        """Report what the forms would refuse; the rest, the database does."""
        good = [change for change in self.plan.changes if change.number not in self.faulty]
        names = [f.name for f in self.plan.model._meta.concrete_fields if f.is_relation]
        models.prefetch_related_objects([change.record for change in good], *names)
        for change in good:
            try:
                change.record.clean()
            except ValidationError as error:
                for column, message in self.sheet.problems_of(error):
                    self._fail(change.number, column, message)


def _by_field(columns: list[Column]) -> dict[str, list[Column]]:
    groups: dict[str, list[Column]] = defaultdict(list)
    for column in columns:
        groups[column.field.name].append(column)
    return groups


def _records(model: Any, keys: set[Key]) -> dict[Key, Any]:
    """Load the records with these keys, and what they point to, for the checks of forms."""
    numbers = find(model, keys)
    links = [f.name for f in model._meta.concrete_fields if f.is_relation]
    rows: dict[Any, Any] = {}
    for some in batches(list(numbers.values())):
        rows |= model._base_manager.select_related(*links).in_bulk(some)
    return {key: rows[number] for key, number in numbers.items() if number in rows}


def _text(error: ValidationError) -> str:
    return " ".join(error.messages)
