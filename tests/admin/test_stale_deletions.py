"""What one deletes or lists while another edits it."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from relations.curation.history import revision
from relations.models import Agreement, Source
from relations.vocabularies import Origin, Review
from tests import factories

from .browsing import Person, change_url, new_row, sent_by

pytestmark = pytest.mark.django_db
LIST = "/admin/relations/agreement/"


@pytest.fixture
def ann(db: Any) -> Person:
    return Person("ann")


@pytest.fixture
def ben(db: Any) -> Person:
    return Person("ben")


def delete_url(record: Any) -> str:
    return reverse(f"admin:relations_{record._meta.model_name}_delete", args=[record.pk])


def deletes(person: Person, record: Any) -> None:
    mark = person.client.get(delete_url(record)).context["stamp"]
    person.client.post(delete_url(record), {"post": "yes", "_stamp": mark})
    assert not type(record).objects.filter(pk=record.pk).exists()


# Deleted while somebody typed ---------------------------------------------------------------


def test_what_was_typed_on_a_deleted_record_is_kept_and_can_be_brought_back(
    ann: Person, ben: Person
) -> None:
    party = factories.PartyFactory(note="Of old")
    agreement = party.agreement
    data = {**ben.opens(agreement), "title": "Of Ben", "summary": "Two\r\nlines “of” <Ben>"}
    new_row(data, "act_set", kind="signed", concerns="agreement", occurrence="1", date="2020")
    with revision(user=None, origin=Origin.COMMAND):
        Agreement.objects.filter(pk=agreement.pk).delete()
    page = ben.client.post(change_url(agreement), data)
    text = page.content.decode()
    assert "deleted while you worked on it" in text
    assert "Of Ben" in text
    kept = {k: v.replace("\r\n", "\n").replace("\n", "\r\n") for k, v in page.context["typed"] if v}
    assert kept == {k: v for k, v in data.items() if v}
    assert not Agreement.objects.exists()
    answer = ben.client.post(change_url(agreement), {**data, "_undelete": "yes"})
    assert data["summary"] == sent_by(answer)["summary"]
    assert Agreement.objects.get().title != "Of Ben", "not saved before Ben saw it"
    ben.saves(agreement, sent_by(answer))
    found = Agreement.objects.get()
    assert (found.pk, found.title, found.act_set.count()) == (agreement.pk, "Of Ben", 1)
    assert [p.note for p in found.party_set.all()] == ["Of old"]


def test_what_cannot_be_brought_back_is_said_and_the_typed_work_stays(ben: Person) -> None:
    agreement = factories.AgreementFactory(slug="charter")
    data = {**ben.opens(agreement), "title": "Of Ben"}
    Agreement.objects.filter(pk=agreement.pk).delete()
    factories.AgreementFactory(slug="charter")
    answer = ben.client.post(change_url(agreement), {**data, "_undelete": "yes"})
    assert answer.status_code == 200
    assert "can’t be brought back" in answer.content.decode()
    assert ("title", "Of Ben") in answer.context["typed"]


# A page of deletion that was opened before an edit ---------------------------------------------


def test_a_record_that_was_edited_since_is_not_deleted(ann: Person, ben: Person) -> None:
    agreement = factories.AgreementFactory()
    mark = ben.client.get(delete_url(agreement)).context["stamp"]
    ann.saves(agreement, {**ann.opens(agreement), "title": "Of Ann"})
    for sent in ({"_stamp": mark}, {"_stamp": "9.9"}, {}):
        answer = ben.client.post(delete_url(agreement), {"post": "yes", **sent}, follow=True)
        assert "It was changed since you opened this page" in answer.content.decode()
    assert Agreement.objects.exists()
    deletes(ben, agreement)


# Lists ------------------------------------------------------------------------------------------


def chosen(person: Person, action: str, *records: Any) -> dict[str, Any]:
    """Give what a list sends for an action on some of its rows."""
    page = person.client.get(LIST)
    marks = {f"_stamp_{number}": mark for number, mark in page.context["stamps"].items()}
    for name, mark in marks.items():
        assert f'name="{name}" value="{mark}"' in page.content.decode()
    return {**marks, "action": action, "_selected_action": [str(r.pk) for r in records]}


@pytest.mark.parametrize("action", ["hand_in", "delete_drafts"])
def test_an_action_leaves_alone_what_was_edited_since_the_list_was_shown(
    ann: Person, ben: Person, action: str
) -> None:
    drafts = factories.AgreementFactory.create_batch(3, review=Review.DRAFT)
    data = chosen(ben, action, *drafts)
    ann.saves(drafts[1], {**ann.opens(drafts[1]), "title": "Edited by Ann"})
    text = ben.client.post(LIST, data, follow=True).content.decode()
    assert "Nothing was done. Changed since this list was shown: Edited by Ann." in text
    assert Agreement.objects.filter(review=Review.DRAFT).count() == 3
    ben.client.post(LIST, chosen(ben, action, *drafts))
    assert Agreement.objects.filter(review=Review.DRAFT).count() == 0


def test_an_action_on_what_was_deleted_since_does_nothing(ann: Person, ben: Person) -> None:
    drafts = factories.AgreementFactory.create_batch(2, review=Review.DRAFT)
    data = chosen(ben, "hand_in", *drafts)
    deletes(ann, drafts[0])
    text = ben.client.post(LIST, data, follow=True).content.decode()
    assert "a chosen record is gone" in text
    assert Agreement.objects.get().review == Review.DRAFT


@pytest.mark.parametrize("of", ["x", "", "-1", "1.5", "²", "9" * 30, "\x00"])
def test_an_action_on_what_is_no_number_does_nothing(ben: Person, of: str) -> None:
    draft = factories.AgreementFactory(review=Review.DRAFT)
    data = chosen(ben, "delete_drafts", draft)
    data["_selected_action"].append(of)
    assert ben.client.post(LIST, data).status_code == 302
    assert Agreement.objects.exists()


def test_records_of_other_pages_are_not_touched_by_an_action(ben: Person) -> None:
    drafts = factories.AgreementFactory.create_batch(2, review=Review.DRAFT)
    data = {**chosen(ben, "delete_drafts", drafts[0]), "select_across": "1"}
    text = ben.client.post(LIST, data, follow=True).content.decode()
    assert "Choose records of this page" in text
    assert Agreement.objects.count() == 2


def test_a_forged_stamp_of_a_row_does_not_help(ben: Person) -> None:
    draft = factories.AgreementFactory(review=Review.DRAFT)
    data = chosen(ben, "delete_drafts", draft)
    ben.client.post(LIST, {**data, f"_stamp_{draft.pk}": "9.9"})
    del data[f"_stamp_{draft.pk}"]
    ben.client.post(LIST, data)
    assert Agreement.objects.exists()


def test_a_source_that_came_into_use_since_is_not_deleted(ben: Person) -> None:
    source = factories.SourceFactory(review=Review.DRAFT)
    url = "/admin/relations/source/"
    marks = ben.client.get(url).context["stamps"]
    factories.CitationFactory(source=source)
    data = {f"_stamp_{number}": mark for number, mark in marks.items()}
    data |= {"action": "delete_drafts", "_selected_action": str(source.pk)}
    answer = ben.client.post(url, data, follow=True)
    assert "others rest on it" in answer.content.decode()
    assert Source.objects.filter(pk=source.pk).exists()
