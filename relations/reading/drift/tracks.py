"""Several lives side by side: what held between their steps, as ties.

A track is how something stood at first and each step that changed it: the state of an
agreement, a party's part in it, a status. Ties follow from all tracks of a record together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from relations.analysis.between import NEVER, PAST, UNKNOWN, Between
from relations.analysis.ties import Tie


@dataclass
class Track:
    """How something stood before any step (``start``), and the steps in their order."""

    start: Any
    steps: list[tuple[Between, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Held:
    """What held: the kinds that the tie may have had, the preferred one first, and with whom.

    A kind of None says that there may have been no tie.
    """

    kinds: tuple[str | None, ...]
    targets: frozenset[str]


Say = Callable[[Sequence[Any]], Held | None]


def ties(key: str, actor: str, tracks: Sequence[Track], say: Say) -> Iterator[Tie]:
    """Give the ties of a record; ``say`` tells what held from how each track stood.

    Where the date of a step is uncertain, so are the end of what held before and the
    beginning of what held after, each by itself: a range holds the case of neither and of both.
    """
    now = [track.start for track in tracks]
    held, begin = say(now), UNKNOWN
    for when, number, value in _in_order(tracks):
        now[number] = value
        then = say(now)
        if then != held:
            yield from _tie(key, actor, held, begin, when)
            held, begin = then, when
    yield from _tie(key, actor, held, begin, NEVER)


def _in_order(tracks: Sequence[Track]) -> list[tuple[Between, int, Any]]:
    """Merge the steps of all tracks by the day that each is drawn on, each track in its order."""
    found: list[tuple[int, int, int, Between, Any]] = []
    for number, track in enumerate(tracks):
        place = PAST
        for when, value in track.steps:
            middle = when.middle
            # An undated step stands right behind the one before it.
            place = place if middle is None else max(place, middle)
            found.append((place, number, len(found), when, value))
    return [
        (when, number, value)
        for _day, number, _n, when, value in sorted(found, key=lambda step: (step[0], step[2]))
    ]


def _tie(key: str, actor: str, held: Held | None, begin: Between, end: Between) -> Iterator[Tie]:
    if held is None or begin.first >= end.last:
        return
    kinds = [kind for kind in dict.fromkeys(held.kinds) if kind]
    if kinds:
        doubted = None in held.kinds
        yield Tie(key, actor, held.targets, kinds[0], begin, end, doubted, tuple(kinds[1:]))
