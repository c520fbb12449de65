"""What comes first: codes, then names, then texts.

The databases' own ranks (bm25, ts_rank) are not asked: they differ from each other,
they would have to weigh every record with a common word before the first is shown,
and a name that is just what was typed means more than how rare its words are.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import IntEnum

from relations.search import letters
from relations.search.index import Beginnings


class Tier(IntEnum):
    """How well a record answers a query; the first is the best."""

    CODE = 0  # its code or acronym is what was typed
    NAME = 1  # one of its names is
    BEGINNING = 2  # one of its names begins with what was typed
    NAMED = 3  # its names hold all words
    TOLD = 4  # its texts or its parts do


@dataclass
class Candidate:
    """One record that was found, with what it is ranked by."""

    key: int
    names: list[str]
    codes: list[str] = field(default_factory=list)
    day: dt.date | None = None
    is_title: bool = False  # its names are headlines, of which none is meant by its first words

    def rank(self, query: Query) -> tuple[Tier, int, int, int, str]:
        """Give what to sort by.

        The tier, then the newest, then those that are shown by a name with the words, then
        the shortest name.
        """
        forms, shown = [letters.forms(name) for name in self.names], self.names[0]
        newest = -self.day.toordinal() if self.day else 0
        tier = query.tier(self, set().union(*forms))
        return tier, newest, not query.words.stand_in(forms[0]), len(shown), shown


class Query:
    """What was typed, as names are compared with it."""

    def __init__(self, text: str, words: list[str]) -> None:
        self.words = Beginnings(words)
        self.texts = letters.forms(text)

    def tier(self, candidate: Candidate, names: set[str]) -> Tier:
        """Say how well a record answers, by the forms of its names."""
        if any(self.texts & letters.forms(code) for code in candidate.codes):
            return Tier.CODE
        if names & self.texts:
            return Tier.NAME
        begins = any(form.startswith(text) for form in names for text in self.texts)
        if begins and not candidate.is_title:
            return Tier.BEGINNING
        return Tier.NAMED if self.words.stand_in(names) else Tier.TOLD
