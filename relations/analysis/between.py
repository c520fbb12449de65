"""When something happened, as far as that is known: between two days, both included."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

# Day numbers beyond every date, for a side on which nothing is known.
PAST = 0
FUTURE = dt.date.max.toordinal() + 1


@dataclass(frozen=True, slots=True)
class Between:
    """A day that lies between two days, both included; None where a side is not known.

    ``drawn`` is the day to draw it on where sources disagree and one of them is preferred.
    Raises ValueError where ``earliest`` is after ``latest``, or ``drawn`` outside the two.
    """

    earliest: dt.date | None
    latest: dt.date | None
    drawn: dt.date | None = None

    def __post_init__(self) -> None:
        if self.earliest and self.latest and self.earliest > self.latest:
            raise ValueError(f"{self.earliest} is after {self.latest}: give the earlier day first")
        if self.drawn and not self.first <= self.drawn.toordinal() <= self.last:
            raise ValueError(f"{self.drawn} doesn't lie between {self.earliest} and {self.latest}")

    @classmethod
    def on(cls, day: dt.date) -> Between:
        """Give the date that is exactly known."""
        return cls(day, day)

    @property
    def first(self) -> int:
        """The number of the first possible day (proleptic Gregorian ordinal)."""
        return self.earliest.toordinal() if self.earliest else PAST

    @property
    def last(self) -> int:
        """The number of the last possible day."""
        return self.latest.toordinal() if self.latest else FUTURE

    @property
    def day(self) -> dt.date | None:
        """The day to draw where one has to be chosen.

        ``drawn`` where it is given; the middle of the two, rounded down; the known one where
        one is known; None where neither is.
        """
        if self.drawn:
            return self.drawn
        if self.earliest and self.latest and self.earliest != self.latest:
            return dt.date.fromordinal((self.first + self.last) // 2)
        return self.earliest or self.latest

    @property
    def middle(self) -> int | None:
        """The number of :attr:`day`."""
        return day.toordinal() if (day := self.day) else None

    @property
    def numbers(self) -> tuple[int, int, int | None]:
        """:attr:`first`, :attr:`last` and :attr:`middle`: of most dates one number is all three."""
        if self.is_exact and self.earliest and not self.drawn:
            number = self.earliest.toordinal()
            return number, number, number
        return self.first, self.last, self.middle

    @property
    def is_exact(self) -> bool:
        return self.earliest is not None and self.earliest == self.latest


NEVER = Between.on(dt.date.max)  # the end of what still runs
UNKNOWN = Between(None, None)  # it happened, nobody recorded when


def later_of(one: Between, other: Between) -> Between:
    """Give the later of two dates: exact, as the maximum grows with either of them."""
    latest = one.latest and other.latest and max(one.latest, other.latest)
    known = [date for date in (one.earliest, other.earliest) if date]
    return Between(max(known, default=None), latest)


def earlier_of(one: Between, other: Between) -> Between:
    """Give the earlier of two dates: exact, as the minimum grows with either of them."""
    earliest = one.earliest and other.earliest and min(one.earliest, other.earliest)
    known = [date for date in (one.latest, other.latest) if date]
    return Between(earliest, min(known, default=None))
