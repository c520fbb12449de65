"""Writes the records of an import, many in one query, and finds the rows that are refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from relations.models.slug import Slugged

from .refusals import explain
from .sheets import Sheet

# Rows in one query.
CHUNK = 100

Fail = Callable[[int, str, str], None]


def write(changes: list[Any], faulty: set[int], fail: Fail) -> None:
    """Write all changes but those of faulty rows; report by ``fail`` what is refused."""
    waiting = [change for change in changes if change.number not in faulty]
    for ready in _waves(waiting):
        for start in range(0, len(ready), CHUNK):
            chunk = ready[start : start + CHUNK]
            try:
                with transaction.atomic():
                    _write_together(chunk)
            except (DatabaseError, ValueError):
                _write_one_by_one(chunk, fail)
    for change in waiting:
        if change.number not in faulty and _waits(change.record):
            fail(
                change.number, "", _("it points to another row of this file that can't be written")
            )


def _waves(changes: list[Any]) -> Iterator[list[Any]]:
    """Give the changes in an order in which each comes after the new records it points to."""
    waiting = changes
    while waiting:
        ready = [change for change in waiting if not _waits(change.record)]
        if not ready:
            return  # they wait for each other, or for a row that is refused
        yield ready
        done = {change.number for change in ready}
        waiting = [change for change in waiting if change.number not in done]


def _waits(record: Any) -> bool:
    """Whether a record points to one that is not stored yet."""
    targets = record._state.fields_cache.values()
    return any(target is not None and target.pk is None for target in targets)


def _write_together(chunk: list[Any]) -> None:
    model = type(chunk[0].record)
    many: list[Any] = []
    fields: set[str] = set()
    for change in chunk:
        if not change.is_new and issubclass(model, Slugged) and "slug" in change.fields:
            change.record.save()  # keeps the old address
        elif not change.is_new:
            many.append(change.record)
            fields |= set(change.fields)
    if many:
        # Ours, not Django's: it writes the bounds of dates with them.
        model._default_manager.bulk_update(many, sorted(fields))
    model._default_manager.bulk_create([change.record for change in chunk if change.is_new])


def _write_one_by_one(chunk: list[Any], fail: Fail) -> None:
    for change in chunk:
        record = change.record
        if change.is_new:  # what was written together was taken back
            record.pk, record._state.adding = None, True
        try:
            with transaction.atomic():
                record.save()
        except (DatabaseError, ValueError) as error:
            if change.is_new:
                record.pk, record._state.adding = None, True
            for column, message in _reasons(error, record):
                fail(change.number, column, message)


def _reasons(error: Exception, record: Any) -> list[tuple[str, str]]:
    """Give all that the record's rules say of it, or what the database said."""
    sheet = Sheet(type(record))
    try:
        record.validate_unique()
        record.validate_constraints()
    except ValidationError as refused:
        return sheet.problems_of(refused)
    if isinstance(error, DatabaseError):
        return [("", explain(error, record))]
    return [("", str(error))]
