"""Print which share of an actor's ties is with each of two poles, year by year."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.http import Http404
from django.utils import translation

from relations.loading.table_files import write_csv
from relations.reading.drift import table
from relations.reading.drift.accounts import accounts
from relations.reading.drift.asking import find, question
from relations.reading.drift.kinds import Wrong
from relations.reading.drift.page import drift
from relations.reading.drift.poles import current
from relations.reading.drift.words import sentences


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("actor", help="A slug, or the code of a country.")
        parser.add_argument("first", help="A pole: a slug, or members:g7.")
        parser.add_argument("second", help="The other pole.")
        parser.add_argument(
            "asked",
            nargs="*",
            metavar="word=value",
            help="As in the address of the page: w_member=0.5 half_life=365 since=2000.",
        )
        parser.add_argument(
            "--csv",
            nargs="?",
            const="years",
            choices=[*table.TABLES],
            help="One of the tables as CSV, years where none is named.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        given: dict[str, list[str]] = {}
        for text in options["asked"]:
            word, _equals, value = text.partition("=")
            given.setdefault(word, []).append(value)
        words = current([options["actor"], options["first"], options["second"]])
        try:
            page = drift(question(*find(words), given))
        except (Http404, Wrong) as error:
            raise CommandError(str(error)) from error
        if options["csv"]:
            lines = write_csv(*table.cells(options["csv"], page), mark="")
            self.stdout.write(b"".join(lines).decode(), ending="")
            return
        with translation.override("en-gb"):
            self._print(page, list(table.years(page)))

    def _print(self, page: Any, rows: list[table.Row]) -> None:
        first, second = page.poles
        self.stdout.write(f"{page.actor} between {first} and {second}, from {page.data} data")
        self.stdout.write(f"{'day':<12}{'first':>24}{'second':>24}{'lean':>26}")
        for row in rows:
            cells = "".join(
                f"{_ranged(row, name):>{width}}"
                for name, width in (("first", 24), ("second", 24), ("lean", 26))
            )
            self.stdout.write(f"{row['day']:<12}{cells}")
        for texts in [*sentences(page).values(), accounts(page)]:
            for text in texts:
                self.stdout.write(text)


def _ranged(row: table.Row, name: str) -> str:
    figures = [row[name], row[f"{name}_low"], row[f"{name}_high"]]
    value, low, high = ("–" if n is None else f"{n:.2f}" for n in figures)
    return f"{value} ({low} to {high})"
