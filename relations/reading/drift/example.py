"""The worked example of the method page: small enough to follow by hand.

Its figures are computed here from the same functions that the pages use; a test works them
out again in fractions.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from relations.analysis.between import NEVER, Between
from relations.analysis.exposure import exposure, lean
from relations.analysis.means import Estimate
from relations.analysis.measures import Distance, Measure, cohen_kappa, compare, s_score, scott_pi
from relations.analysis.stances import Stance, balance
from relations.analysis.ties import Tie

from .kinds import STANCES, Counting
from .ties import ACTOR, FIRST, OTHERS, SECOND

DAY = dt.date(2020, 12, 31)
LEVELS = (0.0, 0.25, 0.5, 1.0)
ONE, OTHER = (1.0, 1.0, 0.25, 0.0), (1.0, 0.5, 0.0, 0.0)


def _tie(key: str, kind: str, *targets: str, begin: Between | None = None) -> Tie:
    since = begin or Between.on(dt.date(2010, 1, 1))
    return Tie(key, ACTOR, frozenset({OTHERS, *targets}), kind, since, NEVER)


TIES = [
    _tie("alliance", "member", FIRST),
    _tie("friendship", "treaty_in_force", FIRST),
    _tie(
        "partnership",
        "treaty_in_force",
        SECOND,
        begin=Between(dt.date(2020, 1, 1), dt.date(2021, 12, 31)),
    ),
    _tie("roadmap", "political", SECOND),
    _tie("forum", "member", FIRST, SECOND),
    _tie("neighbour", "political"),
]
SAID = [
    Stance("speech", Between.on(dt.date(2019, 1, 1)), ("supports",)),
    Stance("interview", Between.on(DAY), ("opposes",)),
]


@dataclass(frozen=True)
class Example:
    """The figures of the example."""

    first: Estimate
    second: Estimate
    lean: Estimate
    s: float
    pi: float
    kappa: float
    balance: Estimate


def example() -> Example:
    """Compute the worked example."""
    weights = Counting().weights
    return Example(
        first=exposure(TIES, ACTOR, {FIRST}, DAY, weights),
        second=exposure(TIES, ACTOR, {SECOND}, DAY, weights),
        lean=lean(TIES, ACTOR, ({FIRST}, {SECOND}), DAY, weights),
        s=compare(Measure(s_score, Distance.ABSOLUTE), ONE, OTHER, LEVELS),
        pi=compare(Measure(scott_pi, Distance.SQUARED), ONE, OTHER, LEVELS),
        kappa=compare(Measure(cohen_kappa, Distance.SQUARED), ONE, OTHER, LEVELS),
        balance=balance(SAID, DAY, STANCES, Counting.half_life),
    )
