"""PNG from SVG, by resvg.

resvg takes the fonts of the system; where there is none, as on a bare server, that of a
package of ours, so that no letter is ever missing.
"""

from __future__ import annotations

import re
from importlib.resources import files

from resvg_py import svg_to_bytes

ZOOM = 2  # for sharp print, and screens of high density
FONT_FILE = str(files("font_source_sans_pro") / "files" / "SourceSansPro-Regular.ttf")
FONT_NAME = "Source Sans Pro"
MOST_PIXELS = 16_000_000
MOST_CHARACTERS = 2_000_000


class TooLarge(ValueError):
    """The picture would take too much time or memory."""


def png(svg: str, *, system_fonts: bool = True) -> bytes:
    """Draw a standalone SVG, of which width and height are given, as PNG.

    Raises :class:`TooLarge` beyond 16 million pixels or two million characters of SVG.
    """
    width, height = (int(_attribute(name, svg)) for name in ("width", "height"))
    if width * height * ZOOM**2 > MOST_PIXELS or len(svg) > MOST_CHARACTERS:
        raise TooLarge(f"{width} × {height}")
    return bytes(
        svg_to_bytes(
            svg_string=svg,
            zoom=ZOOM,
            background="white",
            font_files=[FONT_FILE],
            sans_serif_family=FONT_NAME,
            skip_system_fonts=not system_fonts,
        )
    )


def _attribute(name: str, svg: str) -> str:
    match = re.search(rf'<svg[^>]* {name}="(\d+)', svg)
    if not match:
        raise ValueError(f"The SVG has no {name}.")
    return match[1]
