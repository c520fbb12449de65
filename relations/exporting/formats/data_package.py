"""The description of the CSV files: a Frictionless Tabular Data Package, version 1.

https://specs.frictionlessdata.io/tabular-data-package/ : version 1, which more programs
read than version 2 of 2024.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from relations.citing.citation import SITE
from relations.exporting.published import Column, Table
from relations.exporting.writing import LICENCE

from .edition import SPDX, Edition


def descriptor(edition: Edition, tables: Iterable[Table]) -> dict[str, Any]:
    """Give the content of datapackage.json for tables that lie beside it as <name>.csv."""
    said = edition.lines()
    return {
        "profile": "tabular-data-package",
        "name": SITE,
        "title": said["title"],
        "description": f"Cite as: {said['citation']}",
        "version": said["version"],
        "created": f"{said['date']}T00:00:00Z",
        "homepage": said["address"],
        "licenses": [{"name": SPDX, "path": LICENCE[1], "title": LICENCE[0]}],
        "contributors": [{"title": SITE, "path": edition.base, "role": "publisher"}],
        "resources": [_resource(table) for table in tables],
    }


def _resource(table: Table) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.csv",
        "description": table.meaning,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "fields": [_field(column, column.name == table.key) for column in table.columns],
            "missingValues": [""],
            "primaryKey": table.key,
            "foreignKeys": [
                {
                    "fields": column.name,
                    "reference": {
                        # A table refers to itself by an empty name.
                        "resource": "" if column.refers_to == table.name else column.refers_to,
                        "fields": column.refers_key,
                    },
                }
                for column in table.columns
                if column.refers_to
            ],
        },
    }


def _field(column: Column, is_key: bool) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if column.required or is_key:
        constraints["required"] = True
    if is_key:
        constraints["unique"] = True
    if column.terms:
        constraints["enum"] = [value for value, _label, _meaning in column.terms]
    field: dict[str, Any] = {
        "name": column.name,
        "type": column.type,
        "description": column.meaning,
    }
    return {**field, "constraints": constraints} if constraints else field
