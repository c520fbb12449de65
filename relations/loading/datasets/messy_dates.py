"""Dates as the data sets of manydata write them (the R package messydates): EDTF, and worse.

What is known of a date and no more: a 1 January may be what was made of a year, so the year
is written; what comes after 9998 stands for "no end".
"""

from __future__ import annotations

import re
from functools import lru_cache

from relations.dates import InvalidDate, PartialDate

from .vocabulary import Oddity

SENTINEL = "9999-12-31"
_JANUARY = re.compile(r"(?P<year>[1-9][0-9]{3})-01-01(?P<mark>[?~%]?)")
_DAY = re.compile(r"(?P<month>[0-9]{4}-[0-9]{2})-[0-9]{2}[?~%]?")
_UNSPECIFIED = re.compile(r"(?P<year>[0-9]{4})-XX(-XX|-[0-9]{2})?-?(?P<mark>[?~%]?)")
_RANGE = re.compile(r"(?P<first>[0-9-]+)\.\.(?P<last>[0-9-]+)")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


@lru_cache(maxsize=50_000)
def read_messy(text: str, sentinel: Oddity) -> tuple[PartialDate | None, Oddity | None]:
    """Read a date and say what is odd about it.

    ``sentinel`` is what 9999-12-31 means here. No date with no oddity is an empty cell.
    """
    text = text.strip()
    if text in ("", SENTINEL):
        return None, sentinel if text else None
    if match := _JANUARY.fullmatch(text):
        return PartialDate.parse(match["year"] + match["mark"]), Oddity.YEAR_AS_JANUARY
    if match := _UNSPECIFIED.fullmatch(text):
        return PartialDate.parse(match["year"] + match["mark"]), None
    if text.startswith("0"):  # typed in another order
        return None, Oddity.UNREADABLE_DATE
    try:
        return PartialDate.parse(f"[{text}]" if _RANGE.fullmatch(text) else text), None
    except InvalidDate:
        return _doubtful(text)


def _doubtful(text: str) -> tuple[PartialDate | None, Oddity]:
    if match := _DAY.fullmatch(text):
        try:
            return PartialDate.parse(match["month"] + "?"), Oddity.DAY_IMPOSSIBLE
        except InvalidDate:
            return None, Oddity.UNREADABLE_DATE
    if _NUMBER.fullmatch(text):
        return None, Oddity.NOT_A_DATE_HERE
    return None, Oddity.UNREADABLE_DATE
