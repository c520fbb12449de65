"""Words near to one that was misspelled, out of the names of what readers may see.

Names and titles only: those are misspelled, and there are few enough of them to keep in
memory. Statements and sources, of which there may be millions, are left out.
"""

from __future__ import annotations

import time
from bisect import bisect_left
from dataclasses import dataclass, field

from rapidfuzz import process
from rapidfuzz.distance import OSA

from relations.models import (
    Agreement,
    Country,
    Organization,
    OtherName,
    Person,
    Scope,
    Version,
)
from relations.querysets import Rows
from relations.search import letters
from relations.vocabularies import Review

MOST = 20_000  # names of each kind, the last entered
SECONDS = 60  # a vocabulary is made anew after so long at the latest


@dataclass
class Vocabulary:
    """Words without accents and capitals, each with how it is written."""

    stamp: object
    made: float = field(default_factory=time.monotonic)
    spelled: dict[str, str] = field(default_factory=dict)
    sorted: list[str] = field(default_factory=list)

    def knows(self, word: str) -> bool:
        """Say whether some word begins so."""
        place = bisect_left(self.sorted, word)
        return place < len(self.sorted) and self.sorted[place].startswith(word)

    def near(self, word: str) -> str | None:
        """Give the word that was most likely meant; None for one that is known, or unlike all."""
        allowed = _allowed(word)
        if not allowed or self.knows(word):
            return None
        found = process.extract(
            word, self.sorted, scorer=OSA.distance, score_cutoff=allowed, limit=20
        )
        if not found:
            return None
        # Of equally near words the one with the same beginning, which is seldom misspelled.
        best = min(
            found, key=lambda f: (f[1], f[0][0] != word[0], abs(len(f[0]) - len(word)), f[0])
        )
        return self.spelled[best[0]]


def _allowed(word: str) -> int:
    """Give how many letters may be wrong."""
    if any(map(str.isdigit, word)) or len(word) < 4:
        return 0
    return 1 if len(word) < 7 else 2


_kept: Vocabulary | None = None


def corrected(words: list[str]) -> list[str] | None:
    """Give the words of a query with near ones for those that no name has; None if all stay."""
    known = _vocabulary()
    better = []
    for word in words:
        near = known.near(letters.fold(letters.latin(word)))
        better.append(near or word)
    return better if better != words else None


def _vocabulary() -> Vocabulary:
    """Give the vocabulary that this process keeps, made anew where something was written."""
    global _kept  # noqa: PLW0603 one a process
    # Every write stands in the history.
    stamp = Version.objects.order_by("-pk").values_list("pk", "at").first()
    kept = _kept
    if kept is None or kept.stamp != stamp or time.monotonic() - kept.made > SECONDS:
        kept = _kept = _made(stamp)
    return kept


def _made(stamp: object) -> Vocabulary:
    vocabulary = Vocabulary(stamp)
    for rows, columns in _names():
        for values in rows.order_by("-pk").values_list(*columns)[:MOST]:
            for name in filter(None, values):
                _add(vocabulary.spelled, name)
    vocabulary.sorted = sorted(vocabulary.spelled)
    return vocabulary


def _add(spelled: dict[str, str], name: str) -> None:
    for word in letters.words_of(name):
        folded = letters.fold(letters.latin(word))
        if len(folded) > 2:
            spelled.setdefault(folded, word)


def _names() -> list[tuple[Rows, tuple[str, ...]]]:
    published = Review.PUBLISHED
    names = OtherName.objects
    return [
        (Country.objects.published(), ("name", "official_name")),
        (Organization.objects.published(), ("name", "acronym")),
        (names.filter(actor_country__review=published), ("name",)),
        (names.filter(actor_organization__review=published), ("name",)),
        (Person.objects.published(), ("name", "native_name")),
        (Agreement.objects.published(), ("title", "short_title")),
        (Scope.objects.all(), ("name",)),
    ]
