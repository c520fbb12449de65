"""The measures computed as their definitions read, item by item: slow, and nothing shared.

The tests set the fast functions beside these, and `python -m benchmarks.alignment` times
them side by side.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isnan, nan, sqrt

Distance = Callable[[float, float], float]
DISTANCES: dict[str, Distance] = {
    "absolute": lambda a, b: abs(a - b),
    "squared": lambda a, b: (a - b) ** 2,
    "nominal": lambda a, b: float(a != b),
}


def s_score(
    x: Sequence[float], y: Sequence[float], w: Sequence[float], d: Distance, furthest: float
) -> float:
    """Signorino and Ritter (1999): 1 - 2 sum(w d / furthest) / sum(w)."""
    apart = weight = 0.0
    for a, b, c in zip(x, y, w, strict=True):
        if not isnan(a) and not isnan(b):
            apart += c * d(a, b) / furthest if furthest else nan
            weight += c
    return 1 - 2 * apart / weight if weight else nan


def kappa(x: Sequence[float], y: Sequence[float], w: Sequence[float], d: Distance) -> float:
    """Cohen (1968): mean distance of the pairs over that of every x with every y."""
    return _beyond_chance(x, y, w, d, pooled=False)


def pi(x: Sequence[float], y: Sequence[float], w: Sequence[float], d: Distance) -> float:
    """Scott (1955): as kappa, but both drawn from all levels of x and y together."""
    return _beyond_chance(x, y, w, d, pooled=True)


def _beyond_chance(
    x: Sequence[float], y: Sequence[float], w: Sequence[float], d: Distance, pooled: bool
) -> float:
    known = [
        item for item in zip(x, y, w, strict=True) if not isnan(item[0]) and not isnan(item[1])
    ]
    total = sum(c for _a, _b, c in known)
    if not total:
        return nan
    observed = sum(c * d(a, b) for a, b, c in known) / total
    one = [(a, c) for a, _b, c in known]
    other = [(b, c) for _a, b, c in known]
    if pooled:
        one = other = one + other
    expected = weights = 0.0
    for a, c in one:
        for b, e in other:
            expected += c * e * d(a, b)
            weights += c * e
    return 1 - observed / (expected / weights) if expected else nan


def tau_b(x: Sequence[float], y: Sequence[float]) -> float:
    """Kendall (1938), with his correction for ties: every pair of items looked at."""
    known = [(a, b) for a, b in zip(x, y, strict=True) if not isnan(a) and not isnan(b)]
    score = untied_x = untied_y = 0
    for n, (a, b) in enumerate(known):
        for c, d in known[:n]:
            score += ((a > c) - (a < c)) * ((b > d) - (b < d))
            untied_x += a != c
            untied_y += b != d
    return score / sqrt(untied_x * untied_y) if untied_x and untied_y else nan


def jaccard(x: Sequence[float], y: Sequence[float], w: Sequence[float]) -> float:
    """Jaccard (1912), for levels as Ružička: sum of minima over sum of maxima."""
    least = most = 0.0
    for a, b, c in zip(x, y, w, strict=True):
        if not isnan(a) and not isnan(b):
            least += c * min(a, b)
            most += c * max(a, b)
    return least / most if most else nan


def kappa_of_counts(x: Sequence[float], y: Sequence[float], d: Distance) -> float:
    """Cohen (1968) as a programmer would loop it: one pass over items, one over levels."""
    return _of_counts(x, y, d, pooled=False)


def pi_of_counts(x: Sequence[float], y: Sequence[float], d: Distance) -> float:
    """Scott (1955), likewise."""
    return _of_counts(x, y, d, pooled=True)


def _of_counts(x: Sequence[float], y: Sequence[float], d: Distance, pooled: bool) -> float:
    observed = 0.0
    one: dict[float, int] = {}
    other: dict[float, int] = {}
    for a, b in zip(x, y, strict=True):
        observed += d(a, b)
        one[a] = one.get(a, 0) + 1
        other[b] = other.get(b, 0) + 1
    if pooled:
        both = {a: (one.get(a, 0) + other.get(a, 0)) / 2 for a in {*one, *other}}
        expected = sum(p * q * d(a, b) for a, p in both.items() for b, q in both.items())
    else:
        expected = sum(p * q * d(a, b) for a, p in one.items() for b, q in other.items())
    return 1 - observed * len(x) / expected if expected else nan
