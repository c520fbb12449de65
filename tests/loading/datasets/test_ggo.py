"""GGO, on made rows: what becomes of each kind of dirt, and that all rows are accounted for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from relations.loading.datasets.importing import Done
from relations.loading.datasets.vocabulary import Oddity, Outcome, Reason
from relations.models import Act, Agreement, DataSetImport, ImportedRow, Party, Unmatched, Version

from .ggo_sample import AGREEMENTS_MADE, LONG, PARTIES_MADE, import_sample, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(db: Any, tmp_path: Path) -> Done:
    world()
    return import_sample(tmp_path)


def dates(agreement: str, code: str = "") -> dict[str, str]:
    """Give the acts of an agreement, or of one party, by kind and time."""
    acts = Act.objects.filter(agreement__slug=agreement)
    acts = acts.filter(actor_country__code=code) if code else acts.filter(actor_country=None)
    return {f"{act.kind} {act.occurrence}": str(act.date) for act in acts}


def test_the_rows_of_each_file_add_up(done: Done) -> None:
    agreements, parties = (done.report.files[name] for name in ("agreements", "parties"))
    assert agreements.rows == len(AGREEMENTS_MADE)
    assert parties.rows == len(PARTIES_MADE)
    assert agreements.adds_up
    assert parties.adds_up


def test_agreements_are_loaded_merged_or_rejected_for_a_reason(done: Done) -> None:
    counts = done.report.files["agreements"]
    assert counts.outcomes == {Outcome.LOADED: 6, Outcome.MERGED: 1, Outcome.REJECTED: 2}
    assert counts.reasons == {Reason.NO_TERM: 1, Reason.NO_NAME: 1}


def test_parties_are_rejected_for_a_reason_each(done: Done) -> None:
    counts = done.report.files["parties"]
    assert counts.reasons == {
        Reason.NO_RECORD: 1,
        Reason.OTHER_RECORD: 1,
        Reason.SEVERAL_RECORDS: 1,
        Reason.OF_REJECTED: 1,
        Reason.NOT_MATCHED: 2,
        Reason.NOT_OURS: 1,
        Reason.NO_NAME: 1,
    }
    assert counts.outcomes[Outcome.REJECTED] == 8
    assert counts.outcomes[Outcome.MERGED] == 2


def test_what_was_odd_is_counted_by_column(done: Done) -> None:
    odd = done.report.files["parties"].oddities
    assert odd[Oddity.NO_END_KNOWN, "StateEnd"] == 2
    assert odd[Oddity.NOT_A_DATE_HERE, "Term"] == 1
    assert odd[Oddity.YEAR_AS_JANUARY, "StateForce"] == 1
    assert odd[Oddity.REPEATED_PAIR, "treatyID"] == 7
    assert odd[Oddity.CONTRADICTION, "StateSignature"] == 1
    assert odd[Oddity.CONTRADICTION, "StateEnd"] == 1
    assert odd[Oddity.AGAIN_IN_FORCE, "StateForce"] == 1
    assert odd[Oddity.OUT_OF_ORDER, "StateEnd"] == 1
    assert odd[Oddity.STATE_ENDED, "StateEnd"] == 1
    odd = done.report.files["agreements"].oddities
    assert odd[Oddity.TOO_LONG, "Title"] == 1
    assert odd[Oddity.DAY_IMPOSSIBLE, "Signature"] == 1
    assert odd[Oddity.UNREADABLE_DATE, "Force"] == 1
    assert odd[Oddity.OUT_OF_ORDER, "Term"] == 1


def test_an_agreement_says_what_its_row_says(done: Done) -> None:
    fish = Agreement.objects.get(slug="ggo-qaa-qab-1970a")
    assert (fish.title, fish.kind, fish.registration) == (
        "Treaty On Made Up Fish",
        "treaty",
        "Gazette 1",
    )
    assert fish.review == "draft"
    assert fish.source.slug == "ggo"
    assert fish.locator == "QAA-QAB_1970A"
    assert dates(fish.slug) == {"signed 1": "1970-05-06", "entered_into_force 1": "1971"}
    assert fish.act_set.get(kind="signed", actor_country=None).place == "Atlantis"


def test_uncertain_and_impossible_dates_keep_what_is_known(done: Done) -> None:
    assert dates("ggo-brd-1980a")["signed 1"] == "1980-03-04?"
    assert dates("ggo-odd-2001a") == {"signed 1": "2001-06?"}
    assert dates("ggo-lng-2000a") == {"signed 1": "[1981-09..1981-10]"}


def test_a_long_title_is_cut_and_kept_whole_in_the_note(done: Done) -> None:
    long = Agreement.objects.get(slug="ggo-lng-2000a")
    assert len(long.title) <= 400
    assert long.title.endswith(" …")
    assert LONG["Title"].strip() in long.note


def test_agreements_that_share_an_identifier_stay_apart(done: Done) -> None:
    sharing = Agreement.objects.filter(slug__startswith="ggo-qaa-qab-1990a-")
    assert {a.title: a.party_set.count() for a in sharing} == {
        "Agreement On Salt": 1,
        "Agreement On Pepper": 1,
    }


def test_a_state_that_is_still_a_party_has_no_end(done: Done) -> None:
    assert dates("ggo-qaa-qab-1970a", "QAA") == {
        "signed 1": "1970-05-06",
        "ratified 1": "1970-09-09",
    }


def test_a_state_that_came_back_is_in_force_twice(done: Done) -> None:
    assert dates("ggo-qaa-qab-1970a", "QAB") == {
        "signed 1": "1970-05-06",
        "entered_into_force 1": "1971",
        "withdrawn 1": "1980-02-02",
        "entered_into_force 2": "1985-03-03",
    }


def test_a_code_means_who_it_meant_on_the_day(done: Done) -> None:
    assert dates("ggo-qaa-qab-1970a", "SUN") == {"signed 1": "1973-04-05"}
    assert dates("ggo-brd-1980a", "RUS") == {"signed 1": "1995-04-05"}


def test_an_end_of_the_agreement_or_of_the_state_is_no_withdrawal(done: Done) -> None:
    assert dates("ggo-brd-1980a")["terminated 1"] == "1999-08-09"
    for code in ("QAA", "QAC", "QAB"):
        assert "withdrawn 1" not in dates("ggo-brd-1980a", code)


def test_who_is_not_matched_is_listed_with_rows_and_time(done: Done) -> None:
    listed = {u.value: (u.rows, str(u.earliest)) for u in Unmatched.objects.all()}
    assert listed == {"ZZZ": (1, "1970-05-06"), "QAD": (1, "1970-05-06")}


def test_every_record_leads_to_its_row(done: Done) -> None:
    for model, name in ((Agreement, "agreement"), (Party, "party"), (Act, "act")):
        assert (
            model.objects.count()
            == ImportedRow.objects.filter(**{f"{name}__isnull": False}).count()
        )
    row = ImportedRow.objects.get(party__actor_country__code="QAB", key__startswith="QAA-QAB_1970A")
    assert row.place == "parties 6"


def test_the_history_says_that_it_came_by_import(done: Done) -> None:
    version = Version.objects.filter(model="agreement").select_related("revision").first()
    assert version and version.revision
    assert version.revision.origin == "import"
    assert version.revision.reason.startswith("ggo 1.0.0: agreements.csv")


def test_a_second_import_of_the_same_files_writes_nothing(done: Done, tmp_path: Path) -> None:
    before = (Version.objects.count(), ImportedRow.objects.count())
    again = import_sample(tmp_path)
    assert again.made is None
    assert (Version.objects.count(), ImportedRow.objects.count()) == before
    assert again.report.as_json() == done.report.as_json()
    assert {what for counts in again.records.values() for what in counts} == {"unchanged"}
    assert DataSetImport.objects.count() == 1


def test_publishing_makes_everything_visible(db: Any, tmp_path: Path) -> None:
    world()
    import_sample(tmp_path, publish=True)
    assert set(Agreement.objects.values_list("review", flat=True)) == {"published"}
    assert Agreement.objects.first().source.is_published  # type: ignore[union-attr]
