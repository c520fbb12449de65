"""CSV, JSON and XLSX of exported rows.

All three hold the same columns. CSV is rows only, so that every program reads it; what
is said about the file goes into the headers of the answer. JSON is an object with
``metadata`` and ``rows``. XLSX has a second sheet. A list is joined by "; " in a cell.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from relations.loading.table_files import TYPES, UnreadableTable, write_csv, write_xlsx

from .columns import Kind, Value

FORMATS = {"csv": "CSV", "json": "JSON", "xlsx": "Excel"}
CONTENT_TYPES = {**TYPES, "json": "application/json; charset=utf-8"}
# The licence of this repository, its data included.
LICENCE = ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")
ADDRESS = _("address of the record here")


@dataclass(frozen=True)
class About:
    """What is said about a file: its title, the address of the list, the day, how it was made."""

    title: str
    address: str
    as_of: str
    made: str
    rows: int
    filters: dict[str, list[str]] = field(default_factory=dict)

    def lines(self) -> dict[str, Any]:
        name, url = LICENCE
        return {
            "title": self.title,
            "address": self.address,
            "as_of": self.as_of,
            "made": self.made,
            "rows": self.rows,
            "licence": name,
            "licence_url": url,
            "filters": self.filters,
        }


def meanings(kind: Kind) -> dict[str, str]:
    """Give what each column holds, in their order."""
    return {**{c.name: str(c.meaning) for c in kind.columns}, "address": str(ADDRESS)}


def write(
    wanted: str, about: About, kind: Kind, rows: Iterable[dict[str, Value]]
) -> Iterator[bytes]:
    """Give the bytes of a file in one of ``FORMATS``, a row at a time where the format can.

    Raises UnreadableTable where XLSX can't hold the rows (at once, before the first byte).
    """
    columns = meanings(kind)
    if wanted == "json":
        return _json(about, columns, rows)
    texts = ([cell(value) for value in row.values()] for row in rows)
    if wanted == "csv":
        return write_csv(list(columns), texts)
    notes = [[name, cell(value)] for name, value in about.lines().items()]
    notes += [[], *([name, meaning] for name, meaning in columns.items())]
    return iter(write_xlsx(about.title, list(columns), texts, notes=notes))


def cell(value: Any) -> str:
    """Write a value as the text of a cell."""
    if value is None:
        return ""
    if isinstance(value, dict):
        return "; ".join(f"{word}={cell(values)}" for word, values in value.items())
    return "; ".join(value) if isinstance(value, list) else str(value)


def _json(
    about: About, columns: dict[str, str], rows: Iterable[dict[str, Value]]
) -> Iterator[bytes]:
    def text(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False)

    yield f'{{"metadata": {text({**about.lines(), "columns": columns})},\n"rows": ['.encode()
    for number, row in enumerate(rows):
        yield f"{',' if number else ''}\n{text(row)}".encode()
    yield b"\n]}\n"


__all__ = ["CONTENT_TYPES", "FORMATS", "About", "UnreadableTable", "meanings", "write"]
