"""Write all published data in one of the open formats, or in all of them."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentTypeError
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from relations.exporting.formats import FORMATS, Edition
from relations.exporting.published import snapshot

# Lines of records or entities can't say of which version they are, and how they are cited.
WITHOUT_ROOM = ("jsonl", "ftm")


def day(text: str) -> dt.date:
    """Read a day as the command line has it."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"“{text}” is no day: write 2024-11-30.") from None


def with_bar(name: str, total: int, rows: Iterator[Any]) -> Iterator[Any]:
    """Show how far the rows are, on a terminal only."""
    return iter(tqdm(rows, desc=name, total=total, unit="", leave=False, disable=None))


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("format", choices=[*FORMATS, "all"], help="What to write.")
        parser.add_argument("directory", type=Path, help="Where; made where it isn't there.")
        parser.add_argument(
            "--as-of",
            type=day,
            help="The day of the network and of the citation; default today.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        directory: Path = options["directory"]
        edition = Edition(None, options["as_of"] or timezone.localdate())
        wanted = FORMATS if options["format"] == "all" else [options["format"]]
        try:
            directory.mkdir(parents=True, exist_ok=True)
            with snapshot():
                for name in wanted:
                    path = FORMATS[name].write(directory, edition, with_bar)
                    self.stdout.write(str(path))
                    if name in WITHOUT_ROOM:
                        beside = path.with_name(f"{path.name}.README.md")
                        beside.write_text(edition.readme(), encoding="utf-8")
                        self.stdout.write(str(beside))
        except OSError as error:
            said = str(error).rstrip(".")
            raise CommandError(f"{said}. Nothing there was overwritten.") from error
