"""A network of actors: laid out by springs, then moved apart so that names can be read.

The layout is that of T. Fruchterman and E. Reingold, "Graph drawing by force-directed
placement", Software: Practice and Experience 21 (1991), as networkx computes it: seeded,
so that the same network looks the same each time, and kept in the process.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import networkx as nx
from django.utils.safestring import SafeString

from .svg import ACCENT, INK, PAPER, SOFT, cut, element, joined, link, width_of

WIDTH, HEIGHT = 1000, 720
KEY = 30  # height of the legend
EDGE = 60  # kept free at the sides, for names
SIZE = 12
LABEL = 110  # the longest name
SEED = 7
ROUNDS = 120  # of moving apart

Pairs = tuple[tuple[int, int, float], ...]
Boxes = tuple[float, ...]


@dataclass(frozen=True)
class Node:
    """An actor; ``weight`` between 0 and 1 is how large it is drawn."""

    label: str
    title: str
    href: str
    weight: float
    is_organization: bool = False


@dataclass(frozen=True)
class Edge:
    """A tie between two nodes, by their numbers; ``weight`` between 0 and 1."""

    first: int
    second: int
    title: str
    href: str
    weight: float
    only_memberships: bool = False


def draw_network(
    nodes: Sequence[Node], edges: Sequence[Edge], words: tuple[str, str, str, str]
) -> tuple[SafeString, int, int]:
    """Draw a network. Gives the elements, the width and the height.

    ``words`` are those of the legend: country, organization, agreements, memberships only.
    Edges are no stops of the tabulator, as there can be hundreds: the table has them too.
    """
    labels = [cut(node.label, SIZE, LABEL) for node in nodes]
    halves = tuple(max(width_of(label, SIZE) / 2, 8.0) for label in labels)
    pairs = tuple((e.first, e.second, round(e.weight, 3)) for e in edges)
    places = layout(halves, pairs)
    lines = [_line(edge, places) for edge in sorted(edges, key=lambda e: e.weight)]
    dots = [
        _node(node, label, places[number])
        for number, (node, label) in enumerate(zip(nodes, labels, strict=True))
    ]
    return joined([element("g", *lines), *dots, _legend(words)]), WIDTH, HEIGHT + KEY


@lru_cache(maxsize=64)
def layout(halves: Boxes, pairs: Pairs) -> list[tuple[float, float]]:
    """Place nodes, given half the width of each label, and their ties with weights."""
    graph = nx.Graph()
    graph.add_nodes_from(range(len(halves)))
    graph.add_weighted_edges_from(pairs)
    # Something weak that holds all together: parts without a tie would drift apart.
    graph.add_weighted_edges_from(("middle", n, 0.05) for n in range(len(halves)))
    found = nx.spring_layout(graph, seed=SEED, iterations=150, k=2.2 / (len(halves) + 1) ** 0.5)
    found.pop("middle")
    return _apart(_fitted([tuple(map(float, found[n])) for n in range(len(halves))]), halves)


def _fitted(places: list[tuple[float, ...]]) -> list[list[float]]:
    """Stretch places to fill the picture."""
    sizes = (WIDTH - 2 * EDGE, HEIGHT - 60)
    fitted = [[0.0, 0.0] for _place in places]
    for axis, (size, start) in enumerate(zip(sizes, (EDGE, 24), strict=True)):
        values = [place[axis] for place in places]
        low, span = min(values), max(values) - min(values)
        for place, value in zip(fitted, values, strict=True):
            place[axis] = start + (size * (value - low) / span if span else size / 2)
    return fitted


def _apart(places: list[list[float]], halves: Boxes) -> list[tuple[float, float]]:
    """Move nodes apart until no name covers another one, as far as there is room."""
    for _round in range(ROUNDS):
        moved = False
        for n, (a, half_a) in enumerate(zip(places, halves, strict=True)):
            for m in range(n):
                b = places[m]
                over_x = half_a + halves[m] + 6 - abs(a[0] - b[0])
                over_y = 32 - abs(a[1] - b[1])
                if over_x <= 0 or over_y <= 0:
                    continue
                moved = True
                axis, over = (1, over_y) if over_y <= over_x else (0, over_x)
                step = over / 2 * (1 if a[axis] >= b[axis] else -1)
                a[axis] += step
                b[axis] -= step
        for place, half in zip(places, halves, strict=True):
            place[0] = min(max(place[0], half + 4), WIDTH - half - 4)
            place[1] = min(max(place[1], 14), HEIGHT - 26)
        if not moved:
            break
    return [(x, y) for x, y in places]


def _line(edge: Edge, places: list[tuple[float, float]]) -> SafeString:
    (x1, y1), (x2, y2) = places[edge.first], places[edge.second]
    return link(
        edge.href,
        element("title", edge.title),
        element(
            "path",
            d=f"M{x1:.0f} {y1:.0f}L{x2:.0f} {y2:.0f}",
            stroke=SOFT,
            stroke_width=f"{1 + 5 * edge.weight:.1f}",
            stroke_opacity=f"{0.35 + 0.5 * edge.weight:.2f}",
            stroke_dasharray="5 4" if edge.only_memberships else None,
            class_="p-tie",
        ),
        tabindex=-1,
    )


def _node(node: Node, label: str, place: tuple[float, float]) -> SafeString:
    x, y = place
    radius = 4 + 6 * node.weight
    text = element(
        "text",
        label,
        x=x,
        y=y + radius + 12,
        font_size=SIZE,
        text_anchor="middle",
        fill=INK,
        stroke=PAPER,
        stroke_width=3,
        paint_order="stroke",
        class_="p-name",
    )
    return link(
        node.href, element("title", node.title), _sign(x, y, radius, node.is_organization), text
    )


def _sign(x: float, y: float, radius: float, is_organization: bool) -> SafeString:
    look: dict[str, object] = {"fill": ACCENT, "stroke": PAPER, "class_": "p-mark"}
    if is_organization:
        side = radius * 1.8
        return element("rect", x=x - side / 2, y=y - side / 2, width=side, height=side, **look)
    return element("circle", cx=x, cy=y, r=radius, **look)


def _legend(words: tuple[str, str, str, str]) -> SafeString:
    pieces, x, y = [], 16.0, HEIGHT + 12.0
    for number, word in enumerate(words):
        if number < 2:
            pieces.append(_sign(x, y, 6, number == 1))
        else:
            pieces.append(
                element(
                    "path",
                    d=f"M{x - 10:.0f} {y:.0f}h24",
                    stroke=SOFT,
                    stroke_width=3,
                    stroke_dasharray="5 4" if number == 3 else None,
                    class_="p-tie",
                )
            )
        start = x + (12 if number < 2 else 20)
        pieces.append(element("text", word, x=start, y=y + 4, font_size=SIZE))
        x = start + width_of(word, SIZE) + 28
    return joined(pieces)
