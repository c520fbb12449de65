"""Which rows of data sets a record came from, for its page."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db.models import Prefetch

from relations.models import ImportedRow
from relations.models.data_set import imported_name
from relations.querysets import Rows, parts, prepared


def origins(record: Any) -> list[ImportedRow]:
    """Give the rows with their data set and version, the first first.

    One query; none for a record of a kind that no import makes.
    """
    name = imported_name(record)
    return list(_rows().filter(**{f"{name}__in": [record]})) if name else []


def with_origins() -> Prefetch:
    """Load the rows of data sets that records of a table came from, in one query."""
    return parts("importedrow_set", _rows(), to_attr="origins")


@cache
def _rows() -> Rows:
    rows = ImportedRow.objects.select_related("data_set__source", "last_import")
    return prepared(rows.order_by("pk"))
