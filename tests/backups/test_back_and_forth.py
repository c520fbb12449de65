"""A database goes into a file and comes back equal, on both kinds of database."""

from __future__ import annotations

import os
import subprocess
import zipfile
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections

from relations import backups
from relations.curation.history import revision
from relations.models import Country, Statement, Version
from relations.vocabularies import Origin
from tests import factories
from tests.backups.places import empty_database

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[str]:
    with empty_database(tmp_path) as alias:
        yield alias


@pytest.fixture
def backup(transactional_db: Any, tmp_path: Path) -> Path:
    """Records of several kinds and scripts, in a backup."""
    with revision(user=None, origin=Origin.COMMAND):
        factories.CountryFactory(name="Հայաստան", summary="Ünïcode,\ttabs\nand lines \\N")
        for position in factories.PositionFactory.create_batch(3):
            factories.SideFactory(statement=position.statement)
        factories.MembershipActFactory()
        factories.UserFactory()
    call_command("backup", str(tmp_path / "made.zip"), stdout=StringIO())
    return tmp_path / "made.zip"


def test_the_restored_database_is_equal(backup: Path, elsewhere: str) -> None:
    out = StringIO()
    call_command("restore", str(backup), database=elsewhere, stdout=out)
    assert "compared" in out.getvalue()
    assert backups.differences(backup, elsewhere) == backups.differences(backup) == []
    for model in (Country, Statement, Version):
        rows = list(model.objects.using("default").order_by("pk").values())
        assert rows
        assert list(model.objects.using(elsewhere).order_by("pk").values()) == rows


def test_it_goes_on_working_history_search_and_numbers_included(
    backup: Path, elsewhere: str
) -> None:
    backups.restore(backup, elsewhere)
    before = Version.objects.using(elsewhere).count()
    country = factories.CountryFactory.build(source=None, name="Ruritania", review="draft")
    country.save(using=elsewhere)
    assert country.pk > max(Country.objects.using("default").values_list("pk", flat=True))
    assert Version.objects.using(elsewhere).count() == before + 1
    with connections[elsewhere].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM relations_country_words")
        assert cursor.fetchone()[0] == Country.objects.using(elsewhere).count()


def test_only_who_runs_it_can_read_the_file(backup: Path) -> None:
    assert backup.stat().st_mode & 0o777 == 0o600


def test_nothing_is_left_beside_the_file(backup: Path) -> None:
    assert [p.name for p in backup.parent.iterdir()] == ["made.zip"]


def test_a_database_that_holds_something_is_not_overwritten(backup: Path) -> None:
    Country.objects.update(summary="later")
    with pytest.raises(CommandError, match="--overwrite"):
        call_command("restore", str(backup))
    assert Country.objects.filter(summary="later").exists()


def test_with_the_flag_all_is_as_it_was_and_newer_tables_are_gone(
    backup: Path, elsewhere: str
) -> None:
    backups.restore(backup, elsewhere)
    Country.objects.using(elsewhere).update(summary="later")
    with connections[elsewhere].cursor() as cursor:
        cursor.execute("CREATE TABLE of_a_later_release (id integer PRIMARY KEY)")
    connections[elsewhere].close()
    assert len(backups.differences(backup, elsewhere)) > 1
    call_command("restore", str(backup), "--overwrite", database=elsewhere, stdout=StringIO())
    assert backups.differences(backup, elsewhere) == []


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        (
            "UPDATE relations_country SET summary = 'x'",
            "rows as there should be, with other values",
        ),
        ("DELETE FROM relations_side", "table relations_side: 0 rows instead of 3"),
        ("DROP TABLE relations_savedfilter", "table relations_savedfilter: is missing"),
        ("CREATE TABLE other (id integer)", "table other: should not be there"),
    ],
)
def test_what_differs_is_named(backup: Path, elsewhere: str, statement: str, sentence: str) -> None:
    backups.restore(backup, elsewhere)
    with connections[elsewhere].cursor() as cursor:
        cursor.execute(statement)
    connections[elsewhere].close()
    with pytest.raises(CommandError) as error:
        call_command("restore", str(backup), "--compare", database=elsewhere)
    assert sentence in str(error.value)


