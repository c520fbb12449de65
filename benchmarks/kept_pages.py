"""Time a kept page and an answer of 304 beside an empty view: `make kept`.

    python -m benchmarks.kept_pages [--rounds N]

Calls the WSGI application of one process, so that no server and no network hide what we
spend: what stands in front of it costs the same for all three. They take turns.
"""

from __future__ import annotations

import argparse
import functools
import io
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .measuring import set_up

PAGES = ("/", "/countries/armenia/", "/statements/", "/glossary/", "/network/")
# Below an address that the cache of pages leaves alone.
EMPTY = "/language/empty/"
AT_ONCE = 20  # requests that are timed together


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    directory = tempfile.TemporaryDirectory()
    set_up(str(Path(directory.name) / "bench.sqlite3"), kept=True)

    from django.http import HttpResponse
    from django.urls import path

    from geopol import urls

    urls.urlpatterns.insert(0, path(EMPTY[1:], lambda request: HttpResponse("")))

    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application
    from django.db import connection

    call_command("migrate", verbosity=0)
    call_command("load_fixtures", verbosity=0, stdout=io.StringIO())
    ask = asker(get_wsgi_application())
    print(f"{connection.vendor}, medians of {rounds} times {AT_ONCE} requests")
    print(f"{'page':<24}{'kB':>6}{'empty us':>10}{'kept us':>9}{'304 us':>8}{'kept':>7}{'304':>7}")
    for url in PAGES:
        status, headers, content = ask(url, "")
        size, tag = len(content) / 1000, headers["ETag"]
        if (status, ask(url, tag)[0]) != ("200 OK", "304 Not Modified"):
            raise SystemExit(f"{url} is not kept")
        wanted = ((EMPTY, ""), (url, ""), (url, tag))
        times = turns(rounds, *(functools.partial(ask, *of) for of in wanted))
        empty, kept, known = (statistics.median(taken) for taken in times)
        rates = [
            statistics.median(e / t for e, t in zip(times[0], taken, strict=True))
            for taken in times[1:]
        ]
        print(
            f"{url:<24}{size:>6.1f}{empty:>10.0f}{kept:>9.0f}{known:>8.0f}"
            f"{rates[0]:>7.0%}{rates[1]:>7.0%}",
            flush=True,
        )
    directory.cleanup()


def turns(rounds: int, *actions: Callable[[], object]) -> list[list[float]]:
    """Give the microseconds of processor and waiting that each action takes, in turn."""
    times: list[list[float]] = [[] for _ in actions]
    for _ in range(rounds):
        for taken, action in zip(times, actions, strict=True):
            start = time.perf_counter()
            for _ in range(AT_ONCE):
                action()
            taken.append((time.perf_counter() - start) / AT_ONCE * 1e6)
    return times


def asker(application: Any) -> Callable[[str, str], tuple[str, dict[str, str], bytes]]:
    """Make a function that asks the application for an address as a browser through our proxy."""

    def ask(url: str, tag: str) -> tuple[str, dict[str, str], bytes]:
        began: list[Any] = []
        path, _mark, query = url.partition("?")
        answer = application(
            {
                "REQUEST_METHOD": "GET",
                "PATH_INFO": path,
                "QUERY_STRING": query,
                "SERVER_NAME": "testserver",
                "SERVER_PORT": "443",
                "HTTP_HOST": "testserver",
                "HTTP_X_FORWARDED_PROTO": "https",
                "HTTP_ACCEPT_ENCODING": "gzip, br",
                "HTTP_ACCEPT_LANGUAGE": "en-GB,en;q=0.9",
                "wsgi.url_scheme": "https",
                "wsgi.input": io.BytesIO(),
                "wsgi.errors": io.StringIO(),
                **({"HTTP_IF_NONE_MATCH": tag} if tag else {}),
            },
            lambda status, headers, _error=None: began.extend((status, dict(headers))),
        )
        content = b"".join(answer)
        answer.close()
        return began[0], began[1], content

    return ask


if __name__ == "__main__":
    main()
