"""Django's flush: everything goes, the history included."""

from typing import Any

from django.core.management.commands.flush import Command as FlushCommand

from relations import triggers


class Command(FlushCommand):
    def handle(self, **options: Any) -> None:
        """Flush without the triggers, which would write the emptying into the history."""
        triggers.remove(options["database"])
        try:
            super().handle(**options)
        finally:
            triggers.install(options["database"])
