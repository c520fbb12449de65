"""Numbered releases: whole or not at all, never written again, with what changed."""

from __future__ import annotations

import fcntl
import hashlib
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command

from relations.exporting.formats import FORMATS
from relations.exporting.releases import find_release, making, releases
from relations.exporting.releases.changelog import Change, compare, read_changes
from relations.models import Agreement, Claim, Person
from tests import factories as f
from tests.exporting.worlds import small_world

pytestmark = [pytest.mark.long, pytest.mark.django_db]


@pytest.fixture
def root(settings: Any, tmp_path: Path) -> Path:
    settings.RELEASES_ROOT = tmp_path / "releases"
    return tmp_path / "releases"


@pytest.fixture
def quick(monkeypatch: Any) -> None:
    """Only two formats, for what doesn't depend on them."""
    two = {name: FORMATS[name] for name in ("csv", "sqlite")}
    monkeypatch.setattr(making, "FORMATS", two)


def release(**options: Any) -> str:
    out = io.StringIO()
    call_command("release", stdout=out, **options)
    return out.getvalue()


def test_the_first_one_has_every_format_and_a_manifest_that_is_true(root: Path) -> None:
    small_world()
    assert "Release 1: " in release(notes="The first one.")
    manifest = json.loads((root / "1" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["number"] == 1
    assert manifest["notes"] == "The first one."
    assert manifest["licence"] == "CC BY 4.0"
    assert "release 1" in manifest["citation"]
    assert manifest["counts"]["agreements"] == Agreement.objects.count()
    assert {file["format"] for file in manifest["files"]} == {*FORMATS, ""}
    on_disk = {path.name for path in (root / "1").iterdir()}
    assert on_disk == {file["name"] for file in manifest["files"]} | {"manifest.json"}
    for file in manifest["files"]:
        content = (root / "1" / file["name"]).read_bytes()
        assert file["size"] == len(content)
        assert file["sha256"] == hashlib.sha256(content).hexdigest()
    with zipfile.ZipFile(root / "1" / "csv.zip") as archive:
        assert {"datapackage.json", "codebook.md", "README.md", "acts.csv"} <= {*archive.namelist()}
        assert json.loads(archive.read("datapackage.json"))["version"] == "1"


@pytest.mark.usefixtures("quick")
def test_where_nothing_changed_there_is_none(root: Path) -> None:
    small_world()
    release()
    f.PersonFactory(review="draft", source=None)
    with pytest.raises(CommandError, match="Nothing changed since release 1 of "):
        release()
    assert sorted(path.name for path in root.iterdir()) == [".lock", "1", "highest-number.txt"]


@pytest.mark.usefixtures("quick")
def test_the_next_one_says_what_was_added_changed_and_removed(root: Path) -> None:
    small_world()
    release()
    before = {path: path.read_bytes() for path in (root / "1").iterdir()}
    Agreement.objects.filter(slug="charter").update(title="Charter", note="Shorter.")
    Claim.objects.filter(field="kind").delete()
    f.PersonFactory(slug="new-one", name="New One", source=Person.objects.get().source)
    assert "3 records differ from release 1." in release()
    changes = list(read_changes(root / "2" / "changes.json"))
    said = {(c.table, c.key, c.what): {n: (a, b) for n, a, b in c.fields} for c in changes}
    assert said["agreements", "charter", "changed"] == {
        "title": ("Charter\nof two lines", "Charter"),
        "note": ("", "Shorter."),
    }
    added = said["people", "new-one", "added"]
    assert added["name"] == ("", "New One")
    (removed,) = [key for key in said if key[2] == "removed"]
    assert removed[0] == "claims"
    assert len(said) == 3
    found = find_release(2)
    assert found and found.since == 1
    assert found.changes["agreements"] == {"changed": 1}
    table = (root / "2" / "changes.csv").read_text(encoding="utf-8").splitlines()
    assert table[0] == "table,key,change,column,old,new"
    assert "people,new-one,added,name,,New One" in table
    assert {path: path.read_bytes() for path in (root / "1").iterdir()} == before
    assert [one.number for one in releases()] == [2, 1]


@pytest.mark.usefixtures("quick")
def test_any_two_can_be_compared_and_going_back_is_the_reverse(root: Path) -> None:
    small_world()
    release()
    Agreement.objects.filter(slug="charter").update(title="Charter")
    release()
    f.ScopeFactory(slug="new-scope", name="New scope")
    release()
    forth, back = (
        list(compare(root / old / "geopol.sqlite", root / new / "geopol.sqlite"))
        for old, new in (("1", "3"), ("3", "1"))
    )
    assert {(c.table, c.key, c.what) for c in forth} == {
        ("scopes", "new-scope", "added"),
        ("agreements", "charter", "changed"),
    }
    opposite = {"added": "removed", "removed": "added", "changed": "changed"}
    assert sorted(map(str, back)) == sorted(
        str(Change(c.table, c.key, opposite[c.what], [(n, new, old) for n, old, new in c.fields]))  # type: ignore[arg-type]
        for c in forth
    )
    assert "scopes,new-scope,added,name,,New scope" in release(compare=[1, 3])
    with pytest.raises(CommandError, match="There is no release 9"):
        release(compare=[1, 9])


@pytest.mark.usefixtures("quick")
def test_what_is_compared_is_written_as_in_the_release(root: Path) -> None:
    """Also where a text would be a formula."""
    small_world()
    release()
    Agreement.objects.filter(slug="charter").update(title="=1+1", note="Two\nlines")
    release()
    written = (root / "2" / "changes.csv").read_bytes().decode()
    assert "'=1+1" in written
    assert release(compare=[1, 2]) == written


@pytest.mark.usefixtures("quick")
def test_no_number_is_given_twice_whatever_is_deleted(root: Path) -> None:
    small_world()
    release()
    f.ScopeFactory(slug="second", name="Second")
    release()
    shutil.rmtree(root / "2")
    assert "Release 3: " in release()
    assert find_release(3).since == 1  # type: ignore[union-attr]
    (root / "highest-number.txt").unlink()
    f.ScopeFactory(slug="third", name="Third")
    assert "Release 4: " in release()


@pytest.mark.usefixtures("quick")
def test_after_the_folder_was_lost_a_higher_number_can_be_given(root: Path) -> None:
    small_world()
    assert "Release 7: " in release(number=7)
    for number in (7, 3, 10**9):
        with pytest.raises(CommandError, match="number is 8|below 1000000"):
            release(number=number)
    f.ScopeFactory(slug="second", name="Second")
    assert "Release 8: " in release()


@pytest.mark.usefixtures("quick")
def test_a_number_that_was_noted_down_is_not_given_again_after_a_failure(
    root: Path, monkeypatch: Any
) -> None:
    small_world()
    rename = Path.rename

    def broken(path: Path, target: Path) -> Path:
        if Path(target).name == "1":
            raise OSError("The disk went away")
        return rename(path, target)

    with monkeypatch.context() as patch, pytest.raises(CommandError, match="went away"):
        patch.setattr(Path, "rename", broken)
        release()
    assert "Release 2: " in release()


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("1/manifest.json", b'{"number": 1'),
        ("1/manifest.json", b"[]"),
        ("1/manifest.json", b'{"number": 1}'),
        ("1/manifest.json", b"\xff"),
        ("1/geopol.sqlite", b"no database" * 1000),
        ("highest-number.txt", b"many"),
    ],
)
def test_a_broken_one_is_named_and_nothing_is_made_on_it(
    root: Path, name: str, content: bytes
) -> None:
    small_world()
    release()
    (root / name).chmod(0o644)
    (root / name).write_bytes(content)
    f.ScopeFactory(slug="second", name="Second")
    with pytest.raises(CommandError, match=name):
        release()
    assert not (root / "2").exists()


