"""The life of an agreement: its states as a bar, its acts as labelled marks below."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from .svg import ACCENT, INK, LINE, PAPER, cut, element, joined, link, width_of
from .timescale import Scale, Span, axis, day_line, draw_span, scale_over
from .tones import Tone, legend, patterns

WIDTH = 800
MARGIN = 14
BAR_TOP, BAR_HEIGHT = 52, 26
MARKS = BAR_TOP + BAR_HEIGHT + 16
LANE = 20
SIZE = 12
LABEL = {
    "font_size": SIZE,
    "fill": ACCENT,
    "stroke": PAPER,  # a halo, where a tick runs behind
    "stroke_width": 3,
    "paint_order": "stroke",
    "class_": "p-label",
}
LANES = 9  # more labels than that are left to the table


@dataclass(frozen=True)
class Mark:
    """An act, or several of one kind and date. Between which days it lies; where it leads."""

    earliest: dt.date | None
    latest: dt.date | None
    label: str
    title: str
    href: str = ""

    @property
    def is_exact(self) -> bool:
        return self.earliest is not None and self.earliest == self.latest


def draw_lifecycle(
    spans: Sequence[Span],
    marks: Sequence[Mark],
    day: dt.date,
    day_label: str,
    name: str,
) -> tuple[SafeString, int, int]:
    """Draw a life. Gives the elements, the width and the height.

    ``day`` is marked with a line and ``day_label``. A mark whose date is not known to
    the day is a bracket over the days on which it may have been, never a point.
    """
    scale = scale_over([day, *_days(spans, marks)], MARGIN, WIDTH - MARGIN)
    labels, lanes = _labels(scale, marks)
    bottom = MARKS + 14 + lanes * LANE + 6
    used = {span.tone: _legend_label(spans, span.tone) for span in spans}
    key, height = legend(used.items(), name, MARGIN, bottom + 28, WIDTH - 2 * MARGIN)
    body = [
        patterns(used, name),
        axis(scale, BAR_TOP, bottom),
        *[draw_span(scale, span, BAR_TOP, BAR_HEIGHT, name) for span in spans],
        _names(scale, spans),
        day_line(scale, day, day_label, 24, MARKS + 6),
        *labels,
        key,
    ]
    return joined(body), WIDTH, int(bottom + 28 + height + 4)


def _days(spans: Sequence[Span], marks: Sequence[Mark]) -> list[dt.date]:
    days = [d for span in spans for d in (span.begin, span.maybe_from)]
    days += [d for mark in marks for d in (mark.earliest, mark.latest)]
    return [d for d in days if d]


def _legend_label(spans: Sequence[Span], tone: Tone) -> str:
    return ", ".join(dict.fromkeys(span.label for span in spans if span.tone is tone))


def _names(scale: Scale, spans: Sequence[Span]) -> SafeString:
    """Write the names of the states into the bar, on a plate, where they have room."""
    pieces = []
    for span in spans:
        left = scale.x(span.begin) if span.begin else scale.left
        right = scale.x(span.end) if span.end else scale.right
        width = width_of(span.label, SIZE) + 10
        if right - left < width + 6:
            continue
        middle = (left + right) / 2
        pieces.append(
            element(
                "rect",
                x=middle - width / 2,
                y=BAR_TOP + 4.0,
                width=width,
                height=BAR_HEIGHT - 8,
                rx=3,
                fill=PAPER,
                class_="p-paper",
            )
        )
        pieces.append(
            element(
                "text",
                span.label,
                x=middle,
                y=BAR_TOP + BAR_HEIGHT / 2 + 4,
                font_size=SIZE,
                text_anchor="middle",
            )
        )
    return joined(pieces)


def _labels(scale: Scale, marks: Sequence[Mark]) -> tuple[list[SafeString], int]:
    """Draw marks with their labels, each in the first lane in which it has room.

    Lanes fill from the right: labels of later marks stand higher, so that the line down
    to an earlier one crosses none.
    """
    taken: list[float] = []  # the left edge of what stands in each lane
    lines, texts = [], []
    for mark in sorted(marks, key=lambda mark: _middle(scale, mark), reverse=True):
        x = _middle(scale, mark)
        label = cut(mark.label, SIZE, scale.right - scale.left)
        width = width_of(label, SIZE)
        start = min(x + 5, scale.right - width)
        lane = next((n for n, edge in enumerate(taken) if start + width + 8 < edge), len(taken))
        drawn = _mark(scale, mark)
        if lane < LANES:
            taken[lane : lane + 1] = [min(start, x) - 4]
            y = MARKS + 14 + lane * LANE
            lines.append(element("path", d=f"M{x:.1f} {MARKS}V{y + 9:.1f}"))
            drawn = joined([drawn, element("text", label, x=start, y=y + 13, **LABEL)])
        texts.append(link(mark.href, element("title", mark.title), drawn))
    texts.reverse()  # the reader's order: by time
    stems = element("g", *lines, stroke=LINE, class_="p-line")
    return [stems, *texts], len(taken)


def _middle(scale: Scale, mark: Mark) -> float:
    first, last = _ends(scale, mark)
    return (first + last) / 2


def _ends(scale: Scale, mark: Mark) -> tuple[float, float]:
    first = scale.x(mark.earliest) if mark.earliest else scale.left
    last = scale.x(mark.latest) if mark.latest else scale.right
    return first, last


def _mark(scale: Scale, mark: Mark) -> SafeString:
    first, last = _ends(scale, mark)
    y = MARKS
    if mark.is_exact:
        return element(
            "path",
            d=f"M{first:.1f} {y - 6}l6 6l-6 6l-6-6z",
            fill=ACCENT,
            stroke=PAPER,
            class_="p-mark",
        )
    first, last = min(first, last - 4), max(last, first + 4)
    return element(
        "path",
        d=f"M{first:.1f} {y - 6}v12M{first:.1f} {y}H{last:.1f}M{last:.1f} {y - 6}v12",
        fill="none",
        stroke=INK,
        stroke_width=2,
        stroke_dasharray="3 2",
        class_="p-ink",
    )
