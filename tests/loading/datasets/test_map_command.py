"""The command imports a CSV file by a map of its columns."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from relations.models import Agreement, DataSetImport

from .made_files import write_table

MAP = """
[dataset]
name = "archive"
title = "Treaties of our archive"
publisher = "Our archive"
url = "https://archive.example/treaties"
licence = "CC BY 4.0"
citation = "Our archive, 2024"
version = "2024-05"
[[record]]
model = "agreement"
key = "Number"
[record.fields]
title = "Title"
kind = {column = "Type", values = {T = "treaty"}}
"""


@pytest.fixture
def files(tmp_path: Path, db: Any) -> tuple[str, str]:
    path = tmp_path / "map.toml"
    path.write_text(MAP, encoding="utf-8")
    rows = ("1,On Trade,T", "2,On Water,X")
    return str(path), str(write_table(tmp_path / "data.csv", "Number,Title,Type", rows))


def test_it_tells_rows_and_columns_that_were_not_taken(files: Any, capsys: Any) -> None:
    path, data = files
    call_command("import_dataset", "csv", data, "--map", path)
    said = capsys.readouterr().out
    assert "rows: 2 rows: 1 loaded, 0 merged, 1 rejected" in said
    assert "(rows 3 Type: “X” is not one of T)" in said
    assert Agreement.objects.get().title == "On Trade"
    assert DataSetImport.objects.get().data_set.title == "Treaties of our archive"


def test_an_import_by_a_map_can_be_taken_back(files: Any, capsys: Any) -> None:
    path, data = files
    call_command("import_dataset", "csv", data, "--map", path)
    call_command("import_dataset", "--take-back", str(DataSetImport.objects.get().pk))
    assert not Agreement.objects.exists()


def test_the_codebook_is_that_of_the_map(files: Any, capsys: Any) -> None:
    call_command("import_dataset", "csv", "--map", files[0], "--codebook")
    assert "rows.Title: title of agreement" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["csv", "{data}"], "csv --map MAP FILE"),
        (["cow-igo", "{data}", "--map", "{map}"], "csv --map MAP FILE"),
        (["csv", "{data}", "--map", "{data}"], r"data\.csv: the map: not TOML"),
        (["csv", "{map}", "--map", "{map}"], r"map\.toml, row 1: is no file of archive"),
        (["csv", "--map", "{map}"], "Give the files"),
        (["nothing"], "Name a data set: .*csv"),
    ],
)
def test_what_can_not_be_done_is_said(files: Any, words: list[str], said: str) -> None:
    path, data = files
    with pytest.raises(CommandError, match=said):
        call_command("import_dataset", *(word.format(map=path, data=data) for word in words))
    assert not DataSetImport.objects.exists()
