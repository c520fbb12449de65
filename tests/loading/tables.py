"""Makes tables for tests, and looks what they would change."""

from __future__ import annotations

import io
from typing import Any

from openpyxl import Workbook

from relations.loading import imports, table_files
from relations.loading.sheets import Sheet


def csv_of(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def xlsx_of(*rows: Any) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def export(model: Any, form: str = "csv", rows: Any = None) -> bytes:
    sheet = Sheet(model)
    lines = sheet.rows(model.objects.order_by("pk") if rows is None else rows)
    if form == "csv":
        return b"".join(table_files.write_csv(list(sheet.columns), lines))
    return table_files.write_xlsx("sheet", list(sheet.columns), lines).read()


def look(model: Any, content: bytes) -> imports.Plan:
    return imports.look(model, table_files.read(content))


def bring(model: Any, content: bytes, user: Any = None) -> imports.Plan:
    """Look and confirm; it must be done."""
    table = table_files.read(content)
    seen = imports.look(model, table).seen
    plan, done = imports.confirm(model, table, seen, user=user, reason="table.csv")
    assert done, plan.problems
    return plan


def problems(model: Any, content: bytes) -> list[tuple[int, str, str]]:
    return [(p.row, p.column, p.message) for p in look(model, content).problems]
