"""Every list, add and change page of the admin opens, saves, and asks few questions."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from relations.models.base import NaturalKeyModel
from tests import factories
from tests.counting import queries
from tests.facts import FACTS

from .forms import form_data

ADMINS = [a for m, a in admin.site._registry.items() if issubclass(m, NaturalKeyModel)]
BY_NAME = pytest.mark.parametrize(
    "model_admin", ADMINS, ids=[a.model._meta.model_name for a in ADMINS]
)


def page(model_admin: Any, what: str, *args: Any) -> str:
    return reverse(f"admin:relations_{model_admin.model._meta.model_name}_{what}", args=args)


def make(model_admin: Any) -> Any:
    return getattr(factories, f"{model_admin.model.__name__}Factory")()


def test_every_model_is_curated_in_the_admin() -> None:

    assert {a.model for a in ADMINS} == set(FACTS)


@BY_NAME
def test_a_list_opens_searches_and_filters(analyst: Client, model_admin: Any) -> None:
    make(model_admin)
    for query in ("", "?q=Armenia", "?q=%27%22%25"):
        assert analyst.get(page(model_admin, "changelist") + query).status_code == 200
    assert model_admin.search_fields, "an analyst must be able to search every list"


@BY_NAME
def test_the_empty_add_form_opens(analyst: Client, model_admin: Any) -> None:
    assert analyst.get(page(model_admin, "add")).status_code == 200


@BY_NAME
def test_an_empty_submission_is_refused_in_words(analyst: Client, model_admin: Any) -> None:
    data = form_data(analyst.get(page(model_admin, "add")))
    for name in list(data):
        if "_FORMS" not in name:
            del data[name]
    response = analyst.post(page(model_admin, "add"), data)
    assert response.status_code == 200
    assert response.context["adminform"].form.errors
    assert not model_admin.model.objects.exists()


@BY_NAME
def test_a_record_opens_and_saves_unchanged(analyst: Client, model_admin: Any) -> None:
    record = make(model_admin)
    before = model_admin.model.objects.values().get(pk=record.pk)
    url = page(model_admin, "change", record.pk)
    response = analyst.post(url, form_data(analyst.get(url)))
    assert response.status_code == 302, response.context["adminform"].form.errors
    assert model_admin.model.objects.values().get(pk=record.pk) == before


@BY_NAME
def test_a_list_asks_the_same_questions_for_two_rows_and_for_ten(
    analyst: Client, model_admin: Any
) -> None:
    for _ in range(2):
        make(model_admin)
    few = queries(analyst, page(model_admin, "changelist"))
    for _ in range(8):
        make(model_admin)
    assert queries(analyst, page(model_admin, "changelist")) == few


def agreement_with(rows: int) -> Any:
    agreement = factories.AgreementFactory()
    for _ in range(rows):
        country = factories.CountryFactory()
        factories.PartyFactory(agreement=agreement, actor_country=country)
        factories.ActFactory(
            agreement=agreement,
            actor_country=country,
            concerns="party",
            kind="signed",
            person=factories.PersonFactory(),
            source=factories.SourceFactory(),
        )
        factories.ProvisionFactory(agreement=agreement)
        factories.AgreementLinkFactory(from_agreement=agreement)
        factories.CitationFactory(agreement=agreement)
    return agreement


def statement_with(rows: int) -> Any:
    statement = factories.StatementFactory()
    for _ in range(rows):
        country = factories.CountryFactory()
        office = factories.OfficeFactory(actor_country=country)
        factories.SideFactory(
            statement=statement, actor_country=country, person=office.person, office=office
        )
        factories.PositionFactory(statement=statement)
        factories.PositionFactory(
            statement=statement,
            target_agreement=None,
            target_membership=factories.MembershipFactory(),
        )
        factories.CitationFactory(agreement=None, statement=statement)
    return statement


def membership_with(rows: int) -> Any:
    membership = factories.MembershipFactory()
    for number in range(rows):
        factories.MembershipActFactory(
            membership=membership, occurrence=number + 1, source=factories.SourceFactory()
        )
        factories.CitationFactory(agreement=None, membership=membership)
    return membership


def country_with(rows: int) -> Any:
    country = factories.CountryFactory()
    for _ in range(rows):
        factories.OtherNameFactory(actor_country=country)
        factories.CitationFactory(agreement=None, country=country)
    return country


def organization_with(rows: int) -> Any:
    organization = factories.OrganizationFactory()
    for _ in range(rows):
        factories.OtherNameFactory(actor_country=None, actor_organization=organization)
        factories.CitationFactory(agreement=None, organization=organization)
    return organization


def person_with(rows: int) -> Any:
    person = factories.PersonFactory()
    for _ in range(rows):
        factories.OfficeFactory(person=person)
        factories.CitationFactory(agreement=None, person=person)
    return person


@pytest.mark.parametrize(
    "build",
    [agreement_with, statement_with, membership_with, country_with, organization_with, person_with],
)
def test_a_change_page_asks_the_same_questions_however_long_its_inlines(
    analyst: Client, build: Any
) -> None:
    small, large = build(2), build(12)
    name = small._meta.model_name
    urls = [reverse(f"admin:relations_{name}_change", args=[r.pk]) for r in (small, large)]
    queries(analyst, urls[0])  # fills Django's cache of content types
    assert queries(analyst, urls[1]) == queries(analyst, urls[0])


@pytest.mark.parametrize(
    ("factory", "query"),
    [
        (factories.CountryFactory, {"name": "Armenia", "code": "ARM"}),
        (factories.OrganizationFactory, {"name": "Armenia League", "acronym": "AL"}),
        (factories.PersonFactory, {"name": "Armenia Smith"}),
        (factories.SourceFactory, {"title": "Armenia today"}),
        (factories.AgreementFactory, {"title": "Treaty with Armenia"}),
        (factories.ScopeFactory, {"name": "Armenia"}),
    ],
)
def test_an_autocomplete_finds_by_name(analyst: Client, factory: Any, query: Any) -> None:
    record = factory(**query)
    factory()
    field = {
        "country": ("party", "actor_country"),
        "organization": ("party", "actor_organization"),
        "person": ("side", "person"),
        "source": ("act", "source"),
        "agreement": ("party", "agreement"),
        "scope": ("provision", "scope"),
    }[record._meta.model_name]
    found = analyst.get(
        reverse("admin:autocomplete"),
        {
            "term": "armenia",
            "app_label": "relations",
            "model_name": field[0],
            "field_name": field[1],
        },
    ).json()["results"]
    assert [row["id"] for row in found] == [str(record.pk)]


def test_a_former_name_finds_a_country(analyst: Client) -> None:
    myanmar = factories.OtherNameFactory(name="Burma").actor_country
    found = analyst.get(
        reverse("admin:autocomplete"),
        {
            "term": "burma",
            "app_label": "relations",
            "model_name": "party",
            "field_name": "actor_country",
        },
    ).json()["results"]
    assert [row["id"] for row in found] == [str(myanmar.pk)]


def test_a_record_offers_its_public_page(analyst: Client) -> None:
    country = factories.CountryFactory()
    response = analyst.get(reverse("admin:relations_country_change", args=[country.pk]))
    link = reverse("admin:view_on_site", args=[response.context["content_type_id"], country.pk])
    assert link in response.content.decode()


def test_strangers_are_sent_to_the_login(reader: Client) -> None:
    for model_admin in ADMINS:
        response = reader.get(page(model_admin, "changelist"))
        assert response.status_code == 302
        assert "/admin/login/" in response["Location"]
