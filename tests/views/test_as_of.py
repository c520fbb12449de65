"""?as_of= shows a page as things stood on a day."""

from __future__ import annotations

from django.test import Client

from tests import factories

from .test_content import text


def member_since(year: int, organization: str, country: object) -> None:
    factories.MembershipActFactory(
        membership=factories.MembershipFactory(
            actor_country=country, organization__name=organization
        ),
        kind="joined",
        date=str(year),
    )


def test_a_profile_leaves_out_what_came_later(reader: Client) -> None:
    country = factories.CountryFactory(slug="ruritania")
    member_since(1990, "Old League", country)
    member_since(2015, "New League", country)
    for title, year in (("Old Treaty", 1991), ("New Treaty", 2016)):
        party = factories.PartyFactory(agreement__title=title, actor_country=country)
        factories.ActFactory(agreement=party.agreement, kind="signed", date=str(year))
    for title, date in (("Old words", "1999-05-01"), ("New words", "2019-05-01")):
        factories.SideFactory(actor_country=country, statement__title=title, statement__date=date)
    page = text(reader, "/countries/ruritania/?as_of=2000-01-01")
    for words in ("Old League", "Old Treaty", "Old words", "As things stood on 1 January 2000"):
        assert words in page, words
    for words in ("New League", "New Treaty", "New words"):
        assert words not in page, words
    today = text(reader, "/countries/ruritania/")
    for words in ("Old League", "New League", "New Treaty", "New words"):
        assert words in today, words
    assert "As things stood" not in today


def test_an_agreement_shows_its_state_and_acts_of_the_day(reader: Client) -> None:
    agreement = factories.AgreementFactory(slug="pact")
    for kind, date in (("signed", "2001-01-01"), ("entered_into_force", "2003-01-01")):
        factories.ActFactory(agreement=agreement, kind=kind, date=date)
    before = text(reader, "/agreements/pact/?as_of=2002-01-01")
    assert "1 later act is not shown" in before
    assert "state-signed" in before
    assert "state-in_force" not in before
    assert "state-in_force" in text(reader, "/agreements/pact/")


def test_a_page_of_two_keeps_the_day_when_the_order_is_turned(reader: Client) -> None:
    for slug in ("aa", "bb"):
        factories.CountryFactory(slug=slug)
    response = reader.get("/between/bb/aa/?as_of=2000-01-01")
    assert (response.status_code, response["Location"]) == (301, "/between/aa/bb/?as_of=2000-01-01")


def test_what_is_no_day_is_said_and_today_is_shown(reader: Client) -> None:
    country = factories.CountryFactory()
    for wrong in ("2020", "yesterday", "2020-13-40", "\x00", "9" * 300):
        response = reader.get(country.get_absolute_url(), {"as_of": wrong})
        assert response.status_code == 200
        assert "is not a day" in response.content.decode()
    for far in ("0001-01-01", "9999-12-31"):
        assert reader.get(country.get_absolute_url(), {"as_of": far}).status_code == 200


def test_a_former_slug_leads_on_with_the_day(reader: Client) -> None:
    country = factories.CountryFactory(slug="new")
    factories.FormerSlugFactory(slug="old", country=country)
    response = reader.get("/countries/old/?as_of=2000-01-01")
    assert (response.status_code, response["Location"]) == (301, "/countries/new/?as_of=2000-01-01")
