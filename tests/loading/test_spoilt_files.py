"""Files that were spoilt: each is refused in words or loaded rightly, never in part.

What is right is not what the spoilt file was before, but that a second load finds nothing
to change and the database holds what it asks of every row. SPOILT=1500 tries as many of each kind.
"""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError
from django.db import connection, transaction

from relations.loading import bulk, imports, table_files
from relations.loading.datasets.adapter import Adapter
from relations.loading.datasets.importing import ImportRefused, import_dataset
from relations.models import Act, Agreement, Membership, OtherName, Revision, Statement
from tests import factories as f

from . import files, spoiling, tables
from .datasets import ggo_sample

pytestmark = [pytest.mark.long, pytest.mark.django_db]
# For each kind of file.
CASES = int(os.environ.get("SPOILT", "80"))
REFUSED, HISTORY = "refused", Revision._meta.label  # of a run that changes nothing, too


def stored() -> dict[str, int]:
    """Count the rows of every table: each change of a fact makes a row of the history."""
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_app_config("relations").get_models()
    }


def filled() -> None:
    """Make a little of each kind, with parts, old dates and other scripts."""
    party = f.PartyFactory(
        actor_country__name="Հայաստան", agreement__title="Пакт; «о мире», 1949 =1+1"
    )
    f.ActFactory(
        agreement=party.agreement,
        concerns="party",
        actor_country=party.actor_country,
        date="1949-04~",
    )
    f.ProvisionFactory(agreement=party.agreement)
    f.MembershipActFactory(membership__note='a, b; "c"\nd')
    position = f.PositionFactory(statement__quotation="‘No’, she said.")
    f.SideFactory(statement=position.statement)
    f.OtherNameFactory(actor_country=party.actor_country)


def by_loaddata(tmp_path: Path, name: str) -> Callable[[bytes], str]:
    def run(content: bytes) -> str:
        path = tmp_path / name
        path.write_bytes(content)
        try:
            files.load(path)
        except CommandError as error:
            return f"{REFUSED}: {error}"
        return "loaded"

    return run


def by_load(tmp_path: Path, name: str) -> Callable[[bytes], str]:
    def run(content: bytes) -> str:
        path = tmp_path / name
        path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
        report = bulk.load([path])
        said = "; ".join(str(problem) for problem in report.problems)
        assert bool(said) == bool(report.failed)
        return f"{REFUSED}: {said}" if said else "loaded"

    return run


def by_data_set(adapter: Adapter, path: Path, *others: Path) -> Callable[[bytes], str]:
    def run(content: bytes) -> str:
        path.write_bytes(content)
        try:
            done = import_dataset(adapter, [path, *others])
        except ImportRefused as refused:
            return f"{REFUSED}: " + "; ".join(str(problem) for problem in refused.problems)
        assert all(counts.adds_up for counts in done.report.files.values())
        return "loaded"

    return run


def by_table(model: Any) -> Callable[[bytes], str]:
    def run(content: bytes) -> str:
        try:
            table = table_files.read(content)
        except table_files.UnreadableTable as error:
            return f"{REFUSED}: {error}"
        plan = imports.look(model, table)
        if plan.problems:
            return f"{REFUSED}: " + "; ".join(p.message for p in plan.problems)
        plan, done = imports.confirm(model, table, plan.seen, user=None, reason="a.csv")
        return "loaded" if done else f"{REFUSED}: {plan.problems}"

    return run


def try_all(content: bytes, ways: list[spoiling.Spoil], run: Callable[[bytes], str]) -> None:
    """Run CASES spoilt files, each on the same stored rows. The seed of a failure is told."""
    before, loaded = stored(), 0
    for seed in range(CASES):
        how, spoilt = spoiling.spoilt(content, ways, Random(seed))  # noqa: S311
        where = (seed, how, spoilt[:2000])
        with transaction.atomic():
            outcome = run(spoilt)
            if outcome.startswith(REFUSED):
                message = outcome.removeprefix(REFUSED).strip(": ")
                assert message, where
                assert "Traceback" not in message, where
                assert stored() == before, where
            else:
                loaded += 1
                connection.check_constraints()
                after = stored()
                assert run(spoilt) == "loaded", where
                assert {**stored(), HISTORY: 0} == {**after, HISTORY: 0}, where
            transaction.set_rollback(True)
    assert 0 < loaded < CASES  # both ends are reached


@pytest.mark.parametrize("name", ["spoilt.json", "spoilt.jsonl"])
def test_fixtures_by_loaddata(tmp_path: Path, name: str) -> None:
    filled()
    text = files.dump()
    text = "\n".join(map(json.dumps, json.loads(text))) if "jsonl" in name else text
    ways = spoiling.BYTES + spoiling.TEXT + spoiling.JSON
    try_all(text.encode(), ways, by_loaddata(tmp_path, name))


@pytest.mark.parametrize("name", ["spoilt.json", "spoilt.jsonl", "spoilt.json.gz"])
def test_fixtures_by_load(tmp_path: Path, name: str) -> None:
    filled()
    records = json.loads(files.dump())
    text = "\n".join(map(json.dumps, records)) if "jsonl" in name else json.dumps(records, indent=0)
    ways = spoiling.BYTES + spoiling.TEXT + spoiling.JSON
    try_all(text.encode(), ways, by_load(tmp_path, name))


@pytest.mark.parametrize("which", [0, 1])
def test_files_of_a_data_set(tmp_path: Path, which: int) -> None:
    ggo_sample.world()
    paths = ggo_sample.write(tmp_path)
    content = paths[which].read_bytes()
    content = gzip.decompress(content) if paths[which].suffix == ".gz" else content
    ways = spoiling.BYTES + spoiling.TEXT + spoiling.TABLE
    spoilt = tmp_path / "spoilt.csv"
    try_all(content, ways, by_data_set(ggo_sample.ADAPTER, spoilt, paths[1 - which]))


@pytest.mark.parametrize("model", [Agreement, Act, Membership, Statement, OtherName])
def test_sheets(model: Any) -> None:
    filled()
    ways = spoiling.BYTES + spoiling.TEXT + spoiling.TABLE
    try_all(tables.export(model), ways, by_table(model))


def test_workbooks() -> None:
    filled()
    ways = spoiling.BYTES + spoiling.ARCHIVE
    try_all(tables.export(Agreement, "xlsx"), ways, by_table(Agreement))
