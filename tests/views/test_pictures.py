"""Pictures by themselves: for readers' eyes only what is published, as of a day."""

from __future__ import annotations

import re
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone

from relations.models import Country
from relations.reading import pictures
from relations.vocabularies import ActKind, MembershipActKind, Review
from tests import factories
from tests.counting import queries

from . import worlds


def armenia(**kwargs: Any) -> Any:
    values = {"code": "ARM", "slug": "armenia", "name": "Armenia"} | kwargs
    return factories.CountryFactory(**values)


def addresses() -> list[str]:
    """Give the address of a picture of each kind, without its ending."""
    country = armenia()
    bound = factories.AgreementFactory()
    factories.PartyFactory(agreement=bound, actor_country=country)
    factories.ActFactory(agreement=bound)
    member = factories.MembershipFactory(actor_country=country)
    factories.MembershipActFactory(membership=member)
    organization = member.organization.get_absolute_url()
    return [
        f"{bound.get_absolute_url()}lifecycle",
        f"{bound.get_absolute_url()}map",
        f"{country.get_absolute_url()}memberships",
        f"{organization}memberships",
        f"{organization}map",
    ]


def test_each_picture_is_a_file_of_both_kinds(reader: Client) -> None:
    for address in addresses():
        svg = reader.get(f"{address}.svg")
        assert svg.headers["Content-Type"] == "image/svg+xml"
        assert 'filename="geopol-' in svg.headers["Content-Disposition"]
        source = "".join(fromstring(svg.content.decode()).itertext())
        assert f"http://testserver{address.rpartition('/')[0]}/, CC BY 4.0" in source
        png = reader.get(f"{address}.png")
        assert png.headers["Content-Type"] == "image/png"
        assert png.content.startswith(b"\x89PNG")


def test_what_is_not_published_has_no_picture(reader: Client) -> None:
    draft = factories.AgreementFactory(review=Review.DRAFT, source=None)
    factories.ActFactory(agreement=draft)
    assert reader.get(f"{draft.get_absolute_url()}lifecycle.svg").status_code == 404


def test_a_party_that_is_a_draft_is_not_on_the_map(reader: Client) -> None:
    bound = factories.AgreementFactory()
    for country in (armenia(), armenia(code="GEO", slug="x", name="Secretia", review=Review.DRAFT)):
        factories.PartyFactory(agreement=bound, actor_country=country)
    drawn = reader.get(f"{bound.get_absolute_url()}map.svg").content.decode()
    assert "Armenia" in drawn
    assert "Secretia" not in drawn


def test_a_former_slug_leads_to_the_same_picture_of_the_same_day(reader: Client) -> None:
    country = armenia()
    factories.FormerSlugFactory(slug="hayastan", country=country)
    response = reader.get("/countries/hayastan/memberships.svg?as_of=2001-01-01")
    assert response.status_code == 301
    assert response.headers["Location"] == "/countries/armenia/memberships.svg?as_of=2001-01-01"


def test_where_there_is_nothing_to_draw_there_is_no_file(reader: Client) -> None:
    assert reader.get(f"{armenia().get_absolute_url()}memberships.svg").status_code == 404


def test_the_map_shows_the_day_that_was_asked_for(reader: Client) -> None:
    member = factories.MembershipFactory(actor_country=armenia())
    for kind, date in ((MembershipActKind.JOINED, "2000"), (MembershipActKind.WITHDREW, "2010")):
        factories.MembershipActFactory(membership=member, kind=kind, date=date)
    address = f"{member.organization.get_absolute_url()}map.svg"
    assert b"Armenia: member" in reader.get(f"{address}?as_of=2005-01-01").content
    assert b"Armenia: withdrawn" in reader.get(f"{address}?as_of=2015-01-01").content
    assert reader.get(f"{address}?as_of=1995-01-01").status_code == 404


@pytest.mark.parametrize("day", ["", "yesterday", "%00", "0001-01-01", "9999-12-31", "2" * 5000])
def test_no_day_breaks_a_picture(reader: Client, day: str) -> None:
    bound = factories.ActFactory().agreement
    assert reader.get(f"{bound.get_absolute_url()}lifecycle.svg?as_of={day}").status_code == 200


