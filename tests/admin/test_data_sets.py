"""Imports of data sets in the admin: looked at, taken back, and names decided on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from relations.models import Agreement, Alias, DataSetImport, Unmatched, Version
from tests import factories as f
from tests.counting import queries
from tests.loading.datasets.ggo_sample import import_sample, world

from .people import somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(db: Any, tmp_path: Path) -> DataSetImport:
    world()
    import_sample(tmp_path)
    return DataSetImport.objects.get()


def page(made: DataSetImport) -> str:
    return reverse("admin:relations_datasetimport_change", args=[made.pk])


def back(made: DataSetImport) -> str:
    return reverse("admin:relations_datasetimport_take_back", args=[made.pk])


def decision(value: str) -> str:
    return reverse("admin:relations_unmatched_change", args=[Unmatched.objects.get(value=value).pk])


def test_the_list_names_each_import_with_its_rows(analyst: Client, made: DataSetImport) -> None:
    said = analyst.get(reverse("admin:relations_datasetimport_changelist")).content.decode()
    assert "1.0.0" in said
    assert "30" in said  # 9 agreements and 21 parties


def test_an_import_shows_its_counts_and_leads_to_its_records(
    analyst: Client, made: DataSetImport
) -> None:
    said = analyst.get(page(made)).content.decode()
    assert "refers to a record that the data set doesn&#x27;t have" in said
    agreement = Agreement.objects.get(slug="ggo-qaa-qab-1970a")
    assert reverse("admin:relations_agreement_change", args=[agreement.pk]) in said


def test_an_import_is_shown_with_few_questions(analyst: Client, made: DataSetImport) -> None:
    assert queries(analyst, page(made)) <= 7


def test_what_would_go_is_shown_before_it_goes(analyst: Client, made: DataSetImport) -> None:
    said = analyst.get(back(made)).content.decode()
    assert "agreement: 6" in said
    assert Agreement.objects.count() == 6
    assert analyst.post(back(made)).status_code == 200
    assert not Agreement.objects.exists()
    gone = Version.objects.filter(model="agreement", new__isnull=True).first()
    assert gone and gone.revision and gone.revision.username == "analyst"


def test_an_import_that_was_taken_back_says_so(analyst: Client, made: DataSetImport) -> None:
    analyst.post(back(made))
    assert "Taken back on" in analyst.get(page(made)).content.decode()
    assert analyst.post(back(made)).status_code == 302


def test_unmatched_names_are_listed_with_candidates(analyst: Client, made: DataSetImport) -> None:
    f.CountryFactory(name="Zzzland")
    assert "ZZZ" in analyst.get(reverse("admin:relations_unmatched_changelist")).content.decode()
    Unmatched.objects.filter(value="ZZZ").update(value="Zzzlande")
    assert "Zzzland</a>" in analyst.get(decision("Zzzlande")).content.decode()


def test_a_decision_becomes_an_alias_that_the_next_import_goes_by(
    analyst: Client, made: DataSetImport, tmp_path: Path
) -> None:
    who = f.CountryFactory(name="Zzzland")
    answer = analyst.post(decision("ZZZ"), {"actor_country": who.pk, "note": "Its list."})
    assert answer.status_code == 302
    alias = Alias.objects.get(value="ZZZ")
    assert (alias.scheme, alias.actor, alias.note) == ("manystates", who, "Its list.")
    assert not Unmatched.objects.filter(value="ZZZ").exists()
    done = import_sample(tmp_path)
    assert done.records["party"]["new"] == 1
    version = Version.objects.get(model="alias", object_id=alias.pk)
    assert version.revision and version.revision.username == "analyst"


def test_a_name_of_nobody_wants_a_reason(analyst: Client, made: DataSetImport) -> None:
    answer = analyst.post(decision("ZZZ"), {})
    assert "say in the note why it is none" in answer.content.decode()
    assert analyst.post(decision("ZZZ"), {"note": "A province."}).status_code == 302
    assert Alias.objects.get(value="ZZZ").actor is None


@pytest.mark.parametrize(
    "data", [{"actor_country": "x"}, {"begin": "never"}, {"actor_country": "9" * 30}]
)
def test_nonsense_is_refused_in_words(
    analyst: Client, made: DataSetImport, data: dict[str, str]
) -> None:
    answer = analyst.post(decision("ZZZ"), data)
    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()


@pytest.mark.parametrize("query", ["actor_country=x", "actor_country=99999", "page=x"])
def test_a_wrong_address_is_no_error(analyst: Client, made: DataSetImport, query: str) -> None:
    assert analyst.get(f"{decision('ZZZ')}?{query}").status_code == 200
    assert analyst.get(f"{page(made)}?{query}").status_code == 200


def test_who_may_only_look_changes_nothing(made: DataSetImport) -> None:
    viewer = somebody("view_datasetimport", "view_unmatched")
    assert viewer.get(page(made)).status_code == 200
    assert "Take it back" not in viewer.get(page(made)).content.decode()
    assert "Keep the decision" not in viewer.get(decision("ZZZ")).content.decode()
    assert viewer.post(back(made)).status_code == 403
    assert viewer.get(back(made)).status_code == 403
    assert viewer.post(decision("ZZZ"), {"note": "A province."}).status_code == 403
    assert Agreement.objects.exists()
    assert not Alias.objects.filter(value="ZZZ").exists()


def test_who_may_nothing_sees_nothing(made: DataSetImport) -> None:
    nobody = somebody()
    for url in (page(made), back(made), decision("ZZZ")):
        assert nobody.get(url).status_code == 403


def test_readers_see_which_row_an_agreement_came_from(reader: Client, tmp_path: Path) -> None:
    world()
    import_sample(tmp_path, publish=True)
    said = reader.get("/agreements/ggo-qaa-qab-1970a/").content.decode()
    assert "version 1.0.0, row agreements 2 (QAA-QAB_1970A)" in said
    assert "/sources/ggo/" in said
