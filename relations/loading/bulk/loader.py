"""The load itself: first every record by itself, then model by model in one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import OperationalError, connection

from relations.curation.history import revision
from relations.models.base import NaturalKeyModel
from relations.vocabularies import Origin

from . import removing, rules
from .alone import Busy, lock, tuned
from .cleaning import Plan, plan_of
from .keys import Keys
from .reading import Fault, read
from .report import Report
from .spool import Spool
from .writing import Writer

# A file, or a record with the words for where it stands.
Source = str | Path | tuple[str, Any]


class Progress:
    """Hears how far a load is. Says nothing itself."""

    def begin(self, what: str, total: int, unit: str) -> None:
        """Begin a part of so many bytes or records."""

    def advance(self, done: int) -> None:
        """So many more are done."""


def load(
    sources: Iterable[Source],
    *,
    dry_run: bool = False,
    remove: bool = False,
    user: Any = None,
    origin: Origin = Origin.FIXTURE,
    reason: str = "",
    progress: Progress | None = None,
) -> Report:
    """Make the database say what the sources say, in one revision, or change nothing.

    A field that is left out has its default, as with loaddata. Records may point to others
    that come later. With ``remove`` the records of the models that occur are removed that
    the sources don't have. Nothing is raised for what is wrong with the sources: see
    ``problems`` of the report. Whoever else wants to write waits meanwhile.
    """
    report = Report(dry_run=dry_run)
    spool = Spool()
    progress = progress or Progress()
    _take_all(sources, spool, report, progress)
    try:
        with revision(user=user, origin=origin, reason=reason):
            lock(_order())
            with tuned():
                _write_all(spool, report, progress, remove=remove)
            if dry_run or report.failed:
                raise _Undo
    except _Undo:
        pass
    except Busy:
        report.fail("", "others are writing all the time: nothing was loaded, try again later")
    except OperationalError as error:
        if "locked" not in str(error) and "deadlock" not in str(error):
            raise
        report.fail("", f"somebody else is writing ({error}): nothing was loaded, try again later")
    return report


class _Undo(Exception):
    pass


def _take_all(sources: Iterable[Source], spool: Spool, report: Report, progress: Progress) -> None:
    """Check each record by itself, and put it by."""
    given = sources if isinstance(sources, list) else []
    files = [Path(source) for source in given if isinstance(source, str | Path)]
    progress.begin("Reading", sum(f.stat().st_size for f in files if f.is_file()), "B")
    taker = _Taker(spool, report)
    for source in sources:
        if isinstance(source, tuple):
            taker.take(*source)
            continue
        try:
            for place, record in read(Path(source), progress.advance):
                taker.take(place, record)
        except Fault as fault:
            report.fail(fault.place, fault.message)


class _Taker:
    def __init__(self, spool: Spool, report: Report) -> None:
        self._spool, self._report = spool, report
        self._plans: dict[str, Plan] = {}

    def take(self, place: str, record: Any) -> None:
        try:
            plan = self._plan(record)
        except ValueError as error:
            self._report.fail(place, str(error))
            return
        fields = record["fields"]
        complaints: list[tuple[str, str]] = []
        row = plan.row(fields, complaints)
        if complaints:
            for name, message in complaints:
                self._report.fail(place, message, plan.model, plan.key(fields), name)
        else:
            self._spool.add(plan.model, (place, row))

    def _plan(self, record: Any) -> Plan:
        """Give the plan of the record's model. Raises ValueError where it is no record."""
        if not isinstance(record, dict) or not isinstance(record.get("fields"), dict):
            raise ValueError('a record is {"model": "relations.country", "fields": {...}}')
        if len(record) > 2:
            unknown = min(record.keys() - {"model", "fields"})
            if unknown == "pk":
                raise ValueError("a fixture knows records by their natural key: leave “pk” out")
            raise ValueError(f"“{unknown}” has no place beside “model” and “fields”")
        name = record.get("model")
        plan = self._plans.get(name) if isinstance(name, str) else None
        if plan is None:
            try:
                model: Any = apps.get_model(str(name))
            except (LookupError, ValueError) as error:
                raise ValueError(f"there is no model “{name}”") from error
            if model not in _order():
                raise ValueError(f"“{name}” has no natural key and can't be loaded here")
            plan = self._plans[str(name)] = plan_of(model)
        return plan


@cache
def _order() -> tuple[Any, ...]:
    """Give all models that can be loaded, each behind those that it points to."""
    kinds = [m for m in apps.get_models() if issubclass(m, NaturalKeyModel)]
    graph = {
        model: [
            f.related_model
            for f in model._meta.concrete_fields
            if f.is_relation and f.related_model is not model and f.related_model in kinds
        ]
        for model in kinds
    }
    return tuple(TopologicalSorter(graph).static_order())


def _write_all(spool: Spool, report: Report, progress: Progress, *, remove: bool) -> None:
    progress.begin("Writing", spool.total(), "records")
    keys = Keys()
    writers = []
    for model in _order():
        if model in spool.models():
            writer = Writer(plan_of(model), report, keys, spool.count(model))
            writers.append(writer)
            _write(writer, spool, progress)
    if remove and not report.failed:
        for writer in reversed(writers):
            removing.remove(writer.table, report)
        for writer in writers:
            removing.report_lost(writer.table, report)
    for writer in writers:
        rules.check(writer.table, report)
    with connection.cursor() as cursor:
        for writer in writers:
            cursor.execute(f"DROP TABLE {writer.table.met}")


def _write(writer: Writer, spool: Spool, progress: Progress) -> None:
    """Write all records of a model: those first that point to nothing which is to come."""
    model, later = writer.model, Spool()
    for batch in spool.batches(model):
        waiting = writer.write(batch)
        for item in waiting:
            later.add(model, item)
        progress.advance(len(batch) - len(waiting))
    spool.close(model)
    while left := later.total():
        now, later = later, Spool()
        for batch in now.batches(model):
            for item in writer.write(batch):
                later.add(model, item)
        now.close(model)
        progress.advance(left - later.total())
        if later.total() == left:
            for batch in later.batches(model):
                writer.write(batch, last=True)
            break
    writer.table.resume()
