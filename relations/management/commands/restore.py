"""Make the database what it was when a backup was written, and compare it row by row.

manage.py restore backups/2026-11-29.zip               into an empty database
manage.py restore backups/2026-11-29.zip --overwrite   in the place of what is there
manage.py restore backups/2026-11-29.zip --compare     restore nothing, say what differs

The database is that of DATABASE_URL: to try a backup, name another one there. It is all
of one transaction, so that others see the old or the new, and a failure changes nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import DEFAULT_DB_ALIAS

from relations import backups
from relations.management.described import DescribedCommand


class Command(DescribedCommand):
    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help="What backup wrote.")
        parser.add_argument("--database", default=DEFAULT_DB_ALIAS, help="Which database.")
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--overwrite", action="store_true", help="Replace what is there.")
        what.add_argument("--compare", action="store_true", help="Only compare; exit 1 if other.")

    def handle(self, *, path: Path, database: str, **options: Any) -> None:
        try:
            if options["compare"]:
                if wrong := backups.differences(path, database):
                    raise CommandError("\n".join(wrong))
                self.stdout.write("The database is what the backup holds.")
                return
            made = backups.restore(path, database, overwrite=options["overwrite"])
        except backups.BackupError as error:
            raise CommandError(str(error)) from error
        tables = len(made.contents.tables)
        self.stdout.write(f"{made.rows} rows of {tables} tables as on {made.made_at}, compared.")
        if backups.unapplied(database):
            self.stdout.write("The backup is of another release: run migrate.")
