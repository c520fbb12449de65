"""Recently changed: of all records by day, of one record version by version."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from relations.curation.history import whole_number
from relations.reading.addresses import PLACE_OF, find_record
from relations.reading.change_words import field_line, is_record, kind_of_change, row_title, what
from relations.reading.changes import KINDS, Change, changes_of, recent_changes
from relations.reading.versions import versions_of


@dataclass(frozen=True)
class Line:
    """A change as a page shows it. ``number`` is that of the version, on the record's own page."""

    change: Change
    number: int | None = None

    @property
    def what(self) -> str:
        return what(self.change)

    @property
    def kind(self) -> str:
        return kind_of_change(self.change)

    @property
    def day(self) -> dt.date:
        return timezone.localtime(self.change.at).date()

    @property
    def address(self) -> str:
        """The page of what each version changed; '' for a membership, which has none."""
        place = PLACE_OF.get(self.change.kind)
        return reverse("versions", args=[place, self.change.record.slug]) if place else ""

    @property
    def noun(self) -> str:
        """The kind of record, in words."""
        return str(self.change.record._meta.verbose_name)

    @property
    def rows(self) -> list[tuple[str, list[str]]]:
        """What changed: the part, '' for the record itself, and its fields before and after."""
        return [
            ("" if is_record(self.change, row) else row_title(self.change, row), fields)
            for row in self.change.rows
            for fields in [[field_line(f) for f in row.fields] if row.kind == "changed" else []]
        ]


def kinds() -> list[tuple[str, str]]:
    """Give the kinds of record that one can ask for, in words."""
    return [(name, capfirst(str(m._meta.verbose_name_plural))) for name, m in KINDS.items()]


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """Show what changed lately, by day; ``kind`` asks for one kind of record."""
    kind = request.GET.get("kind", "")
    among = Q(root_model=kind) if kind in KINDS else None
    before = whole_number(request.GET.get("before", ""))
    found = recent_changes(among, before=before)
    lines = [Line(change) for change in found.entries]
    context: dict[str, Any] = {
        "days": [(day, list(some)) for day, some in groupby(lines, key=attrgetter("day"))],
        "older": found.older,
        "before": before,
        "kind": kind if kind in KINDS else "",
        "kinds": kinds(),
    }
    return render(request, "relations/changes.html", context)


@require_safe
def versions(request: HttpRequest, place: str, slug: str) -> HttpResponse:
    """Show the versions of a record that readers have seen, and what each changed."""
    found = find_record(place, slug)
    if found.moved:
        return redirect("versions", place, found.record.slug, permanent=True)
    numbers = {version.head: version.number for version in versions_of(found.record)}
    lines = [Line(change, numbers.get(change.head)) for change in changes_of(found.record)]
    context = {"record": found.record, "lines": lines, "number": len(numbers)}
    return render(request, "relations/versions.html", context)
