"""The report of a run: a table of all figures, the claims, and a file with the raw ones."""

from __future__ import annotations

import json
import statistics
from collections.abc import Mapping
from typing import Any

from .figures import CLAIMS, SPREAD, Claim, Found, ratio, spread

HEADINGS = (
    "page",
    "server",
    "requests a second and core",
    "times ours",
    "by the clock",
    "median, ms",
    "95 of 100, ms",
    "kB",
)
RIGHT = 2  # columns of words; the others are numbers


def markdown(conditions: str, runs: Mapping[int, Found]) -> str:
    """Write the report. ``runs`` are by the number of statements."""
    parts = [f"# geopol beside others\n\n{conditions}", claims(runs)]
    for rows, found in runs.items():
        parts.append(f"## {rows:,} statements\n\n{table(found)}")
    return "\n\n".join(parts) + "\n"


def claims(runs: Mapping[int, Found]) -> str:
    """Write what is claimed, with what was measured at each size."""
    lines = [[said(claim), f"at least {claim.least:g}"] for claim in CLAIMS]
    for line, claim in zip(lines, CLAIMS, strict=True):
        line += [shown(ratio(found, claim.page, claim.other)) for found in runs.values()]
    last = ["95 of 100 answers of any page of ours, in medians", f"at most {SPREAD}"]
    for found in runs.values():
        most, kind = spread(found)
        last.append(f"{most:.1f} ({kind})")
    heads = ["requests a second and core", "claimed", *[f"{rows:,}" for rows in runs]]
    return grid(heads, [*lines, last], words=1)


def said(claim: Claim) -> str:
    (kind, _server), (other, server) = claim.page, claim.other
    return f"{kind}, times {server}" if kind == other else f"{kind}, times {other}"


def table(found: Found) -> str:
    """Write all figures of one size; the first server of each kind of page is ours."""
    lines, first = [], {}
    for (kind, server), figures in found.items():
        ours = first.setdefault(kind, (kind, server))
        times = ratio(found, (kind, server), ours)
        lines.append(
            [
                kind,
                server,
                shown(figures.rate),
                shown(times),
                shown(statistics.median(figures.per_second)),
                shown(figures.median),
                shown(figures.p95),
                shown(figures.size / 1000),
            ]
        )
    return grid(HEADINGS, lines, words=RIGHT)


def shown(number: float | None) -> str:
    """Write a number with three digits that count; a dash where there is none."""
    if number is None:
        return "–"
    if number >= 100:
        return f"{number:,.0f}"
    return f"{number:.1f}" if number >= 10 else f"{number:.2f}"


def grid(heads: Any, lines: list[list[str]], words: int) -> str:
    """Write a table of Markdown; the first ``words`` columns are words, the others numbers."""
    rule = ["---"] * words + ["--:"] * (len(heads) - words)
    return "\n".join(f"| {' | '.join(line)} |" for line in [heads, rule, *lines])


def raw(conditions: str, runs: Mapping[int, Found]) -> str:
    """Write the figures as JSON, for other programs."""
    sizes = {
        rows: [
            {
                "page": kind,
                "server": server,
                "per_core_by_round": figures.per_core,
                "per_second_by_round": figures.per_second,
                "answers": len(figures.milliseconds),
                "median_ms": figures.median,
                "p95_ms": figures.p95,
                "bytes": figures.size,
            }
            for (kind, server), figures in found.items()
        ]
        for rows, found in runs.items()
    }
    return json.dumps({"conditions": conditions, "sizes": sizes}, indent=1) + "\n"
