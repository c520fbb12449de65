"""List changes of position: the same actor or speaker, the same target, another stance.

manage.py position_changes                       all that are on record, the newest first
manage.py position_changes armenia               of one country or organization, by slug or code
manage.py position_changes --speaker NAME        of one speaker, by slug
manage.py position_changes armenia --csv         the same rows as the page's download
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.http import QueryDict

from relations.exporting.position_change import POSITION_CHANGE, exported_changes
from relations.exporting.writing import cell, meanings
from relations.loading.table_files import write_csv
from relations.management.described import DescribedCommand
from relations.reading.position_changes import By, shown
from relations.views.filters.position_change import PositionChangeFilter

WORDS = ("target", "stance", "from", "to")
SHOWN = 500  # changes loaded at a time


class Command(DescribedCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("actor", nargs="?", help="A country or organization, by slug or code.")
        parser.add_argument("--speaker", help="Compare what one person said, by slug.")
        for word in WORDS:
            parser.add_argument(f"--{word}", help="As in the address of the page.")
        parser.add_argument(
            "--uncertain", action="store_true", help="Also where dates leave the order open."
        )
        parser.add_argument("--csv", action="store_true", help="Print CSV.")

    def handle(self, **options: Any) -> None:
        query = QueryDict(mutable=True)
        query["by"] = By.SPEAKER if options["speaker"] else By.ACTOR
        given = {"on_behalf_of": options["actor"], "speaker": options["speaker"]}
        for word, value in (*given.items(), *((word, options[word]) for word in WORDS)):
            if value:
                query[word] = value
        if options["uncertain"]:
            query["uncertain"] = "on"
        filters = PositionChangeFilter(query)
        if filters.form.errors:
            problems = (f"{word}: {' '.join(e)}" for word, e in filters.form.errors.items())
            raise CommandError(" ".join(problems))
        changes = filters.changes(bounded=False)
        if options["csv"]:
            rows = (map(cell, row.values()) for row in exported_changes(changes, ""))
            for part in write_csv(list(meanings(POSITION_CHANGE)), map(list, rows)):
                self.stdout.write(part.decode(), ending="")
            return
        for start in range(0, len(changes), SHOWN):
            for change in shown(changes[start : start + SHOWN]):
                self.stdout.write(_line(change))
        self.stdout.write(f"{len(changes)} changes.")


def _line(change: Any) -> str:
    halves = [
        f"{stated.position.get_stance_display()} ({stated.statement.date}, "
        f"{stated.side}, {stated.statement.slug})"
        for stated in (change.before, change.after)
    ]
    mark = "" if change.certain else " [order uncertain]"
    return f"{change.target}: {' -> '.join(halves)}{mark}"
