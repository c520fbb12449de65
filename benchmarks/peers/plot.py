"""The figures of a run as a picture: a bar for each server, on a scale of powers of ten."""

from __future__ import annotations

import math
from collections.abc import Mapping

from relations.drawing.svg import INK, LINE, SOFT, Picture, element, joined

from . import asked
from .figures import Found
from .report import shown

COLOURS = {
    asked.OURS: "#14534f",
    asked.KEPT: "#2b7a6c",
    asked.STOCK: "#8a6410",
    asked.DATASETTE: "#8a2115",
    asked.BARE: "#7b8588",
    asked.FILE: "#545e62",
}
LEFT, RIGHT, TOP = 320, 880, 30
WIDTH = 960
BAR, GAP = 14, 12
LEAST = 0.01  # requests a second


def draw(runs: Mapping[int, Found], title: str) -> str:
    """Give an SVG file: requests a second and core of each page, size by size."""
    most = max(figures.rate for found in runs.values() for figures in found.values())
    least = min(figures.rate for found in runs.values() for figures in found.values())
    low, high = math.floor(math.log10(max(least, LEAST))), math.ceil(math.log10(most))

    def x(rate: float) -> float:
        part = (math.log10(max(rate, LEAST)) - low) / max(high - low, 1)
        return LEFT + max(part, 0) * (RIGHT - LEFT)

    body, y = [], float(TOP)
    for rows, found in runs.items():
        body.append(element("text", f"{rows:,} statements", x=8, y=y, font_weight="bold"))
        y += GAP
        before = ""
        for (kind, server), figures in found.items():
            if kind != before:
                y += 6
                body.append(element("text", kind, x=8, y=y + 11, font_size=12, fill=INK))
            before = kind
            name = element(
                "text", server, x=LEFT - 6, y=y + 11, font_size=11, text_anchor="end", fill=SOFT
            )
            bar = element(
                "rect",
                x=LEFT,
                y=y,
                width=max(x(figures.rate) - LEFT, 1),
                height=BAR - 2,
                fill=COLOURS[server],
            )
            number = element(
                "text", shown(figures.rate), x=x(figures.rate) + 4, y=y + 11, font_size=11
            )
            body += [name, bar, number]
            y += BAR
        y += 3 * GAP
    lines = [
        joined(
            [
                element("path", d=f"M{x(10.0**power):.1f} {TOP}V{y - 2 * GAP:.1f}", stroke=LINE),
                element(
                    "text",
                    f"{10.0**power:,g}",
                    x=x(10.0**power),
                    y=y - GAP,
                    font_size=11,
                    text_anchor="middle",
                    fill=SOFT,
                ),
            ]
        )
        for power in range(low, high + 1)
    ]
    picture = Picture(
        name="peers",
        title=title,
        description="The same figures stand in the table beside this file.",
        width=WIDTH,
        height=int(y),
        body=joined([*lines, *body]),
    )
    return picture.standalone(source=title)
