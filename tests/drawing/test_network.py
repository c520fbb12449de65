"""The layout of a network: always the same, inside the picture, with names to read."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from relations.drawing.network import HEIGHT, WIDTH, Edge, Node, draw_network, layout

WORDS = ("country", "organization", "agreements", "memberships only")


def test_the_same_network_is_laid_out_alike() -> None:
    asked = (30.0,) * 12, tuple((a, b, 0.5) for a, b in combinations(range(6), 2))
    first = layout(*asked)
    layout.cache_clear()
    assert layout(*asked) == first


def test_no_name_covers_another_one_in_a_network_of_sixty() -> None:
    halves = (28.0,) * 60
    places = layout(halves, tuple((n, (n * 7 + 1) % 60, 1.0) for n in range(60)))
    for (x1, y1), (x2, y2) in combinations(places, 2):
        assert abs(x1 - x2) >= 55 or abs(y1 - y2) >= 31


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 80))
def test_any_number_of_actors_stays_inside(number: int) -> None:
    for x, y in layout((40.0,) * number, tuple((0, n, 0.3) for n in range(1, number))):
        assert 0 < x < WIDTH
        assert 0 < y < HEIGHT


def test_a_tie_leads_to_the_pair_and_memberships_are_dashed() -> None:
    nodes = [Node("A", "Aland", "/countries/a/", 1), Node("B", "Bland", "/countries/b/", 0.5)]
    edge = Edge(0, 1, "A – B: 1", "/between/a/b/", 1.0, only_memberships=True)
    drawn = draw_network(nodes, [edge], WORDS)[0]
    assert '<a href="/between/a/b/" tabindex="-1"><title>A – B: 1</title><path' in drawn
    assert drawn.count("stroke-dasharray") == 2  # the tie, and the legend
