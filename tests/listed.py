"""The records that a page of a list shows."""

from __future__ import annotations

from typing import Any

from relations.models import Statement


def listed(context: Any) -> list[Any]:
    """Give the records in their order. Statements are handed to the template by number."""
    shown = context["object_list"]
    statements = Statement.objects.in_bulk([row for row in shown if isinstance(row, int)])
    return [statements[row] if isinstance(row, int) else row for row in shown]
