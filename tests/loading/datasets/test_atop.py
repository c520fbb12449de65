"""ATOP: phases of members become parties, with or without the file of alliances."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from relations.loading.datasets.adapters.atop import ADAPTER
from relations.loading.datasets.importing import Done, import_dataset
from relations.models import Act, Agreement, Party, Provision
from tests.factories import ScopeFactory

from .made_files import oddities, outcomes, reasons, state, write_cells

ALLIANCES, MEMBERS = ([c.name for c in file.columns] for file in ADAPTER.files)


def alliance(number: int, begin: str, end: str, **more: Any) -> dict[str, Any]:
    return {"atopid": number, "ineffect": 0, **_date("beg", begin), **_date("end", end), **more}


def _date(name: str, date: str) -> dict[str, str]:
    return dict(zip((f"{name}yr", f"{name}mo", f"{name}day"), date.split("/"), strict=True))


def phase(number: int, ccode: str, entry: str, leave: str, **more: Any) -> dict[str, Any]:
    pledges = {"defense": 1, "offense": 0, "neutral": 0, "nonagg": 0, "consul": 0}
    names = ("yrent", "moent", "dayent", "yrexit", "moexit", "dayexit")
    dates = dict(zip(names, [*entry.split("/"), *leave.split("/")], strict=True))
    return {"atopid": number, "member": ccode, "phase": 0, **dates, **pledges, **more}


def load(
    folder: Path, members: list[dict[str, Any]], alliances: list[dict[str, Any]] | None = None
) -> Done:
    # The real files have many more columns, of which nothing is taken.
    paths = [write_cells(folder / "m.csv", [*MEMBERS, "secrart"], members)]
    if alliances is not None:
        paths.append(write_cells(folder / "a.csv", [*ALLIANCES, "bilat"], alliances))
    return import_dataset(ADAPTER, paths)


@pytest.fixture(autouse=True)
def states(db: Any) -> None:
    state("200", "United Kingdom")
    state("220", "France")
    ScopeFactory(slug="defence")
    ScopeFactory(slug="security")


def test_members_join_the_alliance_of_their_number(tmp_path: Path) -> None:
    done = load(
        tmp_path,
        [phase(1005, "200", "1815/1/3", "1815/2/8"), phase(1005, "220", "1815/1/3", "1815/2/8")],
        [alliance(1005, "1815/1/3", "1815/2/8", cowid=4)],
    )
    agreement = Agreement.objects.get()
    assert agreement.title == "Defence pact of France and United Kingdom (1815)"
    assert "no. 4" in agreement.note
    whole = Act.objects.filter(actor_country=None)
    assert {(a.kind, str(a.date)) for a in whole} == {
        ("entered_into_force", "1815-01-03"),
        ("terminated", "1815-02-08"),
    }
    assert Party.objects.count() == 2
    assert not Act.objects.filter(kind="terminated", actor_country__isnull=False).exists()
    assert outcomes(done.report.files["alliances"]) == {"loaded": 1}
    assert outcomes(done.report.files["members"]) == {"loaded": 2}


@pytest.mark.parametrize("end", ["0/0/0", "2018/12/31"])
def test_an_exit_in_the_year_0_is_no_exit(tmp_path: Path, end: str) -> None:
    done = load(
        tmp_path,
        [phase(1, "200", "1949/4/4", "0/0/0")],
        [alliance(1, "1949/4/4", end, ineffect=1)],
    )
    assert not Act.objects.filter(kind="terminated").exists()
    assert oddities(done, "members")["LAST_OBSERVED", "yrexit"] == 1


def test_phases_without_a_day_between_are_one_stay(tmp_path: Path) -> None:
    done = load(
        tmp_path,
        [
            phase(1, "200", "1900/1/1", "1904/4/30", phase=1),
            phase(1, "200", "1904/5/1", "1910/6/7", phase=2, consul=1),
            phase(1, "220", "1900/1/1", "1903/1/1", phase=1),
            phase(1, "220", "1907/1/1", "0/0/0", phase=2),
        ],
    )
    acts = Act.objects.filter(actor_country__isnull=False).order_by("actor_country__name", "date")
    found = [(a.actor.name, a.kind, a.occurrence, str(a.date)) for a in acts]
    assert found == [
        ("France", "entered_into_force", 1, "1900-01-01"),
        ("France", "terminated", 1, "1903-01-01"),
        ("France", "entered_into_force", 2, "1907-01-01"),
        ("United Kingdom", "entered_into_force", 1, "1900-01-01"),
        ("United Kingdom", "terminated", 1, "1910-06-07"),
    ]
    assert outcomes(done.report.files["members"]) == {"loaded": 3, "merged": 1}
    assert Provision.objects.filter(force="talks").count() == 1


def test_without_its_file_an_alliance_begins_with_its_first_member(tmp_path: Path) -> None:
    load(
        tmp_path,
        [phase(1, "220", "1904/5/6", "1910/1/1"), phase(1, "200", "1900/2/3", "1910/1/1")],
    )
    whole = Act.objects.filter(actor_country=None)
    assert [(a.kind, str(a.date)) for a in whole] == [("entered_into_force", "1900-02-03")]


def test_every_row_has_one_outcome(tmp_path: Path) -> None:
    done = load(
        tmp_path,
        [
            phase(1, "200", "1900/1/1", "1904/1/1"),
            phase(1, "999", "1900/1/1", "1904/1/1"),
            phase(1, "220", "0/0/0", "1904/1/1"),
            phase(1, "220", "1900/1/1", "1899/1/1"),
            phase(1, "220", "1900/1/1", "1904/1/1", atopid="one"),
        ],
        [
            alliance(1, "1900/1/1", "1904/1/1"),
            alliance(1, "1900/1/1", "1904/1/1"),
            alliance(2, "0/0/0", "1904/1/1"),
        ],
    )
    assert outcomes(done.report.files["members"]) == {"loaded": 1, "rejected": 4}
    assert outcomes(done.report.files["alliances"]) == {"loaded": 1, "rejected": 2}
    assert reasons(done, "members") == {
        "NOT_MATCHED": 1,
        "NO_DATE": 1,
        "IMPOSSIBLE": 1,
        "NO_NAME": 1,
    }
    assert (
        Agreement.objects.get().title == "Defence pact of COW state 999 and United Kingdom (1900)"
    )


def test_loading_twice_changes_nothing(tmp_path: Path) -> None:
    rows = [phase(1, "200", "1900/1/1", "1904/4/30"), phase(1, "220", "1900/1/1", "0/0/0")]
    load(tmp_path, rows)
    assert load(tmp_path, rows).made is None
