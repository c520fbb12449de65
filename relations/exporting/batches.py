"""Reads any number of rows in their order, some hundreds at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import islice
from typing import Any

from relations.querysets import Rows
from relations.reading.paging import in_order_of

from .columns import Kind, Value

# Records in memory at a time; each batch asks the same few questions.
BATCH = 500


def exported(
    ordered: Rows, kind: Kind, on: dt.date, site: str, batch: int = BATCH
) -> Iterator[dict[str, Value]]:
    """Give the rows of a filtered and ordered queryset as dictionaries by column.

    Keys are read first, in the order of the list; then the rows of each batch with all
    that they show. ``site`` is the beginning of the addresses, as https://example.org.
    """
    keys = iter(ordered.values_list("pk", flat=True).iterator(chunk_size=2000))
    rows = kind.rows(on)
    while some := list(islice(keys, batch)):
        for record in in_order_of(some, rows):
            yield _row(record, kind, site)


def _row(record: Any, kind: Kind, site: str) -> dict[str, Value]:
    row = {column.name: column.value(record) for column in kind.columns}
    return {**row, "address": site + record.get_absolute_url()}
