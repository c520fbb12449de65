"""Portfolios, dates and ties of every kind, for tests of properties."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
from hypothesis import strategies as st

from relations.analysis.between import NEVER, UNKNOWN, Between
from relations.analysis.measures import (
    Distance,
    Measure,
    cohen_kappa,
    jaccard,
    s_score,
    scott_pi,
    tau_b,
)
from relations.analysis.ties import Tie

LEVELS = (0.0, 1.0, 2.5, 3.0)
WEIGHTS = {"binding": 2.0, "political": 1.0, "unclear": 0.5}
MEASURES = [
    *(Measure(formula, d) for formula in (s_score, scott_pi, cohen_kappa) for d in Distance),
    Measure(tau_b),
    Measure(jaccard),
]

# Armenia's tie with Russia in the CSTO, for tests: its end made uncertain.
CSTO = Tie(
    "csto",
    "ARM",
    frozenset({"RUS"}),
    "binding",
    begin=Between.on(dt.date(2003, 9, 18)),
    end=Between(dt.date(2024, 1, 1), dt.date(2024, 12, 31)),
)

measures = st.sampled_from(MEASURES)
days = st.dates(dt.date(2000, 1, 1), dt.date(2004, 12, 31))


@st.composite
def pairs(draw: Any, known: bool = False) -> tuple[list[float], list[float]]:
    """Give two portfolios of the same items."""
    level = st.sampled_from(LEVELS if known else (*LEVELS, np.nan))
    number = draw(st.integers(1, 12))
    one, other = draw(st.lists(st.tuples(level, level), min_size=number, max_size=number)), []
    first = [a for a, _b in one]
    other = [b for _a, b in one]
    return first, other


@st.composite
def dates(draw: Any) -> Between:
    """Give a date known to the day, between two days, on one side, or not at all."""
    first, last = sorted((draw(days), draw(days)))
    return draw(
        st.sampled_from(
            [
                Between.on(first),
                Between(first, last),
                Between(first, None),
                Between(None, last),
                UNKNOWN,
            ]
        )
    )


@st.composite
def ties(draw: Any, actors: str = "ABC", targets: str = "ABCDE", exact: bool = False) -> Tie:
    """Give a tie with one target or several, whose dates can be in order."""
    begin = Between.on(draw(days)) if exact else draw(dates())
    end = draw(st.just(NEVER) | (days.map(Between.on) if exact else dates()))
    if begin.first > end.last:
        begin, end = end, begin
    return Tie(
        key=draw(st.text("abcdef", min_size=1, max_size=6)),
        actor=draw(st.sampled_from(actors)),
        targets=draw(st.frozensets(st.sampled_from(targets), min_size=1, max_size=3)),
        kind=draw(st.sampled_from(sorted(WEIGHTS))),
        begin=begin,
        end=end,
        disputed=not exact and draw(st.integers(0, 5)) == 0,
    )
