"""The header of a table and the natural keys of its rows, read and checked."""

from __future__ import annotations

from collections import defaultdict
from difflib import get_close_matches
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .plans import Plan
from .sheets import READ_ONLY, Column, Key, Sheet
from .table_files import Problem, Row, Table


class RowKeys:
    """Reads the keys of a table's rows; what is wrong goes into the plan."""

    def __init__(self, model: Any, table: Table) -> None:
        self.sheet, self.table = Sheet(model), table
        self.plan = Plan(model, problems=list(table.problems))
        named = [self.sheet.columns[n].field.name for n in table.header if n in self.sheet.columns]
        # The fields that the table speaks of, each with all of its columns.
        self.groups = {
            name: self.sheet.of_field(name)
            for name in dict.fromkeys(named)
            if name not in READ_ONLY
        }
        self.faulty = {problem.row for problem in table.problems}

    def fail(self, row: int, column: str, message: str) -> None:
        self.faulty.add(row)
        self.plan.problems.append(Problem(row, column, message))

    def header_names_the_key(self) -> bool:
        """Report columns that are unknown or missing; whether rows can be told apart."""
        for name in self.table.header:
            if name not in self.sheet.columns:
                close = get_close_matches(name.lower(), self.sheet.columns, 1)
                hint = (
                    _("do you mean “%(close)s”?") % {"close": close[0]}
                    if close
                    else _("see the columns below")
                )
                self.fail(0, name, _("there is no such column: %(hint)s") % {"hint": hint})
            elif name in READ_ONLY:
                self.plan.notes.append(
                    _("The column “%(name)s” is not imported: publishing is by review.")
                    % {"name": name}
                )
        complete = True
        for column in self.sheet.columns.values():
            missing = column.name not in self.table.header
            if missing and not column.optional and self._is_wanted(column):
                complete = complete and column not in self.sheet.key_columns
                self.fail(0, column.name, _("this column is missing: rows are known by it"))
        return complete

    def _is_wanted(self, column: Column) -> bool:
        """Whether the file must have a column: of a key, or of a link that it writes in part."""
        siblings = {c.name for c in self.sheet.of_field(column.field.name)}
        if column in self.sheet.key_columns and not column.field.null:
            return True
        return len(siblings) > 1 and not siblings.isdisjoint(self.table.header)

    def keyed_rows(self) -> dict[Key, Row]:
        """Give the rows by natural key; report those without one and those that repeat one."""
        keyed: dict[Key, Row] = {}
        for row in self.table.rows:
            key = self._key(row, self.sheet.key_columns)
            if key is None:
                continue
            if key in keyed:
                self.fail(
                    row.number, "", _("repeats row %(number)s") % {"number": keyed[key].number}
                )
                continue
            keyed[key] = row
        return keyed

    def _key(self, row: Row, columns: list[Column]) -> Key | None:
        """Give the texts of a key's columns; None, and a report, where one can't be."""
        parts: list[str] = []
        ambiguous = []
        good = True
        for group in by_field(columns).values():
            cells = [row.cells.get(column.name, "") for column in group]
            if group[0].field.null and not any(cell.strip() for cell in cells):
                ambiguous += [c.name for c in group if c.name not in self.table.header]
                parts += [""] * len(group)
                continue
            for column, cell in zip(group, cells, strict=True):
                try:
                    parts.append(column.part(cell))
                except ValidationError as error:
                    good = False
                    self.fail(row.number, column.name, sentence(error))
        named = [c for c in columns if c.field.null and row.cells.get(c.name, "").strip()]
        if good and ambiguous and not named:
            good = False
            self.fail(row.number, ambiguous[0], _("nothing in the row says what it is about"))
        return tuple(parts) if good else None


def by_field(columns: list[Column]) -> dict[str, list[Column]]:
    """Group columns by their field."""
    groups: dict[str, list[Column]] = defaultdict(list)
    for column in columns:
        groups[column.field.name].append(column)
    return groups


def sentence(error: ValidationError) -> str:
    return " ".join(error.messages)
