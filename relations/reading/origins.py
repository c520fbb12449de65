"""Which rows of data sets a record came from, for its page."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch

from relations.models import ImportedRow


def origins(record: Any) -> list[ImportedRow]:
    """Give the rows with their data set and version, the first first.

    One query; none for a record of a kind that no import makes.
    """
    rows = ImportedRow.objects.of(record).select_related("data_set__source", "last_import")
    return list(rows.order_by("pk"))


def with_origins() -> Prefetch:
    """Load the rows of data sets that records of a table came from, in one query."""
    rows = ImportedRow.objects.select_related("data_set", "last_import").order_by("pk")
    return Prefetch("importedrow_set", rows, to_attr="origins")
