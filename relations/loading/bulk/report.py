"""What a load did, or why it did nothing."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

# Problems that are told one by one, and faulty records that are remembered by their key.
TOLD = 1_000
REMEMBERED = 100_000


@dataclass(frozen=True)
class Problem:
    """One fault: where it stands, in which record and field, and what would be right."""

    place: str
    message: str
    record: str = ""
    field: str = ""

    def __str__(self) -> str:
        what = ", ".join(filter(None, (self.record, self.field and f"field “{self.field}”")))
        return ": ".join(filter(None, (self.place, what, self.message)))


@dataclass
class Counts:
    """How many records of one model were new, and so on; ``repeated`` stood there twice alike."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    repeated: int = 0


@dataclass
class Report:
    """The counts by model, and the problems: with any of them nothing was changed."""

    dry_run: bool = False
    counts: dict[Any, Counts] = field(default_factory=lambda: defaultdict(Counts))
    problems: list[Problem] = field(default_factory=list)
    # Problems by model, those included that are not told one by one.
    faults: Counter[str] = field(default_factory=Counter)
    # Faulty records, so that what points to them isn't told that there are none.
    _faulty: dict[Any, str] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many records are as the files say; of them unchanged ones, too."""
        return sum(c.new + c.changed + c.unchanged for c in self.counts.values())

    @property
    def failed(self) -> int:
        """How many problems there are."""
        return self.faults.total()

    def fail(
        self, place: str, message: str, model: Any = None, key: Any = None, name: str = ""
    ) -> None:
        """Note a problem of the record of ``model`` with the natural ``key``."""
        label = model._meta.label_lower if model else ""
        self.faults[label] += 1
        if len(self.problems) < TOLD:
            record = label if key is None else f"{label} {as_json(key)}"
            self.problems.append(Problem(place, message, record, name))
        if key is not None and len(self._faulty) < REMEMBERED:
            self._faulty.setdefault((label, frozen(key)), place)

    def place_of_faulty(self, model: Any, key: Any) -> str | None:
        """Say where the record with this key stands, if it is one with a problem."""
        return self._faulty.get((model._meta.label_lower, frozen(key)))


def as_json(key: Any) -> str:
    return json.dumps(key, ensure_ascii=False, default=str)


def frozen(key: Any) -> Any:
    """Give a natural key as tuples, which can be looked up."""
    if isinstance(key, list | tuple):
        return tuple(frozen(part) for part in key)
    return key if isinstance(key, str | int | None) else str(key)
