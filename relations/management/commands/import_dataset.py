"""Import a data set of the field, list what was imported, or take an import back."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError
from tqdm import tqdm

from relations.loading.datasets.adapter import Adapter
from relations.loading.datasets.adapters import all_adapters
from relations.loading.datasets.importing import Done, ImportRefused, import_dataset
from relations.loading.datasets.map_reading import InvalidMap, read_map
from relations.loading.datasets.mapped import adapter_of
from relations.loading.datasets.taking_back import CantTakeBack, take_back
from relations.loading.datasets.vocabulary import Outcome
from relations.models import DataSetImport

MAPPED = "csv"  # any CSV file, with a map of its columns
SHOWN = 20  # problems; the rest is counted


class Command(BaseCommand):
    help = __doc__

    def create_parser(self, *args: Any, **options: Any) -> CommandParser:
        """Let options stand anywhere, between the name and the files too."""
        parser = super().create_parser(*args, **options)
        parser.parse_args = parser.parse_intermixed_args  # type: ignore[method-assign]
        return parser

    def add_arguments(self, parser: CommandParser) -> None:
        names = ", ".join((*all_adapters(), MAPPED))
        parser.add_argument("name", nargs="?", help=f"One of: {names}")
        parser.add_argument("paths", nargs="*", type=Path, metavar="path", help="Its files.")
        parser.add_argument(
            "--map", type=Path, metavar="MAP", help=f"Of the columns, for {MAPPED}."
        )
        parser.add_argument("--publish", action="store_true", help="New records aren't drafts.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would be done.")
        parser.add_argument("--list", action="store_true", help="The imports, the last first.")
        parser.add_argument("--take-back", type=int, metavar="ID", help="Undo an import.")
        parser.add_argument("--codebook", action="store_true", help="What each column becomes.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["list"]:
            self._list()
        elif options["take_back"] is not None:
            self._take_back(options["take_back"], options["dry_run"])
        elif options["codebook"]:
            self._codebook(_adapter(options["name"], options["map"]))
        else:
            self._import(_adapter(options["name"], options["map"]), **options)

    def _import(self, adapter: Adapter, **options: Any) -> None:
        if not options["paths"]:
            raise CommandError("Give the files of the data set.")
        try:
            done = import_dataset(
                adapter,
                options["paths"],
                publish=options["publish"],
                dry_run=options["dry_run"],
                progress=_bar,
            )
        except ImportRefused as refused:
            shown = [str(problem) for problem in refused.problems[:SHOWN]]
            if further := len(refused.problems) - SHOWN:
                shown += [f"and {further} more."] if further > 0 else []
            raise CommandError("\n".join([*shown, "Nothing was imported."])) from refused
        except OperationalError as error:
            raise CommandError(f"{error}. Nothing was imported.") from error
        self._tell(done)
        if options["dry_run"]:
            self.stdout.write("A trial: nothing was written.")
        elif done.made is None:
            self.stdout.write("Nothing new: nothing was written.")
        else:
            self.stdout.write(f"This is import {done.made.pk}.")

    def _tell(self, done: Done) -> None:
        say = self.stdout.write
        for name, counts in done.report.files.items():
            said = ", ".join(f"{counts.outcomes[what]:,} {what}" for what in Outcome)
            say(f"{name}: {counts.rows:,} rows: {said}")
            for reason, number in counts.reasons.most_common():
                different = f" [{len(counts.said[reason]):,} different]"
                say(f"  rejected {number:>8,}  {reason.value}{different}{_where(counts, reason)}")
            for (oddity, column), number in counts.oddities.most_common():
                at = _where(counts, (oddity, column))
                say(f"  odd      {number:>8,}  {column}: {oddity.value}{at}")
        for model, what in done.records.items():
            said = ", ".join(f"{number:,} {kind}" for kind, number in what.items())
            say(f"{model}: {said}")
        if done.vanished:
            say(f"{done.vanished:,} records stay that the files no longer speak of.")
        if done.unmatched:
            say(f"{done.unmatched:,} names are unmatched: decide on them in the admin.")

    def _list(self) -> None:
        for made in DataSetImport.objects.select_related("data_set"):
            rows = sum(file["rows"] for file in made.counts.get("rows", {}).values())
            back = f", taken back {made.taken_back_at:%Y-%m-%d}" if made.taken_back_at else ""
            self.stdout.write(f"{made.pk}: {made}, {rows:,} rows{back}")

    def _take_back(self, number: int, dry_run: bool) -> None:
        made = DataSetImport.objects.filter(pk=number).first()
        if made is None:
            raise CommandError(f"There is no import {number}: see --list.")
        try:
            back = take_back(made, dry_run=dry_run)
        except CantTakeBack as error:
            raise CommandError(str(error)) from error
        for model, count in sorted(back.removed.items()):
            self.stdout.write(f"{model}: {count:,} removed")
        for kept in back.kept:
            self.stdout.write(f"stays: {kept.what}: {kept.why}")
        if dry_run:
            self.stdout.write("A trial: nothing was written.")

    def _codebook(self, adapter: Adapter) -> None:
        for line in (adapter.title, adapter.citation, adapter.licence, adapter.notes):
            if line:
                self.stdout.write(line)
        for file, column in adapter.codebook():
            said = column.becomes or f"not taken: {column.why_not}"
            self.stdout.write(f"{file}.{column.name}: {said}")


def _adapter(name: str | None, column_map: Path | None) -> Adapter:
    if name == MAPPED and column_map:
        try:
            return adapter_of(read_map(column_map))
        except InvalidMap as error:
            raise CommandError(f"{error}. Nothing was imported.") from error
    if column_map or name == MAPPED:
        raise CommandError(f"A map of columns goes with {MAPPED}: {MAPPED} --map MAP FILE.")
    if name not in all_adapters():
        raise CommandError(f"Name a data set: {', '.join((*all_adapters(), MAPPED))}.")
    return all_adapters()[name]


def _where(counts: Any, about: object) -> str:
    samples = counts.samples.get(about, [])
    said = "; ".join(f"{one.row} {one.column}: {one.said[:100]}" for one in samples)
    return f" (rows {said})" if said else ""


def _bar(rows: Iterable[Any], what: str, total: int) -> Iterable[Any]:
    bar: Iterable[Any] = tqdm(
        rows, desc=what, total=total or None, unit=" rows", disable=not sys.stderr.isatty()
    )
    return bar
