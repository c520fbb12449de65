"""Every record can be cited, is described for programs, and its old addresses lead on."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from relations.citing.formats import FORMATS
from relations.reading.addresses import PLACES
from tests import factories as f
from tests.counting import queries

from . import worlds

pytestmark = pytest.mark.django_db
HOSTILE = "</script><script>alert(1)</script> “{%} & \\ <b>"


def make(place: str, **kwargs: Any) -> Any:
    return getattr(f, f"{PLACES[place].__name__}Factory")(**kwargs)


def content(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


def graph(client: Client, url: str) -> list[dict[str, Any]]:
    (block,) = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', content(client, url), re.S
    )
    data = json.loads(block)
    assert data["@context"] == "https://schema.org"
    return list(data["@graph"])


@pytest.mark.parametrize("place", PLACES)
def test_every_record_can_be_cited_from_its_page(reader: Client, place: str) -> None:
    record = make(place)
    page = content(reader, record.get_absolute_url())
    for ending in FORMATS:
        url = f"{record.get_absolute_url()}cite.{ending}"
        assert f"http://testserver{url}" in page
        assert "http://testserver" + record.get_absolute_url() in content(reader, url)
    assert "This is version 1 of the record" in page
    assert content(reader, f"{record.get_absolute_url()}versions/").count("Version 1") == 1


@pytest.mark.parametrize("place", PLACES)
def test_a_former_slug_leads_on_wherever_it_stands(reader: Client, place: str) -> None:
    record = make(place, slug="old-name")
    record.slug = "new-name"
    record.save()
    for rest in ("cite.bib", "cite.csl.json", "versions/"):
        response = reader.get(f"/{place}/old-name/{rest}")
        assert (response.status_code, response["Location"]) == (301, f"/{place}/new-name/{rest}")


@pytest.mark.parametrize("place", sorted(set(PLACES) - {"scopes"}))
def test_a_draft_has_no_citation_and_no_versions(reader: Client, place: str) -> None:
    record = make(place, review="draft")
    for rest in ("cite.bib", "cite.txt", "versions/"):
        assert reader.get(f"{record.get_absolute_url()}{rest}").status_code == 404


def test_two_actors_are_cited_in_one_order_by_their_slugs_of_today(reader: Client) -> None:
    f.CountryFactory(slug="aa", name="Aland")
    second = f.CountryFactory(slug="bb", name="Beland")
    assert "Aland and Beland" in content(reader, "/between/aa/bb/cite.bib")
    assert "cite.ris" in content(reader, "/between/aa/bb/")
    assert reader.get("/between/bb/aa/cite.ris")["Location"] == "/between/aa/bb/cite.ris"
    second.slug = "b2"
    second.save()
    assert reader.get("/between/aa/bb/cite.ris")["Location"] == "/between/aa/b2/cite.ris"
    assert reader.get("/between/aa/aa/cite.ris").status_code == 404
    assert reader.get("/between/aa/nobody/cite.ris").status_code == 404


def test_an_unknown_format_is_no_page(reader: Client) -> None:
    assert reader.get(f.CountryFactory().get_absolute_url() + "cite.exe").status_code == 404


@pytest.mark.parametrize("place", PLACES)
def test_no_title_breaks_out_of_what_programs_read(reader: Client, place: str) -> None:
    field = "title" if hasattr(PLACES[place], "title") else "name"
    record = make(place, **{field: HOSTILE})
    page = content(reader, record.get_absolute_url())
    assert "<script>alert" not in page
    node, crumbs = graph(reader, record.get_absolute_url())
    assert node["name"] == HOSTILE
    assert crumbs["@type"] == "BreadcrumbList"
    assert crumbs["itemListElement"][-1]["item"] == f"http://testserver{record.get_absolute_url()}"
    assert escape(HOSTILE) in re.findall('og:title" content="(.*?)"', page)[0]


def test_the_head_names_the_one_address_of_a_page(reader: Client) -> None:
    record = f.CountryFactory(slug="aa")
    page = content(reader, record.get_absolute_url() + "?as_of=2020-01-01")
    assert '<link rel="canonical" href="http://testserver/countries/aa/">' in page
    assert 'type="application/atom+xml" title="Changes" href="/feeds/countries/aa.atom"' in page
    assert '<meta property="og:locale" content="en_GB">' in page


def test_a_country_belongs_to_organizations_in_a_role_since_a_day(reader: Client) -> None:
    country = f.CountryFactory(wikidata="Q399", official_name="Republic")
    membership = f.MembershipFactory(actor_country=country)
    for kind, day in (("joined", "1992-03-02"), ("suspended", "1999"), ("resumed", "2000-05")):
        f.MembershipActFactory(membership=membership, kind=kind, date=day)
    hidden = f.MembershipFactory(actor_country=country, organization__review="draft")
    node = graph(reader, country.get_absolute_url())[0]
    (role,) = node["memberOf"]
    assert node["@type"] == ["Country", "Organization"]
    assert node["sameAs"].endswith("Q399")
    assert role["memberOf"]["name"] == str(membership.organization)
    assert (role["roleName"], role["startDate"]) == ("member", "1992-03-02")
    assert str(hidden.organization) not in json.dumps(node)


def test_an_organization_has_parts_and_a_whole(reader: Client) -> None:
    whole = f.OrganizationFactory()
    part = f.OrganizationFactory(parent=whole, end="2001~")
    f.OrganizationFactory(parent=whole, review="draft")
    (sub,) = graph(reader, whole.get_absolute_url())[0]["subOrganization"]
    node = graph(reader, part.get_absolute_url())[0]
    assert sub["name"] == str(part)
    assert node["parentOrganization"]["name"] == str(whole)
    assert "dissolutionDate" not in node, "about 2001 is no date that schema.org can write"


@pytest.mark.parametrize(
    ("force", "kind"), [("binding", "Legislation"), ("political", "CreativeWork")]
)
def test_an_agreement_is_legislation_where_it_binds(reader: Client, force: str, kind: str) -> None:
    agreement = worlds.agreement(legal_force=force)
    f.CitationFactory(agreement=agreement, source__review="draft", source__title="Hidden text")
    node = graph(reader, agreement.get_absolute_url())[0]
    assert node["@type"] == kind
    assert len(node["citation"]) == 2
    assert "Hidden" not in json.dumps(node)
    if force == "binding":
        assert node["legislationLegalForce"] == "https://schema.org/InForce"
        assert node["legislationDate"] == "2000-05"
        assert len(node["legislationPassedBy"]) == 2
    else:
        assert len(node["creator"]) == 2


def test_a_statement_with_words_is_a_quotation(reader: Client) -> None:
    statement = worlds.statement(quotation="We agree.")
    node = graph(reader, statement.get_absolute_url())[0]
    assert (node["@type"], node["text"]) == ("Quotation", "We agree.")
    assert len(node["creator"]) == 2


def test_a_person_held_an_office_from_a_day_to_another(reader: Client) -> None:
    office = f.OfficeFactory(title="Envoy", start="2020-02", end="2021")
    (role,) = graph(reader, office.person.get_absolute_url())[0]["hasOccupation"]
    assert role["hasOccupation"]["name"] == "Envoy"
    assert (role["startDate"], role["endDate"]) == ("2020-02", "2021")


def test_the_site_is_described_as_a_data_set(reader: Client) -> None:
    assert graph(reader, "/about/")[0]["@type"] == "Dataset"


def test_a_deep_combination_of_filters_is_not_for_search_engines(reader: Client) -> None:
    f.CountryFactory(slug="aa")
    noindex = '<meta name="robots" content="noindex, follow">'
    assert noindex not in content(reader, "/agreements/?state=in_force&party=&page=2&sort=title")
    page = content(reader, "/agreements/?state=in_force&party=aa&page=2")
    assert noindex in page
    assert 'href="/feeds/agreements.atom?state=in_force&amp;party=aa"' in page


def test_a_citation_asks_the_same_questions_however_long_the_history(reader: Client) -> None:
    record = f.AgreementFactory()
    few = queries(reader, f"{record.get_absolute_url()}cite.bib")
    f.ProvisionFactory.create_batch(5, agreement=record)
    assert queries(reader, f"{record.get_absolute_url()}cite.bib") == few
