"""Bars over time, a row each; and, where rows are too many, how many there were."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from .svg import ACCENT, PAPER, SOFT, cut, element, joined, link, width_of
from .timescale import Scale, Span, axis, day_line, draw_span, scale_over
from .tones import Tone, attributes, legend, patterns

WIDTH = 800
LABELS = 170  # the column of names
RIGHT = 786
TOP = 34
ROW = 22
BAR = 14
SIZE = 12
MOST_ROWS = 40


@dataclass(frozen=True)
class Row:
    """A name, where it leads, its full form, and its states over time."""

    label: str
    title: str
    href: str
    spans: Sequence[Span]


def days_of(rows: Sequence[Row]) -> list[dt.date]:
    """Give the days that rows need the scale to show."""
    spans = [span for row in rows for span in row.spans]
    return [d for span in spans for d in (span.begin, span.maybe_from) if d]


def draw_bars(
    rows: Sequence[Row], day: dt.date, day_label: str, labels: dict[Tone, str], name: str
) -> tuple[SafeString, int, int]:
    """Draw a bar a row on one scale. Gives the elements, the width and the height.

    ``labels`` say what each tone means; only those in use are shown.
    """
    scale = scale_over([day, *days_of(rows)], LABELS + 10, RIGHT)
    bottom = TOP + len(rows) * ROW + 4
    used = {span.tone for row in rows for span in row.spans}
    key, height = _key(used, labels, name, bottom)
    body = [
        patterns(used, name),
        axis(scale, TOP, bottom),
        *[_row(scale, row, TOP + n * ROW, name) for n, row in enumerate(rows)],
        day_line(scale, day, day_label, TOP - 14, bottom),
        key,
    ]
    return joined(body), WIDTH, int(bottom + 28 + height + 4)


def _key(
    used: set[Tone], labels: dict[Tone, str], name: str, bottom: float
) -> tuple[SafeString, float]:
    items = [(tone, label) for tone, label in labels.items() if tone in used]
    return legend(items, name, 8, bottom + 28, WIDTH - 16)


def _row(scale: Scale, row: Row, top: float, name: str) -> SafeString:
    label = element(
        "text",
        element("title", row.title),
        cut(row.label, SIZE, LABELS - 4),
        x=LABELS,
        y=top + BAR,
        font_size=SIZE,
        text_anchor="end",
        fill=ACCENT,
        class_="p-accent",
    )
    bars = [draw_span(scale, span, top + 3, BAR, name) for span in row.spans]
    names = [_name(scale, span, top + 3) for span in row.spans if span.tone is not Tone.FULL]
    return element("g", link(row.href, label), *bars, *names)


def _name(scale: Scale, span: Span, top: float) -> SafeString:
    """Say the state in the bar where it has room: tones are shared by several."""
    left = scale.x(span.begin) if span.begin else scale.left
    right = scale.x(span.end) if span.end else scale.right
    width = width_of(span.label, 10) + 6
    if right - left < width + 4:
        return joined([])
    x = left + 3
    plate = element(
        "rect", x=x, y=top + 1, width=width, height=BAR - 2, rx=2, fill=PAPER, class_="p-paper"
    )
    text = element(
        "text", span.label, x=x + 3, y=top + 10.5, font_size=10, fill=SOFT, class_="p-soft"
    )
    return joined([plate, text])


CHART_HEIGHT = 200


def draw_numbers(
    steps: Sequence[tuple[dt.date, int]], day: dt.date, day_label: str, label: str, name: str
) -> tuple[SafeString, int, int]:
    """Draw how many there were from each day on, as a stepped area with its figures.

    ``steps`` are in order, a day and the number from then on.
    """
    scale = scale_over([day, *[step for step, _n in steps]], 44, RIGHT)
    most = max([n for _day, n in steps] + [1])
    bottom = TOP + CHART_HEIGHT

    def height(n: int) -> float:
        return bottom - n / most * (CHART_HEIGHT - 12)

    path = [f"M{scale.x(steps[0][0]):.1f} {bottom}"]
    path += [f"H{scale.x(step):.1f}V{height(n):.1f}" for step, n in steps]
    area = element(
        "path", d="".join(path) + f"H{scale.right}V{bottom}z", **attributes(Tone.FULL, name)
    )
    figures = [
        element("text", str(n), x=38, y=height(n) + 4, font_size=11, text_anchor="end")
        for n in dict.fromkeys((0, most // 2, most))
    ]
    key, tall = legend([(Tone.FULL, label)], name, 44, bottom + 28, WIDTH - 88)
    body = [
        axis(scale, TOP, bottom),
        area,
        *figures,
        day_line(scale, day, day_label, TOP - 14, bottom),
        key,
    ]
    return joined(body), WIDTH, int(bottom + 28 + tall + 4)
