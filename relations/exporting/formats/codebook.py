"""What each table and column means, as a text for people."""

from __future__ import annotations

from collections.abc import Iterable

from relations.exporting.published import Column, Table

from .edition import Edition

INTRODUCTION = """
A column that refers to another table holds the key of one row of it. A key is the code or the
slug itself, or is made of several values in their order with a slash between them; a slash
within a value is written ~1 there, and a tilde ~0. Of columns of which one at most is filled
(a country or an organization) the key has only that one, behind its name:
`country:ARM/csto`.

Dates are in EDTF, level 1 with the ranges of level 2 (ISO 8601-2): `2018-05` is some day of
May 2018, `2018-05~` about then, `2018-05?` doubted, `[2024-12-01..2024-12-10]` one of these
days, `..` still running, `XXXX` unknown. Beside each stand its first and its last possible day.

In CSV an empty cell is nothing recorded, and a text that a spreadsheet would take for a
formula has an apostrophe before it.
"""


def codebook(edition: Edition, tables: Iterable[Table]) -> str:
    """Give the codebook of some tables in Markdown."""
    parts = [f"# Codebook\n\n{edition.lines()['citation']}\n{INTRODUCTION}"]
    parts += [_table(table) for table in tables]
    return "\n".join(parts)


def _table(table: Table) -> str:
    lines = [
        f"## {table.name}\n",
        f"{table.meaning} Key: `{table.key}`.\n",
        "| column | type | meaning |",
        "|---|---|---|",
        *(f"| {c.name} | {_type(c)} | {_cell(c.meaning)} |" for c in table.columns),
        "",
    ]
    for column in table.columns:
        if column.terms:
            lines += [f"Terms of `{column.name}`:\n"]
            lines += [
                f"- `{value}`: {label}. {meaning}".rstrip()
                for value, label, meaning in column.terms
            ]
            lines.append("")
    return "\n".join(lines)


def _type(column: Column) -> str:
    return f"key of {column.refers_to}" if column.refers_to else column.type


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
