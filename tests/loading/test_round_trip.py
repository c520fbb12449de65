"""All of fixtures/ survives dump and load: into an empty database, and by way of SQLite."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

pytestmark = pytest.mark.long

NATURAL = ("--natural-foreign", "--natural-primary")


def dump() -> str:
    out = io.StringIO()
    call_command("dumpdata", "relations", *NATURAL, stdout=out, verbosity=0)
    return out.getvalue()


def through_sqlite(path: Path, directory: Path) -> str:
    """Load a dump into a new SQLite file, with the commands that a user types, and dump it."""
    environment = {
        **os.environ,
        "DEBUG": "true",
        "DATABASE_URL": f"sqlite:///{directory / 'other.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "geopol.settings",
    }

    def manage(*args: str) -> str:
        result = subprocess.run(  # noqa: S603
            [sys.executable, "manage.py", *args],
            cwd=settings.BASE_DIR,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 0, result.stderr
        return result.stdout

    manage("migrate", "--verbosity", "0")
    manage("loaddata", str(path))
    return manage("dumpdata", "relations", *NATURAL)


@pytest.mark.django_db(transaction=True)
def test_a_dump_loads_into_an_empty_database_and_comes_back_equal(tmp_path: Path) -> None:
    call_command("load_fixtures", verbosity=0)
    first = dump()
    path = tmp_path / "dump.json"
    path.write_text(first, encoding="utf-8")

    assert len(first.splitlines()) > 5000
    path.write_text(through_sqlite(path, tmp_path), encoding="utf-8")
    assert path.read_text(encoding="utf-8").strip() == first.strip()
    call_command("flush", interactive=False, verbosity=0)
    call_command("loaddata", str(path), verbosity=0)
    assert dump() == first
