"""Two people edit the rows of one record: parties, acts, provisions."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from relations.models import Act, Citation, Party, Provision
from tests import factories

from .browsing import Person, change_url, new_row, place_of, sent_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann(db: Any) -> Person:
    return Person("ann")


@pytest.fixture
def ben(db: Any) -> Person:
    return Person("ben")


@pytest.fixture
def party(db: Any) -> Party:
    party: Party = factories.PartyFactory(actor_country__name="Ruritania")
    return party


def edits(person: Person, row: Any, data: dict[str, str], **values: str) -> dict[str, str]:
    """Give the data of a form in which a row was edited."""
    prefix = f"{row._meta.model_name}_set"
    at = place_of(data, prefix, row)
    return {**data, **{at + name: value for name, value in values.items()}}


def saves(person: Person, row: Any, **values: str) -> None:
    person.saves(row.agreement, edits(person, row, person.opens(row.agreement), **values))


def test_each_edited_another_field_of_one_row(ann: Person, ben: Person, party: Party) -> None:
    of_ben = ben.opens(party.agreement)
    saves(ann, party, role="guarantor")
    answer = ben.sends(party.agreement, edits(ben, party, of_ben, note="Of Ben"))
    assert answer.context["stale"].differences == []
    ben.saves(party.agreement, sent_by(answer))
    party.refresh_from_db()
    assert (party.role, party.note) == ("guarantor", "Of Ben")


@pytest.mark.parametrize("choice", ["Of Ann", "Of Ben"])
def test_both_edited_the_same_field_of_one_row(
    ann: Person, ben: Person, party: Party, choice: str
) -> None:
    of_ben = ben.opens(party.agreement)
    saves(ann, party, note="Of Ann")
    answer = ben.sends(party.agreement, edits(ben, party, of_ben, note="Of Ben"))
    (difference,) = answer.context["stale"].differences
    assert "Ruritania" in difference.row
    assert (difference.theirs, difference.mine) == ("Of Ann", "Of Ben")
    data = sent_by(answer)
    if choice == "Of Ann":
        data["_take"] = difference.input_name
    ben.saves(party.agreement, data)
    party.refresh_from_db()
    assert party.note == choice


@pytest.mark.parametrize("choice", ["deleted", "kept"])
def test_the_other_deleted_the_row_that_i_edited(
    ann: Person, ben: Person, party: Party, choice: str
) -> None:
    agreement = party.agreement
    of_ben = ben.opens(agreement)
    saves(ann, party, DELETE="on")
    answer = ben.sends(agreement, edits(ben, party, of_ben, note="Of Ben"))
    data = sent_by(answer)
    assert "Of Ben" in data.values(), "what was typed stands in the form"
    (difference,) = answer.context["stale"].differences
    assert difference.theirs == "deleted"
    if choice == "deleted":
        data["_take"] = difference.input_name
    ben.saves(agreement, data)
    notes = list(agreement.party_set.values_list("note", flat=True))
    assert notes == ([] if choice == "deleted" else ["Of Ben"])


def test_a_row_that_i_did_not_touch_goes_with_the_others_deletion(
    ann: Person, ben: Person, party: Party
) -> None:
    of_ben = ben.opens(party.agreement)
    saves(ann, party, DELETE="on")
    answer = ben.sends(party.agreement, {**of_ben, "title": "Of Ben"})
    assert answer.context["stale"].differences == []
    ben.saves(party.agreement, sent_by(answer))
    assert not Party.objects.exists()


@pytest.mark.parametrize("choice", ["deleted", "kept"])
def test_the_other_edited_the_row_that_i_deleted(
    ann: Person, ben: Person, party: Party, choice: str
) -> None:
    of_ben = ben.opens(party.agreement)
    saves(ann, party, note="Of Ann")
    answer = ben.sends(party.agreement, edits(ben, party, of_ben, DELETE="on"))
    (difference,) = answer.context["stale"].differences
    assert difference.mine == "deleted"
    data = sent_by(answer)
    assert data[difference.input_name] == "on"
    if choice == "kept":
        data["_take"] = difference.input_name
    ben.saves(party.agreement, data)
    notes = list(Party.objects.values_list("note", flat=True))
    assert notes == ([] if choice == "deleted" else ["Of Ann"])


def test_a_row_that_nobody_edited_is_deleted_without_a_question(
    ann: Person, ben: Person, party: Party
) -> None:
    of_ben = ben.opens(party.agreement)
    ann.saves(party.agreement, {**ann.opens(party.agreement), "title": "Of Ann"})
    answer = ben.sends(party.agreement, edits(ben, party, of_ben, DELETE="on"))
    assert answer.context["stale"].differences == []
    ben.saves(party.agreement, sent_by(answer))
    assert not Party.objects.exists()


def test_both_added_a_row(ann: Person, ben: Person) -> None:
    agreement = factories.AgreementFactory()
    of_ben, of_ann = ben.opens(agreement), ann.opens(agreement)
    for data, note in ((of_ann, "Of Ann"), (of_ben, "Of Ben")):
        country = factories.CountryFactory()
        new_row(data, "party_set", actor_country=country.pk, role="party", note=note)
    ann.saves(agreement, of_ann)
    answer = ben.sends(agreement, of_ben)
    assert agreement.party_set.count() == 1
    ben.saves(agreement, sent_by(answer))
    assert set(agreement.party_set.values_list("note", flat=True)) == {"Of Ann", "Of Ben"}


def test_both_added_the_same_party_with_another_role(ann: Person, ben: Person) -> None:
    agreement, country = factories.AgreementFactory(), factories.CountryFactory()
    of_ben, of_ann = ben.opens(agreement), ann.opens(agreement)
    new_row(of_ann, "party_set", actor_country=country.pk, role="party")
    new_row(of_ben, "party_set", actor_country=country.pk, role="guarantor")
    ann.saves(agreement, of_ann)
    answer = ben.sends(agreement, sent_by(ben.sends(agreement, of_ben)))
    assert "This actor is a party already." in str(answer.context["errors"])
    assert sent_by(answer)["party_set-1-role"] == "guarantor"


def test_rows_that_changed_places_keep_what_was_typed_in_them(ann: Person, ben: Person) -> None:
    agreement = factories.AgreementFactory()
    rows = [factories.ProvisionFactory(agreement=agreement, number=n) for n in (1, 2, 3)]
    of_ben = ben.opens(agreement)
    saves(ann, rows[0], number="9")  # it is the last one now
    answer = ben.sends(agreement, edits(ben, rows[0], of_ben, text="Of Ben"))
    assert place_of(sent_by(answer), "provision_set", rows[0]) == "provision_set-2-"
    ben.saves(agreement, sent_by(answer))
    found = Provision.objects.order_by("number").values_list("number", "text")
    old = "They intend to cooperate."
    assert list(found) == [(2, old), (3, old), (9, "Of Ben")]


def test_a_new_row_and_one_typed_wrong_survive_a_second_surprise(ann: Person, ben: Person) -> None:
    agreement = factories.AgreementFactory()
    act = factories.ActFactory(agreement=agreement)
    data = edits(ben, act, ben.opens(agreement), date="soon")
    new_row(data, "act_set", kind="signed", concerns="agreement", occurrence="1", reason="Of Ben")
    for surprise in ("Of Ann", "Again of Ann"):
        ann.saves(agreement, {**ann.opens(agreement), "title": surprise})
        data = sent_by(ben.sends(agreement, data))
        assert (data["act_set-0-date"], data["act_set-1-reason"]) == ("soon", "Of Ben")
    data["act_set-0-date"] = "2020"
    ben.saves(agreement, data)
    assert Act.objects.filter(agreement=agreement).count() == 2


def test_rows_of_which_nobody_knows_what_was_seen(ann: Person, ben: Person, party: Party) -> None:
    agreement = party.agreement
    data = edits(ben, party, ben.opens(agreement), note="Of Ben")
    saves(ann, party, DELETE="on")
    answer = ben.sends(agreement, {**data, "_stamp": "7.7"})
    assert "Of Ben" in sent_by(answer).values()


# Pages of parts ----------------------------------------------------------------------------


def test_a_page_of_a_part_is_not_bothered_by_what_it_does_not_show(
    ann: Person, ben: Person
) -> None:
    act = factories.ActFactory()
    of_ben = ben.opens(act)
    new_row(of_ben, "citation_set", source=factories.SourceFactory().pk, locator="p. 1")
    ann.saves(act.agreement, {**ann.opens(act.agreement), "title": "Of Ann"})
    ben.saves(act, {**of_ben, "place": "Of Ben"})
    act.refresh_from_db()
    assert (act.place, act.agreement.title) == ("Of Ben", "Of Ann")
    assert Citation.objects.filter(act=act).count() == 1


def test_a_page_of_a_part_is_told_of_what_it_shows(ann: Person, ben: Person) -> None:
    act = factories.ActFactory()
    citation = factories.CitationFactory(agreement=None, act=act)
    of_ben = ben.opens(act)
    of_ann = ann.opens(act)
    ann.saves(act, {**of_ann, place_of(of_ann, "citation_set", citation) + "locator": "p. 9"})
    answer = ben.sends(act, {**of_ben, "place": "Of Ben"})
    assert "p. 9" in answer.content.decode()
    saves(ann, act, reason="On the page of the agreement")
    answer = ben.sends(act, sent_by(answer))
    assert sent_by(answer)["reason"] == "On the page of the agreement"
    ben.saves(act, sent_by(answer))


def test_a_part_can_be_moved_after_a_mistake(ann: Person) -> None:
    act, other = factories.ActFactory(), factories.AgreementFactory()
    data = {**ann.opens(act), "agreement": str(other.pk), "date": "wrong"}
    data = {**sent_by(ann.sends(act, data)), "date": "2020"}
    ann.saves(act, data)
    act.refresh_from_db()
    assert act.agreement == other


def test_a_part_that_was_deleted_meanwhile_shows_what_was_typed(ann: Person, ben: Person) -> None:
    act = factories.ActFactory()
    of_ben = ben.opens(act)
    saves(ann, act, DELETE="on")
    answer = ben.client.post(change_url(act), {**of_ben, "reason": "Typed by Ben"})
    text = answer.content.decode()
    assert "Typed by Ben" in text
    assert reverse("admin:relations_agreement_history", args=[act.agreement.pk]) in text
