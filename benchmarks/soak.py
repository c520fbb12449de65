"""Readers, analysts, loads, imports and backups at once, for as long as wanted: `make soak`.

    python -m benchmarks.soak [--minutes 30] [--readers 4] [--analysts 3]

Serves the data of fixtures/ with gunicorn as deploy/ does, from a new SQLite file or, with
``DATABASE_URL``, from a new database on that PostgreSQL server (its own is left alone).
Ends with 1 where anything went wrong: an answer that is neither a page nor a 304, an edit, load
or import that was acknowledged and isn't there in the end, a backup that lacks what
was acknowledged before it began, memory that grew by more than a tenth.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import Path

from . import soak_work as work
from .own_database import own_database
from .soak_server import Server, memory, served

PASSWORD = "soaked in benchmarks"  # noqa: S105 of accounts that live as long as the run
GROWTH = 1.10
PAUSE = {"reader": 0.0, "analyst": 0.5, "load": 5.0, "import": 7.0, "backup": 30.0}  # seconds


class Log:
    """What each kind of worker did, and what went wrong; workers write to it at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.took: dict[str, list[float]] = defaultdict(list)  # seconds
        self.refused: dict[str, int] = defaultdict(int)
        self.errors: list[str] = []

    def did(self, kind: str, seconds: float, *, acknowledged: bool) -> None:
        with self._lock:
            self.took[kind].append(seconds)
            self.refused[kind] += not acknowledged

    def failed(self, kind: str, error: BaseException) -> None:
        with self._lock:
            self.errors.append(f"{kind}: {type(error).__name__}: {error}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--readers", type=int, default=4)
    parser.add_argument("--analysts", type=int, default=3)
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as name,
        own_database(Path(name)) as environment,
        own_database(Path(name)) as elsewhere,
    ):
        directory = Path(name)
        manage(environment, "migrate", "--verbosity", "0")
        manage(environment, "load_fixtures", "--verbosity", "0")
        for number in range(options.analysts):
            account = environment | {"DJANGO_SUPERUSER_PASSWORD": PASSWORD}
            address = f"--email=analyst{number}@example.org"
            user = f"--username=analyst{number}"
            manage(account, "createsuperuser", "--noinput", user, address)
        with served(environment, directory) as server:
            runs = (partial(manage, environment), partial(manage, elsewhere))
            sys.exit(soak(server, *runs, directory, options))


def manage(environment: dict[str, str], *arguments: str) -> str:
    """Run a command of manage.py; gives what it printed.

    Raises :class:`RuntimeError` with its last words where it fails.
    """
    done = subprocess.run(  # noqa: S603
        [sys.executable, "manage.py", *arguments],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{arguments[0]}: {(done.stderr or done.stdout).strip()[-500:]}")
    return done.stdout


def soak(
    server: Server,
    run: work.Run,
    elsewhere: work.Run,
    directory: Path,
    options: argparse.Namespace,
) -> int:
    """Let all work at once; print what they did, and give 1 where something went wrong."""
    log, over = Log(), threading.Event()
    edits, files = work.Edits(run), work.Files(directory, run)
    backups = work.Backups(directory, run, elsewhere, edits)
    jobs: list[tuple[str, Callable[[], Callable[[], bool]]]] = [
        *[("reader", lambda n=n: work.reader(server.site, n)) for n in range(options.readers)],
        *[
            ("analyst", lambda n=n: edits.analyst(server.site, f"analyst{n}", PASSWORD))
            for n in range(options.analysts)
        ],
        ("load", lambda: files.load),
        ("import", lambda: files.import_rows),
        ("backup", lambda: backups.back_up),
    ]
    threads = [
        threading.Thread(target=repeat, args=(kind, begin, log, over), daemon=True)
        for kind, begin in jobs
    ]
    for thread in threads:
        thread.start()
    sampled = watch(server, log, time.monotonic() + options.minutes * 60)
    over.set()
    for thread in threads:
        thread.join(120)
        if thread.is_alive():
            log.errors.append("a worker did not end within two minutes")
    lost = edits.lost() + files.lost() + backups.lost()
    return report(server, log, sampled, lost)


def repeat(
    kind: str, begin: Callable[[], Callable[[], bool]], log: Log, over: threading.Event
) -> None:
    """Do one thing again and again; an error is written down, and the next one tried."""
    try:
        once = begin()
    except Exception as error:  # noqa: BLE001 said in the report
        log.failed(kind, error)
        return
    while not over.is_set():
        start = time.monotonic()
        try:
            acknowledged = once()
            log.did(kind, time.monotonic() - start, acknowledged=acknowledged)
        except Exception as error:  # noqa: BLE001 said in the report
            log.failed(kind, error)
        over.wait(PAUSE[kind])


def watch(server: Server, log: Log, end: float) -> list[float]:
    """Give the megabytes of the server's processes, every ten seconds until ``end``."""
    sampled = []
    while (left := end - time.monotonic()) > 0:
        time.sleep(min(10, left))
        sampled.append(memory(server.process.pid))
        if sys.stderr.isatty():
            counts = ", ".join(f"{len(took)} {kind}" for kind, took in sorted(log.took.items()))
            line = f"{left / 60:4.1f} minutes left: {counts}, {len(log.errors)} errors"
            print(f"\r{line:100}", end="", file=sys.stderr)
    return sampled


def report(server: Server, log: Log, sampled: list[float], lost: list[str]) -> int:
    """Print the table and the verdict."""
    print(f"\n{'what':10}{'done':>8}{'refused':>9}{'median, ms':>12}{'95 of 100, ms':>15}")
    for kind, took in sorted(log.took.items()):
        ranked = sorted(took)
        print(
            f"{kind:10}{len(took):8}{log.refused[kind]:9}{statistics.median(took) * 1000:12.0f}"
            f"{ranked[int(len(ranked) * 0.95)] * 1000:15.0f}"
        )
    quarter = max(1, len(sampled) // 4)
    # Each worker fills its caches in the first quarter.
    before = statistics.median(sampled[quarter : 2 * quarter] or sampled)
    after = statistics.median(sampled[-quarter:])
    print(f"memory of the server: {before:.0f} MB in the second quarter, {after:.0f} in the last")
    wrong = [*log.errors, *lost, *server.complaints()]
    if after > before * GROWTH:
        wrong.append(f"memory grew from {before:.0f} to {after:.0f} MB")
    print(f"{len(log.errors)} errors, {len(lost)} lost")
    for line in wrong[:50]:
        print(f"  {line}")
    return 1 if wrong else 0


if __name__ == "__main__":
    main()
