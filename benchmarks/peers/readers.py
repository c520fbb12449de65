"""Readers of one page at once, in a process of their own.

    python -m benchmarks.peers.readers HOST:PORT PATH SECONDS READERS HEADERS STATUS

Each asks again as soon as it is answered, on a kept connection where the server keeps it.
Prints as JSON the milliseconds of each answer, the seconds that all took, and the bytes of
one. HEADERS are JSON; an answer of another status than STATUS ends it with an error.
"""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from typing import Any

from .asked import Page
from .servers import HEADERS

TIMEOUT = 600  # seconds


@dataclass
class Load:
    """What readers met: milliseconds of each answer, seconds in all, bytes of an answer."""

    milliseconds: list[float]
    seconds: float
    size: int


def load(site: str, page: Page, seconds: float, readers: int) -> Load:
    """Let readers ask for a page for so many seconds, each at least once.

    Raises :class:`RuntimeError` where one got another answer.
    """
    command = [sys.executable, "-m", "benchmarks.peers.readers", site, page.path, str(seconds)]
    done = subprocess.run(  # noqa: S603 our own
        [*command, str(readers), json.dumps({**HEADERS, **page.headers}), str(page.status)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{site}{page.path}: {done.stderr.strip()[-500:]}")
    return Load(**json.loads(done.stdout))


def ask(
    connection: http.client.HTTPConnection, path: str, headers: dict[str, str]
) -> tuple[int, http.client.HTTPMessage, bytes]:
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    return answer.status, answer.headers, answer.read()


def main() -> None:
    site, path, seconds, readers, sent, status = sys.argv[1:]
    headers = json.loads(sent)
    times: list[float] = []
    wrong: list[Any] = []
    sizes: list[int] = []
    end = time.perf_counter() + float(seconds)

    def read() -> None:
        connection = http.client.HTTPConnection(site, timeout=TIMEOUT)
        try:
            while True:
                start = time.perf_counter()
                found, _headers, content = ask(connection, path, headers)
                times.append((time.perf_counter() - start) * 1000)
                if found != int(status):
                    wrong.append(f"answered {found}: {content[:300]!r}")
                if wrong or time.perf_counter() > end:
                    sizes.append(len(content))
                    return
        except (OSError, http.client.HTTPException) as error:
            wrong.append(error)

    start = time.perf_counter()
    threads = [threading.Thread(target=read) for _ in range(int(readers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        sys.exit(str(wrong[0]))
    taken = time.perf_counter() - start
    print(json.dumps({"milliseconds": times, "seconds": taken, "size": sizes[0]}))


if __name__ == "__main__":
    main()
