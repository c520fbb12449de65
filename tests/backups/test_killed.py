"""A backup or a restore that is killed at any moment leaves nothing half done."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections

from relations import backups
from relations.backups.archive import workplace
from tests import factories
from tests.backups.places import empty_database

pytestmark = pytest.mark.django_db(transaction=True)

# Runs a command, and kills its own process at the given moment as the machine would.
DIE = """
import os, sys
event, part, *arguments = sys.argv[1:]
def die(name, args):
    if name == event and part in repr(args):
        os.kill(os.getpid(), 9)
os.environ["DJANGO_SETTINGS_MODULE"] = "geopol.settings"
import django
django.setup()
sys.addaudithook(die)
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", *arguments])
"""


def dies(using_settings: dict[str, str], event: str, part: str, *arguments: str) -> None:
    """Run a command of manage.py on a database until ``event``, and see that it was killed."""
    if connection.vendor == "sqlite":
        url = f"sqlite:///{using_settings['NAME']}"
    else:
        parts = {k: using_settings[k] for k in ("USER", "HOST", "PORT", "NAME")}
        url = "postgres://{USER}@{HOST}:{PORT}/{NAME}".format(**parts)
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", DIE, event, part, *arguments],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": url, "DEBUG": "true"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr


@pytest.mark.parametrize(
    ("event", "part"),
    [
        ("open", "archive"),  # the copy is there, its archive begins
        ("os.chmod", "archive"),  # the archive is written, and not on the disk
        ("os.rename", "archive"),  # whole, and without its name
    ],
)
def test_a_killed_backup_leaves_no_file_of_its_name(tmp_path: Path, event: str, part: str) -> None:
    factories.CountryFactory()
    path = tmp_path / "made.zip"
    dies(connection.settings_dict, event, part, "backup", str(path))
    assert not path.exists()
    backups.back_up(path)
    assert backups.differences(path) == []
    assert [p.name for p in tmp_path.iterdir()] == ["made.zip"]


def test_a_killed_backup_leaves_the_one_before(tmp_path: Path) -> None:
    factories.CountryFactory()
    path = tmp_path / "made.zip"
    backups.back_up(path)
    before = path.read_bytes()
    dies(connection.settings_dict, "os.rename", "archive", "backup", str(path))
    assert path.read_bytes() == before


def test_a_killed_restore_leaves_all_as_it_was_and_can_be_repeated(tmp_path: Path) -> None:
    factories.CountryFactory()
    path, later = tmp_path / "made.zip", tmp_path / "later.zip"
    backups.back_up(path)
    with empty_database(tmp_path) as alias:
        backups.restore(path, alias)
        factories.SourceFactory._meta.model.objects.using(alias).create(
            slug="later", kind="news", publisher="p", title="t", url="https://example.org/l"
        )
        backups.back_up(later, alias)
        place = ".elsewhere.sqlite3.part" if connection.vendor == "sqlite" else "psql"
        event = "sqlite3.connect" if connection.vendor == "sqlite" else "subprocess.Popen"
        target = settings_of(alias)
        dies(target, event, place, "restore", str(path), "--overwrite")
        assert backups.differences(later, alias) == []
        backups.restore(path, alias, overwrite=True)
        assert backups.differences(path, alias) == []


def settings_of(alias: str) -> dict[str, str]:
    return {k: str(v) for k, v in connections[alias].settings_dict.items()}


def test_two_runs_to_one_file_do_not_disturb_each_other(tmp_path: Path) -> None:
    path = tmp_path / "made.zip"
    with (
        workplace(path) as place,
        pytest.raises(backups.BackupError, match="Another run works"),
    ):
        (place / "of the first").touch()
        backups.back_up(path)
    assert not place.exists()


# No file may grow beyond a size: where it would, the process is killed in the middle of that
# write, or the write fails as on a full disk.
NO_ROOM = """
import os, resource, signal, sys
size, killed, *arguments = sys.argv[1:]
signal.signal(signal.SIGXFSZ, signal.SIG_DFL if killed == "killed" else signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(size), int(size)))
os.environ["DJANGO_SETTINGS_MODULE"] = "geopol.settings"
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", *arguments])
"""


@pytest.mark.parametrize("how", ["killed", "full"])
def test_a_restore_into_sqlite_that_ends_in_the_middle_of_writing_changes_nothing(
    tmp_path: Path, how: str
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's server writes, in a transaction of psql's")
    factories.CountryFactory()
    path, later = tmp_path / "made.zip", tmp_path / "later.zip"
    backups.back_up(path)
    with zipfile.ZipFile(path) as archive:
        # Enough for the copy out of the archive, too little for the log of the transaction,
        # which holds each page and a head.
        size = archive.getinfo("database.sqlite3").file_size + 1024
    with empty_database(tmp_path) as alias:
        backups.restore(path, alias)
        factories.SourceFactory._meta.model.objects.using(alias).create(
            slug="later", kind="news", publisher="p", title="t", url="https://example.org/l"
        )
        backups.back_up(later, alias)
        connections[alias].close()
        url = f"sqlite:///{connections[alias].settings_dict['NAME']}"
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-c", NO_ROOM, str(size), how, "restore", str(path), "--overwrite"],
            cwd=settings.BASE_DIR,
            env=os.environ | {"DATABASE_URL": url, "DEBUG": "true"},
            capture_output=True,
            text=True,
            check=False,
        )
        if how == "killed":
            assert done.returncode == -signal.SIGXFSZ, done.stderr
        else:
            assert done.returncode == 1
            assert "elsewhere.sqlite3: " in done.stderr, done.stderr
        assert backups.differences(later, alias) == []
        backups.restore(path, alias, overwrite=True)
