"""Curves that step from day to day, with the range that each leaves open and numbered marks."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.safestring import SafeString

from .svg import INK, LINE, PAPER, SOFT, cut, element, joined, link
from .timescale import Scale, axis

WIDTH, LEFT, RIGHT, TOP = 760, 46, 624, 34
PLOT = 250  # the height of the plot
LANE = 21  # of one row of marks
MARK = 8.5  # the radius of one
SIZE = 12
BOLD = 1.2  # times as wide as estimated, with the capitals of acronyms


Height = Callable[[float], float]


class Ink(StrEnum):
    """How a curve looks: told apart by colour, by dashes, and by the name at its end."""

    FIRST = "first"
    SECOND = "second"
    THIRD = "third"


_COLOUR = {Ink.FIRST: "#a33b20", Ink.SECOND: "#1f5f99", Ink.THIRD: "#14534f"}


@dataclass(frozen=True)
class Curve:
    """A named curve: a value from each day on, and the lowest and highest that it may have.

    nan is a gap. ``dashed`` for the second of two accounts of the same.
    """

    label: str
    ink: Ink
    days: Sequence[dt.date]
    values: Sequence[float]
    lows: Sequence[float] = ()
    highs: Sequence[float] = ()
    dashed: bool = False
    steps: bool = True


@dataclass(frozen=True)
class Mark:
    """An event on the axis of time: a number that leads somewhere, in the ink of its curve."""

    day: dt.date
    label: str
    title: str
    href: str
    ink: Ink


@dataclass(frozen=True)
class Dot:
    """A single observation: where it lies, and where it leads."""

    day: dt.date
    value: float
    title: str
    href: str
    ink: Ink


@dataclass(frozen=True)
class Axis:
    """What stands upright: from ``low`` to ``high``, with a line and a label at each tick."""

    low: float
    high: float
    ticks: Sequence[tuple[float, str]]
    words: Sequence[tuple[float, str]] = field(default_factory=tuple)  # within, at the left


def draw_curves(
    curves: Sequence[Curve],
    upright: Axis,
    days: tuple[dt.date, dt.date],
    *,
    marks: Sequence[Mark] = (),
    dots: Sequence[Dot] = (),
) -> tuple[SafeString, int, int]:
    """Draw curves between two days. Gives the elements, width and height."""
    scale = Scale(*days, LEFT, RIGHT)
    placed, lanes = _lanes(marks, scale)
    top = TOP if not marks else 12 + lanes * LANE + 10
    bottom = top + PLOT

    def y(value: float) -> float:
        part = (value - upright.low) / (upright.high - upright.low)
        return bottom - PLOT * min(max(part, 0.0), 1.0)

    body = [
        _grid(upright, y),
        axis(scale, top, bottom),
        *(_band(curve, scale, y) for curve in curves if curve.lows),
        *(_mark_line(mark, scale, lane, bottom) for mark, lane in placed),
        *(_line(curve, scale, y) for curve in curves),
        *(_dot(dot, scale, y) for dot in dots),
        *_names(curves, y, top, bottom),
        *(_mark(mark, scale, lane) for mark, lane in placed),
        *(
            element("text", text, x=LEFT + 5, y=y(value) + 4, font_size=11, **_soft())
            for value, text in upright.words
        ),
    ]
    return joined(body), WIDTH, bottom + 26


def _soft() -> dict[str, str]:
    return {"fill": SOFT, "class_": "p-soft"}


def _look(ink: Ink) -> dict[str, str]:
    return {"class_": f"p-{ink}", "stroke": _COLOUR[ink]}


def _grid(upright: Axis, y: Height) -> SafeString:
    lines, labels = [], []
    for value, label in upright.ticks:
        at = y(value)
        lines.append(element("path", d=f"M{LEFT} {at:.1f}H{RIGHT}"))
        labels.append(element("text", label, x=LEFT - 6, y=at + 4))
    return joined(
        [
            element("g", *lines, class_="p-line", stroke=LINE, fill="none"),
            element("g", *labels, font_size=11, text_anchor="end", **_soft()),
        ]
    )


def _runs(curve: Curve, numbers: Sequence[float]) -> Iterator[list[int]]:
    """Give the places of each stretch without a gap."""
    run: list[int] = []
    for place, number in enumerate(numbers):
        if math.isnan(number):
            if run:
                yield run
            run = []
        else:
            run.append(place)
    if run:
        yield run


def _points(
    curve: Curve, numbers: Sequence[float], run: list[int], scale: Scale, y: Height
) -> list[tuple[float, float]]:
    """Give the corners of a stretch: a step goes along, then up or down."""
    points: list[tuple[float, float]] = []
    for place in run:
        x, at = scale.x(curve.days[place]), y(numbers[place])
        if points and curve.steps and points[-1][1] != at:
            points.append((x, points[-1][1]))
        points.append((x, at))
    after = run[-1] + 1
    if curve.steps and after < len(curve.days):
        points.append((scale.x(curve.days[after]), points[-1][1]))
    return points


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(_thinned([(f"{x:.1f}", f"{at:.1f}") for x, at in points]))


def _thinned(points: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Leave out corners that, as they are written, lie on a level line."""
    last = len(points) - 1
    for n, (x, at) in enumerate(points):
        if not (0 < n < last and points[n - 1][1] == at == points[n + 1][1]):
            yield f"{x} {at}"


