"""The world: outlines of states as paths, small ones as dots, coloured by tone.

The data are those of the package ``countryinfo`` and of :mod:`.outlines`, projected,
rounded to a grid of 2000 by about 850 and read once a process.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from countryinfo import all_countries
from django.utils.safestring import SafeString

from .outlines import OUTLINES, PLACES
from .projection import CUT, equal_earth
from .svg import LINE, PAPER, element, joined, link
from .tones import Tone, attributes, legend, patterns

WIDTH = 800
GRID_WIDTH = 2000
SCALE = GRID_WIDTH / 5.3
NORTH, SOUTH = 83.7, -56.0
LEFT, TOP = equal_earth(CUT, 0)[0] * SCALE, equal_earth(0, NORTH)[1] * SCALE
GRID_HEIGHT = int(TOP - equal_earth(0, SOUTH)[1] * SCALE) + 1
SMALL = 7  # what is not wider and higher on the grid is a dot
LEFT_OUT = {"ATA", "SCG"}  # no state, and half the picture; a former state

Point = tuple[int, int]
Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True)
class Place:
    """A country to be coloured: its code, what its tip says, where it leads."""

    code: str
    title: str
    href: str
    tone: Tone


@dataclass(frozen=True)
class Shape:
    """The rings of a country: for each its path and the box around it."""

    rings: tuple[tuple[str, Box], ...]

    @property
    def path(self) -> str:
        return "".join(path for path, _box in self.rings)


@dataclass(frozen=True)
class World:
    """Shapes and dots by code, on the grid."""

    shapes: dict[str, Shape]
    dots: dict[str, Point]


@cache
def world() -> World:
    """Read and project all outlines and places."""
    shapes: dict[str, Shape] = {}
    dots: dict[str, Point] = {}
    for code, rings, place in _countries():
        drawn = [points for ring in rings if len(points := _points(ring)) > 3]
        if drawn and not _is_small(drawn):
            shapes[code] = Shape(tuple((_path(points), box_around(points)) for points in drawn))
        elif rings or place:
            dots[code] = _point(*place) if place else drawn[0][0]
    return World(shapes, dots)


def is_drawn(code: str) -> bool:
    """Tell whether the map has a shape or a place for a country's code."""
    return code in world().shapes or code in world().dots


def draw_world(
    places: Sequence[Place], labels: dict[Tone, str], name: str
) -> tuple[SafeString, int, int]:
    """Draw the world with these countries coloured. Gives the elements, width and height.

    Links are no stops of the tabulator, as there can be two hundred: the table under the
    picture has the same ones. Countries that the map has no place for are left out.
    """
    shown = [place for place in places if is_drawn(place.code)]
    frame = frame_around([place.code for place in shown])
    zoom = WIDTH / (frame[2] - frame[0])
    height = int((frame[3] - frame[1]) * zoom)
    land = element("path", d=_land(frame, {p.code for p in shown}), **LAND)
    used = dict.fromkeys(place.tone for place in shown)
    groups = [_group(tone, [p for p in shown if p.tone is tone], name, zoom) for tone in used]
    drawn = element(  # a drawing in the drawing: what is beyond the frame is cut off
        "svg",
        land,
        *groups,
        width=WIDTH,
        height=height,
        viewBox=f"{frame[0]:.0f} {frame[1]:.0f} {WIDTH / zoom:.0f} {height / zoom:.0f}",
        stroke_width=f"{0.7 / zoom:.3g}",
    )
    items = [(tone, label) for tone, label in labels.items() if tone in used]
    key, tall = legend(items, name, 8, height + 10, WIDTH - 16)
    defined = patterns(used, name), patterns(used, f"{name}-land", zoom)
    return joined([*defined, drawn, key]), WIDTH, int(height + 10 + tall)


LAND: dict[str, object] = {"fill": LINE, "stroke": PAPER, "class_": "p-land"}


def _land(frame: Box, coloured: set[str]) -> str:
    """Give what lies in the frame and has no colour as one path."""
    return "".join(
        path
        for code, shape in world().shapes.items()
        if code not in coloured
        for path, box in shape.rings
        if box[0] < frame[2] and box[2] > frame[0] and box[1] < frame[3] and box[3] > frame[1]
    )


