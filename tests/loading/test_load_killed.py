"""A load that is killed at any moment leaves the old data whole."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from relations.models import Statement
from tests import factories as f

from .files import record
from .loads import lines

# Says aloud how far the load is, and goes on.
LOADER = """
import sys, django
django.setup()
from relations.loading import bulk
from relations.loading.bulk.loader import Progress

class Aloud(Progress):
    def begin(self, what, total, unit): self.what = what
    def advance(self, done): print(self.what, done, flush=True)

bulk.load(sys.argv[1:], progress=Aloud())
print("done", flush=True)
"""
CHECK = """
import django
django.setup()
from relations import search
from relations.models import Statement, Version
print(list(Statement.objects.values_list("slug", flat=True)), Version.objects.count(),
    search.check())
"""


def environment(url: str) -> dict[str, str]:
    return {
        **os.environ,
        "DEBUG": "true",
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "geopol.settings",
    }


def run(url: str, *arguments: str) -> str:
    done = subprocess.run(  # noqa: S603 our own
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env=environment(url),
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def kill_while_writing(url: str, path: Path, batches: int) -> None:
    """Kill a load after it has written so many batches."""
    process = subprocess.Popen(  # noqa: S603 our own
        [sys.executable, "-c", LOADER, str(path)],
        cwd=settings.BASE_DIR,
        env=environment(url),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    for line in process.stdout:
        assert line != "done\n", "it was too quick to be killed"
        batches -= line.startswith("Writing")
        if not batches:
            break
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL


def statements(path: Path) -> Path:
    fields = {"medium": "interview", "summary": "Words on cooperation " * 10}
    rows = [
        record("statement", slug=f"new-{n}", title=f"Statement {n}", **fields)
        for n in range(20_000)
    ]
    return lines(path, record("statement", slug="old", title="Other", medium="speech"), *rows)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite keeps its data in a file")
@pytest.mark.parametrize("batches", [1, 9])
def test_killed_on_sqlite(batches: int, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'file.sqlite3'}"
    run(url, "manage.py", "migrate", "--verbosity", "0")
    old = record("statement", slug="old", title="Old", medium="interview")
    run(url, "manage.py", "load", str(lines(tmp_path / "old.json", old)))
    before = run(url, "-c", CHECK)
    assert before == "['old'] 1 []\n"
    path = statements(tmp_path / "new.json")
    kill_while_writing(url, path, batches)
    assert run(url, "-c", CHECK) == before
    assert "20,000" in run(url, "manage.py", "load", str(path))


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL has a server")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("batches", [1, 9])
def test_killed_on_postgresql(batches: int, tmp_path: Path) -> None:
    given: dict[str, Any] = connection.settings_dict
    url = (
        f"postgres://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}"
        f"/{given['NAME']}"
    )
    f.StatementFactory(slug="old")
    before = run(url, "-c", CHECK)
    assert "['old']" in before
    kill_while_writing(url, statements(tmp_path / "new.json"), batches)
    with connection.cursor() as cursor:
        for _ in range(100):  # the server notices at its next word to the client
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
            if cursor.fetchone()[0] == 0:
                break
            time.sleep(0.1)
    assert run(url, "-c", CHECK) == before
    assert Statement.objects.get().slug == "old"
