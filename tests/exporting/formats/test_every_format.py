"""What holds for each format: nothing hidden in it, the same bytes each time."""

from __future__ import annotations

import datetime as dt
import resource
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from relations.exporting.formats import FORMATS, Edition
from relations.models import Person
from tests import factories as f
from tests.exporting.worlds import DAY, SECRET, SECRET_CODE, hidden_world, small_world

pytestmark = pytest.mark.django_db
EDITION = Edition(3, dt.date(2026, 11, 29), "https://example.org")


def files(path: Path) -> list[Path]:
    return sorted(path.iterdir()) if path.is_dir() else [path]


def text_of(path: Path) -> str:
    """Give all that a file says, unpacked."""
    if path.suffix == ".parquet":
        table = pq.read_table(path)
        return f"{table.to_pydict()} {table.schema.metadata}"
    return path.read_bytes().decode("utf-8", errors="replace")


def everything(directory: Path, name: str) -> dict[str, str]:
    path = FORMATS[name].write(directory, EDITION)
    return {file.name: text_of(file) for file in files(path)}


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_that_readers_may_not_see_is_in_it(name: str, tmp_path: Path) -> None:
    hidden_world()
    found = everything(tmp_path, name)
    assert not [
        file for file, text in found.items() if SECRET in text.lower() or SECRET_CODE in text
    ]


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_is_in_it_once_it_is_published(name: str, tmp_path: Path) -> None:
    """Else the test above would tell nothing."""
    hidden_world(review="published")
    assert any(SECRET in text.lower() for text in everything(tmp_path, name).values())


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_data_give_the_same_bytes_whatever_the_numbers_of_the_rows(
    name: str, tmp_path: Path
) -> None:
    small_world()
    first, second = tmp_path / "1", tmp_path / "2"
    first.mkdir()
    second.mkdir()
    one = FORMATS[name].write(first, EDITION)
    # The same rows get other numbers, and so another order in the database.
    for person in Person.objects.exclude(slug="speaker").order_by("slug"):
        fields = {n: getattr(person, n) for n in ("slug", "name", "source", "review")}
        person.delete()
        Person.objects.create(**fields)
    other = FORMATS[name].write(second, EDITION)
    assert [p.read_bytes() for p in files(one)] == [p.read_bytes() for p in files(other)]


@pytest.mark.parametrize("name", sorted(set(FORMATS) - {"jsonl", "ftm"}))
def test_it_says_what_it_is_and_how_it_is_cited(name: str, tmp_path: Path) -> None:
    """JSON Lines of records or entities have no room for it: a README.md beside them says it."""
    small_world()
    said = " ".join(everything(tmp_path, name).values())
    assert "https://creativecommons.org/licenses/by/4.0/" in said
    assert "https://example.org/data/3/" in said


def test_the_command_writes_one_format_or_all(tmp_path: Path) -> None:
    f.CountryFactory()
    call_command("export", "all", tmp_path / "new" / "all", "--as-of", DAY, verbosity=0)
    written = {path.name for path in (tmp_path / "new" / "all").iterdir()}
    beside = {"records.jsonl.README.md", "entities.ftm.json.README.md"}
    assert written == {one.file for one in FORMATS.values()} | beside


@pytest.mark.parametrize("name", ["jsonl", "ftm"])
def test_beside_lines_stands_what_they_are_and_how_they_are_cited(
    name: str, tmp_path: Path
) -> None:
    call_command("export", name, tmp_path, "--as-of", DAY, verbosity=0)
    said = (tmp_path / f"{FORMATS[name].file}.README.md").read_text(encoding="utf-8")
    assert f"Version: unnumbered, {DAY}" in said
    assert "Cite as: geopol" in said


def test_what_is_there_is_not_overwritten(tmp_path: Path) -> None:
    call_command("export", "jsonl", tmp_path, verbosity=0)
    with pytest.raises(CommandError, match="records.jsonl is there already"):
        call_command("export", "jsonl", tmp_path, verbosity=0)


@pytest.mark.parametrize("name", FORMATS)
def test_a_disk_that_is_full_is_told_and_leaves_nothing(name: str, tmp_path: Path) -> None:
    """Half a file of lines reads as a whole one. The limit of a file's size is our full disk."""
    small_world()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (500, limits[1]))
    try:
        with pytest.raises(CommandError, match=r"\. Nothing there was overwritten\."):
            call_command("export", name, tmp_path, verbosity=0)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert list(tmp_path.iterdir()) == []


def test_a_file_has_its_name_only_when_it_is_whole(tmp_path: Path) -> None:
    """Whoever is killed in the middle leaves none that could be taken for one."""
    small_world()
    seen = []

    def watch(name: str, total: int, rows: Iterator[Any]) -> Iterator[Any]:
        seen.append([path.name for path in tmp_path.iterdir() if path.name[0] != "."])
        return rows

    FORMATS["jsonl"].write(tmp_path, EDITION, watch)
    assert seen
    assert not any(seen)


def test_a_day_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no day: write 2024-11-30"):
        call_command("export", "jsonl", tmp_path, "--as-of", "yesterday")


def test_as_many_queries_however_many_records(tmp_path: Path) -> None:
    def asked(number: int) -> int:
        directory = tmp_path / str(number)
        directory.mkdir()
        with CaptureQueriesContext(connection) as captured:
            FORMATS["sqlite"].write(directory, EDITION)
        return len(captured)

    small_world()
    few = asked(1)
    f.MembershipActFactory.create_batch(3)
    f.ActFactory.create_batch(3)
    assert asked(2) == few
