"""Writes candidates: what is new is made, what is there is recognised and brought up to date.

How that respects what people wrote, :mod:`.updating` says; what they deleted, :mod:`.unwanted`.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

from django.db import DatabaseError, connection, transaction

from relations.loading.refusals import explain
from relations.models import (
    Act,
    Agreement,
    AgreementLink,
    Citation,
    DataSet,
    DataSetImport,
    ImportedRow,
    Membership,
    MembershipAct,
    Organization,
    Party,
    Position,
    Provision,
    Side,
    Source,
    Statement,
)
from relations.models.data_set import imported_name
from relations.models.slug import Slugged

from .refusal import ImportRefused, Problem
from .unwanted import deletions, of_unwanted, told
from .updating import Updater
from .values import Values, fields_of, identity, text_of
from .work import Candidate

T = TypeVar("T")

# Whatever another one points to comes first.
ORDER: tuple[Any, ...] = (
    *(Source, Organization, Agreement, AgreementLink, Party, Act, Provision),
    *(Membership, MembershipAct, Statement, Side, Position, Citation),
)
BATCH = 2000

Progress = Callable[[Iterable[Any], str, int], Iterable[Any]]


class Writer:
    """Writes the candidates of one import, some thousands at a time."""

    def __init__(self, data_set: DataSet, start: Callable[[], DataSetImport], publish: bool):
        self.data_set, self.start = data_set, start
        self.values = Values(data_set, publish)
        self.counts: Counter[tuple[str, str]] = Counter()
        self.updater = Updater(data_set, start, self.values, self.counts)
        self.marked = 0  # imported rows that candidates have
        self.any_unwanted = False

    def write(self, candidates: Iterable[Candidate], progress: Progress) -> None:
        """Write everything. Raises ImportRefused, with all problems of the values."""
        by_model: dict[Any, list[Candidate]] = defaultdict(list)
        for candidate in candidates:
            by_model[candidate.model].append(candidate)
        if unknown := set(by_model) - set(ORDER):
            raise ValueError(f"Imports don't write {unknown}: add it to ORDER.")
        for model in ORDER:
            rows = by_model.get(model, [])
            name = str(model._meta.verbose_name_plural)
            for chunk in chunks(progress(rows, name, len(rows)), BATCH):
                self._write(model, chunk)
        if self.values.problems:
            raise ImportRefused(*self.values.problems)

    def _count(self, model: Any, what: str, number: int = 1) -> None:
        self.counts[str(model._meta.model_name), what] += number

    def _write(self, model: Any, chunk: list[Candidate]) -> None:
        target = f"{imported_name(model)}_id"
        rows = ImportedRow.objects.filter(data_set=self.data_set, key__in=[c.key for c in chunk])
        known = {row.key: row for row in rows.filter(**{f"{target}__isnull": False})}
        numbers = {key: getattr(row, target) for key, row in known.items()}
        records = model._base_manager.in_bulk(list(numbers.values()))
        deleted = deletions(model, set(numbers.values()) - set(records))
        fresh = []
        forgotten = []
        for candidate in chunk:
            row, number = known.get(candidate.key), numbers.get(candidate.key)
            self.marked += 1
            if number in deleted:
                candidate.unwanted = told(deleted[number])
            elif self.any_unwanted:
                candidate.unwanted = of_unwanted(candidate)
            if candidate.unwanted:
                self.marked -= row is None
                self.any_unwanted = True
            elif row is not None and number in records:
                candidate.pk = number
                self.updater.update(candidate, row, records[number])
            else:
                forgotten += [row.pk] if row is not None else []
                fresh.append((candidate, self.values.instance(candidate)))
        ImportedRow.objects.filter(pk__in=forgotten).delete()
        self._recognise_or_make(model, fresh)

    def _recognise_or_make(self, model: Any, fresh: list[tuple[Candidate, Any]]) -> None:
        there = self._there(model, fresh)
        new = []
        for candidate, instance in fresh:
            found = self._same(there, candidate, instance)
            if found is None:
                new.append((candidate, instance))
                continue
            if issubclass(model, Slugged) and model is not Organization:
                place = candidate.row
                message = f"the slug {instance.slug} is taken by another {model._meta.verbose_name}"
                problem = Problem(place.file.name, place.number, "", message)
                self.values.problems.append(problem)
                continue
            candidate.pk = found.pk
            row = self.updater.row(candidate, made=False)
            self._count(model, "recognised")
            self.updater.update(candidate, row, found)
        if self.values.problems or not new:
            return  # nothing can come of it: go on looking for further problems
        self._make(model, new)

    def _there(self, model: Any, fresh: list[tuple[Candidate, Any]]) -> dict[Any, Any]:
        """Give what is there already below records that are not new, by natural key."""
        fields = fields_of(model)
        if "slug" in model.natural_key_fields:
            slugs = [instance.slug for _candidate, instance in fresh]
            rows = model._base_manager.filter(slug__in=slugs)
        elif model is Membership:
            rows = model._base_manager.filter(
                organization__in={instance.organization_id for _candidate, instance in fresh}
            )
        else:
            whole = next(name for name in model.natural_key_fields if fields[name].is_relation)
            attname = fields[whole].attname
            wholes = {
                getattr(instance, attname)
                for candidate, instance in fresh
                if not _is_new(candidate.values.get(whole))
            }
            rows = model._base_manager.filter(**{f"{whole}__in": wholes}) if wholes else ()
        return {identity(row): row for row in rows}

    def _same(self, there: dict[Any, Any], candidate: Candidate, instance: Any) -> Any:
        """Find the same thing; for an act, also one of the kinds that count as the same step."""
        if not there:
            return None
        key = identity(instance)
        for kind in (None, *candidate.alike):
            if kind is not None:
                key = tuple(
                    kind if name == "kind" else value
                    for name, value in zip(instance.natural_key_fields, key, strict=True)
                )
            if (found := there.get(key)) is not None:
                return found
        return None

    def _make(self, model: Any, new: list[tuple[Candidate, Any]]) -> None:
        instances = [instance for _candidate, instance in new]
        try:
            with transaction.atomic():
                model._base_manager.bulk_create(instances)
        except DatabaseError as error:
            raise ImportRefused(self._refused(new, error)) from error
        rows = []
        for candidate, instance in new:
            candidate.pk = instance.pk
            candidate.made = True
            rows.append((candidate, self._texts(candidate, instance)))
        mark(self.data_set, self.start(), rows)
        self._count(model, "new", len(new))

    def _refused(self, new: list[tuple[Candidate, Any]], error: DatabaseError) -> Problem:
        """Find the row that the database refused, by trying one after the other."""
        for candidate, instance in new:
            instance.pk = None
            instance._state.adding = True
            try:
                with transaction.atomic():
                    instance.save(force_insert=True)
            except DatabaseError as refused:
                row = candidate.row
                said = f"{candidate.key}: {explain(refused, instance)}"
                return Problem(row.file.name, row.number, "", said)
        return Problem("", 0, "", str(error))

    def _texts(self, candidate: Candidate, instance: Any) -> dict[str, str]:
        fields = fields_of(candidate.model)
        return {
            name: text_of(fields[name], getattr(instance, name))
            for name in candidate.values
            if not fields[name].is_relation
        }


def mark(
    data_set: DataSet, made: DataSetImport, rows: list[tuple[Candidate, dict[str, str]]]
) -> None:
    """Note which records of one model an import has just made, of which rows.

    By SQL of its own, as bulk_create handles the dozen empty keys of each row too: this is
    half of all rows that an import writes.
    """
    target = f"{imported_name(rows[0][0].model)}_id"
    names = ("data_set_id", "last_import_id", "key", "place", "made", "values", target)
    columns = ", ".join(map(connection.ops.quote_name, names))
    sql = (
        f"INSERT INTO {ImportedRow._meta.db_table} ({columns})"  # noqa: S608
        f" VALUES ({', '.join(['%s'] * len(names))})"
    )
    with connection.cursor() as cursor:
        cursor.executemany(
            sql,
            [
                (
                    *(data_set.pk, made.pk, candidate.key, candidate.row.place, True),
                    *(json.dumps(values), candidate.pk),
                )
                for candidate, values in rows
            ],
        )


def _is_new(value: Any) -> bool:
    return isinstance(value, Candidate) and value.made


def chunks(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    """Give the rows, so many at a time."""
    iterator = iter(rows)
    while chunk := list(islice(iterator, size)):
        yield chunk
