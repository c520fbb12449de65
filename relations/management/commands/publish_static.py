"""Publish the public site as files, which any web server can serve; only what changed is new."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from relations.publishing.publish import PublishingError, publish

from .export import with_bar


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("directory", type=Path, help="Where; made where it isn't there.")
        parser.add_argument(
            "--language",
            choices=[code for code, _name in settings.LANGUAGES],
            default=settings.LANGUAGE_CODE,
            help="The language of the pages; each has a directory of its own.",
        )
        parser.add_argument(
            "--processes", type=int, default=os.cpu_count() or 1, help="How many ask at once."
        )
        parser.add_argument(
            "--anew", action="store_true", help="Write every file, also what seems unchanged."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        try:
            made = publish(
                options["directory"],
                options["language"],
                max(options["processes"], 1),
                anew=options["anew"],
                watch=with_bar,
            )
        except (PublishingError, OSError) as error:
            raise CommandError(str(error)) from error
        if made is None:
            self.stdout.write("Nothing changed since the last time.")
            return
        seconds = time.monotonic() - began
        self.stdout.write(
            f"{made.tree.folder}: {made.files:,} files, {made.bytes / 1e6:,.1f} MB, of which new "
            f"{made.new_files:,} with {made.new_bytes / 1e6:,.1f} MB; {made.gone:,} gone; "
            f"{made.redirects:,} redirects.\n"
            f"Every link leads somewhere, {made.live:,} of them to what the live server makes. "
            f"{seconds:,.1f} s."
        )
