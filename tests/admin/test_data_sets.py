"""Imports of data sets in the admin: looked at, taken back, and names decided on."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from relations.curation.history import revision
from relations.loading.datasets.adapters.ggo import ADAPTER
from relations.loading.datasets.importing import import_dataset
from relations.loading.datasets.unwanted import unwanted
from relations.loading.datasets.vocabulary import Reason
from relations.models import Agreement, Alias, DataSetImport, ImportedRow, Unmatched, Version
from relations.vocabularies import Origin
from tests import factories as f
from tests.counting import queries
from tests.loading.datasets.ggo_sample import FISH, import_sample, world, write

from .people import somebody

pytestmark = pytest.mark.django_db

FISH_SHOWN = "Agreement: ggo-qaa-qab-1970a, Treaty On Made Up Fish"
UNWANTED = "/admin/relations/datasetimport/unwanted/"


@pytest.fixture
def made(db: Any, tmp_path: Path) -> DataSetImport:
    world()
    import_sample(tmp_path)
    return DataSetImport.objects.get()


def page(made: DataSetImport) -> str:
    return reverse("admin:relations_datasetimport_change", args=[made.pk])


def back(made: DataSetImport) -> str:
    return reverse("admin:relations_datasetimport_take_back", args=[made.pk])


def shown(client: Client, url: str) -> list[tuple[str, str]]:
    """Give what the list of an import says of each record, in its order."""
    said = unescape(client.get(url).content.decode()).partition("Records written")[2]
    rows = re.findall('<tr><th scope="row"><a href="[^"]*">([^<]*)</a></th><td>([^<]*)</td>', said)
    return [(what, became) for what, became in rows]


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
    # Two for each of the six models, and what their names are made of.
    assert queries(analyst, page(made)) <= 30


def test_an_import_lists_all_that_it_wrote_after_a_later_one_wrote_the_same(
    analyst: Client, made: DataSetImport, tmp_path: Path
) -> None:
    whole = shown(analyst, page(made))
    assert len(whole) == Version.objects.filter(revision=made.revision_id).count()
    second = import_dataset(ADAPTER, write(tmp_path, [FISH | {"Published": "Gazette 7"}], []))
    # The source and the agreements of the first import stay in its list.
    assert shown(analyst, page(made)) == whole
    assert second.made is not None
    assert shown(analyst, page(second.made)) == [(FISH_SHOWN, "changed")]


def test_what_is_gone_stays_in_the_list_of_its_import(analyst: Client, made: DataSetImport) -> None:
    Agreement.objects.get(slug="ggo-qaa-qab-1970a").delete()
    assert (FISH_SHOWN, "made, gone since") in shown(analyst, page(made))


def test_what_somebody_deleted_is_listed_with_who_when_and_why_until_it_is_let(
    analyst: Client, made: DataSetImport, tmp_path: Path
) -> None:
    fish = Agreement.objects.get(slug="ggo-qaa-qab-1970a")
    with revision(user=f.UserFactory(username="anna"), origin=Origin.ADMIN, reason="No treaty."):
        fish.delete()
    said = analyst.get(UNWANTED).content.decode()
    for words in ("Treaty On Made Up Fish", "QAA-QAB_1970A", "anna", "No treaty.", "parts"):
        assert words in said
    assert import_sample(tmp_path).report.files["agreements"].reasons[Reason.NOT_WANTED] == 1
    row = ImportedRow.objects.get(key="QAA-QAB_1970A")
    answer = analyst.post(UNWANTED, {"row": row.pk}, follow=True)
    assert "makes it again" in answer.content.decode()
    import_sample(tmp_path)
    assert Agreement.objects.filter(slug="ggo-qaa-qab-1970a").exists()


def test_the_list_of_imports_leads_to_what_was_deleted(
    analyst: Client, made: DataSetImport
) -> None:
    said = analyst.get(reverse("admin:relations_datasetimport_changelist")).content.decode()
    assert UNWANTED in said
    assert "nobody deleted anything" in analyst.get(UNWANTED).content.decode()


def test_what_was_deleted_is_listed_with_few_questions(
    analyst: Client, made: DataSetImport
) -> None:
    Agreement.objects.first().delete()  # type: ignore[union-attr]
    few = queries(analyst, UNWANTED)
    for agreement in Agreement.objects.all():
        agreement.delete()
    assert queries(analyst, UNWANTED) <= few + 2


@pytest.mark.parametrize("row", ["", "x", "999999", "9" * 30])
def test_to_let_what_was_not_deleted_does_nothing(
    analyst: Client, made: DataSetImport, row: str
) -> None:
    before = ImportedRow.objects.count()
    assert analyst.post(UNWANTED, {"row": row}).status_code == 302
    assert ImportedRow.objects.count() == before


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
    Agreement.objects.first().delete()  # type: ignore[union-attr]
    assert viewer.post(UNWANTED, {"row": unwanted()[0].row.pk}).status_code == 403
    assert "Let it be imported" not in viewer.get(UNWANTED).content.decode()
    assert viewer.post(decision("ZZZ"), {"note": "A province."}).status_code == 403
    assert Agreement.objects.exists()
    assert not Alias.objects.filter(value="ZZZ").exists()


def test_who_may_nothing_sees_nothing(made: DataSetImport) -> None:
    nobody = somebody()
    for url in (page(made), back(made), decision("ZZZ"), UNWANTED):
        assert nobody.get(url).status_code == 403


def test_readers_see_which_row_an_agreement_came_from(reader: Client, tmp_path: Path) -> None:
    world()
    import_sample(tmp_path, publish=True)
    said = reader.get("/agreements/ggo-qaa-qab-1970a/").content.decode()
    assert "version 1.0.0, row agreements 2 (QAA-QAB_1970A)" in said
    assert "/sources/ggo/" in said


@pytest.mark.parametrize("kind", ["organization", "source", "agreement", "statement"])
def test_readers_see_on_every_page_of_its_own_which_row_a_record_came_from(
    reader: Client, kind: str
) -> None:
    factory: Any = getattr(f, f"{kind.title()}Factory")
    record = factory(review="published")
    before = queries(reader, record.get_absolute_url())
    key = {"agreement": None} | {kind: record}
    f.ImportedRowFactory(**key, place="rows 7", key="K-7", last_import__version="2.1")
    said = reader.get(record.get_absolute_url()).content.decode()
    assert "version 2.1, row rows 7 (K-7)" in said
    assert queries(reader, record.get_absolute_url()) == before


@pytest.mark.parametrize("kind", ["country", "person"])
def test_of_a_kind_that_no_import_makes_no_row_is_asked_for(reader: Client, kind: str) -> None:
    record: Any = getattr(f, f"{kind.title()}Factory")(review="published")
    with CaptureQueriesContext(connection) as asked:
        assert reader.get(record.get_absolute_url()).status_code == 200
    assert not [query for query in asked if ImportedRow._meta.db_table in query["sql"]]
