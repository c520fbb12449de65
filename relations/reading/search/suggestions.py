"""What the box offers while somebody types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from relations.search import Sought, words_of

from .kinds import SUGGESTED, Kind
from .marking import Marker
from .ranking import Candidate, Query
from .vocabulary import corrected

MOST = 8


@dataclass
class Suggestion:
    """One record: what it is called, which other name or code matched, what it is, where it is."""

    title: SafeString
    aside: SafeString
    kind: Any
    url: str


def suggest(text: str) -> list[Suggestion]:
    """Give at most eight countries, organizations, agreements and people by their names.

    The best first; where no name has the words, those with the nearest.
    """
    words = words_of(text)
    found = _suggest(text, words) if words else []
    if words and not found and (better := corrected(words)):
        found = _suggest(" ".join(better), better)
    return found


def _suggest(text: str, words: list[str]) -> list[Suggestion]:
    query, marker = Query(text, words), Marker(words)
    ranks: list[tuple[Any, int, int, Candidate]] = []
    for number, kind in enumerate(SUGGESTED):
        for candidate in kind.find(Sought(words, []), text, names_only=True):
            tier, *rest = candidate.rank(query)
            ranks.append(((tier, number, *rest), number, candidate.key, candidate))
    ranks.sort(key=lambda rank: (rank[0], rank[2]))
    best = ranks[:MOST]
    loaded = {}
    for number, kind in enumerate(SUGGESTED):
        keys = [key for _rank, of, key, _candidate in best if of == number]
        for record in kind.load(keys) if keys else []:
            loaded[number, record.pk] = record
    return [
        _shown(SUGGESTED[number], loaded[number, key], candidate, marker)
        for _rank, number, key, candidate in best
        if (number, key) in loaded
    ]


def _shown(kind: Kind, record: Any, candidate: Candidate, marker: Marker) -> Suggestion:
    title = str(record)
    told = marker.holds(title)
    # Another name, where it holds what the title doesn't.
    others = [n for n in (*candidate.codes, *candidate.names) if marker.holds(n) - told]
    aside = marker.mark(others[0] if others else "")
    return Suggestion(marker.mark(title), aside, kind.one, record.get_absolute_url())
