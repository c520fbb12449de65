"""Time our pages beside those of Datasette, stock Django, bare SQL and nginx: `make bench`.

    python -m benchmarks [--sizes 1000 100000 1000000] [--rounds N] [--seconds S] [--to DIRECTORY]

All serve the same rows, each with one process; they take turns, round by round. The rows are
made once and kept: in SQLite files in the temporary directory or, with ``DATABASE_URL`` of a
PostgreSQL server, in databases ``geopol_bench_<size>`` there (Datasette reads SQLite only, and
has the same rows in a file). Peers that aren't installed are left out.

Requests are counted by the processor's time of the server, with that of PostgreSQL where it
works for it, so that neither the readers nor what else runs here counts. Ours are timed with
every page made anew, and with pages kept.
"""

from __future__ import annotations

import argparse
import http.client
import os
import platform
import sys
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from http.client import HTTPMessage
from pathlib import Path

from .peers import asked, report
from .peers.data import beside, made
from .peers.figures import Figures, Found
from .peers.plot import draw
from .peers.readers import TIMEOUT, ask, load
from .peers.servers import HEADERS, TICK, Server
from .peers.starting import all_servers, put_file


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 100_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2, help="of each page in each round")
    parser.add_argument("--readers", type=int, default=4, help="who ask at once")
    parser.add_argument("--to", type=Path, default=Path("benchmarks/results"))
    options = parser.parse_args()
    server = os.environ.get("DATABASE_URL", "")
    vendor = "PostgreSQL" if server.startswith("postgres") else "SQLite"
    conditions = (
        f"{vendor}, Python {platform.python_version()}, {os.cpu_count()} cores; "
        f"{options.readers} readers at once, {options.rounds} rounds of {options.seconds:g} s."
    )
    runs: dict[int, Found] = {}
    options.to.mkdir(parents=True, exist_ok=True)
    for rows in options.sizes:
        runs[rows] = run(server if vendor == "PostgreSQL" else "", rows, options)
        # After each size, in case the next one is interrupted.
        name = options.to / vendor.lower()
        name.with_suffix(".md").write_text(report.markdown(conditions, runs))
        name.with_suffix(".json").write_text(report.raw(conditions, runs))
        title = f"Requests a second and core, {vendor}"
        name.with_suffix(".svg").write_text(draw(runs, title))
    print((options.to / f"{vendor.lower()}.md").read_text())


def run(server: str, rows: int, options: argparse.Namespace) -> Found:
    """Serve the rows with all that is installed, and time every page."""
    with tempfile.TemporaryDirectory(prefix="geopol-bench-") as name:
        directory = Path(name)
        file = Path(tempfile.gettempdir()) / f"geopol-{rows}.sqlite3"
        database = f"sqlite:///{file}"
        filed = facts = made(database, rows, directory)
        if server:
            database = beside(server, rows)
            facts = made(database, rows, directory)
        with all_servers(database, file, directory) as servers:
            content, tag = kept_list(servers[asked.KEPT])
            put_file(directory, content)
            pages = [p for p in asked.pages(facts, filed, tag) if p.server in servers]
            return timed(pages, servers, options)


def kept_list(server: Server) -> tuple[bytes, str]:
    """Give our list of statements, which is kept from now on, and its validator."""
    _status, headers, content = answer_of(server, "/statements/")
    return content, headers["ETag"]


def answer_of(
    server: Server, path: str, headers: Mapping[str, str] | None = None
) -> tuple[int, HTTPMessage, bytes]:
    connection = http.client.HTTPConnection(server.site, timeout=TIMEOUT)
    try:
        return ask(connection, path, {**HEADERS, **(headers or {})})
    finally:
        connection.close()


def timed(
    pages: Sequence[asked.Page], servers: Mapping[str, Server], options: argparse.Namespace
) -> Found:
    """Look whether each page shows what it must, then time them in turn, round by round."""
    for page in pages:
        status, _headers, content = answer_of(servers[page.server], page.path, page.headers)
        if status != page.status or page.holds not in content.decode():
            raise SystemExit(f"{page.server}, {page.path}: {status}, without “{page.holds}”")
    found: dict[tuple[str, str], Figures] = defaultdict(Figures)
    for number in range(options.rounds):
        for page in pages:
            if sys.stderr.isatty():
                line = f"round {number + 1}: {page.kind}, {page.server}"
                print(f"\r{line:78}", end="", file=sys.stderr, flush=True)
            server, figures = servers[page.server], found[page.kind, page.server]
            before = server.cpu()
            met = load(server.site, page, options.seconds, options.readers)
            answers = len(met.milliseconds)
            figures.per_core.append(answers / (server.cpu() - before or TICK))
            figures.per_second.append(answers / met.seconds)
            figures.milliseconds += met.milliseconds
            figures.size = met.size
    return found


if __name__ == "__main__":
    main()
