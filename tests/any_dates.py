"""Partial dates of every kind, for tests of properties."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import strategies as st

DAYS = st.dates(dt.date(1000, 1, 1), dt.date(2999, 12, 31))
POINTS = st.one_of(
    DAYS.map(lambda day: day.isoformat()),
    DAYS.map(lambda day: day.strftime("%Y-%m")),
    DAYS.map(lambda day: day.strftime("%Y")),
)
MARKED = st.builds(
    "{}{}".format, POINTS | st.integers(100, 299).map("{}X".format), st.sampled_from(["", *"~?%"])
)


@st.composite
def ranges(draw: Any) -> str:
    """Give a date that lies between two days, months or years, of which one may be missing."""
    first, last = sorted((draw(DAYS), draw(DAYS)))
    form = draw(st.sampled_from(["%Y-%m-%d", "%Y-%m", "%Y"]))
    missing = draw(st.sampled_from(["", "", "first", "last"]))
    start = "" if missing == "first" else first.strftime(form)
    end = "" if missing == "last" else last.strftime(form)
    return f"[{start}..{end}]"


NOTATIONS = st.one_of(MARKED, ranges(), st.sampled_from(["..", "XXXX", "19XX", "18XX~"]))
