"""What an analyst gets wrong is explained in the form: no error page, nothing half saved."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from relations.models import Party, Position, Side
from tests import factories

from .forms import add_row, errors, form_data


def change(record: Any) -> str:
    return reverse(f"admin:relations_{record._meta.model_name}_change", args=[record.pk])


def test_two_tabs_add_the_same_party_and_the_second_is_told(analyst: Client) -> None:
    agreement, country = factories.AgreementFactory(), factories.CountryFactory()
    first = form_data(analyst.get(change(agreement)))
    second = dict(first)
    for data in (first, second):
        add_row(data, "party_set", actor_country=country.pk, role="party")
    second["party_set-0-role"] = "guarantor"
    assert analyst.post(change(agreement), first).status_code == 302
    response = analyst.post(change(agreement), second)
    assert response.status_code == 200
    assert "This actor is a party already." in errors(response)
    assert Party.objects.count() == 1


def test_the_same_party_twice_in_one_submission_is_refused_in_words(analyst: Client) -> None:
    agreement, country = factories.AgreementFactory(), factories.CountryFactory()
    data = form_data(analyst.get(change(agreement)))
    for _ in range(2):
        add_row(data, "party_set", actor_country=country.pk, role="party")
    response = analyst.post(change(agreement), data)
    assert "This actor is a party already." in errors(response)
    assert not Party.objects.exists()


def test_an_agreement_cannot_link_to_itself(analyst: Client) -> None:
    agreement = factories.AgreementFactory()
    data = form_data(analyst.get(change(agreement)))
    add_row(data, "link_set", to_agreement=agreement.pk, kind="amends")
    response = analyst.post(change(agreement), data)
    assert "relate to itself" in errors(response).replace("&#x27;", "'")


def test_swapping_two_numbers_is_refused_in_words(analyst: Client) -> None:
    agreement = factories.AgreementFactory()
    for number in (1, 2):
        factories.ProvisionFactory(agreement=agreement, number=number)
    data = form_data(analyst.get(change(agreement)))
    data["provision_set-0-number"], data["provision_set-1-number"] = 2, 1
    response = analyst.post(change(agreement), data)
    assert response.status_code == 200
    assert "Another provision has this number." in errors(response)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({}, "Choose either a country or an organization"),
        ({"actor_country": "country", "actor_organization": "organization"}, "Choose either"),
    ],
)
def test_a_party_is_one_actor(analyst: Client, values: dict[str, str], message: str) -> None:
    made = {
        "country": factories.CountryFactory().pk,
        "organization": factories.OrganizationFactory().pk,
    }
    agreement = factories.AgreementFactory()
    data = form_data(analyst.get(change(agreement)))
    add_row(data, "party_set", role="guarantor", **{k: made[v] for k, v in values.items()})
    assert message in errors(analyst.post(change(agreement), data))
    assert not Party.objects.exists()


@pytest.mark.parametrize(
    ("target", "stance", "message"),
    [
        ("target_country", "opposes", "Nobody supports or opposes a country as such"),
        ("target_agreement", "improving", "Ties improve or worsen with a country"),
    ],
)
def test_a_stance_must_suit_its_target(
    analyst: Client, target: str, stance: str, message: str
) -> None:
    made = {
        "target_country": factories.CountryFactory(),
        "target_agreement": factories.AgreementFactory(),
    }
    statement = factories.StatementFactory()
    data = form_data(analyst.get(change(statement)))
    add_row(data, "position_set", stance=stance, **{target: made[target].pk})
    assert message in errors(analyst.post(change(statement), data))
    assert not Position.objects.exists()


def test_an_office_must_be_the_speakers_own(analyst: Client) -> None:
    statement, office = factories.StatementFactory(), factories.OfficeFactory()
    data = form_data(analyst.get(change(statement)))
    add_row(
        data,
        "side_set",
        actor_country=office.actor_country.pk,
        person=factories.PersonFactory().pk,
        office=office.pk,
    )
    assert "another person" in errors(analyst.post(change(statement), data))
    assert not Side.objects.exists()


@pytest.mark.parametrize("date", ["yesterday", "2024-02-30", "2024-13", "05/2018"])
def test_a_broken_date_is_explained_and_what_was_typed_stays(analyst: Client, date: str) -> None:
    agreement = factories.AgreementFactory()
    data = form_data(analyst.get(change(agreement)))
    add_row(data, "act_set", kind="signed", concerns="agreement", occurrence=1, date=date)
    response = analyst.post(change(agreement), data)
    assert f"“{date}” is not" in errors(response)
    assert f'value="{date}"' in response.content.decode()


def test_a_key_that_is_no_number_is_a_wrong_choice(analyst: Client) -> None:
    agreement = factories.AgreementFactory()
    data = form_data(analyst.get(change(agreement)))
    data["source"] = "abc"
    response = analyst.post(change(agreement), data)
    assert response.status_code == 200
    assert "Select a valid choice" in errors(response)


def test_what_others_cite_cannot_be_deleted_and_says_by_what(analyst: Client) -> None:
    party = factories.PartyFactory(agreement__title="Treaty of Weights")
    url = reverse("admin:relations_country_delete", args=[party.actor_country.pk])
    page = analyst.get(url)
    assert "Treaty of Weights" in page.content.decode()
    analyst.post(url, {"post": "yes", "_stamp": page.context["stamp"]})
    assert Party.objects.exists()


def test_text_is_shown_as_text(analyst: Client, reader: Client) -> None:
    agreement = factories.AgreementFactory(title="<script>alert(1)</script>")
    for client, url in ((analyst, change(agreement)), (reader, agreement.get_absolute_url())):
        assert "<script>alert(1)" not in client.get(url).content.decode()
