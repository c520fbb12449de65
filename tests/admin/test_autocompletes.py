"""Autocompletes find by name, acronym, other name and code, the best first, in few queries."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories as f

# A field whose autocomplete suggests rows of each kind.
FIELDS = {
    "country": ("party", "actor_country"),
    "organization": ("membership", "organization"),
    "person": ("side", "person"),
    "source": ("statement", "source"),
    "agreement": ("party", "agreement"),
    "membership": ("membershipact", "membership"),
    "statement": ("side", "statement"),
    "office": ("side", "office"),
    "scope": ("provision", "scope"),
}
FACTORIES = {
    "country": (f.CountryFactory, "name"),
    "organization": (f.OrganizationFactory, "name"),
    "person": (f.PersonFactory, "name"),
    "source": (f.SourceFactory, "title"),
    "agreement": (f.AgreementFactory, "title"),
    "membership": (f.MembershipFactory, "actor_country__name"),
    "statement": (f.StatementFactory, "title"),
    "office": (f.OfficeFactory, "person__name"),
    "scope": (f.ScopeFactory, "name"),
}


def suggested(client: Client, kind: str, term: str) -> list[str]:
    """Give what the autocomplete for a kind of record suggests, as its ids, the best first."""
    model_name, field_name = FIELDS[kind]
    response = client.get(
        reverse("admin:autocomplete"),
        {
            "app_label": "relations",
            "model_name": model_name,
            "field_name": field_name,
            "term": term,
        },
    )
    assert response.status_code == 200
    return [row["id"] for row in response.json()["results"]]


def ids(*rows: Any) -> list[str]:
    return [str(row.pk) for row in rows]


def test_a_country_by_code_then_by_the_beginning_of_its_name_then_by_the_rest(
    analyst: Client,
) -> None:
    contains = f.CountryFactory(name="Upper Armaland", code="UPA")
    begins = f.CountryFactory(name="Armaland", code="ALD")
    former = f.CountryFactory(name="Zubrowka", code="ZUB")
    f.OtherNameFactory(actor_country=former, name="Armenian Marches")
    code = f.CountryFactory(name="Zoravia", code="ARM", alpha2="")
    f.CountryFactory(name="Elsewhere", code="ELS")
    assert suggested(analyst, "country", "arm") == ids(code, begins, former, contains)


@pytest.mark.parametrize("term", ["AM", "am", "051", " AM "])
def test_a_country_by_its_other_codes(analyst: Client, term: str) -> None:
    f.CountryFactory(name="Amland", code="QQQ", alpha2="")
    country = f.CountryFactory(name="Zoravia", code="QQZ", alpha2="AM", numeric="051")
    assert suggested(analyst, "country", term)[0] == str(country.pk)


def test_a_country_with_many_names_is_suggested_once(analyst: Client) -> None:
    country = f.CountryFactory(name="Zoravia")
    for number in range(30):
        f.OtherNameFactory(actor_country=country, name=f"Old Zoravia {number}")
    assert suggested(analyst, "country", "zoravia old 1 2 3 4 5 6") == ids(country)


def test_an_organization_by_acronym_before_those_whose_name_begins_so(analyst: Client) -> None:
    begins = f.OrganizationFactory(name="Eunomia League", acronym="XX")
    longer = f.OrganizationFactory(name="Zone of Trade", acronym="EUZ")
    union = f.OrganizationFactory(name="Union of Zoravia", acronym="EU")
    assert suggested(analyst, "organization", "eu") == ids(union, begins, longer)


def test_an_organization_by_a_former_name(analyst: Client) -> None:
    organization = f.OrganizationFactory(name="African Union", acronym="AU")
    f.OtherNameFactory(
        actor_country=None, actor_organization=organization, name="Organisation of African Unity"
    )
    assert suggested(analyst, "organization", "organisation unity") == ids(organization)


def test_a_membership_by_the_codes_of_both_ends(analyst: Client) -> None:
    armenia, csto = (
        f.CountryFactory(name="Armenia", code="ARM"),
        f.OrganizationFactory(name="Collective Security Treaty Organization", acronym="CSTO"),
    )
    friends = f.OrganizationFactory(name="Armenian Friends of the CSTO", acronym="AFC")
    wanted = f.MembershipFactory(actor_country=armenia, organization=csto)
    lookalike = f.MembershipFactory(actor_country=armenia, organization=friends)
    f.MembershipFactory(organization=csto)
    f.MembershipFactory(actor_country=armenia)
    assert suggested(analyst, "membership", "ARM CSTO") == ids(wanted, lookalike)
    assert suggested(analyst, "membership", "csto arm") == ids(wanted, lookalike)
    assert suggested(analyst, "membership", "armenia collective") == ids(wanted)


def test_a_membership_by_a_former_name_of_either_end(analyst: Client) -> None:
    membership = f.MembershipFactory()
    f.OtherNameFactory(actor_country=membership.actor_country, name="Swaziland")
    f.OtherNameFactory(
        actor_country=None, actor_organization=membership.organization, name="League of Old"
    )
    assert suggested(analyst, "membership", "swazi league") == ids(membership)


def test_a_person_by_name_in_either_script(analyst: Client) -> None:
    person = f.PersonFactory(name="Ararat Mirzoyan", native_name="Արարատ Միրզոյան")
    f.PersonFactory()
    assert suggested(analyst, "person", "mirzoyan ararat") == ids(person)
    assert suggested(analyst, "person", "Միրզոյան") == ids(person)


def test_an_office_by_person_title_and_country(analyst: Client) -> None:
    office = f.OfficeFactory(
        person=f.PersonFactory(name="Ararat Mirzoyan"),
        actor_country=f.CountryFactory(name="Armenia", code="ARM"),
        title="Minister of Foreign Affairs",
    )
    f.OfficeFactory(title="Minister of Foreign Affairs")
    for term in ("mirzoyan", "ARM foreign", "armenia minister"):
        assert suggested(analyst, "office", term) == ids(office)


def test_an_agreement_by_its_slug_first(analyst: Client) -> None:
    begins = f.AgreementFactory(title="Charter-2025 and after")
    exact = f.AgreementFactory(title="Zoravian Agreement", slug="charter-2025")
    assert suggested(analyst, "agreement", "charter-2025") == ids(exact, begins)


def test_a_statement_by_its_speaker_once(analyst: Client) -> None:
    statement = f.StatementFactory(title="On the charter")
    for _ in range(2):
        f.SideFactory(statement=statement, person=f.PersonFactory(name="Ararat Mirzoyan"))
    assert suggested(analyst, "statement", "mirzoyan charter") == ids(statement)


def test_a_source_by_any_way_of_writing_its_url(analyst: Client) -> None:
    source = f.SourceFactory(url="https://www.example.org/news/1/")
    f.SourceFactory(url="https://www.example.org/news/12/")
    term = "http://example.org/news/1?utm_source=mail#top"
    assert suggested(analyst, "source", term) == ids(source)
    assert len(suggested(analyst, "source", "https://www.example.org/news")) == 2


def test_a_scope_by_its_slug_and_by_what_it_is_part_of(analyst: Client) -> None:
    energy = f.ScopeFactory(name="Energy", slug="energy")
    nuclear = f.ScopeFactory(name="Civil nuclear", slug="civil-nuclear", parent=energy)
    assert suggested(analyst, "scope", "energy") == ids(energy, nuclear)
    assert suggested(analyst, "scope", "civil-nuclear") == ids(nuclear)


@pytest.mark.parametrize("kind", FIELDS)
@pytest.mark.parametrize("term", ["", "  ", "'", '"', '""', "\x00", "%", "a b c d e f g h i j"])
def test_odd_terms_are_answered(analyst: Client, kind: str, term: str) -> None:
    FACTORIES[kind][0]()
    suggested(analyst, kind, term)


@pytest.mark.parametrize("kind", FIELDS)
def test_few_and_many_suggestions_take_the_same_queries(analyst: Client, kind: str) -> None:
    factory, name = FACTORIES[kind]
    counts = []
    for number in range(12):
        factory(**{name: f"Zoravia {number:02}"})
        if number in (1, 11):
            with CaptureQueriesContext(connection) as captured:
                assert len(suggested(analyst, kind, "zoravia")) == number + 1
            counts.append(len(captured))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("term", ["zor", "zor old"])
def test_a_list_finds_the_same_and_keeps_its_own_order(analyst: Client, term: str) -> None:
    for code, name in (("QQA", "Old Zoravia"), ("ZOR", "Middle Old Land"), ("QQB", "Zorland, old")):
        f.CountryFactory(code=code, name=name)
    page = analyst.get(reverse("admin:relations_country_changelist"), {"q": term, "o": "-1"})
    names = [row.name for row in page.context["cl"].result_list]
    assert names == ["Zorland, old", "Old Zoravia", "Middle Old Land"]
