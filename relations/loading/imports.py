"""Imports a table: first looks what it would change, then changes all of it or nothing.

The look writes every row and takes all of it back, so that what the database would
refuse is known before anybody confirms.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from relations.curation.history import revision
from relations.vocabularies import Origin

from .disputed import keep_what_was_said, said_before
from .meanwhile import lock_roots
from .plans import Change, Plan
from .row_keys import RowKeys, sentence
from .sheets import READ_ONLY, Column, Key, batches, comparable, find, text_of
from .table_files import Row, Table
from .writing import write


def look(model: Any, table: Table) -> Plan:
    """Say what a table would change; change nothing. Problems are in the plan."""
    with transaction.atomic():
        plan = _Import(model, table).run()
        transaction.set_rollback(True)
    return plan


def confirm(
    model: Any, table: Table, seen: dict[str, Any], *, user: Any, reason: str
) -> tuple[Plan, bool]:
    """Do what a table says, in one revision; give the plan and whether it was done.

    Nothing is done where the plan has problems, or is not what was ``seen``: a record
    that the table names was changed since.
    """
    try:
        with revision(user=user, origin=Origin.IMPORT, reason=reason):
            plan = _Import(model, table).run()
            if plan.problems or plan.seen != seen:
                raise _TakenBack
    except _TakenBack:
        return plan, False
    return plan, True


class _TakenBack(Exception):
    pass


class _Import(RowKeys):
    """One run over a table, within the caller's transaction."""

    def run(self) -> Plan:
        if self.header_names_the_key():
            keyed = self.keyed_rows()
            self._lock_and_compare(keyed)
            before = said_before(self.plan.changes)
            write(self.plan.changes, self.faulty, self.fail)
            if not self.plan.problems:
                self.plan.notes += keep_what_was_said(self.plan.changes, before)
        self.plan.problems.sort(key=lambda problem: problem.row)
        return self.plan

    def _lock_and_compare(self, keyed: dict[Key, Row]) -> None:
        """Make a change of every row that is not as it is stored."""
        model: Any = self.plan.model
        numbers = find(model, keyed)
        self.plan.stamps = lock_roots(model, list(numbers.values()))
        stored = self._locked(sorted(set(numbers.values())))
        texts = self.sheet.texts(stored)
        changes: dict[Key, Change] = {}
        for key, row in keyed.items():
            number = numbers.get(key)
            record = model() if number is None else stored[number]
            changes[key] = Change(row.number, key, record, number is None)
        links = self._linked(keyed, changes)
        for key, row in keyed.items():
            change = changes[key]
            for group in self.groups.values():
                self._compare(change, row, group, texts.get(change.record.pk, {}), links)
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
            # Others may point to them meanwhile.
            found.update({record.pk: record for record in rows.select_for_update(no_key=True)})
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
        wanted: dict[Any, set[Key]] = defaultdict(set)
        asked: list[tuple[Row, str, Key]] = []
        for name, group in self.groups.items():
            if not group[0].field.is_relation:
                continue
            for row in keyed.values():
                if not any(row.cells.get(column.name, "").strip() for column in group):
                    continue
                key = self._link_key(row, group)
                if key is not None:
                    wanted[group[0].field.related_model].add(key)
                    asked.append((row, name, key))
        known = {model: _records(model, keys) for model, keys in wanted.items()}
        for row, name, key in asked:
            model = self.groups[name][0].field.related_model
            record = known[model].get(key)
            if record is None and model is self.plan.model and key in changes:
                record = changes[key].record
            if record is None:
                column = self.groups[name][0]
                words = " · ".join(part for part in key if part)
                what = _("there is no %(kind)s “%(words)s”") % {
                    "kind": model._meta.verbose_name,
                    "words": words,
                }
                self.fail(row.number, column.name, f"{what}: write {column.of_what}")
            found[name, row.number] = (key, record)
        return found

    def _link_key(self, row: Row, group: list[Column]) -> Key | None:
        """Give the key in the cells of a link; those of the row's own key are checked already."""
        parts = []
        for column in group:
            try:
                parts.append(column.part(row.cells.get(column.name, "")))
            except ValidationError as error:
                self.fail(row.number, column.name, sentence(error))
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
                    self.fail(row.number, group[0].name, _("must not be empty"))
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
                self.fail(row.number, column.name, sentence(error))
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
        given = {*self.groups, *READ_ONLY}
        exclude = set(given)
        for field in self.plan.model._meta.concrete_fields:
            if field.is_relation:
                exclude.add(field.name)
                if field.name not in given and not field.null:
                    self.fail(change.number, field.name, _("a new record needs it"))
        try:
            change.record.clean_fields(exclude=exclude)
        except ValidationError as error:
            for name in error.message_dict:
                self.fail(change.number, name, _("a new record needs it"))

    def _check_records(self) -> None:
        """Report what the forms would refuse; the rest, the database does."""
        good = [change for change in self.plan.changes if change.number not in self.faulty]
        names = [f.name for f in self.plan.model._meta.concrete_fields if f.is_relation]
        models.prefetch_related_objects([change.record for change in good], *names)
        for change in good:
            try:
                change.record.clean_fields(exclude=names)
                change.record.clean()
            except ValidationError as error:
                for column, message in self.sheet.problems_of(error):
                    self.fail(change.number, column, message)


def _records(model: Any, keys: set[Key]) -> dict[Key, Any]:
    """Load the records with these keys, and what they point to, for the checks of forms."""
    numbers = find(model, keys)
    links = [f.name for f in model._meta.concrete_fields if f.is_relation]
    rows: dict[Any, Any] = {}
    for some in batches(list(numbers.values())):
        rows |= model._base_manager.select_related(*links).in_bulk(some)
    return {key: rows[number] for key, number in numbers.items() if number in rows}
