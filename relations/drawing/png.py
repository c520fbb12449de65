"""PNG from SVG, by resvg.

resvg takes the fonts of the system, and draws no letter where there is none: a server
needs one package of fonts, as Debian's ``fonts-dejavu-core``.
"""

from __future__ import annotations

import re

from resvg_py import svg_to_bytes

ZOOM = 2  # for sharp print, and screens of high density
MOST_PIXELS = 16_000_000
MOST_CHARACTERS = 2_000_000


class TooLarge(ValueError):
    """The picture would take too much time or memory."""


def png(svg: str) -> bytes:
    """Draw a standalone SVG, of which width and height are given, as PNG.

    Raises :class:`TooLarge` beyond 16 million pixels or two million characters of SVG.
    """
    width, height = (int(_attribute(name, svg)) for name in ("width", "height"))
    if width * height * ZOOM**2 > MOST_PIXELS or len(svg) > MOST_CHARACTERS:
        raise TooLarge(f"{width} × {height}")
    return bytes(svg_to_bytes(svg_string=svg, zoom=ZOOM, background="white"))


def _attribute(name: str, svg: str) -> str:
    match = re.search(rf'<svg[^>]* {name}="(\d+)', svg)
    if not match:
        raise ValueError(f"The SVG has no {name}.")
    return match[1]
