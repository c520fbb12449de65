"""Django's flush: everything goes, the history included."""

from typing import Any

from django.core.management.commands.flush import Command as FlushCommand
from django.db import connections

from relations import search, triggers


class Command(FlushCommand):
    def handle(self, **options: Any) -> None:
        """Flush without the triggers, which would write the emptying into the history."""
        using = options["database"]
        triggers.remove(using)
        try:
            super().handle(**options)
        finally:
            triggers.install(using)
            if connections[using].vendor == "sqlite":
                # Its triggers were off as well.
                search.install(using, rebuild=True)
