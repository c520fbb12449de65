"""What a state had in each year, as the changes between the years.

A yearly table says of each state whether it was a member in 1990, in 1991 and so on. We
keep what happened: it joined, became an observer, left. Nothing more may be read out of
such a table than it says:

* The last year of the data, or of the state, is no exit: nobody looked any further.
* A state that is a member in its first year joined then or before.
* A year without a value, or without a row, is a year in which nobody looked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """From one status to another (``""`` is none), at a date in EDTF.

    ``before`` is ``None`` where the state wasn't looked at before.
    """

    before: str | None
    after: str
    date: str
    year: int


def changes(observed: Iterable[tuple[int, str | None]], yearly_from: int = 0) -> list[Change]:
    """Give the changes of status in yearly observations, the oldest first.

    ``observed`` are (year, status), each year once, in any order: ``""`` for none,
    ``None`` for nobody knows. A change between the observations of adjoining years
    happened in the later one if it is a beginning, and in one of the two if it is an end:
    whoever is listed for a year was in it for some part of the year. Between years with a
    gap it happened anywhere in it. Years before ``yearly_from`` may be filled in from
    those around them: dates there are approximate.
    """
    found: list[Change] = []
    last: tuple[int, str] | None = None
    for year, status in sorted(observed, key=lambda one: one[0]):
        if status is None:
            continue
        if last is None:
            if status:
                found.append(Change(None, status, f"[..{year:04}]", year))
        elif status != last[1]:
            date = _between(last[0], year, bool(status), yearly_from)
            found.append(Change(last[1], status, date, year))
        last = (year, status)
    return found


def _between(last: int, year: int, begins: bool, yearly_from: int) -> str:
    if last == year - 1 and begins:
        return f"{year:04}~" if year < yearly_from else f"{year:04}"
    return f"[{last:04}..{year:04}]"
