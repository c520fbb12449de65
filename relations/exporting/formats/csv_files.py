"""CSV: a file a table, with a codebook and the description of a data package beside them."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from relations.exporting.published import tables
from relations.loading.table_files import write_csv

from .codebook import codebook
from .data_package import descriptor
from .edition import Edition, Watch

FOLDER = "csv"


def write(directory: Path, edition: Edition, watch: Watch[Any]) -> Path:
    """Write the folder csv/ and give its path."""
    folder = directory / FOLDER
    folder.mkdir()
    all_tables = tables()
    for table in all_tables:
        texts = ([cell(value) for value in row] for row in table.rows())
        watched = watch(f"{FOLDER} {table.name}", table.count(), texts)
        with (folder / f"{table.name}.csv").open("wb") as file:
            file.writelines(write_csv(table.names, watched, mark=""))
    described = json.dumps(descriptor(edition, all_tables), ensure_ascii=False, indent=1)
    for name, text in (
        ("datapackage.json", described + "\n"),
        ("codebook.md", codebook(edition, all_tables)),
        ("README.md", edition.readme("Each column is described in codebook.md.\n")),
    ):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def cell(value: str | int | bool | dt.date | None) -> str:
    """Write a value as the text of a cell."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
