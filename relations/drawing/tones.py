"""How states and statuses look: a fill each, told apart by pattern and not by colour alone."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from django.utils.safestring import SafeString

from .svg import element, joined, width_of


class Tone(StrEnum):
    """Kinds of fill. Several states can share one: a label says which."""

    FULL = "full"  # in force, member: solid
    PART = "part"  # provisionally applied, observer: upright stripes
    WAIT = "wait"  # signed, candidate: slanting stripes
    HALT = "halt"  # suspended, frozen: dots
    OVER = "over"  # terminated, withdrawn: a thin bar
    NONE = "none"  # nothing is recorded


_COLOUR = {
    Tone.FULL: "#2b7a6c",
    Tone.PART: "#2b7a6c",
    Tone.WAIT: "#8a6410",
    Tone.HALT: "#8a2115",
    Tone.OVER: "#7b8588",
    Tone.NONE: "#dcd9cf",
}
_GROUND = {Tone.PART: "#d8ebe6", Tone.WAIT: "#fbeecb", Tone.HALT: "#f8dfda"}
LEGEND_HEIGHT = 20


def attributes(tone: Tone, name: str) -> dict[str, object]:
    """Give class, fill and stroke of what has a tone in the picture called ``name``."""
    patterned = tone in _GROUND
    fill = f"url(#{name}-{tone})" if patterned else _COLOUR[tone]
    return {
        "class_": f"p-{tone}",
        "fill": fill,
        "stroke": _COLOUR[tone] if patterned else None,
    }


def patterns(tones: Iterable[Tone], name: str) -> SafeString:
    """Define the patterns that tones need; their ids begin with the picture's name."""
    needed = [tone for tone in Tone if tone in set(tones) and tone in _GROUND]
    return element("defs", *[_pattern(tone, name) for tone in needed]) if needed else joined([])


def _pattern(tone: Tone, name: str) -> SafeString:
    ground = element("rect", width=6, height=6, fill=_GROUND[tone], class_=f"g-{tone}")
    ink = _COLOUR[tone]
    if tone is Tone.HALT:
        figure = element("circle", cx=3, cy=3, r=1.4, fill=ink, class_=f"d-{tone}")
    else:
        figure = element("rect", width=2, height=6, fill=ink, class_=f"d-{tone}")
    return element(
        "pattern",
        ground,
        figure,
        id=f"{name}-{tone}",
        width=6,
        height=6,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)" if tone is Tone.WAIT else None,
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
