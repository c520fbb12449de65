"""A tie of an actor with others, over a time whose ends may be uncertain.

A tie is in force from the day of its beginning, included, to the day of its end, not
included: on the day of a withdrawal the actor is out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import permutations

from .between import FUTURE, NEVER, PAST, Between, earlier_of, later_of

Weights = Mapping[str, float]
Span = tuple[int, int]  # numbers of days: from, included, to, not included


class Force(IntEnum):
    """Whether a tie is in force on a day."""

    NO = 0
    PERHAPS = 1
    SURELY = 2


@dataclass(frozen=True)
class Tie:
    """A tie that ``actor`` has with ``targets``: an agreement, a membership.

    ``key`` is what it is found by (a slug, a URL); ``kind`` how binding it is, in words
    that the weights given to a measure know. ``disputed`` says that a source denies it:
    then it is never surely in force. ``otherwise`` are the kinds that it may have instead:
    another source says so, or nobody recorded which. Raises ValueError where it ends before it
    can begin.
    """

    key: str
    actor: str
    targets: frozenset[str]
    kind: str
    begin: Between
    end: Between
    disputed: bool = False
    otherwise: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.begin.first > self.end.last:
            raise ValueError(
                f"{self.key}: it ends by {self.end.latest}, "
                f"before it can begin on {self.begin.earliest}"
            )

    @property
    def possible(self) -> Span:
        """The days on which it may be in force."""
        return self.begin.first, self.end.last

    @property
    def certain(self) -> Span:
        """The days on which it is in force whatever the dates were; empty if disputed."""
        return (PAST, PAST) if self.disputed else (self.begin.last, self.end.first)

    @property
    def central(self) -> Span:
        """The days on which it is drawn as in force: between the middles of both dates.

        A beginning of which nothing is known counts as long ago, such an end as not yet.
        """
        begin, end = self.begin.middle, self.end.middle
        return PAST if begin is None else begin, FUTURE if end is None else end

    def force_on(self, day: int) -> Force:
        """Say whether it is in force on the day with this number."""
        if _within(day, self.certain):
            return Force.SURELY
        return Force.PERHAPS if _within(day, self.possible) else Force.NO

    def is_drawn_on(self, day: int) -> bool:
        """Say whether the day with this number is within :attr:`central`."""
        return _within(day, self.central)


def _within(day: int, span: Span) -> bool:
    return span[0] <= day < span[1]


def weight_of(tie: Tie, weights: Weights) -> float:
    """Give what a tie counts for by its kind.

    Raises ValueError, which names the tie, where its kind has no weight or one below 0.
    """
    return _weight(tie, tie.kind, weights)


def range_of(tie: Tie, weights: Weights) -> tuple[float, float]:
    """Give the least and the most that a tie in force counts for by the kinds that it may have.

    Raises ValueError as :func:`weight_of` does.
    """
    found = [_weight(tie, kind, weights) for kind in (tie.kind, *tie.otherwise)]
    return min(found), max(found)


def _weight(tie: Tie, kind: str, weights: Weights) -> float:
    try:
        weight = weights[kind]
    except KeyError:
        known = ", ".join(sorted(weights))
        raise ValueError(f"{tie.key}: no weight for {kind!r}, only for {known}") from None
    if not 0 <= weight < float("inf"):
        raise ValueError(f"the weight of {kind!r} is {weight}: give a number from 0 on")
    return weight


Parties = Mapping[str, tuple[Between, Between]]


def pairwise(key: str, kind: str, parties: Parties, disputed: bool = False) -> Iterator[Tie]:
    """Give the tie that each party of an agreement has with each other one.

    ``parties`` say for each actor between which dates it was bound. Two are tied from the
    later of their beginnings to the earlier of their ends; who left before the other came
    is not tied to it.
    """
    for one, other in permutations(sorted(parties), 2):
        begin = later_of(parties[one][0], parties[other][0])
        end = earlier_of(parties[one][1], parties[other][1])
        if begin.first < end.last:
            yield Tie(key, one, frozenset((other,)), kind, begin, end, disputed)


Steps = Sequence[tuple[Between, str | None]]


def spells(key: str, actor: str, targets: frozenset[str], steps: Steps) -> Iterator[Tie]:
    """Give the ties that follow from dated steps, each kept until the next one.

    ``steps`` stand in their order, with the kind that each leads to, or None where it leaves
    no tie: applied, joined, froze participation, withdrew. After the last one it still runs.
    Where the date of a step is uncertain, so are the spells before and after it, each by
    itself: their ranges hold the case that neither is in force. Raises ValueError for a step
    that must have come after the one that follows.
    """
    ends = [*(when for when, _kind in steps[1:]), NEVER]
    for (begin, kind), end in zip(steps, ends, strict=False):
        if kind is not None:
            yield Tie(key, actor, targets, kind, begin, end)


def ties_of(actor: str, ties: Iterable[Tie]) -> list[Tie]:
    """Give the ties that are an actor's own."""
    return [tie for tie in ties if tie.actor == actor]
