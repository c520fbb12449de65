"""One import of a data set, from its files to what was written: all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain, count
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from relations.curation.history import revision
from relations.models import (
    DataSet,
    DataSetImport,
    FormerSlug,
    ImportedRow,
    Source,
    Unmatched,
)
from relations.models.history import Revision
from relations.vocabularies import Origin, Review, SourceKind

from .adapter import Adapter
from .files import Opened, recognise
from .reconciling import Reconciler
from .refusal import ImportRefused, Problem
from .report import Report
from .work import Work
from .writing import Progress, Writer


def silent(rows: Iterable[Any], what: str, total: int) -> Iterable[Any]:
    """Show no progress."""
    return rows


@dataclass
class Done:
    """What became of the files of one import, and of the records."""

    adapter: Adapter
    report: Report
    records: dict[str, dict[str, int]] = field(default_factory=dict)
    vanished: int = 0  # records whose row the files no longer have: they stay
    unmatched: int = 0
    made: DataSetImport | None = None  # None where nothing was written

    def as_json(self) -> dict[str, Any]:
        return {
            "rows": self.report.as_json(),
            "records": self.records,
            "vanished": self.vanished,
            "unmatched": self.unmatched,
        }


def import_dataset(
    adapter: Adapter,
    paths: Iterable[Path],
    *,
    user: Any = None,
    publish: bool = False,
    dry_run: bool = False,
    progress: Progress = silent,
) -> Done:
    """Import the files of a data set, in one transaction.

    Records that are new are drafts, or published with ``publish``. With ``dry_run`` all is
    done and undone. Another import of the same data set waits until this one has ended.
    Raises ImportRefused with every problem found, by file, row and column; then, and where
    the process is killed, nothing was written.
    """
    files = recognise(adapter, paths)
    names = ", ".join(opened.path.name for opened in files)
    reason = f"{adapter.name} {adapter.version}: {names}"
    with transaction.atomic():
        with revision(user=user, origin=Origin.IMPORT, reason=reason) as made:
            done = _Import(adapter, files, made, publish=publish, progress=progress).run()
        if dry_run:
            transaction.set_rollback(True)
            done.made = None
    return done


class _Import:
    """The parts of an import, and what they share."""

    def __init__(
        self,
        adapter: Adapter,
        files: list[Opened],
        made: Revision,
        *,
        publish: bool,
        progress: Progress,
    ) -> None:
        self.adapter, self.files, self.revision = adapter, files, made
        self.publish, self.progress = publish, progress
        self.made: DataSetImport | None = None
        self.data_set = data_set_of(adapter, publish)
        self.writer = Writer(self.data_set, self._start, publish)

    def run(self) -> Done:
        reconciler, report = Reconciler(), Report()
        work = Work(self.adapter, reconciler, report)
        for opened in self.files:
            self._take(work, opened)
        if self.adapter.finish:
            self.adapter.finish(work)
        done = Done(self.adapter, report)
        if unsettled := report.unsettled():
            raise ImportRefused(*unsettled)
        self._write(work, self.progress)
        for (model, what), number in sorted(self.writer.counts.items()):
            done.records.setdefault(model, {})[what] = number
        rows = ImportedRow.objects.filter(data_set=self.data_set, claim__isnull=True)
        done.vanished = rows.count() - self.writer.marked
        done.unmatched = self._keep_unmatched(reconciler)
        done.made = self.made
        if self.made:
            self.made.counts = done.as_json()
            self.made.save(update_fields=["counts"])
        return done

    def _take(self, work: Work, opened: Opened) -> None:
        for row in self.progress(opened.rows(), opened.path.name, 0):
            row.odd = work.report.odd
            work.report.read(row)
            with work.taking(row):
                opened.file.take(work, row)
            if self.adapter.part and len(work.candidates) >= self.adapter.part:
                self._write(work, silent)

    def _write(self, work: Work, progress: Progress) -> None:
        self.writer.write(work.candidates.values(), progress)
        if self.writer.any_unwanted:
            work.report_unwanted()
        work.forget()

    def _start(self) -> DataSetImport:
        """Give the record of this import, made when there is something to tell of."""
        if self.made is None:
            self.made = DataSetImport.objects.create(
                data_set=self.data_set,
                version=self.adapter.version,
                revision=self.revision,
                user=self.revision.user,
                files=[opened.described for opened in self.files],
                counts={},
            )
        return self.made

    def _keep_unmatched(self, reconciler: Reconciler) -> int:
        """Let the list of unmatched names be that of this import."""
        there = {(u.scheme, u.value): u for u in Unmatched.objects.filter(data_set=self.data_set)}
        for (scheme, value), missing in reconciler.missing.items():
            row = there.pop((scheme, value), None)
            now = {
                "rows": missing.rows,
                "samples": missing.samples,
                "earliest": missing.earliest,
                "latest": missing.latest,
            }
            if row is None:
                row = Unmatched(data_set=self.data_set, scheme=scheme, value=value)
            elif all(getattr(row, name) == value for name, value in now.items()):
                continue
            for name, said in now.items():
                setattr(row, name, said)
            row.save()
        Unmatched.objects.filter(pk__in=[row.pk for row in there.values()]).delete()
        return len(reconciler.missing)


def data_set_of(adapter: Adapter, publish: bool) -> DataSet:
    """Give the data set and its source, as its adapter describes them, locked for this import.

    The first import takes the source that has the page of the data set, if there is one:
    one page is one source. That another source has the name as its slug says nothing.
    """
    wait_for_others(adapter.name)
    found = DataSet.objects.filter(slug=adapter.name).select_related("source").first()
    source = found.source if found else Source.objects.at(adapter.url).first()
    if source is None:
        source = Source(
            slug=_free_slug(adapter.name),
            kind=SourceKind.DATASET,
            publisher=adapter.publisher,
            title=adapter.title,
            url=adapter.url,
            note=f"Version {adapter.version}, {adapter.licence}. {adapter.citation}",
            review=Review.PUBLISHED if publish else Review.DRAFT,
        )
        source.full_clean()
        source.save()
    elif publish and not source.is_published:
        source.review = Review.PUBLISHED
        source.save(update_fields=["review"])
    described = {
        "title": adapter.title,
        "publisher": adapter.publisher,
        "url": adapter.url,
        "licence": adapter.licence,
        "citation": adapter.citation,
    }
    if found is None:
        return DataSet.objects.create(slug=adapter.name, source=source, **described)
    if any(getattr(found, name) != value for name, value in described.items()):
        for name, value in described.items():
            setattr(found, name, value)
        found.save()
    return found


def _free_slug(name: str) -> str:
    """Give the name, with a number where another source has or had it as its address."""
    slugs = chain([name], (f"{name}-{number}" for number in count(2)))
    return next(slug for slug in slugs if not _is_taken(slug))


def _is_taken(slug: str) -> bool:
    former = FormerSlug.objects.filter(slug=slug, source__isnull=False)
    return Source.objects.filter(slug=slug).exists() or former.exists()


def wait_for_others(name: str) -> None:
    """Let one import of a data set write, or be taken back, at a time.

    The first has no row to lock yet.
    SQLite has one writer anyway: the transaction began as one that writes.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"data set {name}"])


__all__ = ["Done", "ImportRefused", "Problem", "import_dataset"]