def test_markup_in_names_stays_text(reader: Client) -> None:
    country = armenia(name='<script>&"')
    member = factories.MembershipFactory(actor_country=country)
    factories.MembershipActFactory(membership=member)
    for name in ("memberships", "map"):
        content = reader.get(f"{member.organization.get_absolute_url()}{name}.svg").content.decode()
        fromstring(content)
        assert "<script" not in content


def test_one_agreement_of_two_is_in_force_for_both_and_a_signatory_waits_where_others_ratified(
    reader: Client,
) -> None:
    bound = factories.AgreementFactory()
    countries = [armenia(), armenia(code="GEO", slug="georgia", name="Georgia")]
    for country in countries:
        factories.PartyFactory(agreement=bound, actor_country=country)
        factories.ActFactory(
            agreement=bound, actor_country=country, kind=ActKind.SIGNED, concerns="party"
        )
    factories.ActFactory(agreement=bound, date="2005-01-01")
    address = f"{bound.get_absolute_url()}map.svg"
    assert reader.get(address).content.count(b": in force<") == 2
    factories.ActFactory(
        agreement=bound, actor_country=countries[0], kind=ActKind.RATIFIED, concerns="party"
    )
    drawn = reader.get(address).content
    assert b"Armenia: ratified" in drawn
    assert b"Georgia: signed" in drawn


def members(organization: Any, number: int, date: str = "2000-01-01") -> None:
    for _ in range(number):
        member = factories.MembershipFactory(organization=organization)
        factories.MembershipActFactory(membership=member, date=date)


@pytest.mark.django_db
def test_more_than_forty_members_are_counted_and_not_drawn_one_by_one() -> None:
    organization = factories.OrganizationFactory()
    members(organization, 40)
    few = pictures.members(organization, timezone.localdate())
    assert few is not None
    assert len(few.rows) == 40
    members(organization, 2, "2010-05-05")
    many = pictures.members(organization, timezone.localdate())
    assert many is not None
    assert [[cell.text for cell in row] for row in many.rows] == [["2000", "40"], ["2010", "42"]]
    assert len(many.svg) < len(few.svg)


def test_an_uncertain_begin_is_drawn_as_uncertain(reader: Client) -> None:
    member = factories.MembershipFactory()
    factories.MembershipActFactory(membership=member, date="2001")
    drawn = reader.get(f"{member.organization.get_absolute_url()}memberships.svg").content
    assert b"p-faint" in drawn


@pytest.mark.parametrize("name", ["lifecycle", "map"])
def test_a_picture_asks_the_same_questions_however_much_is_in_it(reader: Client, name: str) -> None:
    small, large = worlds.agreement(), worlds.agreement()
    for bound, number in ((small, 1), (large, 6)):
        for n in range(number):
            code = ["ARM", "GEO", "AZE", "RUS", "TUR", "IRN"][n]
            country = country_with(code)
            factories.PartyFactory(agreement=bound, actor_country=country)
            factories.ActFactory(agreement=bound, actor_country=country, date=f"20{n + 10}")
    asked = [queries(reader, f"{a.get_absolute_url()}{name}.svg") for a in (small, large)]
    assert asked[0] == asked[1]


def country_with(code: str) -> Any:
    return Country.objects.filter(code=code).first() or factories.CountryFactory(code=code)


def test_a_page_shows_the_picture_its_table_and_its_files(reader: Client) -> None:
    bound = factories.ActFactory().agreement
    picture = pictures.lifecycle(bound, timezone.localdate())
    page = render_to_string("relations/_picture.html", {"picture": picture})
    address = bound.get_absolute_url()
    assert re.search("<svg[^>]*aria-labelledby", page)
    assert f'href="{address}lifecycle.svg"' in page
    assert f'href="{address}lifecycle.png"' in page
    assert "3 February 2001" in page.partition("<table>")[2]
