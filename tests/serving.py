"""Starts real servers with several worker processes on the database of a test."""

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

from django.conf import settings
from django.db import connection


@dataclass
class Answer:
    status: int
    tag: str
    text: str


def ask(address: str, path: str, tag: str = "") -> Answer:
    """Ask a server for a page; with ``tag`` only if it is another one by now."""
    # By the same name on every port, as several machines have behind a balancer.
    request = urllib.request.Request(f"{address}{path}", headers={"Host": "localhost"})  # noqa: S310
    if tag:
        request.add_header("If-None-Match", tag)
    try:
        with urllib.request.urlopen(request, timeout=60) as found:  # noqa: S310
            return Answer(found.status, found.headers.get("ETag", ""), found.read().decode())
    except urllib.error.HTTPError as refused:
        with refused:
            return Answer(refused.code, refused.headers.get("ETag", ""), "")


@contextmanager
def server(directory: Path, workers: int = 2) -> Iterator[str]:
    """Serve the test's database with gunicorn as deploy/ does; give the address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.served",
        "DATABASE_URL": _database_url(),
        "WEB_BIND": f"127.0.0.1:{port}",
        "WEB_CONCURRENCY": str(workers),
        "LOG_LEVEL": "WARNING",
    }
    log = directory / f"server-{port}.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "geopol.wsgi"],
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=out,
            stderr=out,
        )
    try:
        _wait(f"http://127.0.0.1:{port}", log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(60)


def _database_url() -> str:
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    word = f":{database['PASSWORD']}" if database["PASSWORD"] else ""
    place = f"{database['USER']}{word}@{database['HOST']}:{database['PORT']}"
    return f"postgres://{place}/{database['NAME']}"


def _wait(address: str, log: Path) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end:
        try:
            if ask(address, "/healthz").status == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"the server did not start: {log.read_text(errors='replace')[-2000:]}")