@pytest.mark.usefixtures("quick")
def test_a_failure_in_the_middle_leaves_nothing(root: Path, monkeypatch: Any) -> None:
    small_world()

    def full(*_: Any) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(making, "pack", full)
    with pytest.raises(CommandError, match="No space left"):
        release()
    assert [path.name for path in root.iterdir()] == [".lock"]


@pytest.mark.usefixtures("quick")
def test_two_at_once_are_refused(root: Path) -> None:
    root.mkdir()
    with (root / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(CommandError, match="Another release is being made"):
            release()


@pytest.mark.usefixtures("quick")
def test_a_number_that_is_taken_meanwhile_is_not_overwritten(root: Path, monkeypatch: Any) -> None:
    small_world()

    def taken(folder: Path) -> None:
        (root / "1").mkdir()
        (root / "1" / "precious").write_text("kept")

    monkeypatch.setattr(making, "_settle", taken)
    with pytest.raises(CommandError):
        release()
    assert (root / "1" / "precious").read_text() == "kept"


@pytest.mark.django_db(transaction=True)
def test_kill_9_leaves_no_release_and_the_next_one_takes_the_rest_away(tmp_path: Path) -> None:
    """With the command as it is typed, in a process of its own."""
    root = tmp_path / "releases"
    environment = {
        **os.environ,
        "DEBUG": "true",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "geopol.settings",
        "RELEASES_ROOT": str(root),
    }

    def start(*args: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603
            [sys.executable, "manage.py", *args],
            cwd=django_settings.BASE_DIR,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    assert start("migrate", "--verbosity", "0").wait() == 0
    process = start("release")
    while not list(root.glob(".making-*/*")):
        assert process.poll() is None, "it ended before it could be killed"
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert releases(root) == []
    assert list(root.glob(".making-*"))
    process = start("release")
    output, _ = process.communicate()
    assert process.returncode == 0, output
    assert [one.number for one in releases(root)] == [1]
    assert not list(root.glob(".making-*"))
