"""What somebody deleted is not made again by imports, until somebody lets it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core import serializers
from django.db import connection

from relations.curation.history import before_deletion, revision
from relations.curation.merging import merge
from relations.curation.restoring import restore
from relations.loading.bulk import load
from relations.loading.datasets.adapters.cow_igo import ADAPTER as COW_IGO
from relations.loading.datasets.adapters.ggo import ADAPTER
from relations.loading.datasets.importing import Done, import_dataset
from relations.loading.datasets.taking_back import take_back
from relations.loading.datasets.unwanted import let, unwanted
from relations.loading.datasets.vocabulary import Oddity, Reason
from relations.models import Act, Agreement, Claim, ImportedRow, Membership, Party, Version
from relations.vocabularies import Origin
from tests import factories as f

from .ggo_sample import FISH, world, write
from .made_files import organization, outcomes, state, write_table

pytestmark = pytest.mark.django_db

SLUG = "ggo-qaa-qab-1970a"
ROW = {**FISH, "Signature": "1970-05-06", "TypeAgree": "Agreement"}
PARTIES = [
    {**FISH, "stateID": "QAA", "StateSignature": "1970-05-06"},
    {**FISH, "stateID": "QAB", "StateSignature": "1970-05-06"},
]


@pytest.fixture(autouse=True)
def actors(db: Any) -> None:
    world()


def imported(directory: Path, row: dict[str, str] = ROW) -> Done:
    return import_dataset(ADAPTER, write(directory, [row], PARTIES))


def fish() -> Any:
    return Agreement.objects.get(slug=SLUG)


def delete(record: Any, reason: str = "No treaty at all.") -> None:
    """Delete a record as somebody in the admin does."""
    with revision(user=f.UserFactory(username="anna"), origin=Origin.ADMIN, reason=reason):
        record.delete()


def by_sql(record: Any) -> None:
    with connection.cursor() as cursor:
        for part in (Act, Party) if isinstance(record, Agreement) else ():
            table = part._meta.db_table
            cursor.execute(f"DELETE FROM {table} WHERE agreement_id = %s", [record.pk])
        cursor.execute(f"DELETE FROM {record._meta.db_table} WHERE id = %s", [record.pk])


@pytest.mark.parametrize("way", [delete, lambda record: record.delete(), by_sql])
def test_a_record_that_somebody_deleted_stays_away_by_whatever_way(
    tmp_path: Path, way: Any
) -> None:
    imported(tmp_path)
    way(fish())
    done = imported(tmp_path)
    assert not Agreement.objects.exists()
    assert not Act.objects.exists()
    # Every row says the same, and the rows still add up.
    for name, number in (("agreements", 1), ("parties", 2)):
        assert outcomes(done.report.files[name]) == {"rejected": number}
        assert done.report.files[name].reasons == {Reason.NOT_WANTED: number}
    assert done.made is None
    assert done.vanished == 0


def test_the_report_says_when_who_and_why(tmp_path: Path) -> None:
    imported(tmp_path)
    delete(fish())
    counts = imported(tmp_path).report.files["agreements"]
    (sample,) = counts.samples[Reason.NOT_WANTED]
    day = Version.objects.filter(new__isnull=True)[0].at
    assert (sample.row, sample.said) == (
        2,
        f"deleted on {day:%Y-%m-%d} by anna: No treaty at all.",
    )


def test_a_new_version_of_it_stays_away_with_its_new_parts(tmp_path: Path) -> None:
    imported(tmp_path)
    delete(fish())
    done = imported(tmp_path, {**ROW, "Force": "1971-02-03", "Published": "Gazette 7"})
    assert not Agreement.objects.exists()
    assert done.made is None
    assert done.vanished == 0


def test_a_party_that_somebody_deleted_stays_away_and_the_rest_goes_on(tmp_path: Path) -> None:
    imported(tmp_path)
    delete(fish().party_set.get(actor_country__code="QAB"))
    done = imported(tmp_path, {**ROW, "Published": "Gazette 7"})
    assert [party.actor_country.code for party in fish().party_set.all()] == ["QAA"]
    assert fish().registration == "Gazette 7"
    # The signature of the row is there, so that it isn't rejected.
    parties = done.report.files["parties"]
    assert outcomes(parties) == {"loaded": 2}
    assert parties.oddities == {(Oddity.NOT_WANTED, ""): 1}


def test_a_membership_that_somebody_deleted_stays_away(tmp_path: Path) -> None:
    state("2", "United States")
    organization("un", "United Nations")
    rows = ("2,1980,usa,0", "2,1981,usa,1")
    path = write_table(tmp_path / "state_year_format3.csv", "ccode,year,state,un", rows)
    import_dataset(COW_IGO, [path])
    delete(Membership.objects.get())
    done = import_dataset(COW_IGO, [path])
    assert not Membership.objects.exists()
    assert done.report.files["state-years"].reasons == {Reason.NOT_WANTED: 1}


def test_a_record_that_was_recognised_and_deleted_is_not_made_either(tmp_path: Path) -> None:
    imported(tmp_path)
    party = fish().party_set.get(actor_country__code="QAB")
    ImportedRow.objects.filter(party=party).update(made=False)
    delete(party)
    imported(tmp_path)
    assert fish().party_set.count() == 1


def test_a_claim_that_somebody_deleted_is_not_made_again(tmp_path: Path) -> None:
    imported(tmp_path)
    with revision(user=f.UserFactory(), origin=Origin.ADMIN):
        Agreement.objects.filter(slug=SLUG).update(kind="charter")
    imported(tmp_path)
    delete(Claim.objects.get(field="kind", source__slug="ggo"))
    imported(tmp_path)
    assert not Claim.objects.filter(field="kind", source__slug="ggo").exists()


def test_what_an_analyst_lets_is_made_again_with_its_parts(tmp_path: Path) -> None:
    first = imported(tmp_path)
    delete(fish())
    (each,) = unwanted()
    assert (each.row.key, each.deletion.model, len(each.parts)) == ("QAA-QAB_1970A", "agreement", 5)
    let(each)
    assert not unwanted()
    assert imported(tmp_path).records == first.records
    assert fish().party_set.count() == 2


def test_letting_a_whole_leaves_what_was_deleted_of_it_before(tmp_path: Path) -> None:
    imported(tmp_path)
    delete(fish().party_set.get(actor_country__code="QAB"))
    fish().delete()
    whole = next(each for each in unwanted() if each.deletion.model == "agreement")
    let(whole)
    imported(tmp_path)
    assert [party.actor_country.code for party in fish().party_set.all()] == ["QAA"]
    assert [each.row.key for each in unwanted()] == ["QAA-QAB_1970A/party/QAB"]


def test_a_record_that_was_restored_is_brought_up_to_date_again(tmp_path: Path) -> None:
    imported(tmp_path)
    number = fish().pk
    delete(fish())
    deletion = Version.objects.deletions().get(model="agreement")
    restore("agreement", number, before_deletion(deletion), f.UserFactory())
    assert not unwanted()
    done = imported(tmp_path, {**ROW, "Published": "Gazette 7"})
    assert (fish().pk, fish().registration) == (number, "Gazette 7")
    assert outcomes(done.report.files["agreements"]) == {"loaded": 1}


def test_what_was_taken_back_nobody_decided_on(tmp_path: Path) -> None:
    first = imported(tmp_path)
    take_back(first.made)
    assert not unwanted()
    assert imported(tmp_path).records == first.records


def test_a_decision_outlasts_that_the_import_is_taken_back(tmp_path: Path) -> None:
    first = imported(tmp_path)
    delete(fish().party_set.get(actor_country__code="QAB"))
    back = take_back(first.made)
    assert back.removed["party"] == 1
    imported(tmp_path)
    assert [party.actor_country.code for party in fish().party_set.all()] == ["QAA"]


def test_what_a_load_removed_nobody_decided_on(tmp_path: Path) -> None:
    imported(tmp_path)
    other = f.AgreementFactory(source=None, review="draft")
    path = tmp_path / "all.json"
    path.write_text(
        serializers.serialize("json", [other], use_natural_primary_keys=True), encoding="utf-8"
    )
    load([path], remove=True)
    assert not Agreement.objects.filter(slug=SLUG).exists()
    assert not unwanted()
    imported(tmp_path)
    assert fish().party_set.count() == 2


def test_what_was_merged_into_another_is_not_unwanted(tmp_path: Path) -> None:
    imported(tmp_path)
    ours = f.AgreementFactory(title="Fish treaty")
    f.PartyFactory(agreement=ours, actor_country=f.models.Country.objects.get(code="QAA"))
    merge(fish(), ours, f.UserFactory(), "The same.")
    assert not unwanted()
    assert "not wanted" not in str(imported(tmp_path).report.as_json())
    assert ours.party_set.count() == 2


def test_the_same_files_write_nothing_while_something_is_unwanted(tmp_path: Path) -> None:
    imported(tmp_path)
    delete(fish())
    before = Version.objects.count()
    imported(tmp_path)
    assert Version.objects.count() == before