def _band(curve: Curve, scale: Scale, y: Height) -> SafeString:
    pieces = []
    for run in _runs(curve, curve.lows):
        there = _points(curve, curve.highs, run, scale, y)
        back = _points(curve, curve.lows, run, scale, y)[::-1]
        path = _path(there) + "L" + _path(back)[1:] + "z"
        look = {"class_": f"p-band b-{curve.ink}", "fill": _COLOUR[curve.ink]}
        pieces.append(element("path", d=path, fill_opacity="0.16", **look))
    return joined(pieces)


def _line(curve: Curve, scale: Scale, y: Height) -> SafeString:
    return joined(
        element(
            "path",
            element("title", curve.label),
            d=_path(_points(curve, curve.values, run, scale, y)),
            fill="none",
            stroke_width=2.4,
            stroke_linejoin="round",
            stroke_dasharray="6 4" if curve.dashed else None,
            **_look(curve.ink),
        )
        for run in _runs(curve, curve.values)
    )


def _names(curves: Sequence[Curve], y: Height, top: float, bottom: float) -> Iterator[SafeString]:
    """Write the name of each curve at its end, none over another."""
    ends: list[tuple[float, Curve]] = []
    for curve in curves:
        known = [value for value in curve.values if not math.isnan(value)]
        if known:
            ends.append((y(known[-1]), curve))
    ends.sort(key=lambda end: end[0])
    below, places = top - SIZE, []
    for at, _curve in ends:
        below = max(at, below + SIZE + 3)
        places.append(below)
    shift = max(below - bottom, 0)
    for at, (_at, curve) in zip(places, ends, strict=True):
        yield element(
            "text",
            element("title", curve.label),
            cut(curve.label, SIZE * BOLD, WIDTH - RIGHT - 9),
            x=RIGHT + 7,
            y=at - shift + 4,
            font_size=SIZE,
            font_weight="600",
            fill=_COLOUR[curve.ink],
            class_=f"t-{curve.ink}",
        )


def _lanes(marks: Sequence[Mark], scale: Scale) -> tuple[list[tuple[Mark, int]], int]:
    """Put marks in rows above the plot, so that none covers another."""
    free: list[float] = []
    placed = []
    for mark in sorted(marks, key=lambda mark: mark.day):
        x = scale.x(mark.day)
        lane = next((n for n, busy in enumerate(free) if x > busy), len(free))
        if lane == len(free):
            free.append(0.0)
        free[lane] = x + 2 * MARK + 3
        placed.append((mark, lane))
    return placed, len(free)


def _mark_line(mark: Mark, scale: Scale, lane: int, bottom: float) -> SafeString:
    x = scale.x(mark.day)
    return element(
        "path",
        d=f"M{x:.1f} {12 + lane * LANE + MARK:.1f}V{bottom:.1f}",
        stroke_width=0.8,
        stroke_dasharray="2 3",
        fill="none",
        **_look(mark.ink),
    )


def _mark(mark: Mark, scale: Scale, lane: int) -> SafeString:
    x, at = scale.x(mark.day), 12.0 + lane * LANE
    return link(
        mark.href,
        element("title", mark.title),
        element("circle", cx=x, cy=at, r=MARK, fill=PAPER, stroke_width=1.6, **_filled(mark.ink)),
        element(
            "text",
            mark.label,
            x=x,
            y=at + 3.6,
            font_size=10,
            font_weight="600",
            text_anchor="middle",
            fill=INK,
            class_="p-number",
        ),
    )


def _filled(ink: Ink) -> dict[str, str]:
    look = _look(ink)
    return {**look, "class_": f"{look['class_']} p-paper"}


def _dot(dot: Dot, scale: Scale, y: Height) -> SafeString:
    return link(
        dot.href,
        element("title", dot.title),
        element(
            "circle",
            cx=scale.x(dot.day),
            cy=y(dot.value),
            r=4.0,
            fill=_COLOUR[dot.ink],
            fill_opacity="0.55",
            class_=f"t-{dot.ink}",
        ),
    )
