"""Many numbers as one parameter of a query."""

from __future__ import annotations

import json
from collections.abc import Collection

from django.db import connection
from django.db.models.expressions import RawSQL

_SQL = {
    "sqlite": "SELECT value FROM json_each(%s)",
    "postgresql": "SELECT unnest(%s::bigint[])",
}


def among(numbers: Collection[int]) -> RawSQL:
    """Give the numbers for ``filter(pk__in=…)``: a parameter each costs ten times the time."""
    given = list(numbers)
    sqlite = connection.vendor == "sqlite"
    return RawSQL(_SQL[connection.vendor], [json.dumps(given) if sqlite else given])  # noqa: S611