def test_a_trigger_that_is_missing_is_named(backup: Path, elsewhere: str) -> None:
    backups.restore(backup, elsewhere)
    on = " ON relations_country" if connection.vendor == "postgresql" else ""
    name = "relations_country_history_update"
    with connections[elsewhere].cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{on}")
    connections[elsewhere].close()
    assert [w for w in backups.differences(backup, elsewhere) if name in w and "missing" in w]


def test_a_search_index_that_is_wrong_is_named(backup: Path, elsewhere: str) -> None:
    backups.restore(backup, elsewhere)
    with connections[elsewhere].cursor() as cursor:
        cursor.execute(
            "DELETE FROM relations_country_words"
            if connection.vendor == "postgresql"
            else "INSERT INTO relations_country_words(relations_country_words)"
            " VALUES ('delete-all')"
        )
    connections[elsewhere].close()
    assert any("relations_country_words" in w for w in backups.differences(backup, elsewhere))


def test_a_byte_that_fell_over_is_found_and_nothing_changes(backup: Path, elsewhere: str) -> None:
    with zipfile.ZipFile(backup) as archive:
        place = archive.infolist()[0].header_offset + 2000
    spoilt = bytearray(backup.read_bytes())
    spoilt[place] ^= 0xFF
    backup.write_bytes(spoilt)
    with pytest.raises(CommandError, match="spoilt"):
        call_command("restore", str(backup), database=elsewhere)
    assert connections[elsewhere].introspection.table_names() == []


@pytest.mark.parametrize("size", [0, 100, -1, -1000])
def test_half_a_file_is_refused(backup: Path, elsewhere: str, size: int) -> None:
    backup.write_bytes(backup.read_bytes()[:size])
    with pytest.raises(CommandError, match="is not a backup"):
        call_command("restore", str(backup), database=elsewhere)


def test_a_backup_of_the_other_kind_of_database_is_refused(backup: Path, elsewhere: str) -> None:
    with zipfile.ZipFile(backup) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    other = b'"vendor": "oracle"'
    text = parts["manifest.json"].replace(f'"vendor": "{connection.vendor}"'.encode(), other)
    with zipfile.ZipFile(backup, "w") as archive:
        archive.writestr("manifest.json", text)
    with pytest.raises(CommandError, match="was made on oracle"):
        call_command("restore", str(backup), database=elsewhere)


def test_an_empty_database_makes_no_backup(tmp_path: Path, elsewhere: str) -> None:
    connections[elsewhere].ensure_connection()
    with pytest.raises(CommandError, match="nothing to back up"):
        call_command("backup", str(tmp_path / "none.zip"), database=elsewhere)
    assert not (tmp_path / "none.zip").exists()


def test_a_failure_leaves_the_last_backup_where_it_was(backup: Path, monkeypatch: Any) -> None:
    before = backup.read_bytes()

    def full(*args: Any, **kwargs: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "writestr", full)
    with pytest.raises(CommandError, match="No space left"):
        call_command("backup", str(backup))
    assert backup.read_bytes() == before
    assert [p.name for p in backup.parent.iterdir()] == [backup.name]


def test_the_password_is_in_no_argument_of_a_process(
    backup: Path, elsewhere: str, monkeypatch: Any
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite runs no other process and has no password")
    real, seen = subprocess.run, []

    def run(arguments: list[str], **options: Any) -> Any:
        seen.append((" ".join(arguments), options["env"].get("PGPASSWORD")))
        return real(arguments, **options)

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setitem(connection.settings_dict, "PASSWORD", "s3cret-of-the-test")
    monkeypatch.setitem(connections[elsewhere].settings_dict, "PASSWORD", "s3cret-of-the-test")
    backups.back_up(backup)
    backups.restore(backup, elsewhere)
    assert [words.split()[0].rpartition("/")[2] for words, _ in seen] == [
        "pg_dump",
        "pg_restore",
        "psql",
    ]
    assert all("s3cret" not in words for words, _ in seen)
    assert [password for _, password in seen] == ["s3cret-of-the-test", None, "s3cret-of-the-test"]
    assert "s3cret-of-the-test" not in os.environ.values()
