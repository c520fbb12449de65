"""List incompatibilities of organizations, and who meets them on a day.

manage.py incompatibilities                      all that are on record
manage.py incompatibilities armenia              those that one country or organization meets
manage.py incompatibilities --as-of 2025-02-01   as they held on a day
manage.py incompatibilities --csv                the same rows as the page's download
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.http import QueryDict
from django.utils import timezone

from relations.exporting import KINDS, exported
from relations.exporting.writing import cell, meanings
from relations.loading.table_files import write_csv
from relations.management.described import DescribedCommand
from relations.reading.incompatibilities import (
    incompatibilities_asked,
    incompatibilities_shown,
    with_meetings,
)
from relations.views.filters import IncompatibilityFilter

KIND = KINDS["incompatibility"]


class Command(DescribedCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("actor", nargs="?", help="A country or organization, by slug or code.")
        parser.add_argument("--as-of", type=dt.date.fromisoformat, help="A day, as 2025-02-01.")
        parser.add_argument("--csv", action="store_true", help="Print CSV.")

    def handle(self, **options: Any) -> None:
        given: dt.date | None = options["as_of"]
        day = given or timezone.localdate()
        query = QueryDict(mutable=True)
        if options["actor"]:
            query["member"] = options["actor"]
        filters = IncompatibilityFilter(
            query, incompatibilities_asked(day), on=day, given=given is not None
        )
        if filters.form.errors:
            raise CommandError(f"“{options['actor']}” is no country or organization here.")
        if options["csv"]:
            rows = (list(map(cell, row.values())) for row in exported(filters.qs, KIND, day, ""))
            for part in write_csv(list(meanings(KIND)), rows):
                self.stdout.write(part.decode(), ending="")
            return
        shown = incompatibilities_shown(day).filter(pk__in=filters.qs.order_by().values("pk"))
        for listed in with_meetings(shown):
            row = listed.incompatibility
            said = f" by “{row.statement}”" if row.statement else ""
            self.stdout.write(f"{row.first} – {row.second}, {row.get_kind_display()}{said}")
            self.stdout.write(f"  {row.ground}")
            for meeting in listed.meetings:
                ties = (
                    f"{tie.status} in {tie.organization}" for tie in (meeting.inside, meeting.other)
                )
                self.stdout.write(f"  met by {meeting.actor}: {', '.join(ties)}")
