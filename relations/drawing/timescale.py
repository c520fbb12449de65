"""Time from left to right: the scale, its ticks, and spans whose ends may be uncertain."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.safestring import SafeString

from .svg import INK, LINE, SOFT, element, joined, width_of
from .tones import Tone, attributes

YEAR_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
MONTH_STEPS = (1, 2, 3, 6)


@dataclass(frozen=True)
class Span:
    """A state over time.

    ``begin`` is the day since which it has certainly been so, None where nobody knows;
    ``maybe_from`` the first day on which it may have begun (None: as early as you like;
    equal to ``begin``: it is known to the day). ``end`` is where the certain part stops,
    None where it goes on. ``doubtful`` marks a state of which not even that is sure.
    """

    tone: Tone
    label: str
    begin: dt.date | None
    maybe_from: dt.date | None
    end: dt.date | None
    title: str = ""
    doubtful: bool = False

    @property
    def is_begun_uncertainly(self) -> bool:
        return self.begin != self.maybe_from


@dataclass(frozen=True)
class Scale:
    """Days from ``start`` to ``end``, drawn between ``left`` and ``right``."""

    start: dt.date
    end: dt.date
    left: float
    right: float

    def x(self, day: dt.date) -> float:
        """Give where a day is, at the edge where it lies beyond."""
        days = max(self.end.toordinal() - self.start.toordinal(), 1)
        part = (day.toordinal() - self.start.toordinal()) / days
        return self.left + (self.right - self.left) * min(max(part, 0.0), 1.0)

    def ticks(self) -> list[tuple[dt.date, str]]:
        """Give round years or months, as many as there is room for, with their labels."""
        most = max(int((self.right - self.left) / 70), 2)
        years = self.end.year - self.start.year
        if years < 3:
            return self._months(most)
        step = next(step for step in YEAR_STEPS if years / step <= most)
        first = -(-self.start.year // step) * step
        found = [dt.date(max(y, 1), 1, 1) for y in range(first, self.end.year + 1, step)]
        return [(day, str(day.year)) for day in found if self.start <= day <= self.end]

    def _months(self, most: int) -> list[tuple[dt.date, str]]:
        first, last = (day.year * 12 + day.month - 1 for day in (self.start, self.end))
        step = next((s for s in MONTH_STEPS if (last - first) / s <= most), 12)
        numbers = range(-(-first // step) * step, last + 1, step)
        found = [dt.date(n // 12, n % 12 + 1, 1) for n in numbers]
        return [(day, date_format(day, "M Y")) for day in found if self.start <= day <= self.end]


def scale_over(days: Iterable[dt.date], left: float, right: float) -> Scale:
    """Give the scale on which all these days fit, with a little air on both sides."""
    known = sorted(days)
    first, last = known[0].toordinal(), known[-1].toordinal()
    air = max((last - first) // 25, 20)
    return Scale(
        dt.date.fromordinal(max(first - air, 1)),
        dt.date.fromordinal(min(last + air, dt.date.max.toordinal())),
        left,
        right,
    )


def axis(scale: Scale, top: float, bottom: float) -> SafeString:
    """Draw the ticks: a fine line each from top to bottom, the label below."""
    lines, labels, busy = [], [], -99.0
    for day, label in scale.ticks():
        x = scale.x(day)
        lines.append(element("path", d=f"M{x:.1f} {top:.1f}V{bottom:.1f}"))
        half = width_of(label, 11) / 2
        if x - half > busy and x + half < scale.right + 12:
            labels.append(element("text", label, x=x, y=bottom + 14))
            busy = x + half + 6
    return joined(
        [
            element("g", *lines, class_="p-line", stroke=LINE, fill="none"),
            element("g", *labels, class_="p-soft", font_size=11, text_anchor="middle", fill=SOFT),
        ]
    )


def day_line(scale: Scale, day: dt.date, label: str, top: float, bottom: float) -> SafeString:
    """Draw the day that the page is about, labelled on top."""
    x = scale.x(day)
    half = width_of(label, 11) / 2
    place = min(max(x, scale.left + half), scale.right - half)
    return joined(
        [
            element(
                "path",
                d=f"M{x:.1f} {top:.1f}V{bottom:.1f}",
                class_="p-ink",
                stroke=INK,
                stroke_width=1.5,
                stroke_dasharray="5 3",
            ),
            element("text", label, x=place, y=top - 4, font_size=11, text_anchor="middle"),
        ]
    )


def draw_span(scale: Scale, span: Span, y: float, height: float, name: str) -> SafeString:
    """Draw a span as a bar. Where it is uncertain it is faint, with a dashed edge."""
    begin = scale.x(span.begin) if span.begin else scale.left
    maybe = scale.x(span.maybe_from) if span.maybe_from else scale.left
    end = scale.x(span.end) if span.end else scale.right
    if span.tone is Tone.OVER:
        y, height = y + height / 2 - 2, 4
    look = attributes(span.tone, name)
    pieces: list[object] = [element("title", span.title or span.label)]
    if span.is_begun_uncertainly and maybe < begin:
        pieces.append(_faint(look, maybe, begin, y, height))
    if span.begin is None or span.doubtful:
        pieces.append(_faint(look, begin, end, y, height))
    elif end > begin:
        pieces.append(element("rect", x=begin, y=y, width=end - begin, height=height, **look))
    return element("g", *pieces)


def _faint(look: dict[str, object], x: float, end: float, y: float, height: float) -> SafeString:
    dashed = {
        **look,
        "class_": f"{look['class_']} p-faint",
        "stroke": look["stroke"] or look["fill"],
    }
    return element(
        "rect",
        x=x,
        y=y,
        width=max(end - x, 2.0),
        height=height,
        fill_opacity="0.35",
        stroke_dasharray="3 2",
        **dashed,
    )
