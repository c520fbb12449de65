"""Partial and uncertain dates: the value, its notation, its words.

Sources often know less than a day: "May 2018", "early December 2024", "some
time before 2010". A :class:`PartialDate` keeps exactly what is known. It is
written in the Extended Date/Time Format (ISO 8601-2:2019, Library of Congress
EDTF), of which this subset is taken:

=========================  ================================================
``2024-11-30``             a day
``2018-05``                a month
``2018``                   a year
``199X``, ``19XX``         a decade, a century
``2018-05~``               approximately (any of the above)
``2018-05?``               the source is doubted (any of the above)
``2018-05%``               both
``[2024-12-01..2024-12-10]``  on one unknown day of the range
``[..2010-12-31]``         on or before
``[1999-04-02..]``         on or after
``..``                     open: no end, still running
``XXXX``                   it happened, nobody recorded when
=========================  ================================================

The first seven are EDTF level 1, the bracketed ranges are level 2 "one of a
set". No date at all (``None``) means that nothing was recorded.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

OPEN = ".."
UNKNOWN = "XXXX"

_POINT = re.compile(
    r"(?P<year>[0-9]{4}|[0-9]{3}X|[0-9]{2}XX)"
    r"(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?(?P<mark>[?~%]?)"
)
_RANGE = re.compile(r"\[(?P<first>[0-9-]*)\.\.(?P<last>[0-9-]*)\]")


class Precision(StrEnum):
    """How finely a date is known, from a day to not at all."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"
    RANGE = "range"
    OPEN = "open"
    UNKNOWN = "unknown"


class InvalidDate(ValueError):
    """The notation is not one of the forms that the module's table lists."""


@dataclass(frozen=True, slots=True)
class PartialDate:
    """What is known of a date.

    Make one with :meth:`parse`. ``earliest`` and ``latest`` are the first and
    the last day that the date may be (both included); ``None`` where it has no
    bound on that side.
    """

    notation: str
    earliest: dt.date | None
    latest: dt.date | None
    precision: Precision
    approximate: bool = False
    uncertain: bool = False

    @classmethod
    def parse(cls, notation: str) -> PartialDate:
        """Read EDTF notation (see the module's table).

        Raises :class:`InvalidDate` with a sentence that says what would be right.
        """
        return _parse(notation.strip())

    @classmethod
    def of(cls, day: dt.date) -> PartialDate:
        """Give the partial date that is exactly this day."""
        return _parse(day.isoformat())

    @property
    def is_open(self) -> bool:
        """Whether this is the end of something that still runs."""
        return self.precision is Precision.OPEN

    @property
    def is_unknown(self) -> bool:
        """Whether it is known to have happened, but not when."""
        return self.precision is Precision.UNKNOWN

    def __str__(self) -> str:
        return self.notation

    def __len__(self) -> int:
        # Length validators and widgets measure the notation.
        return len(self.notation)

    def words(self) -> str:
        """Say the date in words, as precisely as it is known and no more."""
        return _words(self.notation, get_language())


@lru_cache(maxsize=50_000)
def _words(notation: str, _language: str | None) -> str:
    """Say a date in the language of now, which is a part of what the cache goes by."""
    date = _parse(notation)
    text = _plain_words(date)
    if date.approximate:
        text = _("about %(date)s") % {"date": text}
    if date.uncertain:
        text = _("%(date)s (uncertain)") % {"date": text}
    return text


def _plain_words(date: PartialDate) -> str:
    if date.precision is Precision.RANGE:
        return _range_words(date)
    if date.earliest is None:
        return _("still running") if date.is_open else _("date unknown")
    formats = {Precision.DAY: "j E Y", Precision.MONTH: "F Y", Precision.YEAR: "Y"}
    if date.precision in formats:
        return date_format(date.earliest, formats[date.precision])
    if date.precision is Precision.DECADE:
        return _("the %(year)ds") % {"year": date.earliest.year}
    # "the 1900s" could be the decade: name both ends.
    first = date.earliest.year
    return _("sometime in %(first)d–%(last)d") % {"first": first, "last": first + 99}