def frame_around(codes: Sequence[str]) -> Box:
    """Give the part of the world to show, so that these countries can be told apart.

    The whole of it where they are far from each other; half as high as it is wide.
    """
    corners: list[Point | tuple[float, float]] = []
    for code in codes:
        if shape := world().shapes.get(code):
            corners += [c for _path, box in shape.rings for c in (box[:2], box[2:])]
        else:
            corners.append(world().dots[code])
    left, top, right, bottom = box_around(corners)
    width = max((right - left) * 1.15, (bottom - top) * 2.3, GRID_WIDTH / 4)
    if width > GRID_WIDTH * 0.75:
        return 0, 0, GRID_WIDTH, GRID_HEIGHT
    x = min(max((left + right - width) / 2, 0), GRID_WIDTH - width)
    y = min(max((top + bottom - width / 2) / 2, 0), GRID_HEIGHT - width / 2)
    return x, y, x + width, y + width / 2


def box_around(points: Iterable[tuple[float, float]]) -> Box:
    """Give the smallest box around points; there is at least one."""
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _group(tone: Tone, places: Iterable[Place], name: str, zoom: float) -> SafeString:
    look: dict[str, object] = {**attributes(tone, f"{name}-land")}
    look["stroke"] = look["stroke"] or PAPER
    if "stroke_dasharray" in look:
        look["stroke_dasharray"] = f"{4 / zoom:.2g} {3 / zoom:.2g}"
    return element("g", *[_place(place, zoom) for place in places], **look)


def _place(place: Place, zoom: float) -> SafeString:
    title = element("title", place.title)
    return link(place.href, title, _figure(place.code, zoom), tabindex=-1)


def _figure(code: str, zoom: float) -> SafeString:
    if shape := world().shapes.get(code):
        return element("path", d=shape.path)
    x, y = world().dots[code]
    return element("circle", cx=x, cy=y, r=2.8 / zoom)


def _countries() -> Iterable[tuple[str, list[Any], tuple[float, float] | None]]:
    """Give code, rings and place of each; the package has some twice, one without outline."""
    rings: dict[str, list[Any]] = {code: [ring] for code, ring in OUTLINES.items()}
    places = dict(PLACES)
    for country in all_countries():
        code = str(country.iso(3) or "")
        if not code or code in LEFT_OUT:
            continue
        found = _rings(country.geo_json() or {})
        if found and code not in rings:
            rings[code] = found
        match country.latlng():
            case [latitude, longitude]:
                places.setdefault(code, (longitude, latitude))
    for code in sorted({*rings, *places}):
        yield code, rings.get(code, []), places.get(code)


def _rings(geo: dict[str, Any]) -> list[Any]:
    """Give the outer rings of GeoJSON, and the inner ones, which the even-odd rule needs."""
    rings: list[Any] = []
    for feature in geo.get("features", ()):
        shape = feature["geometry"]
        polygons = shape["coordinates"]
        if shape["type"] == "Polygon":
            polygons = [polygons]
        rings += [ring for polygon in polygons for ring in polygon]
    return rings


def _points(ring: Any) -> list[Point]:
    """Project a ring to the grid, without points that add nothing there."""
    beyond = 360 if sum(x for x, _y in ring) / len(ring) < CUT else 0
    points: list[Point] = []
    for longitude, latitude in ring:
        point = _point(longitude + beyond, latitude, wrap=False)
        if points and point == points[-1]:
            continue
        if len(points) > 1 and _straight(points[-2], points[-1], point):
            points.pop()
        points.append(point)
    return points


def _point(longitude: float, latitude: float, wrap: bool = True) -> Point:
    if wrap and longitude < CUT:
        longitude += 360
    x, y = equal_earth(longitude, latitude)
    return round(x * SCALE - LEFT), round(TOP - y * SCALE)


def _straight(a: Point, b: Point, c: Point) -> bool:
    return (b[0] - a[0]) * (c[1] - b[1]) == (b[1] - a[1]) * (c[0] - b[0])


def _is_small(rings: list[list[Point]]) -> bool:
    left, top, right, bottom = box_around([point for ring in rings for point in ring])
    return right - left <= SMALL and bottom - top <= SMALL


def _path(points: list[Point]) -> str:
    """Write a ring as short as a path can be: relative steps, no needless separator."""
    steps = []
    for (x, y), (to_x, to_y) in zip(points, points[1:], strict=False):
        steps.append(f"{to_x - x}{'' if to_y < y else ' '}{to_y - y}")
    line = " ".join(steps[:-1]).replace(" -", "-")
    return f"M{points[0][0]} {points[0][1]}l{line}z"
