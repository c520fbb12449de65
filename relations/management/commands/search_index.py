"""Check the search index against the tables, or build it anew.

manage.py search_index             compare, and list what differs; exit with 1 where something does
manage.py search_index --rebuild   build it anew, and compare
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import DEFAULT_DB_ALIAS, transaction

from relations import search, triggers
from relations.management.described import DescribedCommand

SHOWN = 20  # numbers of rows listed for each table


class Command(DescribedCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="Compare only, as by default.")
        parser.add_argument("--rebuild", action="store_true", help="Build the index anew first.")
        parser.add_argument("--database", default=DEFAULT_DB_ALIAS, help="Which database.")

    def handle(self, **options: Any) -> None:
        using = options["database"]
        if options["rebuild"]:
            with transaction.atomic(using=using):
                search.install(using, rebuild=True)
                triggers.stamp(using)
            self.stdout.write("The search index is built anew.")
        wrong = search.check(using)
        for part in wrong:
            for sentence in part.other:
                self.stdout.write(f"{part.table}: {sentence}")
            if part.rows:
                shown = ", ".join(map(str, part.rows[:SHOWN]))
                more = " …" if len(part.rows) > SHOWN else ""
                self.stdout.write(f"{part.table}: {len(part.rows)} rows differ: {shown}{more}")
        if wrong:
            raise CommandError("The search index differs from the tables: run it with --rebuild.")
        self.stdout.write("The search index is exact.")
