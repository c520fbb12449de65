"""What the search page shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString

from relations.search import words_of

from .conditions import best_asked
from .facts import key_facts
from .kinds import KINDS, Kind
from .marking import Marker
from .ranking import Candidate, Query, Tier
from .vocabulary import corrected

EACH = 6  # records of each kind that are shown, where several kinds are found
ALONE = 20  # where only one is, or where no list has the others
FEW = 3  # with less found another spelling is tried


@dataclass
class Hit:
    """One record found, in marked-up text that is safe to print."""

    record: Any
    title: SafeString
    aside: SafeString
    excerpt: SafeString
    label: Any = ""  # what the excerpt is taken from


@dataclass
class Group:
    """What is found of one kind; ``url`` leads to all of it, '' where there is no such list."""

    kind: Kind
    hits: list[Hit]
    more: bool
    url: str


@dataclass
class Best:
    """The one record whose code or acronym was typed, and what to know of it."""

    hit: Hit
    kind: Kind
    facts: list[tuple[Any, str, str]]  # what, the fact, and an address or ''


@dataclass
class Answer:
    """The answer to a query. ``shown_for`` is what was searched, if not what was typed."""

    text: str
    groups: list[Group] = field(default_factory=list)
    best: Best | None = None
    shown_for: str = ""
    meant: str = ""  # another spelling, which would find more

    @property
    def found(self) -> bool:
        return bool(self.groups or self.best)


Ranked = tuple[Kind, list[tuple[Tier, Candidate]]]


def search(text: str, *, as_typed: bool = False) -> Answer:
    """Find the records in which every word of ``text`` begins a word, the best first.

    Where nothing is found, words that no name has are taken for the nearest that one
    has, unless ``as_typed``; where little is, that is offered. Bounded, however much is
    found; about 35 queries at most, and as many again where another spelling is tried.
    """
    words = words_of(text)
    if not words:
        return Answer(text)
    ranked = _ranked(text, words)
    answer = Answer(text)
    if not as_typed and _number(ranked) < FEW and (better := corrected(words)):
        other = _ranked(" ".join(better), better)
        if other and not ranked:
            ranked, words, answer.shown_for = other, better, " ".join(better)
        elif _number(other) > _number(ranked):
            answer.meant = " ".join(better)
    _fill(answer, ranked, words)
    return answer


def _number(ranked: list[Ranked]) -> int:
    return sum(len(found) for _kind, found in ranked)


def _ranked(text: str, words: list[str]) -> list[Ranked]:
    """Give what is found of each kind in its order, the kind with the best answer first."""
    query, asked = Query(text, words), best_asked(words)
    found = []
    for number, kind in enumerate(KINDS):
        ranks = sorted((c.rank(query), c.key, c) for c in kind.find(asked, text))
        if ranks:
            tiers = [(rank[0], candidate) for rank, _key, candidate in ranks]
            found.append((tiers[0][0], number, (kind, tiers)))
    return [one for _tier, _number, one in sorted(found, key=lambda f: f[:2])]


def _fill(answer: Answer, ranked: list[Ranked], words: list[str]) -> None:
    marker = Marker(words)
    best = [(k, c) for k, found in ranked for tier, c in found if tier == Tier.CODE]
    for kind, found in ranked:
        keys = [candidate.key for _tier, candidate in found]
        if len(best) == 1 and best[0][0] is kind:
            keys.remove(best[0][1].key)
            for record in kind.load([best[0][1].key]):
                answer.best = Best(_hit(kind, record, marker), kind, key_facts(record))
        most = EACH if len(ranked) > 1 and kind.list_url else ALONE
        hits = [_hit(kind, record, marker) for record in kind.load(keys[:most])] if keys else []
        if hits:
            answer.groups.append(
                Group(kind, hits, len(keys) > most, _all_of(kind, answer.shown_for or answer.text))
            )


def _all_of(kind: Kind, text: str) -> str:
    return f"{reverse(kind.list_url)}?{urlencode({'q': text})}" if kind.list_url else ""


def _hit(kind: Kind, record: Any, marker: Marker) -> Hit:
    title, aside = str(record), str(kind.aside(record))
    if kind.model._meta.model_name == "source":
        title = record.title
    told = marker.holds(f"{title} {aside}")
    # The passage that says the most of what the title doesn't.
    best, most = ("", ""), 0
    for label, text in kind.passages(record):
        more = len(marker.holds(text) - told)
        if text and more > most:
            best, most = (label, text), more
    return Hit(record, marker.mark(title), marker.mark(aside), marker.excerpt(best[1]), best[0])
