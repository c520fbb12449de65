"""Curves: steps, gaps, bands, and marks of which none covers another."""

from __future__ import annotations

import datetime as dt
import math
import re

from defusedxml.ElementTree import fromstring

from relations.drawing.curves import Axis, Curve, Dot, Ink, Mark, draw_curves

DAYS = [dt.date(year, 1, 1) for year in (2000, 2005, 2010)]
SHARES = Axis(0, 1, [(0.0, "0 %"), (1.0, "100 %")])


def drawn(curve: Curve, **more: object) -> str:
    body = draw_curves([curve], SHARES, (DAYS[0], DAYS[-1]), **more)[0]  # type: ignore[arg-type]
    fromstring(f"<svg>{body}</svg>")
    return str(body)


def lines(body: str) -> list[str]:
    return re.findall(r'<path d="(M[^"]*)" fill="none" stroke-width="2.4"', body)


def test_a_curve_goes_along_and_then_steps() -> None:
    [path] = lines(drawn(Curve("A", Ink.FIRST, DAYS, [0.0, 1.0, 1.0])))
    corners = [tuple(map(float, pair.split())) for pair in path[1:].split("L")]
    assert all(a[0] == b[0] or a[1] == b[1] for a, b in zip(corners, corners[1:], strict=False))
    assert corners[0][1] > corners[-1][1]


def test_what_cannot_be_said_is_a_gap() -> None:
    assert len(lines(drawn(Curve("A", Ink.FIRST, DAYS, [0.5, math.nan, 0.5])))) == 2
    assert lines(drawn(Curve("A", Ink.FIRST, DAYS, [math.nan] * 3))) == []


def test_corners_of_a_line_that_is_drawn_level_are_left_out() -> None:
    [path] = lines(drawn(Curve("A", Ink.FIRST, DAYS, [0.5, 0.5 + 1e-13, 0.5], steps=False)))
    assert path.count("L") == 1


def test_a_range_is_a_band_behind_the_curve() -> None:
    body = drawn(Curve("A", Ink.FIRST, DAYS, [0.5] * 3, [0.4] * 3, [0.6] * 3))
    assert 0 < body.index("p-band") < body.index('stroke-width="2.4"')


def test_marks_of_one_time_stand_in_rows_and_lead_somewhere() -> None:
    marks = [Mark(DAYS[1], str(n), f"event {n}", f"/e/{n}/", Ink.SECOND) for n in range(4)]
    body = drawn(Curve("A", Ink.FIRST, DAYS, [0.5] * 3), marks=marks)
    places = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"', body)
    assert len(set(places)) == 4
    assert all(f'href="/e/{n}/"' in body for n in range(4))


def test_names_and_addresses_are_escaped() -> None:
    dots = [Dot(DAYS[1], 0.5, "<script>", '/"x/', Ink.FIRST)]
    assert "<script>" not in drawn(Curve("<b>", Ink.FIRST, DAYS, [0.5] * 3), dots=dots)
