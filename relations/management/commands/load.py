"""Load fixtures of any size: all that is wrong is told, and all of it is loaded or nothing."""

import sys
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from relations.loading import bulk
from relations.loading.bulk.loader import Progress

MANY = 5  # files that a revision names one by one


class Bar(Progress):
    """A bar with rate and time left, on a terminal."""

    bar: Any = None

    def begin(self, what: str, total: int, unit: str) -> None:
        self.end()
        self.bar = tqdm(desc=what, total=total, unit=unit, unit_scale=True, leave=False)

    def advance(self, done: int) -> None:
        self.bar.update(done)

    def end(self) -> None:
        if self.bar is not None:
            self.bar.close()


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="JSON, .jsonl, .gz")
        parser.add_argument(
            "--dry-run", action="store_true", help="Check and count all; change nothing."
        )
        parser.add_argument(
            "--remove",
            "--sync",
            action="store_true",
            help="Remove records that the files don't have, of the models that they are of.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        files: list[Path] = options["files"]
        few = len(files) <= MANY
        bar = Bar() if sys.stderr.isatty() else None
        start = time.perf_counter()
        try:
            report = bulk.load(
                list(files),
                dry_run=options["dry_run"],
                remove=options["remove"],
                reason=", ".join(file.name for file in files) if few else f"{len(files)} files",
                progress=bar,
            )
        finally:
            if bar is not None:
                bar.end()
        for problem in report.problems:
            self.stderr.write(str(problem))
        if report.failed:
            untold = report.failed - len(report.problems)
            more = f" ({untold:,} of them not shown)" if untold else ""
            raise CommandError(f"{report.failed:,} errors{more}. Nothing was changed.")
        if options["verbosity"]:
            self._print(report, time.perf_counter() - start)

    def _print(self, report: bulk.Report, seconds: float) -> None:
        heads = ("new", "changed", "unchanged", "removed")
        self.stdout.write(f"{'':<24}" + "".join(f"{head:>12}" for head in heads))
        for model, counts in report.counts.items():
            numbers = "".join(f"{getattr(counts, head):>12,}" for head in heads)
            again = f"  ({counts.repeated:,} repeated)" if counts.repeated else ""
            self.stdout.write(f"{model._meta.verbose_name_plural:<24}{numbers}{again}")
        end = " Dry run: nothing was changed." if report.dry_run else ""
        self.stdout.write(f"{report.total:,} records in {seconds:.1f} s.{end}")
