"""The command import_dataset: what it says, and what it does not do."""

from __future__ import annotations

import io
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from relations.models import Agreement, DataSetImport

from .ggo_sample import AGREEMENTS_MADE, PARTIES_MADE, world, write


def run(*args: Any, **options: Any) -> str:
    out = io.StringIO()
    call_command("import_dataset", *map(str, args), stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def files(db: Any, tmp_path: Path) -> list[Path]:
    world()
    return write(tmp_path)


def test_it_tells_of_rows_reasons_and_records(files: list[Path]) -> None:
    said = run("ggo", *files)
    assert f"parties: {len(PARTIES_MADE)} rows: " in said
    assert f"agreements: {len(AGREEMENTS_MADE)} rows: 6 loaded, 1 merged, 2 rejected" in said
    assert "names an actor that nobody has matched yet [2 different]" in said
    assert "agreement: 6 new" in said
    assert f"This is import {DataSetImport.objects.get().pk}." in said


def test_a_second_time_it_says_that_nothing_is_new(files: list[Path]) -> None:
    run("ggo", *files)
    said = run("ggo", *files)
    assert "agreement: 6 unchanged" in said
    assert "Nothing new: nothing was written." in said


@pytest.mark.parametrize("place", range(4))
def test_options_may_stand_anywhere(files: list[Path], place: int) -> None:
    arguments: list[Any] = ["ggo", *files]
    arguments.insert(place, "--publish")
    run(*arguments)
    assert Agreement.objects.published().count() == 6


def test_imports_are_listed_and_taken_back(files: list[Path]) -> None:
    run("ggo", *files)
    number = DataSetImport.objects.get().pk
    rows = len(AGREEMENTS_MADE) + len(PARTIES_MADE)
    assert f"{number}: ggo 1.0.0" in run(list=True)
    assert f"{rows} rows" in run(list=True)
    assert "agreement: 6 removed" in run(take_back=number)
    assert "taken back" in run(list=True)
    assert not Agreement.objects.exists()
    with pytest.raises(CommandError, match="taken back already"):
        run(take_back=number)


def test_a_trial_says_so(files: list[Path]) -> None:
    assert "A trial: nothing was written." in run("ggo", *files, dry_run=True)
    assert not Agreement.objects.exists()


@pytest.mark.django_db
def test_what_is_wrong_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Name a data set: "):
        run("nothing")
    with pytest.raises(CommandError, match="Give the files"):
        run("ggo")
    with pytest.raises(CommandError, match=r"there is no such file\nNothing was imported\."):
        run("ggo", tmp_path / "none.csv")
    with pytest.raises(CommandError, match="There is no import 77"):
        run(take_back=77)


def test_the_codebook_says_of_each_column_what_it_becomes() -> None:
    said = run("ggo", codebook=True)
    assert "agreements.Title: title" in said
    assert "parties.Coder: not taken: " in said


def test_an_import_that_is_killed_leaves_the_old_data_whole(tmp_path: Path) -> None:
    """On SQLite, in a process of its own: PostgreSQL undoes what a lost session left."""
    database = tmp_path / "killed.sqlite3"
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{database}", "DEBUG": "true"}
    manage = [sys.executable, str(settings.BASE_DIR / "manage.py")]

    def start(*args: Any) -> subprocess.Popen[bytes]:
        command = [*manage, *map(str, args)]
        return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603

    assert start("migrate", "-v0").wait() == 0
    row = {**AGREEMENTS_MADE[0], "TypeAgree": "Agreement"}
    many = [{**row, "treatyID": f"MNY_{n}A", "Title": f"Treaty {n}"} for n in range(20_000)]
    import_ = start("import_dataset", "ggo", *write(tmp_path, many, []))
    journal = database.with_name(database.name + "-journal")
    deadline = time.monotonic() + 120
    while not any(p.exists() for p in (journal, database.with_name(database.name + "-wal"))):
        assert time.monotonic() < deadline
        assert import_.poll() is None
        time.sleep(0.02)
    time.sleep(0.5)  # in the middle of it
    import_.send_signal(signal.SIGKILL)
    assert import_.wait() == -signal.SIGKILL
    with sqlite3.connect(database) as connection:
        for table in ("agreement", "importedrow", "dataset", "version", "revision"):
            (number,) = connection.execute(f"SELECT count(*) FROM relations_{table}").fetchone()  # noqa: S608
            assert number == 0, table
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
