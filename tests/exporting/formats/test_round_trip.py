"""JSON Lines: out, into an empty database, and out again: the same bytes."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from relations.exporting.formats import FORMATS, Edition
from relations.models import Country, Position
from tests.exporting.worlds import hidden_world, small_world

pytestmark = pytest.mark.long

EDITION = Edition(None, dt.date(2026, 11, 29))


def export(directory: Path) -> Path:
    directory.mkdir()
    return FORMATS["jsonl"].write(directory, EDITION)


@pytest.mark.django_db(transaction=True)
def test_what_was_exported_loads_into_an_empty_database_and_leaves_the_same(
    tmp_path: Path,
) -> None:
    small_world()
    hidden_world()
    first = export(tmp_path / "first")
    call_command("flush", interactive=False, verbosity=0)
    assert not Country.objects.exists()
    call_command("loaddata", first, verbosity=0)
    assert Position.objects.count() == 4
    assert export(tmp_path / "second").read_bytes() == first.read_bytes()


@pytest.mark.django_db(transaction=True)
def test_so_does_all_of_our_data(tmp_path: Path) -> None:
    call_command("load_fixtures", verbosity=0)
    first = export(tmp_path / "first")
    assert len(first.read_bytes().splitlines()) > 12_000
    call_command("flush", interactive=False, verbosity=0)
    call_command("loaddata", first, verbosity=0)
    assert export(tmp_path / "second").read_bytes() == first.read_bytes()


@pytest.mark.django_db
def test_records_are_those_of_fixtures_without_what_equals_its_default(tmp_path: Path) -> None:
    small_world()
    records = [json.loads(line) for line in export(tmp_path / "x").read_text("utf-8").splitlines()]
    (step,) = [
        r["fields"]
        for r in records
        if r["model"] == "relations.membershipact" and r["fields"]["kind"] == "withdrew"
    ]
    assert step == {
        "date": "2025",
        "effect": "2026?",
        "membership": [["ARM"], None, ["eaeu"]],
        "kind": "withdrew",
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ('{"model": "relations.scope"', "line 2, column 28: not JSON"),
        ('{"model": "relations.scope", "model": "x"}', "line 2: “model” stands twice"),
        (
            '{"model": "relations.scope", "fields": {"slug": "b", "nam": "B"}}',
            "record 2 .*, field “nam”: there is no such field",
        ),
    ],
)
def test_a_fault_is_reported_with_its_line(tmp_path: Path, line: str, fault: str) -> None:
    path = tmp_path / "wrong.jsonl"
    good = '{"model": "relations.scope", "fields": {"slug": "a", "name": "A"}}'
    path.write_text(f"{good}\n{line}\n", encoding="utf-8")
    with pytest.raises(CommandError, match=fault):
        call_command("loaddata", path, verbosity=0)


@pytest.mark.django_db
def test_bytes_that_are_no_text_are_reported_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "wrong.jsonl"
    path.write_bytes(b'\n{"model": "\xff"}\n')
    with pytest.raises(CommandError, match="line 2 is not UTF-8"):
        call_command("loaddata", path, verbosity=0)
