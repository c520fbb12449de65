"""CSV and XLSX files: their bytes to rows of texts, and rows of texts to bytes.

Nothing here knows of models. Every cell is a text; what was not one (a number, a
day, true) is written as we would write it. Formulas are never evaluated: in a CSV
they are text like any other, in an XLSX they are refused.

A text that a spreadsheet would take for a formula is made safe when it is written.
In a CSV an apostrophe is put before it, and taken away when it is read. In an XLSX
the cell is text by its type and by its format.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell

MAX_BYTES = 5_000_000
MAX_ROWS = 5_000
# What an XLSX may hold unpacked, and how wide it may be.
MAX_UNPACKED = 100_000_000
MAX_COLUMNS = 256
# What Excel keeps in one cell and in one sheet.
XLSX_TEXT = 32_767
XLSX_ROWS = 1_048_575

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
BOM = "\ufeff"
# How a formula begins; the full-width signs count in Japanese Excel.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")  # noqa: RUF001
# What XML can't hold is written _x000D_ in a workbook, and so is what looks like that.
_XML_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_XML_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class UnreadableTable(ValueError):
    """A file as a whole can't be read, or text can't be written; the sentence says why."""


@dataclass(frozen=True)
class Problem:
    """What is wrong in a file, and where; row 0 is the file, no column the whole row."""

    row: int
    column: str
    message: str


@dataclass
class Row:
    """One record's cells by the name of their column; ``number`` as the spreadsheet counts."""

    number: int
    cells: dict[str, str]


@dataclass
class Table:
    header: list[str]
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read(content: bytes) -> Table:
    """Read a CSV or XLSX file; which of them it is, its bytes tell.

    Faults of single cells are among the table's problems. Raises UnreadableTable
    where the file is too big, is neither, or has no header.
    """
    if len(content) > MAX_BYTES:
        raise UnreadableTable(
            _("The file has %(content)s bytes; %(value)s are allowed: split it.")
            % {"content": f"{len(content):,}", "value": f"{MAX_BYTES:,}"}
        )
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableTable(_("This is an old .xls file, or one with a password: save as .xlsx."))
    problems: list[Problem] = []
    is_workbook = content.startswith(b"PK")
    lines = _xlsx_lines(content, problems) if is_workbook else _csv_lines(content)
    header: list[str] = []
    table = None
    for number, line in lines:
        if not any(cell.strip() for cell in line):
            continue
        if table is None:
            header = _header(line)
            table = Table(header, [], problems)
            continue
        if len(table.rows) == MAX_ROWS:
            raise UnreadableTable(
                _("The file has more than %(value)s rows: split it.") % {"value": f"{MAX_ROWS:,}"}
            )
        if any(cell.strip() for cell in line[len(header) :]):
            problems.append(
                Problem(
                    number,
                    "",
                    _("has %(line)s cells; the header names %(header)s")
                    % {"line": len(line), "header": len(header)},
                )
            )
        padded = [*line, *[""] * len(header)]
        table.rows.append(Row(number, dict(zip(header, padded, strict=False))))
    if table is None:
        raise UnreadableTable(_("The file is empty: its first row names the columns."))
    for row in table.rows:
        for column, cell in row.cells.items():
            if "\x00" in cell:
                problems.append(Problem(row.number, column, "holds a NUL character"))
                row.cells[column] = cell.replace("\x00", "")  # PostgreSQL can't be asked for it
    return table


def _header(line: Sequence[str]) -> list[str]:
    """Give the names of the columns. Raises UnreadableTable for two of one name, or none."""
    names = [cell.strip() for cell in line]
    while names and not names[-1]:
        names.pop()
    for number, name in enumerate(names, start=1):
        if not name:
            raise UnreadableTable(
                _("Column %(number)s has no name in the first row.") % {"number": number}
            )
        if names.count(name) > 1:
            raise UnreadableTable(
                _("The column “%(name)s” stands twice in the first row.") % {"name": name}
            )
    return names


# CSV ----------------------------------------------------------------------------------


def _csv_lines(content: bytes) -> Iterator[tuple[int, list[str]]]:
    text = _decoded(content)
    first = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    csv.field_size_limit(MAX_BYTES)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, line in enumerate(reader, start=1):
            yield number, [_unguarded(cell) for cell in line]
    except csv.Error as error:
        raise UnreadableTable(
            _("Row %(number)s is not CSV: %(error)s.") % {"number": number + 1, "error": error}
        ) from error


