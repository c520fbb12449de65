"""How states and statuses look: a fill each, told apart by pattern and not by colour alone."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from django.utils.safestring import SafeString

from .svg import PAPER, element, joined, width_of


class Tone(StrEnum):
    """Kinds of fill. Several states can share one: a label says which."""

    FULL = "full"  # in force, member: solid
    PART = "part"  # provisionally applied, observer: upright stripes
    WAIT = "wait"  # signed, candidate: slanting stripes
    HALT = "halt"  # suspended, frozen: dots
    OVER = "over"  # terminated, withdrawn: a thin bar
    LEFT = "left"  # the same on a map: white with a dashed edge
    NONE = "none"  # nothing is recorded: grey


_COLOUR = {
    Tone.FULL: "#2b7a6c",
    Tone.PART: "#2b7a6c",
    Tone.WAIT: "#8a6410",
    Tone.HALT: "#8a2115",
    Tone.OVER: "#7b8588",
    Tone.LEFT: "#545e62",
    Tone.NONE: "#9b9f9a",
}
_GROUND = {Tone.PART: "#d8ebe6", Tone.WAIT: "#fbeecb", Tone.HALT: "#f8dfda"}
SPACED = 6  # of the stripes and dots of the patterns
LEGEND_HEIGHT = 20


def attributes(tone: Tone, name: str) -> dict[str, object]:
    """Give class, fill and stroke of what has a tone in the picture called ``name``."""
    if tone is Tone.LEFT:
        edge = {"stroke": _COLOUR[tone], "stroke_dasharray": "4 3"}
        return {"class_": f"p-{tone}", "fill": PAPER, **edge}
    patterned = tone in _GROUND
    fill = f"url(#{name}-{tone})" if patterned else _COLOUR[tone]
    return {
        "class_": f"p-{tone}",
        "fill": fill,
        "stroke": _COLOUR[tone] if patterned else None,
    }


def patterns(tones: Iterable[Tone], name: str, zoom: float = 1) -> SafeString:
    """Define the patterns that tones need; their ids begin with the picture's name.

    ``zoom`` is the scale of what they fill: stripes are as wide everywhere.
    """
    wanted = set(tones)
    needed = [_pattern(tone, name, zoom) for tone in Tone if tone in wanted & _GROUND.keys()]
    return element("defs", *needed) if needed else joined([])


def _pattern(tone: Tone, name: str, zoom: float) -> SafeString:
    ground = element("rect", width=SPACED, height=SPACED, fill=_GROUND[tone], class_=f"g-{tone}")
    ink = _COLOUR[tone]
    if tone is Tone.HALT:
        figure = element("circle", cx=3, cy=3, r=1.4, fill=ink, class_=f"d-{tone}")
    else:
        figure = element("rect", width=2, height=SPACED, fill=ink, class_=f"d-{tone}")
    moves = ["rotate(45)"] if tone is Tone.WAIT else []
    if zoom != 1:
        moves.append(f"scale({1 / zoom:.3g})")
    return element(
        "pattern",
        ground,
        figure,
        id=f"{name}-{tone}",
        width=SPACED,
        height=SPACED,
        patternUnits="userSpaceOnUse",
        patternTransform=" ".join(moves) or None,
    )


def legend(
    items: Iterable[tuple[Tone, str]], name: str, x: float, y: float, room: float
) -> tuple[SafeString, float]:
    """Draw what the tones mean, in lines that fit; give it and the height that it takes."""
    pieces: list[SafeString] = []
    left, line = x, 0
    for tone, label in items:
        needed = 24 + width_of(label, 12) + 16
        if left > x and left + needed > x + room:
            left, line = x, line + 1
        top = y + line * LEGEND_HEIGHT
        thin = tone is Tone.OVER
        pieces.append(
            element(
                "rect",
                x=left,
                y=top + (4.0 if thin else 1.0),
                width=18,
                height=4 if thin else 10,
                **attributes(tone, name),
            )
        )
        pieces.append(element("text", label, x=left + 24, y=top + 10, font_size=12))
        left += needed
    return joined(pieces), (line + 1) * LEGEND_HEIGHT if pieces else 0
