"""Writes the records of one model: resolves their keys, compares them, and writes what differs."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import DataError, IntegrityError, transaction

from relations.loading.refusals import explain
from relations.models.slug import Slugged

from .cleaning import Plan
from .keys import Key, Keys, rows_with
from .refused import refusals
from .report import Report, as_json
from .spool import Item
from .tables import WORDS_AT_ONCE, Row, Table

# A record, and its row in which keys are numbers.
Ready = tuple[Item, list[Any]]
_REFUSED = (IntegrityError, DataError)


class Writer:
    """Takes the records of a model batch by batch."""

    def __init__(self, plan: Plan, report: Report, keys: Keys, expected: int) -> None:
        self.plan, self.model = plan, plan.model
        self.table = Table(plan, expected)
        self._report, self._keys = report, keys
        self._counts = report.counts[plan.model]
        # Where most are new nothing is looked up, until the constraints refuse what is not.
        self._all_new = plan.key_is_unique and expected > self.table.rows
        self._old_slugs: dict[int, str] = {}

    def write(self, batch: list[Item], *, last: bool = False) -> list[Item]:
        """Write records; give those back that point to others of their model, not written yet.

        With ``last`` there are none to come, and it is an error.
        """
        while batch:
            ready, waiting = self._resolve(batch, last)
            if not ready:
                return waiting
            if not (self._all_new and self._insert_all(ready)):
                self._all_new = False
                self._write(self._compare(ready))
            self.table.add_words(WORDS_AT_ONCE)
            batch = waiting
        return []

    def _resolve(self, batch: list[Item], last: bool) -> tuple[list[Ready], list[Item]]:
        relations = []
        for place, field in self.plan.relations:
            wanted = {row[place] for _place, row in batch if row[place] is not None}
            if wanted:
                found = self._keys.learn(field.related_model, wanted)
                may_come = field.related_model is self.model and not last
                relations.append((place, field, found, may_come))
        ready: list[Ready] = []
        waiting: list[Item] = []
        for item in batch:
            row, missing, waits = item[1].copy(), [], False
            for place, field, found, may_come in relations:
                if row[place] is None:
                    continue
                number = found.get(row[place])
                if number is not None:
                    row[place] = number
                elif may_come:
                    waits = True
                else:
                    missing.append((field, row[place]))
            if missing:
                self._report_missing(item, missing)
            elif waits:
                waiting.append(item)
            else:
                ready.append((item, row))
        return ready, waiting

    def _report_missing(self, item: Item, missing: list[tuple[Any, Any]]) -> None:
        for field, key in missing:
            target = field.related_model
            message = f"there is no {target._meta.verbose_name} {as_json(key)}"
            if (faulty := self._report.place_of_faulty(target, key)) is not None:
                message = (
                    f"the {target._meta.verbose_name} {as_json(key)} is faulty itself ({faulty})"
                )
            self._fail(item, message, field.name)

    def _fail(self, item: Item, message: str, name: str = "") -> None:
        place, row = item
        self._report.fail(place, message, self.model, self.plan.key_of(row), name)

    def _insert_all(self, ready: list[Ready]) -> bool:
        """Write records that may all be new. Write none and give False where one is refused."""
        self.table.pause()
        numbers = self.table.numbers(len(ready))
        rows = [(number, row) for number, (_item, row) in zip(numbers, ready, strict=True)]
        try:
            with transaction.atomic():
                self.table.insert(rows)
        except _REFUSED:
            return False
        self.table.meet((n, r[0][0]) for n, r in zip(numbers, ready, strict=True))
        self._counts.new += len(rows)
        return True

    def _compare(self, ready: list[Ready]) -> dict[int, tuple[Item, list[Any], bool]]:
        """Give what is to be written by number: record, row, and whether it is new."""
        plan = self.plan
        by_key: dict[Key, Ready] = {}
        for item, row in ready:
            key = tuple(row[place] for place in plan.key_places)
            if key in by_key:
                first = by_key[key]
                self._repeat(item, row == first[1], first[0][0])
            else:
                by_key[key] = item, row
        columns = [plan.columns[place] for place in plan.key_places]
        wanted = ["id", *plan.columns]
        stored: dict[Key, tuple[int, list[Any]]] = {}
        for found in rows_with(self.model, columns, list(by_key), wanted):
            key, (number, *values) = found[: len(columns)], found[len(columns) :]
            stored[key] = number, [_plain(value) for value in values]
        met = self.table.places([number for number, _row in stored.values()])
        todo: dict[int, tuple[Item, list[Any], bool]] = {}
        same = []
        new = [key for key in by_key if key not in stored]
        for key, number in zip(new, self.table.numbers(len(new)) if new else [], strict=True):
            todo[number] = (*by_key[key], True)
        for key, (number, old) in stored.items():
            item, row = by_key[key]
            if number in met:
                self._repeat(item, row == old, met[number])
            elif row == old:
                same.append((number, item[0]))
            else:
                todo[number] = (item, row, False)
                self._remember_slug(number, old, row)
        self.table.meet(same)
        self._counts.unchanged += len(same)
        return todo

    def _repeat(self, item: Item, is_equal: bool, first: str) -> None:
        if is_equal:
            self._counts.repeated += 1
        else:
            self._fail(item, f"it says something else than the same record in {first}")

    def _remember_slug(self, number: int, old: list[Any], row: list[Any]) -> None:
        place = self.plan.place_of.get("slug")
        if issubclass(self.model, Slugged) and place is not None and old[place] != row[place]:
            self._old_slugs[number] = old[place]

    def _write(self, todo: dict[int, tuple[Item, list[Any], bool]]) -> None:
        if not todo:
            return
        if any(is_new for _item, _row, is_new in todo.values()):
            self.table.pause()
        if self._try(todo):
            return
        for number, problems in refusals(
            self.table, [(number, row) for number, (_item, row, _new) in todo.items()]
        ).items():
            for name, message in problems:
                self._fail(todo[number][0], message, name)
            del todo[number]
        if todo and not self._try(todo):
            for number, one in todo.items():
                self._try({number: one}, alone=True)

    def _try(self, todo: dict[int, tuple[Item, list[Any], bool]], *, alone: bool = False) -> bool:
        """Write records together. Where they are refused, write none and give False."""
        new: list[Row] = [(n, row) for n, (_item, row, is_new) in todo.items() if is_new]
        changed: list[Row] = [(n, row) for n, (_item, row, is_new) in todo.items() if not is_new]
        try:
            with transaction.atomic():
                self.table.update(changed)
                self.table.insert(new)
                for number, row in changed:
                    self._keep_address(number, row)
        except _REFUSED as error:
            if alone:
                ((item, _row, _new),) = todo.values()
                self._fail(item, explain(error, self.model()))
            return False
        self.table.meet((number, item[0]) for number, (item, _row, _new) in todo.items())
        self._counts.new += len(new)
        self._counts.changed += len(changed)
        return True

    def _keep_address(self, number: int, row: list[Any]) -> None:
        """Let the slug that a new one replaced lead on, where the slug is not the key."""
        if (old := self._old_slugs.get(number)) is not None:
            record = self.model(pk=number, slug=row[self.plan.place_of["slug"]])
            record.remember_slug(old)


def _plain(value: Any) -> Any:
    """Give a stored value as rows have it."""
    return value.isoformat() if isinstance(value, dt.date) else value
