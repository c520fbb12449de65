"""What people wrote stays: imports fill gaps, follow their data set, and else make claims."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from relations.curation.claims import keep
from relations.curation.history import revision
from relations.curation.merging import merge
from relations.loading.datasets.adapters.ggo import ADAPTER
from relations.loading.datasets.importing import ImportRefused, import_dataset
from relations.models import Act, Agreement, Claim, ImportedRow, Version
from relations.vocabularies import Origin
from tests import factories as f

from .ggo_sample import FISH, import_sample, world, write

pytestmark = pytest.mark.django_db

SLUG = "ggo-qaa-qab-1970a"
ROW = {**FISH, "Signature": "1970-05-06", "TypeAgree": "Agreement"}


@pytest.fixture(autouse=True)
def actors(db: Any) -> None:
    world()


def fish() -> Any:
    return Agreement.objects.get(slug=SLUG)


def by_hand(record: Any, **values: Any) -> None:
    """Edit a record as somebody in the admin does."""
    with revision(user=f.UserFactory(), origin=Origin.ADMIN):
        for name, value in values.items():
            setattr(record, name, value)
        record.save()


def import_rows(directory: Path, *rows: dict[str, str], parties: Any = ()) -> Any:
    return import_dataset(ADAPTER, write(directory, list(rows), list(parties)))


def test_a_new_version_changes_what_nobody_touched(tmp_path: Path) -> None:
    import_rows(tmp_path, ROW)
    done = import_rows(tmp_path, {**ROW, "Published": "Gazette 7"})
    assert fish().registration == "Gazette 7"
    assert done.records["agreement"] == {"changed": 1}
    assert not Claim.objects.exists()


def test_a_value_that_somebody_changed_stays_and_the_other_becomes_a_claim(tmp_path: Path) -> None:
    import_rows(tmp_path, ROW)
    by_hand(fish(), registration="UNTS vol. 1", kind="charter")
    done = import_rows(tmp_path, {**ROW, "Published": "Gazette 7"})
    assert (fish().registration, fish().kind) == ("UNTS vol. 1", "charter")
    said = {(c.field, c.value) for c in Claim.objects.filter(source__slug="ggo")}
    assert said == {("registration", "Gazette 7"), ("kind", "treaty")}
    assert done.records["claim"] == {"new": 2}


def test_a_claim_is_made_once(tmp_path: Path) -> None:
    import_rows(tmp_path, ROW)
    by_hand(fish(), kind="charter")
    import_rows(tmp_path, ROW)
    before = (Claim.objects.count(), Version.objects.count())
    assert import_rows(tmp_path, ROW).made is None
    assert (Claim.objects.count(), Version.objects.count()) == before


def test_a_claim_of_the_data_set_that_somebody_edited_stays_as_it_is(tmp_path: Path) -> None:
    import_rows(tmp_path, ROW)
    by_hand(fish(), title="Fish Treaty")
    import_rows(tmp_path, ROW)
    claim = Claim.objects.get(source__slug="ggo", field="title")
    by_hand(claim, value="Treaty on Made Up Fish")
    assert import_rows(tmp_path, ROW).made is None
    assert Claim.objects.get(source__slug="ggo", field="title").value == "Treaty on Made Up Fish"


def test_claims_that_are_long_and_begin_alike_are_told_apart(tmp_path: Path) -> None:
    import_rows(tmp_path, ROW)
    by_hand(fish(), title="Fish Treaty")
    titles = {"Treaty " + "on fish and " * 30 + end for end in ("salt", "oil")}
    # No other treaty shares the identifier: another title is another version of the same one.
    for title in sorted(titles):
        import_rows(tmp_path, {**ROW, "Title": title})
    assert titles <= set(Claim.objects.values_list("value", flat=True))


def test_a_date_that_somebody_corrected_stays(tmp_path: Path) -> None:
    import_rows(tmp_path, ROW)
    by_hand(Act.objects.get(kind="signed"), date="1970-05-07")
    import_rows(tmp_path, ROW)
    act = Act.objects.get(kind="signed")
    assert str(act.date) == "1970-05-07"
    assert act.claim_set.filter(value="1970-05-06", source__slug="ggo").exists()


def test_what_people_added_and_a_new_version_contradicts_stops_the_import(tmp_path: Path) -> None:
    import_rows(tmp_path, ROW)
    by_hand(Act.objects.get(kind="signed"), effect="1970-06-01")
    with pytest.raises(ImportRefused) as refused:
        import_rows(tmp_path, {**ROW, "Signature": "1971-05-06"})
    assert "agreements, row 2: QAA-QAB_1970A/act/signed" in str(refused.value)
    assert str(Act.objects.get(kind="signed").date) == "1970-05-06"


def test_a_disputed_value_that_a_new_version_replaces_stays_among_the_claims(
    tmp_path: Path,
) -> None:
    import_rows(tmp_path, ROW)
    import_rows(tmp_path, {**ROW, "Published": "Gazette 7"})
    f.ClaimFactory(agreement=fish(), field="registration", value="UNTS vol. 1")
    keep(fish())
    import_rows(tmp_path, {**ROW, "Published": "Gazette 8"})
    assert fish().registration == "Gazette 8"
    said = set(Claim.objects.values_list("value", flat=True))
    assert said == {"Gazette 7", "Gazette 8", "UNTS vol. 1"}


def test_what_can_not_be_disputed_is_counted_and_stays(tmp_path: Path) -> None:
    long = {**ROW, "Title": "Agreement " + "Long " * 90}
    import_rows(tmp_path, long)
    by_hand(fish(), note="Ours.")
    done = import_rows(tmp_path, long)
    assert fish().note == "Ours."
    assert done.records["agreement"]["differs, kept"] == 1


def test_an_agreement_of_ours_is_not_matched_by_its_title(tmp_path: Path) -> None:
    ours = f.AgreementFactory(title=FISH["Title"])
    import_rows(tmp_path, ROW)
    assert fish().pk != ours.pk


def test_a_merge_is_the_decision_that_the_next_import_goes_by(tmp_path: Path) -> None:
    ours = f.AgreementFactory(title="Fish treaty", kind="convention", registration="")
    party = {**FISH, "stateID": "QAA", "StateSignature": "1970-05-06"}
    import_rows(tmp_path, ROW, parties=[party])
    merge(fish(), ours, f.UserFactory(), "The same.")
    done = import_rows(tmp_path, {**ROW, "Published": "Gazette 7"}, parties=[party])
    assert not Agreement.objects.filter(slug=SLUG).exists()
    ours.refresh_from_db()
    assert (ours.title, ours.kind) == ("Fish treaty", "convention")
    assert ours.registration == "Gazette 7"
    assert ours.party_set.count() == 1
    assert "new" not in done.records["agreement"]


def test_a_slug_that_somebody_took_stops_the_import(tmp_path: Path) -> None:
    f.AgreementFactory(slug=SLUG)
    with pytest.raises(Exception, match="agreements, row 2: the slug ggo-qaa-qab-1970a is taken"):
        import_rows(tmp_path, ROW)


def test_a_part_that_people_entered_is_recognised_and_not_doubled(tmp_path: Path) -> None:
    import_rows(tmp_path, ROW)
    qaa = f.models.Country.objects.get(code="QAA")
    f.PartyFactory(agreement=fish(), actor_country=qaa)
    done = import_rows(tmp_path, ROW, parties=[{**FISH, "stateID": "QAA"}])
    assert fish().party_set.count() == 1
    assert done.records["party"]["recognised"] == 1
    assert not ImportedRow.objects.get(party__isnull=False).made


def test_records_that_the_files_no_longer_have_stay_and_are_counted(tmp_path: Path) -> None:
    import_sample(tmp_path)
    number = Agreement.objects.count()
    done = import_rows(tmp_path, ROW)
    assert Agreement.objects.count() == number
    assert done.vanished > 0


def test_a_trial_leaves_no_trace(tmp_path: Path) -> None:
    before = Version.objects.count()
    done = import_sample(tmp_path, dry_run=True)
    assert done.records["agreement"] == {"new": 6}
    assert not Agreement.objects.exists()
    assert not f.models.DataSet.objects.exists()
    assert Version.objects.count() == before
