"""A refused form begins with a list of what is wrong: which inline, which row, which field."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client
from django.urls import reverse

from tests import factories

from .forms import add_row, form_data


def summary(response: Any) -> str:
    """Give the summary with its links, without white space between the tags."""
    found = re.search(
        r'<section class="error-summary".*?</section>', response.content.decode(), re.S
    )
    return re.sub(r"\s+", " ", found[0]) if found else ""


def test_an_error_in_a_row_is_named_by_inline_and_row_and_linked(analyst: Client) -> None:
    agreement, country = factories.AgreementFactory(), factories.CountryFactory()
    url = reverse("admin:relations_agreement_change", args=[agreement.pk])
    data = form_data(analyst.get(url))
    data["title"] = ""
    add_row(data, "party_set", actor_country=country.pk, role="party")
    add_row(data, "party_set", role="party", note="of nobody")
    add_row(data, "act_set", kind="signed", concerns="agreement", occurrence=1, date="sometime")
    shown = summary(analyst.post(url, data))
    assert '<a href="#id_title">Title: This field is required.</a>' in shown
    assert '<a href="#party_set-1">Parties, row 2: Choose either a country' in shown
    assert '<a href="#id_act_set-0-date">Acts, row 1: Date: ' in shown
    assert "3 things to mend" in shown


def test_the_same_row_twice_is_named_where_it_stands(analyst: Client) -> None:
    agreement, country = factories.AgreementFactory(), factories.CountryFactory()
    url = reverse("admin:relations_agreement_change", args=[agreement.pk])
    data = form_data(analyst.get(url))
    for _ in range(2):
        add_row(data, "party_set", actor_country=country.pk, role="party")
    shown = summary(analyst.post(url, data))
    assert "Parties, row 2: This actor is a party already." in shown


def test_a_form_that_is_fine_has_no_summary(analyst: Client) -> None:
    agreement = factories.AgreementFactory()
    url = reverse("admin:relations_agreement_change", args=[agreement.pk])
    assert not summary(analyst.get(url))


def test_a_login_since_the_page_was_opened_is_explained_without_losing_what_was_typed() -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post(reverse("admin:login"), {"username": "somebody"})
    assert response.status_code == 403
    assert "What you typed is kept in this browser" in response.content.decode()
