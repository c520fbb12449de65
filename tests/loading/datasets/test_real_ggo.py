"""The whole of GGO against its files, read here by other means than the adapter's."""

from __future__ import annotations

import csv
import gzip
import os
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from relations.loading.datasets.adapters.ggo import ADAPTER
from relations.loading.datasets.importing import Done, import_dataset
from relations.models import Act, Agreement, ImportedRow, Party, Version

DATA = Path(os.environ.get("GEOPOL_DATA", settings.BASE_DIR.parent / "shared" / "data"))
AGREEMENTS = DATA / "manytreaties_agreements_GGO.csv"
PARTIES = DATA / "manytreaties_parties_GGO.csv.gz"

pytestmark = [
    pytest.mark.long,
    pytest.mark.django_db,
    pytest.mark.skipif(not PARTIES.is_file(), reason=f"the files of GGO are not in {DATA}"),
]
Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def agreements() -> Rows:
    with AGREEMENTS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def parties() -> Rows:
    with gzip.open(PARTIES, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def imported(django_db_setup: Any, django_db_blocker: Any) -> Iterator[Done]:
    """GGO over our own data; gone after these tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_fixtures", verbosity=0)
        done = import_dataset(ADAPTER, [AGREEMENTS, PARTIES])
        # Now, not once more after each test.
        connection.check_constraints()
        yield done
        transaction.set_rollback(True)


def some(rows: list[Any], number: int) -> list[Any]:
    """Give as many of the rows, spread over all of them, the same in each run."""
    return rows[7 :: len(rows) // number][:number]


def as_written(text: str) -> str:
    """Give the notation of a date that we expect: a 1 January is a year."""
    return text.replace("-01-01", "") if text.endswith(("-01-01", "-01-01?")) else text


def test_the_report_adds_up_to_the_files(imported: Done, agreements: Rows, parties: Rows) -> None:
    for name, rows in (("agreements", agreements), ("parties", parties)):
        counts = imported.report.files[name]
        assert counts.rows == len(rows)
        assert sum(counts.outcomes.values()) == len(rows)
        assert sum(counts.reasons.values()) == counts.outcomes["rejected"]


def test_what_is_known_to_be_dirty_is_counted(
    imported: Done, agreements: Rows, parties: Rows
) -> None:
    odd = {
        (oddity.name, column): n
        for (oddity, column), n in imported.report.files["parties"].oddities.items()
    }
    ends = sum(row["StateEnd"] == "9999-12-31" for row in parties)
    assert odd["NO_END_KNOWN", "StateEnd"] == ends == 45_016
    pairs = Counter((row["stateID"], row["treatyID"]) for row in parties)
    repeated = sum(number - 1 for number in pairs.values())
    assert odd["REPEATED_PAIR", "treatyID"] == repeated == 13_049
    known = {row["treatyID"] for row in agreements}
    lost = [row["treatyID"] for row in parties if row["treatyID"] not in known]
    counts = imported.report.files["parties"]
    reason = next(reason for reason in counts.reasons if reason.name == "NO_RECORD")
    assert (counts.reasons[reason], len(counts.said[reason])) == (len(lost), len(set(lost)))
    assert len(set(lost)) == 339
    numbers = sum(bool(row["Term"]) for row in parties)
    assert odd["NOT_A_DATE_HERE", "Term"] == numbers


def test_25_agreements_say_what_their_rows_say(imported: Done, agreements: Rows) -> None:
    ids = Counter(row["treatyID"] for row in agreements)
    plain = [
        row
        for row in agreements
        if ids[row["treatyID"]] == 1 and row["TypeAgree"] in ("Agreement", "Protocol", "Amendment")
    ]
    for row in some(plain, 25):
        agreement = Agreement.objects.get(locator=row["treatyID"], source__slug="manytreaties-ggo")
        assert agreement.title == row["Title"] or agreement.title.endswith("…")
        said = {
            act.kind: str(act.date)
            for act in agreement.act_set.filter(actor_country=None, actor_organization=None)
        }
        for kind, column in (("signed", "Signature"), ("entered_into_force", "Force")):
            assert said.get(kind, "") == as_written(row[column]), row["treatyID"]


def test_25_parties_say_what_their_rows_say(
    imported: Done, agreements: Rows, parties: Rows
) -> None:
    """Of states that the data set names once for an agreement, and that have one code."""
    ids = Counter(row["treatyID"] for row in agreements)
    kinds = {row["treatyID"]: row["TypeAgree"] for row in agreements}
    pairs = Counter((row["stateID"], row["treatyID"]) for row in parties)
    plain = [
        row
        for row in parties
        if ids[row["treatyID"]] == 1
        and kinds[row["treatyID"]] == "Agreement"
        and pairs[row["stateID"], row["treatyID"]] == 1
        and row["stateID"] in ("FRA", "USA", "NLD", "BRA", "ITA", "SWE", "MEX", "ESP", "DNK")
    ]
    for row in some(plain, 25):
        agreement = Agreement.objects.get(locator=row["treatyID"], source__slug="manytreaties-ggo")
        assert Party.objects.filter(
            agreement=agreement, actor_country__code=row["stateID"]
        ).exists()
        acts = Act.objects.filter(agreement=agreement, actor_country__code=row["stateID"])
        said = {act.kind: str(act.date) for act in acts}
        for kind, column in (
            ("signed", "StateSignature"),
            ("ratified", "StateRatification"),
            ("entered_into_force", "StateForce"),
        ):
            expected = "" if row[column] == "9999-12-31" else as_written(row[column])
            assert said.get(kind, "") == expected, (row["treatyID"], row["stateID"])


def test_no_party_stands_twice_and_none_is_made_up(imported: Done, parties: Rows) -> None:
    states: dict[str, set[str]] = defaultdict(set)
    for row in parties:
        states[row["treatyID"]].add(row["stateID"])
    rows = ImportedRow.objects.filter(party__isnull=False)
    for key in some(list(rows.values_list("key", flat=True)), 200):
        identifier, _party, _code = key.split("/")
        assert states[identifier.split("#")[0]], key


def test_the_soviet_union_is_no_russia(imported: Done) -> None:
    ours = Act.objects.filter(importedrow__isnull=False, kind="signed")
    assert not ours.filter(
        actor_country__code="RUS", date_earliest__gt="1923-01-01", date_latest__lt="1991-12-25"
    ).exists()
    assert ours.filter(actor_country__code="SUN").count() > 100


def test_a_second_time_changes_nothing(imported: Done) -> None:
    before = Version.objects.count()
    again = import_dataset(ADAPTER, [AGREEMENTS, PARTIES])
    assert again.made is None
    assert Version.objects.count() == before
    assert again.report.as_json() == imported.report.as_json()
    for model, counts in imported.records.items():
        assert again.records[model] == {"unchanged": counts["new"]}
