"""Open each page at a thousand and at a million statements, side by side: `make growth`.

    python -m benchmarks.growth [--rows SMALL LARGE] [--rounds N] [--only WORD] [--part PART]

Two processes, one a size, that take turns. ``DATABASE_URL`` holds ``{rows}`` where the size
belongs (default: the SQLite files of `make million`); a database without generated rows is
filled first. No page is kept. What counts, facets and rankings remember of the present
state is forgotten before each time of "cold", as after an edit; "warm" is the second time.

Then words are searched for, at the large size only, beside icontains of the same words in
the same columns.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from . import growth_pages, measuring

MOST, ADMIN = 1.5, 300  # times the small size, and milliseconds, that no page may take


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, nargs=2, default=(1000, 1_000_000))
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--only", default="", help="pages whose line holds this")
    parser.add_argument("--part", choices=("pages", "search"), help="one part only")
    parser.add_argument("--serve", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve(options.serve)
        return
    sizes = [Size(rows) for rows in options.rows]
    if options.part != "search":
        compare(sizes, options.rounds, options.only)
    if options.part != "pages":
        search(sizes[-1])
    for size in sizes:
        size.end()


def compare(sizes: list[Size], rounds: int, only: str) -> None:
    """Print what each page costs at both sizes; mark what grows and what is slow."""
    names = [size.ask("pages") for size in sizes]
    print(f"{sizes[0].ask('vendor')}, {rounds} rounds, medians of ms")
    small, large = (f"{size.rows:,}" for size in sizes)
    print(f"{'page':<50}{'queries':>9}{small:>9}{large:>11}{'cold':>7}{'warm':>7}")
    marked = 0
    for name in names[0]:
        if only not in name or name not in names[1]:
            continue
        first = [size.ask("open", name) for size in sizes]
        taken: list[list[list[float]]] = [[], []]
        for _ in range(rounds):
            for times, size in zip(taken, sizes, strict=True):
                times.append(size.ask("time", name))
        cold, warm = ([statistics.median(t[n] for t in times) for times in taken] for n in (0, 1))
        note = "".join(
            f"  {size.rows}: answered {f[0]}"
            for f, size in zip(first, sizes, strict=True)
            if f[0] != 200
        )
        if first[0][1] != first[1][1]:
            note += "  QUERIES"
        if cold[1] > MOST * cold[0]:
            note += "  GROWS" if warm[1] > MOST * warm[0] else "  GROWS COLD"
        if name.startswith("admin") and cold[1] > ADMIN:
            note += "  SLOW"
        marked += bool(note)
        queries = "/".join(dict.fromkeys(str(f[1]) for f in first))
        print(
            f"{name:<50}{queries:>9}{cold[0]:>9.1f}{cold[1]:>11.1f}"
            f"{cold[1] / cold[0]:>7.2f}{warm[1] / warm[0]:>7.2f}{note}",
            flush=True,
        )
    print(f"\nmarked: {marked}\n")


def search(size: Size) -> None:
    """Print what each query costs, beside icontains of its words."""
    print(f"search of {size.rows:,} statements, {size.ask('vendor')}, ms")
    print(f"{'words':<44}{'p50':>8}{'p95':>8}{'icontains':>11}{'times':>7}")
    for name, text in growth_pages.WORDS:
        ranked = sorted(size.ask("search", text))
        slow = statistics.median(size.ask("icontains", text))
        p50, p95 = statistics.median(ranked), ranked[int(len(ranked) * 0.95)]
        note = "  SLOW" if p95 > growth_pages.SEARCH_LIMIT else ""
        note += "  NOT 10 TIMES" if slow < 10 * p50 else ""
        print(f"{name:<44}{p50:>8.1f}{p95:>8.1f}{slow:>11.1f}{slow / p50:>7.0f}{note}", flush=True)


class Size:
    """A process that answers for the database of one size."""

    def __init__(self, rows: int) -> None:
        self.rows = rows
        default = f"sqlite:///{Path(tempfile.gettempdir()) / 'geopol-{rows}.sqlite3'}"
        url = os.environ.get("DATABASE_URL", default).replace("{rows}", str(rows))
        self.process: Any = subprocess.Popen(  # noqa: S603 our own module
            [sys.executable, "-m", "benchmarks.growth", "--serve", str(rows)],
            env=os.environ | {"DATABASE_URL": url},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, *question: Any) -> Any:
        print(json.dumps(question), file=self.process.stdin, flush=True)
        answer = self.process.stdout.readline()
        if not answer:
            raise SystemExit(f"the process of {self.rows} rows ended")
        return json.loads(answer)

    def end(self) -> None:
        self.process.stdin.close()
        self.process.wait()


def serve(rows: int) -> None:
    """Answer what :class:`Size` asks, a line each."""
    answers, sys.stdout = sys.stdout, sys.stderr
    os.environ |= {"API_RATE": "", "LOG_LEVEL": "ERROR"}
    measuring.set_up("")

    from .million import prepare

    prepare(rows)
    visit = growth_pages.Visit(rows, measuring.client())
    for line in questions():
        what, *given = json.loads(line)
        print(json.dumps(getattr(visit, what)(*given)), file=answers, flush=True)


def questions() -> Iterator[str]:
    while line := sys.stdin.readline():
        yield line


if __name__ == "__main__":
    main()
