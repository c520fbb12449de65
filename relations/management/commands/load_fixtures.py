"""Load every file of fixtures/ in its order, in one transaction."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from relations.models import Country


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", nargs="?", default=settings.FIXTURE_DIRS[0], type=Path)
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="Do nothing where there are countries already: what was curated is kept.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_empty"] and Country.objects.exists():
            self.stdout.write("There are data already: fixtures are left alone.")
            return
        files = sorted(options["directory"].resolve().rglob("*.json"))
        if not files:
            raise CommandError(f"There are no .json files in {options['directory']}.")
        self.stdout.write(f"Loading {len(files)} files …")
        call_command(
            "load",
            *map(str, files),
            verbosity=options["verbosity"],
            stdout=self.stdout,
            stderr=self.stderr,
        )
