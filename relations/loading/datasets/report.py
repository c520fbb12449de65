"""What became of each row: outcomes that add up, oddities, and where to look."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from .refusal import Problem
from .rows import Row
from .vocabulary import Oddity, Outcome, Reason

SAMPLES = 3


@dataclass(slots=True)
class Sample:
    """One of the first rows that something was counted in."""

    row: int
    column: str
    said: str


@dataclass
class FileReport:
    """The rows of one file by what became of them."""

    rows: int = 0
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    reasons: Counter[Reason] = field(default_factory=Counter)
    oddities: Counter[tuple[Oddity, str]] = field(default_factory=Counter)
    said: dict[Reason, set[str]] = field(default_factory=lambda: defaultdict(set))
    samples: dict[object, list[Sample]] = field(default_factory=lambda: defaultdict(list))

    @property
    def adds_up(self) -> bool:
        return self.rows == sum(self.outcomes.values())

    def as_json(self) -> dict[str, Any]:
        """Give the counts in words, as an import remembers them."""
        return {
            "rows": self.rows,
            **{outcome.value: self.outcomes[outcome] for outcome in Outcome},
            "reasons": [
                [reason.value, number, len(self.said[reason])]
                for reason, number in self.reasons.most_common()
            ],
            "oddities": [
                [oddity.value, column, number]
                for (oddity, column), number in self.oddities.most_common()
            ],
        }


class Report:
    """Counts while an import runs. Each row is settled once; a later word on it counts more."""

    def __init__(self) -> None:
        self.files: dict[str, FileReport] = defaultdict(FileReport)

    def read(self, row: Row) -> None:
        """Count a row that was read."""
        self.files[row.file.name].rows += 1

    def loaded(self, row: Row) -> None:
        """Something of the row is in a record: counts more than that another part repeats."""
        self._settle(row, Outcome.LOADED)

    def merged(self, row: Row, into: Row) -> None:
        """The row says nothing beyond another one; of the same row nothing follows."""
        if row.outcome is None and into is not row:
            self._settle(row, Outcome.MERGED)

    def rejected(self, row: Row, reason: Reason, column: str = "", said: str = "") -> None:
        """Nothing is taken of the row."""
        if row.outcome is not None:
            raise ValueError(f"{row.place} was taken before it was rejected: {reason}")
        self._settle(row, Outcome.REJECTED)
        counts = self.files[row.file.name]
        counts.reasons[reason] += 1
        counts.said[reason].add(said or row.cells.get(column, ""))
        self._sample(counts, reason, row, column, said)

    def not_wanted(self, row: Row, said: str, *, in_part: bool) -> None:
        """Nothing, or a part only, is taken of a row that was settled, as somebody decided so."""
        counts = self.files[row.file.name]
        if in_part:
            counts.oddities[Oddity.NOT_WANTED, ""] += 1
            self._sample(counts, (Oddity.NOT_WANTED, ""), row, "", said)
        elif row.outcome is Outcome.LOADED:
            self._settle(row, Outcome.REJECTED)
            counts.reasons[Reason.NOT_WANTED] += 1
            counts.said[Reason.NOT_WANTED].add(said)
            self._sample(counts, Reason.NOT_WANTED, row, "", said)

    def odd(self, row: Row, column: str, oddity: Oddity) -> None:
        """Count something odd in a row that may be taken all the same."""
        counts = self.files[row.file.name]
        counts.oddities[oddity, column] += 1
        self._sample(counts, (oddity, column), row, column, row.cells.get(column, ""))

    def as_json(self) -> dict[str, Any]:
        return {name: counts.as_json() for name, counts in self.files.items()}

    def unsettled(self) -> list[Problem]:
        """Give the files some of whose rows had no outcome: a fault of the adapter."""
        return [
            Problem(name, 0, "", "the adapter left rows without an outcome")
            for name, counts in self.files.items()
            if not counts.adds_up
        ]

    def _settle(self, row: Row, outcome: Outcome) -> None:
        if row.outcome is outcome:
            return
        counts = self.files[row.file.name].outcomes
        if row.outcome is not None:
            counts[row.outcome] -= 1
        row.outcome = outcome
        counts[outcome] += 1

    def _sample(self, counts: FileReport, about: object, row: Row, column: str, said: str) -> None:
        samples = counts.samples[about]
        if len(samples) < SAMPLES:
            samples.append(Sample(row.number, column, said or row.cells.get(column, "")))
