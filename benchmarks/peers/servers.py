"""Servers of one process each: started, waited for, and the processor's time that they took."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

TICK = 1 / os.sysconf("SC_CLK_TCK")  # seconds, the least that can be told
# As a proxy with HTTPS in front of the server says it.
HEADERS = {"X-Forwarded-Proto": "https"}
START = 120  # seconds; one that reads a large database first takes its time


@dataclass
class Server:
    """A running server: how the report calls it, where it listens, its first process."""

    name: str
    site: str
    pid: int
    database: str = ""  # that of PostgreSQL whose processes work for it
    _took: dict[int, float] = field(default_factory=dict)  # by process, until it ended

    def cpu(self) -> float:
        """Give the seconds of the processor that its processes took, and those of PostgreSQL."""
        for pid in (self.pid, *children(self.pid), *backends(self.database)):
            self._took[pid] = max(self._took.get(pid, 0), seconds_of(pid))
        return sum(self._took.values())


def seconds_of(pid: int) -> float:
    """Give the processor's time of a process, all its threads and its ended children."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return sum(map(int, fields[11:15])) * TICK


def children(pid: int) -> list[int]:
    return [int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def backends(database: str) -> list[int]:
    """Give the processes of PostgreSQL that serve a database; none of another machine's."""
    if not database:
        return []
    import psycopg

    with psycopg.connect(database.rpartition("/")[0] + "/postgres") as server:
        found = server.execute(
            "SELECT pid FROM pg_stat_activity"
            " WHERE datname = %s AND backend_type = 'client backend'",
            [database.rpartition("/")[2]],
        )
        return [pid for (pid,) in found]


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def serving(
    name: str,
    command: Sequence[str],
    port: int,
    log: Path,
    *,
    environment: dict[str, str],
    database: str = "",
) -> Iterator[Server]:
    """Run a server until the block ends. Raises :class:`RuntimeError` where it doesn't start."""
    with log.open("wb") as out:
        process = subprocess.Popen(  # noqa: S603 our own
            command, env=os.environ | environment, stdout=out, stderr=out
        )
    try:
        _wait(port, process, log)
        yield Server(name, f"127.0.0.1:{port}", process.pid, database)
    finally:
        process.terminate()
        process.wait(60)


def gunicorn(application: str, port: int) -> list[str]:
    """Give the command that serves a WSGI application as deploy/ does, with one worker."""
    command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py"]
    command += ["--workers", "1", "--max-requests", "0", "--timeout", "600"]
    return [*command, "--bind", f"127.0.0.1:{port}", application]


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START
    request = urllib.request.Request(f"http://127.0.0.1:{port}/healthz", headers=HEADERS)  # noqa: S310
    while time.monotonic() < end and process.poll() is None:
        try:
            urllib.request.urlopen(request, timeout=START).close()  # noqa: S310
        except urllib.error.HTTPError as answer:
            answer.close()
            return  # it answers, whether or not it has such a page
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"{log.name} did not start: {log.read_text(errors='replace')[-1000:]}")
