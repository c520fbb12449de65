"""What was measured, and what follows from it: medians, ratios, and whether claims hold."""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from dataclasses import dataclass, field

from . import asked


@dataclass
class Figures:
    """A page of a server: requests per second of the processor in each round, and the rest."""

    per_core: list[float] = field(default_factory=list)
    per_second: list[float] = field(default_factory=list)  # by the clock
    milliseconds: list[float] = field(default_factory=list)  # of each answer of all rounds
    size: int = 0

    @property
    def rate(self) -> float:
        return statistics.median(self.per_core)

    @property
    def median(self) -> float:
        return statistics.median(self.milliseconds)

    @property
    def p95(self) -> float:
        ranked = sorted(self.milliseconds)
        return ranked[int(len(ranked) * 0.95)]


# By kind of page, and by server.
Found = Mapping[tuple[str, str], Figures]


@dataclass(frozen=True)
class Claim:
    """That a page has at least ``least`` times the rate of another one."""

    page: tuple[str, str]
    other: tuple[str, str]
    least: float


CLAIMS = (
    Claim((asked.LIST, asked.OURS), (asked.LIST, asked.DATASETTE), 3),
    Claim((asked.PERSON, asked.OURS), (asked.PERSON, asked.DATASETTE), 1.5),
    Claim((asked.COUNTRY, asked.OURS), (asked.COUNTRY, asked.DATASETTE), 1.5),
    Claim((asked.STATEMENT, asked.OURS), (asked.STATEMENT, asked.DATASETTE), 1.5),
    Claim((asked.KEPT_LIST, asked.KEPT), (asked.EMPTY, asked.KEPT), 0.8),
    Claim((asked.KNOWN, asked.KEPT), (asked.EMPTY, asked.KEPT), 0.8),
    Claim((asked.FREQUENT_WORD, asked.OURS), (asked.FREQUENT_WORD, asked.STOCK), 10),
    Claim((asked.RARE_WORD, asked.OURS), (asked.RARE_WORD, asked.STOCK), 10),
)
SPREAD = 3  # times the median that 95 of 100 answers of ours may take


def ratio(found: Found, page: tuple[str, str], other: tuple[str, str]) -> float | None:
    """Give how many times the rate of another page one has: the median of what rounds say.

    None where one of them was not there to be measured.
    """
    if page not in found or other not in found:
        return None
    rounds = zip(found[page].per_core, found[other].per_core, strict=True)
    return statistics.median(ours / theirs for ours, theirs in rounds)


def spread(found: Found) -> tuple[float, str]:
    """Give the largest p95 of our pages in medians of the same page, and which one that is."""
    ours = {k: f for (k, server), f in found.items() if server in (asked.OURS, asked.KEPT)}
    return max((figures.p95 / figures.median, kind) for kind, figures in ours.items())
