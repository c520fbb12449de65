"""Measures of the network of ties, by networkx: degree, strength, betweenness, communities."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum
from itertools import combinations

import networkx as nx
import numpy as np

from .ties import Force, Tie, Weights, weight_of

MOST_UNCERTAIN = 10  # edges: a thousand networks to try

Range = tuple[float, float]


class Which(StrEnum):
    """Which of the ties of a day."""

    CERTAIN = "certain"
    DRAWN = "drawn"
    POSSIBLE = "possible"


def network(
    ties: Iterable[Tie], day: dt.date, weights: Weights, which: Which = Which.DRAWN
) -> nx.Graph:
    """Give the network of ties on a day: an edge between an actor and each of its targets.

    Undirected; an edge has the ``weight`` of its strongest tie, those of weight 0 are left
    out. Every actor and target of any tie is a node, with or without an edge, in order of
    name, so that no result depends on the order of ties. Raises ValueError for a kind
    without a weight.
    """
    number = day.toordinal()
    names: set[str] = set()
    edges: dict[tuple[str, str], float] = {}
    for tie in ties:
        names |= {tie.actor, *tie.targets}
        weight = weight_of(tie, weights)
        if not weight or not _is_in(tie, number, which):
            continue
        for target in tie.targets - {tie.actor}:
            pair = (min(tie.actor, target), max(tie.actor, target))
            edges[pair] = max(edges.get(pair, 0.0), weight)
    graph = nx.Graph()
    graph.add_nodes_from(sorted(names))
    graph.add_weighted_edges_from((*pair, edges[pair]) for pair in sorted(edges))
    return graph


def degrees(graph: nx.Graph) -> dict[str, float]:
    """Give the degree centrality of each: edges / (n - 1), from 0 to 1; 0 if it is alone.

    L. C. Freeman, "Centrality in Social Networks: Conceptual Clarification", Social Networks
    1(3), 1979, 215-239.
    """
    others = max(len(graph) - 1, 1)
    return {name: degree / others for name, degree in graph.degree()}


def strengths(graph: nx.Graph) -> dict[str, float]:
    """Give the sum of the weights of each one's edges, in the unit of the weights, from 0 on.

    A. Barrat et al., "The Architecture of Complex Weighted Networks", PNAS 101(11), 2004,
    3747-3752.
    """
    return {name: float(strength) for name, strength in graph.degree(weight="weight")}


def betweenness(graph: nx.Graph) -> dict[str, float]:
    """Give for each the share of shortest ways between two others that pass through it.

    sum over pairs s, t of sigma_st(v) / sigma_st, over (n - 1)(n - 2) / 2; from 0 to 1.
    Every edge is one step long, whatever its weight. Freeman (1979), computed as U. Brandes,
    "A Faster Algorithm for Betweenness Centrality", Journal of Mathematical Sociology 25(2),
    2001, 163-177.
    """
    return dict(nx.betweenness_centrality(graph))


def communities(graph: nx.Graph) -> list[list[str]]:
    """Give groups that are tied more among themselves than chance would, the largest first.

    They are merged greedily for the highest modularity, with weights: A. Clauset, M. E. J.
    Newman and C. Moore, "Finding Community Structure in Very Large Networks", Physical
    Review E 70, 066111, 2004. One without an edge is a group of its own. Groups of near
    equal modularity can differ much: a picture, not a finding.
    """
    if not graph.number_of_edges():
        return [[name] for name in sorted(graph)]
    found = nx.community.greedy_modularity_communities(graph, weight="weight")
    return sorted((sorted(group) for group in found), key=lambda group: (-len(group), group))


def modularity(graph: nx.Graph, groups: Iterable[Iterable[str]]) -> float:
    """Give the modularity of groups: the share of weight inside them less that by chance.

    M. E. J. Newman and M. Girvan, "Finding and Evaluating Community Structure in Networks",
    Physical Review E 69, 026113, 2004. From -1/2 to 1; nan without an edge. Raises
    networkx's NotAPartition where the groups don't hold each node once.
    """
    if not graph.number_of_edges():
        return np.nan
    return float(nx.community.modularity(graph, [set(group) for group in groups]))


def degree_bounds(certain: nx.Graph, possible: nx.Graph) -> dict[str, Range]:
    """Give the range of each one's degree: exact, as a degree grows with every edge."""
    low, high = degrees(certain), degrees(possible)
    return {name: (low[name], high[name]) for name in high}


def betweenness_bounds(certain: nx.Graph, possible: nx.Graph) -> tuple[dict[str, Range], bool]:
    """Give the range of each one's betweenness, and whether it is exact.

    An edge can raise and lower it, so every network between the two is tried, which is
    exact, up to ten uncertain edges; beyond that only its range, 0 to 1, is known.
    """
    uncertain = sorted(
        tuple(sorted(edge)) for edge in possible.edges if not certain.has_edge(*edge)
    )
    if len(uncertain) > MOST_UNCERTAIN:
        return dict.fromkeys(possible, (0.0, 1.0)), False
    seen: dict[str, list[float]] = {name: [] for name in possible}
    for number in range(len(uncertain) + 1):
        for edges in combinations(uncertain, number):
            graph = certain.copy()
            graph.add_edges_from(edges)
            for name, value in betweenness(graph).items():
                seen[name].append(value)
    return {name: (min(values), max(values)) for name, values in seen.items()}, True


def _is_in(tie: Tie, day: int, which: Which) -> bool:
    force = tie.force_on(day)
    if which is Which.DRAWN:
        return tie.is_drawn_on(day)
    return force is Force.SURELY or which is Which.POSSIBLE and force is Force.PERHAPS
