"""Files as they come: what can't be read is refused in words, and nothing is written."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path
from typing import Any

import pytest

from relations.loading.datasets.adapters.ggo import ADAPTER
from relations.loading.datasets.importing import ImportRefused, import_dataset
from relations.models import Agreement, DataSet, Source, Version

from .ggo_sample import AGREEMENTS_MADE, world, write

pytestmark = pytest.mark.django_db


def refused(*paths: Path) -> str:
    """Import what is to be refused; give why."""
    before = Version.objects.count()
    with pytest.raises(ImportRefused) as refusal:
        import_dataset(ADAPTER, paths)
    assert Version.objects.count() == before
    assert not DataSet.objects.exists()
    assert not Source.objects.filter(slug="ggo").exists()
    return str(refusal.value)


@pytest.fixture
def files(db: Any, tmp_path: Path) -> list[Path]:
    world()
    return write(tmp_path)


def test_files_are_known_by_their_headers_in_any_order(files: list[Path]) -> None:
    import_dataset(ADAPTER, reversed(files))
    assert Agreement.objects.count() == 6


def test_columns_may_stand_in_any_order(files: list[Path]) -> None:
    lines = files[0].read_text("utf-8").splitlines()
    rows = [list(reversed(row)) for row in csv.reader(lines)]
    with files[0].open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    import_dataset(ADAPTER, files)
    assert Agreement.objects.count() == 6


def test_a_file_that_is_not_there(files: list[Path]) -> None:
    assert "there is no such file" in refused(files[0].with_name("other.csv"))


def test_a_file_of_something_else(files: list[Path], tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("name,age\nAnn,3\n", "utf-8")
    said = refused(other)
    assert "other.csv, row 1: is no file of ggo" in said
    assert "columns are missing: " in said


def test_a_column_that_is_called_otherwise(files: list[Path]) -> None:
    files[0].write_text(files[0].read_text("utf-8").replace("Signature", "Signed", 1), "utf-8")
    said = refused(*files)
    assert "these columns are missing: Signature; these are unknown: Signed" in said


def test_the_same_file_twice(files: list[Path]) -> None:
    assert "is the file “agreements” of the data set, as agreements.csv is" in refused(
        files[0], files[0]
    )


def test_parties_without_agreements(files: list[Path]) -> None:
    assert "“agreements”: is missing" in refused(files[1])


def test_another_encoding(files: list[Path]) -> None:
    text = files[0].read_text("utf-8").replace("Atlantis", "Zürich")
    files[0].write_bytes(text.encode("latin-1"))
    assert "is not in utf-8" in refused(*files)
    files[0].write_bytes(text.encode("utf-16"))
    assert "is not in utf-8" in refused(*files)


def test_a_byte_order_mark_is_no_part_of_the_header(files: list[Path]) -> None:
    files[0].write_bytes(b"\xef\xbb\xbf" + files[0].read_bytes())
    import_dataset(ADAPTER, files)
    assert Agreement.objects.count() == 6


def test_a_packed_file_that_was_cut_off(files: list[Path]) -> None:
    files[1].write_bytes(files[1].read_bytes()[:-20])
    assert "parties.csv.gz: can't be unpacked" in refused(*files)


def test_a_file_that_is_not_packed_as_its_name_says(files: list[Path]) -> None:
    files[1].write_bytes(gzip.decompress(files[1].read_bytes()))
    assert "can't be unpacked" in refused(*files)


def test_a_row_with_too_few_cells(files: list[Path]) -> None:
    with files[0].open("a", encoding="utf-8") as file:
        file.write("one,two\n")
    number = len(AGREEMENTS_MADE) + 2
    assert f"agreements.csv, row {number}: has 2 cells, and the header 26" in refused(*files)


@pytest.mark.parametrize("bad", ["\0", "x" * 1_500_000])
def test_what_is_no_text(files: list[Path], bad: str) -> None:
    with files[0].open("a", encoding="utf-8") as file:
        file.write(bad)
    assert "agreements.csv: line " in refused(*files)


def test_an_endless_line_is_not_unpacked_whole(files: list[Path]) -> None:
    with gzip.open(files[1], "wb") as packed:
        for _ in range(20):
            packed.write(b"x" * 10_000_000)
    assert "is longer than any line of a data set" in refused(*files)


def test_an_empty_file(files: list[Path]) -> None:
    files[0].write_bytes(b"")
    assert "columns are missing" in refused(*files)


def test_a_value_that_no_field_takes_names_its_row(db: Any, tmp_path: Path) -> None:
    world()
    row = {**AGREEMENTS_MADE[0], "treatyID": "x" * 300}
    with pytest.raises(Exception, match="row 2: the identifier is too long"):
        import_dataset(ADAPTER, write(tmp_path, [row], []))
    assert not DataSet.objects.exists()
