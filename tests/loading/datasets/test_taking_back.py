"""Taking an import back: what it made goes, what people worked on stays and is named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from relations.curation.history import revision
from relations.loading.datasets.adapters.ggo import ADAPTER
from relations.loading.datasets.importing import Done, import_dataset
from relations.loading.datasets.taking_back import CantTakeBack, take_back
from relations.models import (
    Act,
    Agreement,
    Claim,
    DataSet,
    DataSetImport,
    ImportedRow,
    Party,
    Version,
)
from relations.vocabularies import Origin
from tests import factories as f

from .ggo_sample import FISH, import_sample, world, write

pytestmark = pytest.mark.django_db


FISH_ROW = FISH | {"Signature": "1970-05-06", "TypeAgree": "Agreement"}


@pytest.fixture
def done(db: Any, tmp_path: Path) -> Done:
    world()
    return import_sample(tmp_path)


def the_import() -> DataSetImport:
    return DataSetImport.objects.get()


def test_all_that_an_import_made_goes(done: Done) -> None:
    back = take_back(the_import())
    assert not back.kept
    for model in (Agreement, Party, Act, ImportedRow):
        assert not model.objects.exists()
    assert the_import().taken_back_at is not None
    gone = Version.objects.filter(model="agreement", new__isnull=True).select_related("revision")
    assert gone.count() == back.removed["agreement"] == 6
    assert gone[0].revision and gone[0].revision.reason.startswith("Taken back: import")


def test_it_can_be_imported_anew(done: Done, tmp_path: Path) -> None:
    take_back(the_import())
    again = import_sample(tmp_path)
    assert again.records == done.records


def test_nothing_is_taken_back_twice(done: Done) -> None:
    take_back(the_import())
    with pytest.raises(CantTakeBack):
        take_back(the_import())


def test_what_somebody_changed_stays_with_its_parts(done: Done) -> None:
    fish = Agreement.objects.get(slug="ggo-qaa-qab-1970a")
    with revision(user=f.UserFactory(), origin=Origin.ADMIN):
        fish.summary = "In our words."
        fish.save()
    back = take_back(the_import())
    assert list(Agreement.objects.all()) == [fish]
    assert "somebody changed it since" in {kept.why for kept in back.kept}
    assert ImportedRow.objects.get(agreement=fish).made


def test_an_agreement_whose_act_somebody_corrected_stays(done: Done) -> None:
    act = Act.objects.get(agreement__slug="ggo-brd-1980a", kind="terminated")
    with revision(user=f.UserFactory(), origin=Origin.ADMIN):
        act.date = "1999-08-10"
        act.save()
    take_back(the_import())
    assert [a.slug for a in Agreement.objects.all()] == ["ggo-brd-1980a"]
    assert Act.objects.filter(pk=act.pk).exists()


@pytest.mark.parametrize(
    "hold",
    [
        lambda a: f.CitationFactory(agreement=a),
        lambda a: f.PositionFactory(target_agreement=a),
        lambda a: f.AgreementLinkFactory(to_agreement=a),
        lambda a: f.ProvisionFactory(agreement=a),
    ],
    ids=["cited", "a position on it", "linked", "given a provision"],
)
def test_what_something_else_rests_on_stays(done: Done, hold: Any) -> None:
    fish = Agreement.objects.get(slug="ggo-qaa-qab-1970a")
    hold(fish)
    back = take_back(the_import())
    assert Agreement.objects.filter(pk=fish.pk).exists()
    assert any("Made Up Fish" in kept.what for kept in back.kept)


def test_a_trial_only_says_what_would_go(done: Done) -> None:
    number = Agreement.objects.count()
    back = take_back(the_import(), dry_run=True)
    assert back.removed["agreement"] == number == Agreement.objects.count()
    assert the_import().taken_back_at is None


def test_what_a_second_import_changed_is_put_back_and_stays(db: Any, tmp_path: Path) -> None:
    world()
    first = import_dataset(ADAPTER, write(tmp_path, [FISH_ROW], []))
    number = Act.objects.get().pk
    second = import_dataset(ADAPTER, write(tmp_path, [FISH_ROW | {"Signature": "1971"}], []))
    assert str(Act.objects.get().date) == "1971"
    back = take_back(second.made)
    act = Act.objects.get()
    assert (act.pk, str(act.date), back.removed["act, values"]) == (number, "1970-05-06", 1)
    assert ImportedRow.objects.get(act=act).last_import == first.made
    assert import_dataset(ADAPTER, write(tmp_path, [FISH_ROW], [])).made is None
    assert not take_back(first.made).kept
    assert not Agreement.objects.exists()


def test_the_first_import_goes_with_what_the_second_changed(db: Any, tmp_path: Path) -> None:
    world()
    first = import_dataset(ADAPTER, write(tmp_path, [FISH_ROW], []))
    second = import_dataset(ADAPTER, write(tmp_path, [FISH_ROW | {"Signature": "1971"}], []))
    back = take_back(first.made)
    assert not back.kept
    assert not Agreement.objects.exists()
    assert not take_back(second.made).kept


def test_a_value_of_the_second_import_that_somebody_changed_stays(db: Any, tmp_path: Path) -> None:
    world()
    import_dataset(ADAPTER, write(tmp_path, [FISH_ROW], []))
    second = import_dataset(ADAPTER, write(tmp_path, [FISH_ROW | {"Signature": "1971"}], []))
    with revision(user=f.UserFactory(), origin=Origin.ADMIN):
        act = Act.objects.get()
        act.date = "1971-02"
        act.save()
    take_back(second.made)
    assert str(Act.objects.get().date) == "1971-02"


def test_a_record_that_another_data_set_recognised_stays(done: Done) -> None:
    party = Party.objects.first()
    other = ImportedRow.objects.get(party=party)
    other.pk, other.made = None, False
    made = the_import()
    other.data_set = DataSet.objects.create(slug="other", source=made.data_set.source)
    other.last_import = DataSetImport.objects.create(data_set=other.data_set, version="1")
    other.save()
    take_back(made)
    assert list(Party.objects.all()) == [party]


def test_records_that_were_there_before_stay(db: Any, tmp_path: Path) -> None:
    world()
    import_sample(tmp_path)
    fish = Agreement.objects.get(slug="ggo-qaa-qab-1970a")
    ImportedRow.objects.filter(agreement=fish).update(
        made=False, values={"registration": "Gazette 1"}
    )
    take_back(the_import())
    fish.refresh_from_db()
    assert fish.registration == ""
    assert not Claim.objects.exists()