def _decoded(content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise UnreadableTable(_("The file is in UTF-16, not UTF-8: save as “CSV UTF-8”."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        byte = content[error.start]
        raise UnreadableTable(
            _(
                "Line %(row)s is not UTF-8 (byte %(byte)s): the file is probably in Windows-1252 "
                "or another old encoding. Save as “CSV UTF-8”."
            )
            % {"row": row, "byte": f"{byte:02X}"}
        ) from error


def _guarded(cell: str | float) -> str:
    """Write a cell so that no program takes a text for a formula; a number is none."""
    text = str(cell)
    return f"'{text}" if isinstance(cell, str) and _FORMULA.match(text) else text


def _unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


class _Echo:
    """What a csv writer writes to, one line after the other."""

    def write(self, text: str) -> str:
        return text


def write_csv(
    header: Sequence[str], rows: Iterable[Sequence[str | float]], mark: str = BOM
) -> Iterator[bytes]:
    """Give the lines of a CSV file, in UTF-8 with the mark by which Excel knows it."""
    writer = csv.writer(_Echo())
    yield mark.encode() + str(writer.writerow(header)).encode()
    for row in rows:
        yield str(writer.writerow([_guarded(cell) for cell in row])).encode()


# XLSX ---------------------------------------------------------------------------------


def _xlsx_lines(content: bytes, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = sum(part.file_size for part in archive.infolist())
        if size > MAX_UNPACKED:
            raise UnreadableTable(_("The workbook is too big unpacked: split it."))
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        lines = list(_sheet_lines(book.worksheets[0], problems))
    except UnreadableTable:
        raise
    except Exception as error:  # whatever openpyxl meets in a file that is none
        raise UnreadableTable(
            _("This is not a workbook that can be read: save it as .xlsx again, or as CSV UTF-8.")
        ) from error
    yield from lines


def _sheet_lines(sheet: Any, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    if (sheet.max_column or 0) > MAX_COLUMNS:
        raise UnreadableTable(
            _("The sheet has more than %(value)s columns.") % {"value": MAX_COLUMNS}
        )
    names: list[str] = []
    filled = 0
    rows = sheet.iter_rows(max_col=MAX_COLUMNS)
    for number, row in enumerate(rows, start=1):
        if not any(cell.value is not None for cell in row):
            continue
        filled += 1
        if filled > MAX_ROWS + 1:
            raise UnreadableTable(
                _("The file has more than %(value)s rows: split it.") % {"value": f"{MAX_ROWS:,}"}
            )
        line = [_cell_text(cell) for cell in row]
        while line and not line[-1]:
            line.pop()
        for position, cell in enumerate(row):
            if cell.data_type in ("f", "e"):
                name = names[position] if position < len(names) else f"column {position + 1}"
                what = (
                    _("is a formula")
                    if cell.data_type == "f"
                    else _("is the error %(value)s") % {"value": cell.value}
                )
                problems.append(
                    Problem(
                        number, name, _("%(what)s: put the value in its place") % {"what": what}
                    )
                )
        names = names or [cell.strip() for cell in line]
        yield number, line


def _cell_text(cell: Any) -> str:
    value = cell.value
    if value is None or cell.data_type == "f":
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return _XML_ESCAPED.sub(_unescaped, value) if isinstance(value, str) else str(value)


def _unescaped(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return match[0] if 0xD800 <= code < 0xE000 else chr(code)  # half a character is none


def write_xlsx(
    title: str,
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    notes: Iterable[Sequence[str]] = (),
) -> io.BytesIO:
    """Give a workbook of one sheet, every cell of it text; ``notes`` go on a second one.

    Raises UnreadableTable where a text or the number of rows is beyond what Excel keeps.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"

    def cell(text: str) -> Any:
        made = WriteOnlyCell(sheet)
        safe = _XML_UNSAFE.sub(lambda match: f"_x{ord(match[0]):04X}_", text)
        if len(safe) > XLSX_TEXT:
            raise UnreadableTable(_("A text is too long for XLSX: take CSV."))
        # Not by cell.value, which would make a formula of "=1+1".
        made._value, made.data_type = safe, "s"
        made.number_format, made.quotePrefix = "@", bool(_FORMULA.match(text))
        return made

    sheet.append([cell(name) for name in header])
    try:
        for number, row in enumerate(rows):
            if number == XLSX_ROWS:
                raise UnreadableTable(
                    _("There are more rows than XLSX holds: filter, or take CSV.")
                )
            sheet.append([cell(text) if text else None for text in row])
    except UnreadableTable:
        sheet.close()
        raise
    for number, line in enumerate(notes):
        if number == 0:
            sheet = book.create_sheet("About")
        sheet.append([cell(text) for text in line])
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    return out
