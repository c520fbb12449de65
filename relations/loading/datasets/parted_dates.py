"""Dates in three columns, for day, month and year, as COW and ATOP write them.

A part that isn't known is empty, 0 or a negative code (-9, -8). What is known is kept: a
month without its day is a month. A day without its month is no date of any use, so that
only the year is left.
"""

from __future__ import annotations

from relations.dates import InvalidDate, PartialDate

from .rows import Row
from .vocabulary import Oddity


def date_of(row: Row, year: str, month: str, day: str) -> PartialDate | None:
    """Read a date from the columns with these names; None where no year is known.

    A part that can't be right is counted at its column, and what stands before it is
    taken: of 30 February the month, as uncertain.
    """
    parts: list[str] = []
    for column, digits, largest in ((year, 4, 9999), (month, 2, 12), (day, 2, 31)):
        part = _number(row[column])
        if part is None or part > largest:
            row.note(column, Oddity.UNREADABLE_DATE)
            part = 0
        if part <= 0:
            break
        parts.append(f"{part:0{digits}}")
    if not parts:
        return None
    try:
        return PartialDate.parse("-".join(parts))
    except InvalidDate:
        row.note(day, Oddity.DAY_IMPOSSIBLE)
        return PartialDate.parse("-".join(parts[:2]) + "?")


def on_or_before(date: PartialDate) -> PartialDate:
    """Give what is known of a beginning that was already there when somebody first looked."""
    latest = date.latest
    return PartialDate.parse(f"[..{latest.isoformat()}]") if latest else date


def whole(text: str) -> int | None:
    """Read a whole number, also as statistics programs write it (``3.0``); None if it is none."""
    head, dot, tail = text.strip().partition(".")
    if dot and tail.strip("0"):
        return None
    digits = head.removeprefix("-")
    return int(head) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None


def _number(text: str) -> int | None:
    return whole(text) if text else 0