def _range_words(date: PartialDate) -> str:
    match = _RANGE.fullmatch(date.notation)
    assert match
    first = _parse(match["first"]).words() if match["first"] else ""
    last = _parse(match["last"]).words() if match["last"] else ""
    if not first:
        return _("on or before %(date)s") % {"date": last}
    if not last:
        return _("on or after %(date)s") % {"date": first}
    third = _third_of_month(date)
    if third:
        return third
    return _("between %(first)s and %(last)s") % {"first": first, "last": last}


def _third_of_month(date: PartialDate) -> str:
    """Name the first, second or last ten days of a month, else give ''."""
    first, last = date.earliest, date.latest
    if not first or not last or (first.year, first.month) != (last.year, last.month):
        return ""
    end = calendar.monthrange(first.year, first.month)[1]
    names = {
        (1, 10): pgettext("part of a month", "early %(month)s"),
        (11, 20): pgettext("part of a month", "mid-%(month)s"),
        (21, end): pgettext("part of a month", "late %(month)s"),
    }
    name = names.get((first.day, last.day), "")
    return name % {"month": date_format(first, "E Y")} if name else ""


@lru_cache(maxsize=50_000)
def _parse(notation: str) -> PartialDate:
    if notation == OPEN:
        return PartialDate(notation, None, None, Precision.OPEN)
    if notation == UNKNOWN:
        return PartialDate(notation, None, None, Precision.UNKNOWN)
    if match := _RANGE.fullmatch(notation):
        return _parse_range(notation, match["first"], match["last"])
    if match := _POINT.fullmatch(notation):
        return _parse_point(notation, match)
    raise InvalidDate(
        _(
            "“%(value)s” is not a date: write 2024-11-30, 2018-05, 2018, 199X, with ~ (about) or "
            "? (uncertain) behind it, [2024-12-01..2024-12-10] (one day of these), "
            ".. (still running) or XXXX (unknown)."
        )
        % {"value": notation}
    )


def _parse_range(notation: str, first: str, last: str) -> PartialDate:
    start = _parse(first) if first else None
    end = _parse(last) if last else None
    if not start and not end:
        raise InvalidDate(_("“%(value)s” has neither beginning nor end.") % {"value": notation})
    earliest = start.earliest if start else None
    latest = end.latest if end else None
    if earliest and latest and earliest > latest:
        raise InvalidDate(_("“%(value)s” ends before it begins.") % {"value": notation})
    return PartialDate(notation, earliest, latest, Precision.RANGE)


def _parse_point(notation: str, match: re.Match[str]) -> PartialDate:
    year, month, day, mark = match["year"], match["month"], match["day"], match["mark"]
    doubt = {"approximate": mark in ("~", "%"), "uncertain": mark in ("?", "%")}
    span = 10 ** year.count("X")
    if span > 1 and month:
        raise InvalidDate(_("“%(value)s” has a month but no year.") % {"value": notation})
    start_year = int(year.replace("X", "0"))
    try:
        if day:
            exact = dt.date(start_year, int(month), int(day))
            return PartialDate(notation, exact, exact, Precision.DAY, **doubt)
        if month:
            first = dt.date(start_year, int(month), 1)
            last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
            return PartialDate(notation, first, last, Precision.MONTH, **doubt)
        first, last = dt.date(start_year, 1, 1), dt.date(start_year + span - 1, 12, 31)
    except ValueError as error:
        raise InvalidDate(
            _("“%(value)s” is not a day of the calendar.") % {"value": notation}
        ) from error
    precision = {1: Precision.YEAR, 10: Precision.DECADE, 100: Precision.CENTURY}[span]
    return PartialDate(notation, first, last, precision, **doubt)
