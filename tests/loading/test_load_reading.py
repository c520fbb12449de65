"""Files in every layout, whole or broken: a right load, or an error with its line."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path
from typing import Any

import pytest

from relations.loading.bulk import reading
from relations.models import Scope

from .files import country, organization, record, write
from .loads import lines, loaded, refused

RECORDS = [
    record("scope", slug="a", name="A “quoted” \\ name", description="Zeile 1\nline 2 \u2028 ☂"),
    record("scope", slug="b", name="B", parent=["a"]),
    country("QAA", name="]}, {["),
]


def read(path: Path) -> list[tuple[str, Any]]:
    return list(reading.read(path, lambda _bytes: None))


def as_lines(records: list[Any]) -> str:
    return "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records)


LAYOUTS = {
    "one.json": json.dumps(RECORDS),
    "lines.json": "[\n" + ",\n".join(map(json.dumps, RECORDS)) + "\n]\n",
    "pretty.json": "\r\n \t" + json.dumps(RECORDS, indent=3, ensure_ascii=False) + "\n\n",
    "lines.jsonl": as_lines(RECORDS),
    "blank.jsonl": "\n\n" + as_lines(RECORDS).replace("\n", "\r\n\n") + "  ",
    "unended.jsonl": as_lines(RECORDS).rstrip(),
}


@pytest.mark.parametrize("size", [1, 7, 100, 1 << 20])
@pytest.mark.parametrize("name", LAYOUTS)
def test_every_layout_gives_the_records(
    name: str, size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "CHUNK", size)
    path = write(tmp_path / name, LAYOUTS[name])
    assert [value for _place, value in read(path)] == RECORDS
    packed = tmp_path / f"{name}.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert [value for _place, value in read(packed)] == RECORDS


@pytest.mark.parametrize("size", [1, 50, 1 << 20])
def test_the_place_is_the_line_that_a_record_begins_in(
    size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "CHUNK", size)
    path = write(tmp_path / "pretty.json", json.dumps(RECORDS, indent=1))
    text = path.read_text().splitlines()
    starts = [number for number, line in enumerate(text, start=1) if line == " {"]
    assert [place for place, _value in read(path)] == [f"{path}, line {n}" for n in starts]


def test_an_empty_list_is_no_error(tmp_path: Path) -> None:
    assert read(write(tmp_path / "1.json", " [ ] ")) == []
    assert read(write(tmp_path / "1.jsonl", "")) == []


def test_bytes_are_told_as_they_are_read(tmp_path: Path) -> None:
    path = write(tmp_path / "1.json", RECORDS * 100)
    told: list[int] = []
    list(reading.read(path, told.append))
    assert sum(told) == path.stat().st_size


SCOPE = '{"model": "relations.scope", "fields": {"slug": "a", "name": "A"}}'
BROKEN = {
    "no list": ("1.json", '{"a": 1}', "line 1: a fixture is a list of records"),
    "empty": ("1.json", "", "line 1: not JSON: the file is empty"),
    "truncated": ("1.json", f"[\n{SCOPE},\n" + '{"model": "rel', "line 3, column 11: not JSON"),
    "truncated list": ("1.json", f"[\n{SCOPE}\n", "line 3: not JSON (a comma is wanted"),
    "comma at the end": ("1.json", f"[{SCOPE},]", "column 69: not JSON"),
    "no comma": ("1.json", f"[{SCOPE} {SCOPE}]", "line 1: not JSON (a comma is wanted"),
    "text behind": ("1.json", f"[{SCOPE}] x", "not JSON (something stands behind the list)"),
    "latin-1": ("1.json", f"[{SCOPE}".encode() + b'"T\xfcrk"]', "byte 70 is not UTF-8"),
    "cut in a character": ("1.json", '["ü'.encode()[:-1], "byte 3 is not UTF-8"),
    "UTF-16": ("1.json", f"[{SCOPE}]".encode("utf-16"), "byte 1 is not UTF-8"),
    "byte order mark": ("1.json", b"\xef\xbb\xbf[]", "byte order mark: save it as UTF-8 without"),
    "a key twice": (
        "1.json",
        '[\n{"model": "relations.scope", "fields": {"slug": "a", "slug": "b"}}]',
        "line 2: “slug” stands twice in one record",
    ),
    "NaN": (
        "1.json",
        '[{"model": "relations.scope", "fields": {"order": NaN}}]',
        "NaN is no number",
    ),
    "too many digits": ("1.json", f"[{'9' * 5000}]", "line 1: Exceeds the limit"),
    "deep": ("1.json", "[" * 200_000, "nested too deeply"),
    "deep objects": ("1.json", '[{"a":' * 100_000, "nested too deeply"),
    "two records in a line": ("1.jsonl", f"{SCOPE}\n{SCOPE} {SCOPE}\n", "line 2: not JSON Lines"),
    "a record in two lines": ("1.jsonl", f"{SCOPE}\n{SCOPE[:30]}\n{SCOPE[30:]}", "line 2"),
    "a list as lines": ("1.jsonl", f"[\n{SCOPE}\n]", "line 1"),
    "no gzip": ("1.json.gz", f"[{SCOPE}]", "Not a gzipped file"),
    "half a gzip": ("1.json.gz", gzip.compress(f"[{SCOPE}]".encode())[:-12], "not a whole gzip"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_told_with_its_place(name: str, tmp_path: Path) -> None:
    file, content, said = BROKEN[name]
    path = write(tmp_path / file, content)
    problem, *_rest = refused(path)
    assert problem.startswith(str(path))
    assert said in problem


@pytest.mark.django_db
def test_a_missing_file_and_a_directory_are_told(tmp_path: Path) -> None:
    problems = refused(tmp_path / "none.json", tmp_path)
    assert problems[0] == f"{tmp_path / 'none.json'}: No such file or directory"
    assert problems[1] == f"{tmp_path}: Is a directory"


@pytest.mark.django_db
def test_a_record_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LONGEST", 10_000)
    monkeypatch.setattr(reading, "CHUNK", 1_000)
    (problem,) = refused(write(tmp_path / "1.json", f'["{"x" * 50_000}"]'))
    assert "a record of more than" in problem


@pytest.mark.django_db
def test_what_stands_before_a_broken_place_is_checked_too(tmp_path: Path) -> None:
    faulty = json.dumps(organization("a b"))
    first, second = refused(write(tmp_path / "1.json", f"[\n{faulty},\n{SCOPE},\n{{"))
    assert "line 2: relations.organization" in first
    assert "line 4, column 2: not JSON" in second


@pytest.mark.django_db
def test_mutated_files_are_refused_or_loaded_whole(tmp_path: Path) -> None:
    dice = random.Random(3)  # noqa: S311
    whole = ("[\n" + ",\n".join(json.dumps(r) for r in RECORDS) + "\n]\n").encode()
    loads = 0
    for _ in range(300):
        content = bytearray(whole)
        for _ in range(dice.randint(1, 3)):
            place = dice.randrange(len(content))
            match dice.randrange(4):
                case 0:
                    content[place] = dice.randrange(256)
                case 1:
                    del content[place : place + dice.randrange(40)]
                case 2:
                    content[place:place] = content[: dice.randrange(60)]
                case _:
                    content[place:place] = dice.choice([b"\x00", b'"', b"[", b"null", b"1e999"])
        path = write(tmp_path / "1.json", bytes(content))
        from relations.loading import bulk  # noqa: PLC0415

        report = bulk.load([path], dry_run=True)
        loads += not report.failed
        assert all(str(path) in str(problem) for problem in report.problems)
        assert not Scope.objects.exists()
    assert 0 < loads < 300


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["1.json", "1.jsonl", "1.json.gz", "1.jsonl.gz"])
def test_each_kind_of_file_is_loaded(name: str, tmp_path: Path) -> None:
    text = as_lines(RECORDS) if "jsonl" in name else json.dumps(RECORDS)
    content = gzip.compress(text.encode()) if name.endswith("gz") else text.encode()
    counts = loaded(write(tmp_path / name, content))
    assert counts["scope"].new == 2
    assert lines(tmp_path / "again.json", *RECORDS)
    assert loaded(tmp_path / "again.json")["scope"].unchanged == 2
