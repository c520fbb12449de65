"""Write the whole database to one file, as it is at one moment, while others go on writing.

manage.py backup backups/2026-11-29.zip

On PostgreSQL it needs pg_dump of the server's version or a later one. The file holds the
accounts as well: encrypt it before it leaves the machine (deploy/RUNBOOK.md).
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
        parser.add_argument("path", type=Path, help="The file to write; replaced when done.")
        parser.add_argument("--database", default=DEFAULT_DB_ALIAS, help="Which database.")

    def handle(self, *, path: Path, database: str, **options: Any) -> None:
        try:
            made = backups.back_up(path, database)
        except backups.BackupError as error:
            raise CommandError(str(error)) from error
        tables = len(made.contents.tables)
        size = path.stat().st_size / 1_000_000
        self.stdout.write(f"{path}: {made.rows} rows of {tables} tables, {size:.1f} MB.")
