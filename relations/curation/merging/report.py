"""What a merge did, said in full."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Field, Model
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from relations.curation.history import record_of

LONG = 300


class MergeRefused(Exception):
    """Two records can't be merged; the text says why, to people."""


@dataclass
class MergeReport:
    """What happens, or happened: each list is of sentences or names for people."""

    loser: str
    winner: str
    # Rows that now belong to the winner, by the name of their kind.
    moved: Counter[str] = field(default_factory=Counter)
    # Parts that both had: the loser's went into the winner's.
    joined: list[str] = field(default_factory=list)
    # What the winner took over, having had nothing there.
    filled: list[str] = field(default_factory=list)
    # What is kept in another place: names, evidence, numbers.
    kept: list[str] = field(default_factory=list)
    # What the winner says otherwise: it stands in the history only.
    dropped: list[str] = field(default_factory=list)

    def sections(self) -> list[tuple[str, list[str]]]:
        """Give the lists that aren't empty with their titles, what is lost first."""
        moved = [f"{kind}: {number}" for kind, number in sorted(self.moved.items())]
        named = [
            (_("Dropped, as the winner says otherwise"), self.dropped),
            (_("Joined, as both had it"), self.joined),
            (_("Taken over where the winner had nothing"), self.filled),
            (_("Kept in another place"), self.kept),
            (_("Moved to the winner"), moved),
        ]
        return [(title, lines) for title, lines in named if lines]

    def words(self) -> str:
        """Give the whole report as text, for the history."""
        head = _("Merged “%(loser)s” into “%(winner)s”.") % vars(self)
        parts = [f"{title}: {'; '.join(lines)}." for title, lines in self.sections()]
        return "\n".join([head, *parts])

    def drop(self, row: Model, column: Field[Any, Any], kept: Any, lost: Any) -> None:
        """Note a value that is lost."""
        self.dropped.append(
            _("%(row)s, %(field)s: “%(lost)s” (stays “%(kept)s”)")
            % {
                "row": name(row),
                "field": column.verbose_name,
                "lost": shown(row, column, lost),
                "kept": shown(row, column, kept),
            }
        )

    def fill(self, row: Model, column: Field[Any, Any], value: Any) -> None:
        """Note a value that the winner takes over."""
        self.filled.append(f"{name(row)}, {column.verbose_name}: “{shown(row, column, value)}”")


def name(row: Any) -> str:
    """Name a row, with the record that it is a part of where the row itself doesn't say."""
    record = record_of(row)
    own = f"{row._meta.verbose_name} {row}"
    return own if record is row or str(record) in own else f"{own} ({record})"


def shown(row: Model, column: Field[Any, Any], value: Any) -> str:
    """Say a value as people read it: the label of a term, the name of a record, dates in words."""
    if value is None or value == "":
        return "–"
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    if hasattr(value, "words"):
        return str(value.words())
    return Truncator(str(value)).chars(LONG)
