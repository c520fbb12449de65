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
NOTES = """\
One process each, in turn. Requests are counted by the processor's time of the server, with that
of PostgreSQL's processes that work for it; ratios are medians of those of the rounds.

Lists show 25 statements. Ours counts six facets among the first rows of the list, and remembers
them, the numbers of those rows, and how it drew each statement, until the next write; Datasette's
counts the two that stand in the same table, over all rows; those of stock Django and bare SQL have
none. Datasette's page of a row shows its columns and how many rows point to it; the others show the
parts of the record, and of a person or country 20 statements. Our search ranks all kinds of
records, Datasette's reads our index of statements, and stock Django's and bare SQL's are LIKE."""
RIGHT = 2  # columns of words; the others are numbers


def markdown(conditions: str, runs: Mapping[int, Found]) -> str:
    """Write the report. ``runs`` are by the number of statements."""
    parts = [f"# geopol beside others\n\n{conditions}\n\n{NOTES}", claims(runs)]
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
