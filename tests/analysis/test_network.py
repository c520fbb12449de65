"""Networks of ties: their measures and the ranges of these."""

from __future__ import annotations

import datetime as dt
import math
from collections import deque
from dataclasses import replace
from itertools import combinations
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relations.analysis.between import NEVER, UNKNOWN
from relations.analysis.network import (
    Which,
    betweenness,
    betweenness_bounds,
    communities,
    degree_bounds,
    degrees,
    modularity,
    network,
    strengths,
)
from relations.analysis.ties import Force, Tie

from .strategies import CSTO, WEIGHTS, days, ties

DAY = dt.date(2010, 1, 1)
some_ties = st.lists(ties(), max_size=8)


def tie(actor: str, target: str, kind: str = "binding") -> Tie:
    return replace(CSTO, actor=actor, targets=frozenset({target}), kind=kind, end=NEVER)


STAR = [tie("A", "B"), tie("A", "C", "political"), tie("D", "A"), tie("B", "A", "unclear")]


def test_a_star_by_hand() -> None:
    """Freeman's case of the most central: the hub lies between every two others."""
    graph = network(STAR, DAY, WEIGHTS)
    assert degrees(graph) == pytest.approx({"A": 1, "B": 1 / 3, "C": 1 / 3, "D": 1 / 3})
    assert betweenness(graph) == {"A": 1, "B": 0, "C": 0, "D": 0}
    assert strengths(graph) == {"A": 5, "B": 2, "C": 1, "D": 2}


def test_two_cliques_with_one_bridge_are_two_communities() -> None:
    some = [tie(a, b) for group in ("ABCD", "EFGH") for a, b in combinations(group, 2)]
    graph = network([*some, tie("A", "E")], DAY, WEIGHTS)
    groups = communities(graph)
    assert groups == [list("ABCD"), list("EFGH")]
    # By hand: 13 edges, 6 within each, degrees 13 in each: 2 (6/13 - (13/26)^2).
    assert modularity(graph, groups) == pytest.approx(12 / 13 - 1 / 2)


# The communities of Zachary's karate club and their modularity, as the tests of igraph have
# them for its own program of the same method, cluster_fast_greedy: test-communities.R and
# test-fastgreedy.community.R of https://github.com/igraph/rigraph
IGRAPH = [1, 3, 3, 3, 1, 1, 1, 3, 2, 3, 1, 1, 3, 3, 2, 2, 1, 3, 2, 1, 2, 3, *[2] * 12]
IGRAPH_MODULARITY = 0.3806706114


def test_communities_of_the_karate_club_are_those_that_igraph_finds() -> None:
    club = nx.Graph()  # networkx's own has weights, which igraph's hasn't
    club.add_nodes_from(range(34))
    club.add_edges_from(nx.karate_club_graph().edges)
    groups = communities(club)
    expected = [[n for n in club if IGRAPH[n] == group] for group in (2, 3, 1)]
    assert groups == expected
    assert modularity(club, groups) == pytest.approx(IGRAPH_MODULARITY, abs=5e-11)


def test_without_an_edge_each_is_alone() -> None:
    graph = network(STAR, dt.date(1990, 1, 1), WEIGHTS)
    assert communities(graph) == [["A"], ["B"], ["C"], ["D"]]
    assert math.isnan(modularity(graph, communities(graph)))
    assert set(degrees(graph).values()) == {0}


def by_walking(graph: nx.Graph) -> dict[str, float]:
    """Betweenness by its definition: the shortest ways between each two, counted."""

    def ways(start: str) -> tuple[dict[str, int], dict[str, int]]:
        steps, number = {start: 0}, {start: 1}
        queue = deque([start])
        while queue:
            here = queue.popleft()
            for there in graph[here]:
                if there not in steps:
                    steps[there], number[there] = steps[here] + 1, 0
                    queue.append(there)
                if steps[there] == steps[here] + 1:
                    number[there] += number[here]
        return steps, number

    found = dict.fromkeys(graph, 0.0)
    all_ways = {name: ways(name) for name in graph}
    for s, t in combinations(graph, 2):
        steps, number = all_ways[s]
        for v in graph:
            if v in (s, t) or t not in steps or v not in steps:
                continue
            if steps[v] + all_ways[v][0][t] == steps[t]:
                found[v] += number[v] * all_ways[v][1][t] / number[t]
    pairs = max((len(graph) - 1) * (len(graph) - 2) / 2, 1)
    return {name: value / pairs for name, value in found.items()}


@settings(deadline=None)
@given(some_ties, days, st.randoms())
def test_measures_are_as_defined_and_do_not_depend_on_the_order_of_ties(
    some: list[Tie], day: dt.date, random: Any
) -> None:
    graph = network(some, day, WEIGHTS)
    other = network(random.sample(some, len(some)), day, WEIGHTS)
    assert betweenness(graph) == pytest.approx(by_walking(graph))
    assert list(graph) == sorted(graph)
    assert list(other.edges) == list(graph.edges)
    assert betweenness(other) == betweenness(graph)
    assert degrees(other) == degrees(graph)
    assert strengths(other) == strengths(graph)
    assert communities(other) == communities(graph)
    assert sorted(name for group in communities(graph) for name in group) == sorted(graph)


@settings(deadline=None, max_examples=50)
@given(some_ties, days)
def test_the_ranges_are_those_of_every_network_that_may_have_been(
    some: list[Tie], day: dt.date
) -> None:
    on = day.toordinal()
    some = [t for t in some if t.force_on(on) is Force.SURELY] + [
        t for t in some if t.force_on(on) is Force.PERHAPS
    ][:4]
    certain, possible = (
        network(some, day, WEIGHTS, which) for which in (Which.CERTAIN, Which.POSSIBLE)
    )
    open_edges = [edge for edge in possible.edges if not certain.has_edge(*edge)]
    of_degree: dict[str, list[float]] = {name: [] for name in possible}
    of_betweenness: dict[str, list[float]] = {name: [] for name in possible}
    for number in range(len(open_edges) + 1):
        for chosen in combinations(open_edges, number):
            graph = nx.Graph(certain)
            graph.add_edges_from(chosen)
            for name in graph:
                of_degree[name].append(degrees(graph)[name])
                of_betweenness[name].append(by_walking(graph)[name])
    for name, ends in degree_bounds(certain, possible).items():
        assert ends == pytest.approx((min(of_degree[name]), max(of_degree[name])))
    ranges, exact = betweenness_bounds(certain, possible)
    assert exact is (len(open_edges) <= 10)
    for name, (low, high) in ranges.items():
        assert low <= min(of_betweenness[name]) + 1e-9
        assert high >= max(of_betweenness[name]) - 1e-9
        if exact:
            assert (low, high) == pytest.approx(
                (min(of_betweenness[name]), max(of_betweenness[name]))
            )


def test_with_too_many_uncertain_edges_only_the_range_of_betweenness_is_known() -> None:
    some = [replace(tie("A", target), end=UNKNOWN) for target in "BCDEFGHIJKL"]
    certain, possible = (network(some, DAY, WEIGHTS, w) for w in (Which.CERTAIN, Which.POSSIBLE))
    assert betweenness_bounds(certain, possible) == (dict.fromkeys("ABCDEFGHIJKL", (0, 1)), False)
