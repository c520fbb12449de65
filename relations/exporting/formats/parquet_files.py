"""Parquet: a file a table, some thousand rows in memory at a time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from relations.exporting.published import Table, tables

from .codebook import codebook
from .edition import Edition, Watch

FOLDER = "parquet"
GROUP = 20_000  # rows of a group
TYPES = {
    "string": pa.string(),
    "integer": pa.int32(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}


def write(directory: Path, edition: Edition, watch: Watch[Any]) -> Path:
    """Write the folder parquet/ and give its path. Each file says in itself what it is."""
    folder = directory / FOLDER
    folder.mkdir()
    all_tables = tables()
    for table in all_tables:
        schema = _schema(table, edition)
        rows = watch(f"{FOLDER} {table.name}", table.count(), table.rows())
        with pq.ParquetWriter(folder / f"{table.name}.parquet", schema) as writer:
            for batch in _batches(rows, schema):
                writer.write_batch(batch)
    (folder / "codebook.md").write_text(codebook(edition, all_tables), encoding="utf-8")
    (folder / "README.md").write_text(edition.readme(), encoding="utf-8")
    return folder


def _schema(table: Table, edition: Edition) -> pa.Schema:
    fields = [
        pa.field(
            column.name,
            TYPES[column.type],
            nullable=not (column.required or column.name == table.key),
            metadata={"description": column.meaning},
        )
        for column in table.columns
    ]
    return pa.schema(fields, metadata={**edition.lines(), "description": table.meaning})


def _batches(rows: Iterator[tuple[Any, ...]], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    while some := list(islice(rows, GROUP)):
        columns = [
            pa.array(values, type=field.type)
            for values, field in zip(zip(*some, strict=True), schema, strict=True)
        ]
        yield pa.RecordBatch.from_arrays(columns, schema=schema)
