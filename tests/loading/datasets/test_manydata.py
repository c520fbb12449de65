"""DESTA and IEADB, on made rows in the form of manydata's tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from relations.loading.datasets.adapters import desta, ieadb
from relations.loading.datasets.importing import Done, import_dataset
from relations.loading.datasets.vocabulary import Oddity, Outcome, Reason
from relations.models import Act, Agreement, Party
from tests import factories as f

from .made_files import write_cells

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def states(db: Any) -> None:
    f.CountryFactory(code="QAA", name="Qaa")
    f.CountryFactory(code="QAB", name="Qab")


def imported(adapter: Any, directory: Path, *tables: list[dict[str, str]]) -> Done:
    """Import rows as the two files of a data set, twice: the second time nothing is written."""
    paths = [
        write_cells(directory / f"{file.name}.csv", [c.name for c in file.columns], rows)
        for file, rows in zip(adapter.ADAPTER.files, tables, strict=True)
    ]
    done = import_dataset(adapter.ADAPTER, paths)
    assert import_dataset(adapter.ADAPTER, paths).made is None
    assert all(counts.adds_up for counts in done.report.files.values())
    return done


def acts(slug: str) -> set[tuple[str, str, str]]:
    """Give who did what and when, of one agreement."""
    found = Act.objects.filter(agreement__slug=slug).select_related("actor_country")
    return {
        (act.actor_country.code if act.actor_country else "", act.kind, str(act.date))
        for act in found
    }


def test_trade_agreements_have_years_and_parties_without_dates(tmp_path: Path) -> None:
    salt = {"Title": "Salt Union", "Begin": "1948", "destaID": "7"}
    done = imported(
        desta,
        tmp_path,
        [{**salt, "Signature": "1948", "Force": "1949", "TypeAgree": "Agreement"}],
        [
            {**salt, "stateID": "QAA"},
            {**salt, "stateID": "QAB"},
            {**salt, "stateID": "QAB"},
            {**salt, "stateID": "ZZZ"},
            {**salt, "stateID": "QAA", "destaID": "8"},
        ],
    )
    counts = done.report.files["parties"]
    assert counts.outcomes == {Outcome.LOADED: 2, Outcome.MERGED: 1, Outcome.REJECTED: 2}
    assert counts.reasons == {Reason.NOT_MATCHED: 1, Reason.NO_RECORD: 1}
    (agreement,) = Agreement.objects.all()
    assert agreement.slug == "desta-7"
    assert acts("desta-7") == {("", "signed", "1948"), ("", "entered_into_force", "1949")}
    assert Party.objects.count() == 2


def test_environmental_agreements_have_acts_of_their_parties(tmp_path: Path) -> None:
    fish = {"Title": "Protocol On Made Up Fish", "mitchID": "11", "treatyID": "MDUPFS_1970P"}
    soup = {"Title": "Resolution On Soup", "mitchID": "12"}
    done = imported(
        ieadb,
        tmp_path,
        [
            {
                **fish,
                **{"TypeAgree": "Protocol", "Signature": "1970-05-06", "Force": "1972-01-01"},
                **{"Term": "1999-08-09", "End": "1999-08-09", "Location": "Qaa City"},
            },
            {**soup, "TypeAgree": "Resolution", "Signature": "1971-05-06"},
            {"Title": "Amendment To Nothing", "mitchID": "11"},
            {"Title": "", "mitchID": "13"},
        ],
        [
            # The package writes the number of the database as a number.
            {
                **{"ieadbID": "11.0", "stateID": "QAA", "stateSignature": "1970-05-06"},
                **{"Rat": "1971-02-03", "Force": "1972-01-01"},
            },
            {"ieadbID": "11", "stateID": "QAB", "Force": "1975-04-05", "End": "1999-08-09"},
            {"ieadbID": "11", "stateID": "QAB", "Force": "1975-04-05", "End": "1999-08-09"},
            {"ieadbID": "12", "stateID": "QAA"},
            {"ieadbID": "14", "stateID": "QAA"},
            {"ieadbID": "", "stateID": "QAA"},
        ],
    )
    agreements, parties = done.report.files["agreements"], done.report.files["parties"]
    assert agreements.reasons == {Reason.NO_TERM: 1, Reason.IMPOSSIBLE: 1, Reason.NO_NAME: 1}
    assert parties.outcomes == {Outcome.LOADED: 2, Outcome.MERGED: 1, Outcome.REJECTED: 3}
    assert parties.reasons == {Reason.OF_REJECTED: 1, Reason.NO_RECORD: 1, Reason.NO_NAME: 1}
    agreement = Agreement.objects.get()
    assert (agreement.kind, agreement.locator) == ("protocol", "IEA# 11, MDUPFS_1970P")
    assert Act.objects.get(kind="signed", concerns="agreement").place == "Qaa City"
    assert acts("ieadb-11") == {
        ("", "signed", "1970-05-06"),
        ("", "entered_into_force", "1972"),
        ("", "terminated", "1999-08-09"),
        ("QAA", "signed", "1970-05-06"),
        ("QAA", "ratified", "1971-02-03"),
        ("QAA", "entered_into_force", "1972"),
        ("QAB", "entered_into_force", "1975-04-05"),
    }


@pytest.mark.parametrize("day", ["1111-11-11", "2599-01-01", "2899-01-01", "2599"])
def test_a_day_that_stands_for_not_known_or_not_yet_is_not_written(
    tmp_path: Path, day: str
) -> None:
    row = {"Title": "Treaty On Made Up Fish", "mitchID": "11", "TypeAgree": "Agreement"}
    done = imported(
        ieadb, tmp_path, [{**row, "Signature": "1351-08-01", "Force": day, "Term": day}], []
    )
    assert acts("ieadb-11") == {("", "signed", "1351-08-01")}
    assert done.report.files["agreements"].oddities == {
        (Oddity.NO_DAY_MEANT, "Force"): 1,
        (Oddity.NO_DAY_MEANT, "Term"): 1,
    }
    # What kind of agreement it is follows from its title.
    assert Agreement.objects.get().kind == "treaty"


def test_an_end_before_the_beginning_is_not_written(tmp_path: Path) -> None:
    row = {"Title": "Treaty On Made Up Fish", "mitchID": "11", "TypeAgree": "Convention"}
    imported(ieadb, tmp_path, [{**row, "Signature": "1970-05-06", "Term": "1907-05-06"}], [])
    assert acts("ieadb-11") == {("", "signed", "1970-05-06")}
    assert Agreement.objects.get().kind == "convention"
