"""Removes the records that the files don't have, of the models that they are of."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import ProtectedError
from django.db.models.expressions import RawSQL

from .report import Report, as_json
from .tables import Table

BATCH = 500


def remove(table: Table, report: Report) -> None:
    """Remove the rows that the load hasn't met, with their parts. Report what is cited."""
    model = table.plan.model
    met = RawSQL(f"SELECT id FROM {table.met}", [])  # noqa: S608, S611 a name of ours
    refused: dict[int, ProtectedError] = {}
    while True:
        left = model._base_manager.exclude(pk__in=met).exclude(pk__in=list(refused))
        numbers = list(left.order_by("-pk").values_list("pk", flat=True)[:BATCH])
        if not numbers:
            # What kept one of them may be gone by now.
            again = dict(refused)
            refused = {n: e for n in again if (e := _delete(model, [n], report))}
            if len(refused) == len(again):
                break
        elif _delete(model, numbers, report):
            refused |= {n: e for n in numbers if (e := _delete(model, [n], report))}
    for number, error in refused.items():
        record = model._base_manager.get(pk=number)
        citing: Any = min(error.protected_objects, key=lambda row: (row._meta.label, row.pk))
        words = f"{citing._meta.label_lower} {as_json(citing.natural_key())}"
        message = f"it is not in the files, and can't be removed: {words} points to it"
        report.fail("", message, model, record.natural_key())


def report_lost(table: Table, report: Report) -> None:
    """Report what the files have and went all the same, as a part of what they don't have."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT place FROM {table.met}"  # noqa: S608
            f" WHERE id NOT IN (SELECT id FROM {table.name}) ORDER BY id"
        )
        lost = [place for (place,) in cursor.fetchall()]
    message = "it is a part of a record that is not in the files, and would be removed with it"
    for place in lost:
        report.fail(place, message, table.plan.model)


def _delete(model: Any, numbers: list[int], report: Report) -> ProtectedError | None:
    """Delete rows and count them and their parts; give the error where one is pointed to."""
    try:
        _total, deleted = model._base_manager.filter(pk__in=numbers).delete()
    except ProtectedError as error:
        return error
    for kind in model._meta.apps.get_app_config("relations").get_models():
        if count := deleted.get(kind._meta.label):
            report.counts[kind].removed += count
    return None
