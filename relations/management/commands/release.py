"""Make a numbered release of all published data, or say what changed between two."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from relations.exporting.formats.sqlite_file import FILE as SQLITE
from relations.exporting.releases import (
    BrokenRelease,
    NothingChanged,
    NumberTaken,
    Release,
    ReleaseUnderWay,
    find_release,
    make_release,
)
from relations.exporting.releases.changelog import HEADER, compare
from relations.loading.table_files import write_csv

from .export import with_bar

REFUSALS = (BrokenRelease, NothingChanged, NumberTaken, ReleaseUnderWay)


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--notes", default="", help="What readers should know of it.")
        parser.add_argument(
            "--number",
            type=int,
            help="A number higher than all before; default the next one. For when the folder of "
            "the releases was lost: no number that was ever cited should be given again.",
        )
        parser.add_argument(
            "--compare",
            nargs=2,
            type=int,
            metavar=("OLD", "NEW"),
            help="Print what changed between two releases, as CSV, and make none.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["compare"]:
                self._compare(*map(self._release, options["compare"]))
            else:
                self._make(options["notes"], options["number"])
        except (*REFUSALS, OSError) as error:
            raise CommandError(str(error)) from error

    def _make(self, notes: str, number: int | None) -> None:
        made = make_release(timezone.localdate(), notes, watch=with_bar, number=number)
        records = sum(made.counts.values())
        self.stdout.write(f"Release {made.number}: {records} records in {made.folder}")
        if made.since:
            self.stdout.write(f"{made.changed} records differ from release {made.since}.")

    def _release(self, number: int) -> Release:
        found = find_release(number)
        if found is None:
            raise CommandError(f"There is no release {number}.")
        return found

    def _compare(self, old: Release, new: Release) -> None:
        cells = (
            [change.table, change.key, change.what, *field]
            for change in compare(old.folder / SQLITE, new.folder / SQLITE)
            for field in change.fields
        )
        for line in write_csv(HEADER, cells, mark=""):
            self.stdout.write(line.decode(), ending="")
