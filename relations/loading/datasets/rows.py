"""The rows of a data set's files, read as the publisher wrote them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from relations.dates import PartialDate

from .adapter import File
from .messy_dates import read_messy
from .vocabulary import Oddity, Outcome


@dataclass(slots=True)
class Row:
    """A row: its cells by column, with what is missing as ''. Row 1 is the header."""

    file: File
    number: int
    cells: dict[str, str]
    outcome: Outcome | None = None
    odd: Callable[[Row, str, Oddity], None] | None = field(default=None, repr=False)

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    @property
    def place(self) -> str:
        """Where it stands: ``parties 1234``."""
        return f"{self.file.name} {self.number}"

    def keep_only(self, *columns: str) -> None:
        """Let the other cells go, of a row that is kept until all are read."""
        self.cells = {column: self.cells[column] for column in columns}

    def note(self, column: str, oddity: Oddity) -> None:
        """Count something odd about a cell; the row is taken all the same."""
        if self.odd:
            self.odd(self, column, oddity)

    def date(self, column: str, *, sentinel: Oddity | None = None) -> PartialDate | None:
        """Read a date as manydata's messydates write it; None, and a count, where there is none.

        ``sentinel`` is what 9999-12-31 means in this column.
        """
        date, oddity = read_messy(self.cells[column], sentinel or Oddity.NO_DATE_MEANT)
        if oddity:
            self.note(column, oddity)
        return date
