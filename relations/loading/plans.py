"""What an import would do."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from .sheets import Key
from .table_files import Problem


@dataclass
class Change:
    """What one row of the table does to one record."""

    number: int
    key: Key
    record: Any = None
    is_new: bool = False
    # Column to its text before and after; of a new record what it holds.
    cells: dict[str, tuple[str, str]] = field(default_factory=dict)
    # Fields by which the record differs from what is stored.
    fields: list[str] = field(default_factory=list)

    @property
    def label(self) -> str:
        return " · ".join(part for part in self.key if part)


@dataclass
class Plan:
    """What a table would do: ``changes`` of old and new records, and the numbers of its other rows.

    With any problem nothing is done.
    """

    model: Any
    changes: list[Change] = field(default_factory=list)
    unchanged: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    # Stamps of the records that the table's rows belong to, as they were before.
    stamps: dict[str, str] = field(default_factory=dict)

    @property
    def new(self) -> list[Change]:
        return [change for change in self.changes if change.is_new]

    @property
    def changed(self) -> list[Change]:
        return [change for change in self.changes if not change.is_new]

    @property
    def unchanged_ranges(self) -> str:
        """The numbers of the rows that change nothing, as “2–410, 415”."""
        ranges: list[list[int]] = []
        for number in sorted(self.unchanged):
            if ranges and ranges[-1][1] == number - 1:
                ranges[-1][1] = number
            else:
                ranges.append([number, number])
        return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in ranges)  # noqa: RUF001

    @property
    def seen(self) -> dict[str, Any]:
        """What whoever looked at this plan has seen, as JSON: what it does, and to what."""
        done = [(c.number, c.is_new, c.key, sorted(c.cells.items())) for c in self.changes]
        digest = hashlib.sha256(json.dumps([done, self.unchanged]).encode()).hexdigest()
        return {"digest": digest, "stamps": self.stamps}
