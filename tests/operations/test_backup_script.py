"""deploy/backup.sh leaves nothing in the clear, and leaves out neither database nor releases."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest

from .test_deploy import DEPLOY, needs, run

# In the place of age where that isn't installed: what it writes can be read by it alone.
STAND_IN = """#!/bin/sh
for last; do :; done
case "$1" in
--encrypt) [ "$2 $4" = "--recipient --output" ] && base64 "$last" >"$5" ;;
--decrypt) base64 --decode "$last" ;;
esac
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    for folder in ("backups", "bin", "releases/1", "releases/12", "releases/.unfinished-13"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "manifest.json").write_text(folder)
    (tmp_path / "backups" / "manifest.json").unlink()
    (tmp_path / "releases" / "12" / "table.csv").write_text("figures\n")
    return tmp_path


def backed_up(place: Path, recipient: str = "age1somebody", **environment: str) -> Any:
    database = f"sqlite:///{place}/db.sqlite3"
    assert run(sys.executable, "manage.py", "migrate", "-v0", DATABASE_URL=database).returncode == 0
    done = run(
        "deploy/backup.sh",
        str(place / "backups"),
        PYTHON=sys.executable,
        DATABASE_URL=database,
        RELEASES_ROOT=str(place / "releases"),
        RECIPIENT=recipient,
        **environment,
    )
    assert done.returncode == 0, done.stderr
    return database


def names(place: Path) -> list[str]:
    return [re.sub(r"\d{4}-.*Z", "TIME", f.name) for f in sorted((place / "backups").iterdir())]


def test_a_nightly_backup_is_encrypted_and_nothing_else_is_left(place: Path) -> None:
    needs("age")
    key = run(needs("age-keygen"), "-o", str(place / "key"))
    database = backed_up(place, key.stderr.rpartition(" ")[2].strip())
    (made,) = (place / "backups").glob("*.zip.age")
    clear = str(place / "clear.zip")
    run(needs("age"), "--decrypt", "-i", str(place / "key"), "-o", clear, str(made))
    compared = run(sys.executable, "manage.py", "restore", clear, "--compare",
                   DATABASE_URL=database)  # fmt: skip
    assert compared.returncode == 0, compared.stderr


def test_releases_are_kept_once_each_and_come_back_as_the_runbook_says(place: Path) -> None:
    (place / "bin" / "age").write_text(STAND_IN)
    (place / "bin" / "age").chmod(0o755)
    path = {"PATH": f"{place / 'bin'}:/usr/bin:/bin"}
    backed_up(place, **path)
    kept = ["geopol-TIME.zip.age", "geopol-release-1.tar.age", "geopol-release-12.tar.age"]
    assert names(place) == kept
    times = [f.stat().st_mtime_ns for f in (place / "backups").glob("*release*")]
    backed_up(place, **path)
    assert names(place)[-2:] == kept[1:]
    assert [f.stat().st_mtime_ns for f in (place / "backups").glob("*release*")] == times

    runbook = (DEPLOY / "RUNBOOK.md").read_text(encoding="utf-8")
    loop = re.search(r"for each in geopol-release.*?\bdone", runbook, re.S)
    assert loop
    back = place / "back"
    back.mkdir()
    words = loop[0].replace("/var/lib/geopol/releases", str(back))
    done = run("sh", "-euc", f"cd {place / 'backups'}; {words}", **path)
    assert done.returncode == 0, done.stderr
    found = {str(f.relative_to(back)): f.read_text() for f in back.rglob("*") if f.is_file()}
    assert found == {
        "1/manifest.json": "releases/1",
        "12/manifest.json": "releases/12",
        "12/table.csv": "figures\n",
    }
