"""Whatever is killed, at whatever moment, while others write: nothing said to be saved is lost.

A few rounds each time; ``FAULTS=200 pytest tests/operations/test_faults.py`` plays as many.
"""

from __future__ import annotations

import http.client
import itertools
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import override_settings

from tests import factories as f

from .clusters import Cluster, copy_of_the_test_database, place, until
from .served import Browser, Site, served
from .test_replicas import HASHERS, PASSWORD

ROUNDS = int(os.environ.get("FAULTS", "3"))
BATCH = 200  # sources that are loaded together
EDITORS = 2
# Loads one batch after the other, and says of each that it is in.
LOADER = f"""
import itertools, json, sys, time, django
django.setup()
from relations.loading import bulk
for number in itertools.count(int(sys.argv[2])):
    with open(sys.argv[1], "w") as file:
        for n in range({BATCH}):
            fields = dict(slug=f"load-{{number}}-{{n}}", kind="news", publisher="Nobody",
                title=f"Batch {{number}}", review="published")
            print(json.dumps(dict(model="relations.source", fields=fields)), file=file)
    bulk.load([sys.argv[1]])
    print(number, flush=True)
    time.sleep(0.3)
"""
HALF = """
SELECT title, count(*) FROM relations_source WHERE slug LIKE 'load-%' GROUP BY title
"""


class Database:
    """An SQLite file, or a server, of the test's own."""

    def __init__(self, url: str, cluster: Cluster | None) -> None:
        self.url, self.cluster = url, cluster

    def ask(self, sql: str) -> list[Any]:
        if self.cluster:
            return self.cluster.ask(sql)
        file = sqlite3.connect(self.url.removeprefix("sqlite:///"), timeout=30)
        try:
            return file.execute(sql).fetchall()
        finally:
            file.close()


@contextmanager
def own_database(directory: Path) -> Iterator[Database]:
    if connection.vendor == "sqlite":
        path = directory / "faults.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(path)])
        yield Database(f"sqlite:///{path}", None)
        return
    with place() as made:
        cluster = Cluster(made / "one").made()
        cluster.start()
        try:
            cluster.ask("CREATE DATABASE geopol", database="postgres")
            copy_of_the_test_database(cluster)
            yield Database(cluster.url(), cluster)
        finally:
            cluster.stop()


class Work:
    """Editors who save in the admin, and a load, until the block ends; what each was told."""

    def __init__(self, database: Database, file: Path, port: Callable[[], int]) -> None:
        self.database, self.file, self.port = database, file, port
        self.saved = dict.fromkeys(range(1, EDITORS + 1), 0)  # the last number, by scope
        self.loaded: set[int] = set()
        self.loader: subprocess.Popen[str] | None = None
        self._end = threading.Event()
        self._threads = [
            threading.Thread(target=self._load),
            *(threading.Thread(target=self._edit, args=(n,)) for n in self.saved),
        ]

    def __enter__(self) -> Work:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._end.set()
        self.kill_load()
        for thread in self._threads:
            thread.join()

    def kill_load(self) -> None:
        if self.loader:
            self.loader.send_signal(signal.SIGKILL)

    def goes_on(self) -> None:
        """Wait until every editor has saved once more."""
        before = dict(self.saved)
        until(lambda: all(self.saved[n] > before[n] for n in before), 120)

    def check(self) -> None:
        """See that all that was said stands in the database, and each load whole or not at all."""
        saved, loaded = dict(self.saved), set(self.loaded)
        found = {int(n): int(text or 0) for n, text in self.database.ask(SCOPES)}
        assert {n: last for n, last in saved.items() if found[n] < last} == {}
        batches = dict(self.database.ask(HALF))
        assert set(batches.values()) <= {BATCH}
        assert {f"Batch {number}" for number in loaded} <= set(batches)

    def _edit(self, scope: int) -> None:
        editor = Browser(self.port())
        until(lambda: _logs_in(editor), 120)
        for number in itertools.count(1):
            if self._end.is_set():
                return
            editor.port = self.port()
            with suppress(OSError, http.client.HTTPException):
                if editor.describes_scope(scope, str(number)):
                    self.saved[scope] = number
            time.sleep(0.1)

    def _load(self) -> None:
        known = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG")}
        known |= {"DEBUG": "true", "DJANGO_SETTINGS_MODULE": "geopol.settings"}
        for start in itertools.count(1, 1_000_000):
            words = [sys.executable, "-c", LOADER, str(self.file), str(start)]
            if self._end.is_set():
                return
            self.loader = subprocess.Popen(  # noqa: S603
                words, cwd=settings.BASE_DIR, env=known | {"DATABASE_URL": self.database.url},
                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            )  # fmt: skip
            assert self.loader.stdout
            for line in self.loader.stdout:
                self.loaded.add(int(line))
            self.loader.wait()


SCOPES = "SELECT id, description FROM relations_scope"


def _logs_in(editor: Browser) -> bool:
    with suppress(AssertionError, http.client.HTTPException):
        editor.log_in("editor", PASSWORD)
        return True
    return False


class Server:
    """The served site, which can be killed whole and started again, as systemd would."""

    def __init__(self, log: Path, url: str) -> None:
        self._log, self._url, self._open = log, url, ExitStack()
        self.site: Site

    def __enter__(self) -> Server:
        self.site = self._open.enter_context(served(self._log, DATABASE_URL=self._url))
        return self

    def __exit__(self, *error: object) -> None:
        self._open.close()

    def kill(self) -> None:
        for number in [self.site.process.pid, *self.site.workers()]:
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        self._open.close()
        self.__enter__()


@pytest.mark.django_db(transaction=True)
def test_nothing_that_was_said_is_lost(tmp_path: Path) -> None:
    with override_settings(PASSWORD_HASHERS=HASHERS):
        get_user_model().objects.create_superuser("editor", password=PASSWORD)
    for number in range(1, EDITORS + 1):
        f.ScopeFactory(pk=number, description="0")
    chance = random.Random()  # noqa: S311
    with (
        own_database(tmp_path) as database,
        Server(tmp_path / "log", database.url) as server,
        Work(database, tmp_path / "batch.jsonl", lambda: server.site.port) as work,
    ):
        victims: dict[str, Callable[[], None]] = {
            "worker": lambda: _kill_one_of(server.site.workers(), chance),
            "load": work.kill_load,
            "database": lambda: _kill_database(database, server),
        }
        work.goes_on()
        for number in range(ROUNDS):
            victim = list(victims)[number % len(victims)]
            time.sleep(chance.uniform(0, 1.5))
            victims[victim]()
            work.goes_on()
            work.check()
            saved, loaded = sum(work.saved.values()), len(work.loaded)
            said = f"round {number + 1}: {victim} killed; {saved} edits, {loaded} loads said"
            print(said, flush=True)  # noqa: T201 with -s


def _kill_one_of(processes: list[int], chance: random.Random) -> None:
    with suppress(ProcessLookupError):
        os.kill(chance.choice(processes), signal.SIGKILL)


def _kill_database(database: Database, server: Server) -> None:
    """Kill PostgreSQL; with SQLite, all who have the file open: it has no process of its own."""
    if database.cluster:
        database.cluster.kill()
        database.cluster.start()
    else:
        server.kill()
