"""The server of a soak: gunicorn with the settings of deploy/, its memory and its log."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

WORKERS = "2"
_MADE = ("Pss_Anon:", "Pss_Shmem:")  # of Linux 5.4 and newer


@dataclass
class Server:
    """A running server: its address, its first process, and where it logs."""

    site: str
    process: subprocess.Popen[bytes]
    log: Path

    def complaints(self) -> list[str]:
        """Lines of the log that tell of an error or of a worker that was ended."""
        signs = ("ERROR", "CRITICAL", "Traceback", "WORKER TIMEOUT")
        lines = self.log.read_text(errors="replace").splitlines()
        return [f"log: {line[:300]}" for line in lines if any(sign in line for sign in signs)]


@contextmanager
def served(environment: dict[str, str], directory: Path) -> Iterator[Server]:
    """Serve the site until the block ends. Raises :class:`RuntimeError` if it doesn't start."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    log = directory / "server.log"
    everything = os.environ | environment | {"WEB_BIND": address, "WEB_CONCURRENCY": WORKERS}
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"],  # noqa: S603
        env=everything,
        check=True,
    )
    # Workers aren't renewed, so that what leaks is seen.
    command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py"]
    command += ["--max-requests", "0", "geopol.wsgi"]
    with log.open("wb") as out:
        process = subprocess.Popen(command, env=everything, stdout=out, stderr=out)  # noqa: S603
    try:
        _wait(f"http://{address}/readyz", log)
        yield Server(f"http://{address}", process, log)
    finally:
        process.terminate()
        process.wait(60)


def _wait(url: str, log: Path) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            request = urllib.request.Request(url, headers={"X-Forwarded-Proto": "https"})  # noqa: S310
            urllib.request.urlopen(request, timeout=5).close()  # noqa: S310
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            return
    raise RuntimeError(f"the server did not start: {log.read_text(errors='replace')[-500:]}")


def memory(parent: int) -> float:
    """Give the megabytes that a process and its children have made, what they share counted once.

    Without the files that they have mapped: of SQLite's that is more with each row that is
    written, takes nothing from other programs, and says nothing of what a process keeps.
    """
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return sum(_share(pid) for pid in [str(parent), *children]) / 1024


def _share(pid: str) -> int:
    """The kilobytes of a process, a page that n processes share as its nth part."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0  # it ended meanwhile
    return sum(int(line.split()[1]) for line in lines if line.startswith(_MADE))
