"""Writes candidates: what is new is made, what an import made before is brought up to date.

What people wrote stays. A value that the import wrote and nobody changed since follows the
data set; an empty field of a record that was recognised is filled; anything else that the
data set says differently becomes a claim with the data set as its source, beside the value
that stands (:mod:`relations.curation.claims`). Where a field can't be disputed, the value
that stands stays and the difference is counted.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

from django.db import DatabaseError, connection, transaction

from relations.curation.claims import keep
from relations.loading.refusals import explain
from relations.models import (
    Act,
    Agreement,
    AgreementLink,
    Citation,
    Claim,
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
from relations.models.claim import DISPUTABLE, owner_name
from relations.models.data_set import IMPORTED, imported_name
from relations.models.slug import Slugged

from .refusal import ImportRefused, Problem
from .values import Values, claim_key, fields_of, identity, leaves_open, text_of
from .work import Candidate

T = TypeVar("T")

# Whatever another one points to comes first.
ORDER: tuple[Any, ...] = (
    *(Source, Organization, Agreement, AgreementLink, Party, Act, Provision),
    *(Membership, MembershipAct, Statement, Side, Position, Citation),
)
BATCH = 2000
CLAIM_LENGTH = 600

Progress = Callable[[Iterable[Any], str, int], Iterable[Any]]


class Writer:
    """Writes the candidates of one import, some thousands at a time."""

    def __init__(self, data_set: DataSet, start: Callable[[], DataSetImport], publish: bool):
        self.data_set, self.start = data_set, start
        self.values = Values(data_set, publish)
        self.counts: Counter[tuple[str, str]] = Counter()
        self.seen = 0

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
        rows = ImportedRow.objects.filter(data_set=self.data_set, key__in=[c.key for c in chunk])
        known = {row.key: row for row in rows}
        self.seen += len(known)
        target = f"{imported_name(model)}_id"
        records = model._base_manager.in_bulk([getattr(row, target) for row in known.values()])
        fresh = []
        for candidate in chunk:
            if (row := known.get(candidate.key)) is not None:
                candidate.pk = getattr(row, target)
                self._update(candidate, row, records[candidate.pk])
            else:
                fresh.append((candidate, self.values.instance(candidate)))
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
            row = self._row(candidate, made=False)
            self._count(model, "recognised")
            self._update(candidate, row, found)
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

    def _row(self, candidate: Candidate, *, made: bool) -> ImportedRow:
        row = ImportedRow(
            data_set=self.data_set,
            key=candidate.key,
            last_import=self.start(),
            place=candidate.row.place,
            made=made,
        )
        if candidate.pk:
            setattr(row, f"{imported_name(candidate.model)}_id", candidate.pk)
        return row

    def _texts(self, candidate: Candidate, instance: Any) -> dict[str, str]:
        fields = fields_of(candidate.model)
        return {
            name: text_of(fields[name], getattr(instance, name))
            for name in candidate.values
            if not fields[name].is_relation
        }

    def _update(self, candidate: Candidate, row: ImportedRow, record: Any) -> None:
        """Bring a record up to date with what the data set says now; people's values stay."""
        fields = fields_of(candidate.model)
        changed: list[str] = []
        differs: list[tuple[str, str]] = []
        written = dict(row.values)
        for name, value in self.values.cleaned(candidate).items():
            said, stands = (
                text_of(fields[name], value),
                text_of(fields[name], getattr(record, name)),
            )
            before = written.get(name, "")
            if said == stands:
                if name in written:
                    written[name] = said
            elif said and stands == before:
                setattr(record, name, value)
                written[name] = said
                changed.append(name)
            elif name == "kind" and stands in candidate.alike:
                continue
            elif said and not leaves_open(value, getattr(record, name)):
                differs.append((name, said))
        if changed:
            self._save(candidate, record, changed)
            # Where others claim something else, the new value is to be found among the claims.
            differs += [(name, written[name]) for name in self._claimed(record, changed)]
        disputed = [self._dispute(candidate, record, name, said) for name, said in differs]
        new = row.pk is None
        if changed or any(disputed) or new or written != row.values:
            row.values, row.last_import, row.place = written, self.start(), candidate.row.place
            row.save()
        if changed or any(disputed):
            self._count(candidate.model, "changed")
        elif not new:
            self._count(candidate.model, "unchanged")

    def _save(self, candidate: Candidate, record: Any, changed: list[str]) -> None:
        """Write what changed; what people added may not allow it: an effect before its act."""
        try:
            with transaction.atomic():
                record.save(update_fields=changed)
        except DatabaseError as refused:
            place = candidate.row
            said = f"{candidate.key}: {explain(refused, record)}"
            self.values.problems.append(Problem(place.file.name, place.number, "", said))

    def _claimed(self, record: Any, names: list[str]) -> list[str]:
        """Give those of the fields that have claims."""
        if (owner := owner_name(record)) not in DISPUTABLE:
            return []
        claims = Claim.objects.filter(**{owner: record}, field__in=names)
        return sorted(set(claims.values_list("field", flat=True)))

    def _dispute(self, candidate: Candidate, record: Any, name: str, said: str) -> bool:
        """Let the data set's value stand beside that of people; say whether that is new."""
        owner = owner_name(record)
        if name not in DISPUTABLE.get(owner, ()) or len(said) > CLAIM_LENGTH:
            self._count(candidate.model, "differs, kept")
            return False
        there = {owner: record, "field": name, "value": said, "source_id": self.data_set.source_id}
        key = claim_key(candidate, name, said)
        # Somebody may have changed the wording of a claim that the data set made: it stays so.
        known = ImportedRow.objects.filter(data_set=self.data_set, key=key)
        if known.exists() or Claim.objects.filter(**there).exists():
            return False
        claim = Claim(**there, locator=candidate.key[:200])
        claim.full_clean()
        claim.save()
        keep(record)
        row = self._row(candidate, made=True)
        row.key = key
        for key in IMPORTED:
            setattr(row, f"{key}_id", None)
        row.claim = claim
        row.save()
        self._count(Claim, "new")
        return True


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
