"""SVG elements, escaped, and the picture that they make.

Colours are presentation attributes in the light palette, so that a downloaded file
looks right by itself; each coloured element has a class as well, by which the site's
stylesheet sets the colours of the dark palette and of print. No style attributes: the
policy of the site refuses them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from html import escape
from typing import Any

from django.utils.safestring import SafeString

FONT = "DejaVu Sans, Noto Sans, Liberation Sans, sans-serif"
INK, SOFT, LINE, PAPER, ACCENT = "#1c2326", "#545e62", "#dcd9cf", "#ffffff", "#14534f"
SOURCE_HEIGHT = 26  # of the line under a file

# What XML 1.0 can't hold, not even escaped.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def text_of(value: object) -> SafeString:
    """Escape a text for SVG. What is safe already stays; what no XML can hold is left out."""
    if isinstance(value, SafeString):
        return value
    return SafeString(escape(_FORBIDDEN.sub("", str(value))))


def number(value: float) -> str:
    """Write a coordinate, to a tenth at most: 12, 0.5."""
    written = f"{value:.1f}".removesuffix(".0")
    return "0" if written == "-0" else written


def element(name: str, *children: object, **attributes: object) -> SafeString:
    """Give an element. ``class_`` is class, ``stroke_width`` stroke-width; None is left out."""
    written = "".join(
        f' {_attribute(key)}="{number(value) if isinstance(value, float) else text_of(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    inside = "".join([text_of(child) for child in children])
    return SafeString(f"<{name}{written}>{inside}</{name}>" if inside else f"<{name}{written}/>")


@cache
def _attribute(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def joined(pieces: Iterable[object]) -> SafeString:
    """Put pieces one after the other."""
    return SafeString("".join([text_of(piece) for piece in pieces]))


def link(href: str, *children: object, **attributes: object) -> SafeString:
    """Give a link, or what would be in it where there is nowhere to lead to."""
    return element("a", *children, href=href, **attributes) if href else joined(children)


def width_of(text: str, size: float) -> float:
    """Estimate how wide a text is; a little too wide rather than too narrow."""
    ems = sum(
        1.0 if unicodedata.east_asian_width(c) in "WF" else 0.35 if c in " .,;:'ijlI|()-" else 0.6
        for c in text
    )
    return ems * size


def cut(text: str, size: float, room: float) -> str:
    """Shorten a text with an ellipsis until it fits."""
    if width_of(text, size) <= room:
        return text
    while text and width_of(f"{text}…", size) > room:
        text = text[:-1]
    return f"{text.rstrip()}…"


@dataclass(frozen=True)
class Cell:
    """A figure of the table, and where it leads."""

    text: str
    href: str = ""


@dataclass(frozen=True)
class Picture:
    """A drawing with everything that stands around it.

    ``name`` begins the ids within it, so no two pictures of a page may share it;
    ``body`` are the elements; ``headings`` and ``rows`` the same figures as a table;
    ``note`` a caption; ``address`` the path of its page, and ``file`` that of its files
    without their ending, ``query`` (as 'as_of=2020-11-10') goes behind.
    """

    name: str
    title: str
    description: str
    width: int
    height: int
    body: SafeString
    headings: tuple[str, ...] = ()
    rows: list[list[Cell]] = field(default_factory=list)
    note: str = ""
    address: str = ""
    file: str = ""
    query: str = ""
    kind: str = "chart"  # or map, network: how large the page shows it

    @property
    def svg(self) -> SafeString:
        """The drawing for a page: it scales, and takes its colours from the stylesheet.

        With links in it the drawing is a group: those inside an image would be hidden.
        """
        return self._drawing(role=self._role)

    @property
    def svg_url(self) -> str:
        return self._url("svg")

    @property
    def png_url(self) -> str:
        return self._url("png")

    def standalone(self, site: str = "", source: str = "") -> str:
        """Give a file of its own, with a line below that says where it is from.

        ``site`` is scheme and host; links in the drawing lead there.
        """
        line = element(
            "text", source, x=8, y=self.height + SOURCE_HEIGHT - 9, font_size=11, fill=SOFT
        )
        paper = element("rect", width="100%", height="100%", fill=PAPER)
        drawing = self._drawing(
            before=paper,
            after=line if source else "",
            xmlns="http://www.w3.org/2000/svg",
            width=self.width,
            height=self._full_height(source),
            role=self._role,
            viewBox=f"0 0 {self.width} {self._full_height(source)}",
        )
        absolute = drawing.replace(' href="/', f' href="{text_of(site)}/')
        return absolute.replace(' href="#', f' href="{text_of(site + self.address)}#')

    def _full_height(self, source: str) -> int:
        return self.height + (SOURCE_HEIGHT if source else 0)

    @property
    def _role(self) -> str | None:
        # As an image its links would be hidden from screen readers.
        return None if "<a " in self.body else "img"

    def _url(self, ending: str) -> str:
        return f"{self.file}.{ending}" + (f"?{self.query}" if self.query else "")

    def _drawing(self, before: Any = "", after: Any = "", **attributes: object) -> SafeString:
        title, description = f"{self.name}-title", f"{self.name}-description"
        attributes.setdefault("viewBox", f"0 0 {self.width} {self.height}")
        return element(
            "svg",
            element("title", self.title or self.name, id=title),
            element("desc", self.description, id=description) if self.description else "",
            before,
            self.body,
            after,
            **attributes,
            aria_labelledby=title,
            aria_describedby=description if self.description else None,
            font_family=FONT,
            font_size=13,
            fill=INK,
        )
