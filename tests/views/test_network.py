"""The network: who is tied to whom, by what, when; what is left out is said."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from relations.reading.network import MOST_EDGES, MOST_NODES
from relations.vocabularies import ActKind, MembershipActKind, Review
from tests import factories
from tests.counting import queries

NETWORK = "/network/"


def country(slug: str, **values: Any) -> Any:
    return factories.CountryFactory(slug=slug, name=slug.title(), **values)


def agreement(*parties: Any, date: str = "2000-01-01", **values: Any) -> Any:
    made = factories.AgreementFactory(**values)
    for actor in parties:
        arc = "actor_" + actor._meta.model_name
        factories.PartyFactory(agreement=made, **{"actor_country": None, arc: actor})
    factories.ActFactory(agreement=made, date=date)
    return made


def organization(*members: Any, **values: Any) -> Any:
    made = factories.OrganizationFactory(**values)
    for member in members:
        row = factories.MembershipFactory(organization=made, actor_country=member)
        factories.MembershipActFactory(membership=row)
    return made


def ties(reader: Client, query: str = "") -> dict[str, list[str]]:
    """Give the rows of the table: a pair, and the numbers of agreements and memberships."""
    page = reader.get(f"{NETWORK}?{query}").content.decode()
    rows = re.findall(
        '<tr><td><a href="/between/([^"]*)/">[^<]*</a></td><td>(.*?)</td><td>(.*?)</td>', page
    )
    return {pair: [a, m] for pair, a, m in rows}


def test_an_empty_database_has_an_empty_network_and_says_why(reader: Client) -> None:
    page = reader.get(NETWORK)
    assert page.status_code == 200
    assert "No agreement was in force" in page.content.decode()


def test_agreements_and_memberships_tie_two_by_two(reader: Client) -> None:
    a, b, c = (country(slug) for slug in "abc")
    agreement(a, b)
    agreement(a, b)
    organization(a, b, c)
    assert ties(reader) == {"a/b": ["2", "1"], "a/c": ["0", "1"], "b/c": ["0", "1"]}
    assert ties(reader, "tie=agreement") == {"a/b": ["2", "0"]}
    assert ties(reader, "least=2") == {"a/b": ["2", "1"]}


def test_drafts_tie_nobody(reader: Client) -> None:
    a, b = country("a"), country("b", review=Review.DRAFT)
    c = country("c")
    agreement(a, b)
    agreement(a, c, review=Review.DRAFT)
    organization(a, c, review=Review.DRAFT)
    assert ties(reader) == {}


def test_only_what_is_in_force_on_the_day_counts(reader: Client) -> None:
    a, b = country("a"), country("b")
    made = agreement(a, b, date="2000-01-01")
    factories.ActFactory(agreement=made, kind=ActKind.TERMINATED, date="2010-01-01")
    assert ties(reader) == {}
    assert list(ties(reader, "as_of=2005-01-01")) == ["a/b"]
    assert ties(reader, "as_of=1999-01-01") == {}


def test_a_period_takes_what_was_in_force_at_some_time_in_it(reader: Client) -> None:
    a, b = country("a"), country("b")
    made = agreement(a, b, date="2000-06-01")
    factories.ActFactory(agreement=made, kind=ActKind.TERMINATED, date="2001-06-01")
    assert list(ties(reader, "from=2001&to=2005")) == ["a/b"]
    assert list(ties(reader, "to=2000")) == ["a/b"]
    assert ties(reader, "from=2002") == {}
    assert ties(reader, "to=1999") == {}


def test_who_has_left_is_tied_no_more(reader: Client) -> None:
    a, b, c = (country(slug) for slug in "abc")
    made = agreement(a, b, c)
    factories.ActFactory(
        agreement=made,
        actor_country=c,
        kind=ActKind.WITHDRAWN,
        concerns="party",
        date="2010-01-01",
    )
    assert list(ties(reader)) == ["a/b"]
    assert len(ties(reader, "as_of=2005-01-01")) == 3


def test_an_observer_is_tied_to_nobody(reader: Client) -> None:
    made = organization(country("a"), country("b"))
    row = factories.MembershipFactory(organization=made, actor_country=country("c"))
    factories.MembershipActFactory(membership=row, kind=MembershipActKind.OBSERVER)
    assert list(ties(reader)) == ["a/b"]


def test_the_strongest_tie_stands_first_and_many_participants_make_it_weak(reader: Client) -> None:
    a, b, *others = (country(slug) for slug in "abcdefg")
    organization(a, *others)
    organization(a, *others)
    agreement(a, b)
    assert next(iter(ties(reader))) == "a/b"


def test_what_has_too_many_participants_is_left_out_and_named(reader: Client) -> None:
    organization(*(country(slug) for slug in "abcd"), name="United Letters")
    page = reader.get(f"{NETWORK}?largest=3").content.decode()
    assert "raise that number" in page
    assert "United Letters" in page
    assert len(ties(reader, "largest=4")) == 6


def test_a_scope_keeps_its_agreements_and_no_memberships(reader: Client) -> None:
    a, b, c = (country(slug) for slug in "abc")
    energy = factories.ScopeFactory(slug="energy")
    made = agreement(a, b)
    factories.ProvisionFactory(agreement=made, scope=energy)
    agreement(a, c)
    organization(a, b, c)
    assert ties(reader, "scope=energy") == {"a/b": ["1", "0"]}


def test_a_region_keeps_its_countries(reader: Client) -> None:
    a, b = (country(slug, region="142", subregion="145") for slug in "ab")
    agreement(a, b, country("c", region="150"))
    assert list(ties(reader, "region=142")) == ["a/b"]
    assert list(ties(reader, "subregion=145")) == ["a/b"]


def test_the_one_in_the_middle_has_its_ties_and_those_among_them(reader: Client) -> None:
    a, b, c, d = (country(slug) for slug in "abcd")
    for one, other in ((a, b), (b, c), (a, c), (c, d)):
        agreement(one, other)
    assert set(ties(reader, "centre=a")) == {"a/b", "a/c", "b/c"}
    assert set(ties(reader, f"centre={a.code}")) == {"a/b", "a/c", "b/c"}
    assert (
        "ties the one in the middle"
        in reader.get(f"{NETWORK}?centre={country('z').slug}").content.decode()
    )


def test_an_organization_that_is_a_party_is_tied_too(reader: Client) -> None:
    union = factories.OrganizationFactory(slug="union")
    agreement(country("a"), union)
    assert list(ties(reader)) == ["a/union"]


def test_it_asks_the_same_questions_however_large(reader: Client) -> None:
    def grow(times: int) -> None:
        for _ in range(times):
            a, b = factories.CountryFactory(), factories.CountryFactory()
            agreement(a, b, factories.OrganizationFactory())
            organization(a, b)

    grow(1)
    few = queries(reader, NETWORK)
    grow(5)
    assert queries(reader, NETWORK) == few


def test_not_more_is_drawn_than_can_be_read_and_the_page_says_so(reader: Client) -> None:
    middle = country("middle")
    for _ in range(MOST_NODES + 5):
        agreement(middle, factories.CountryFactory())
    page = reader.get(NETWORK).content.decode()
    assert page.count('class="p-name"') == MOST_NODES
    assert page.count('class="p-tie"') <= MOST_EDGES + 2
    assert "Not drawn: the 6 weakest ties." in page
    assert "6 actors are left out" in page


@pytest.mark.parametrize(
    "query",
    [
        "least=x",
        "least=999999999999999999999",
        "least=1e400",
        "least=NaN",
        "largest=-1",
        "largest=1.5",
        "centre=nobody",
        "centre=%00",
        "region=nowhere",
        "scope=%00",
        "from=2020&to=1999",
        "from=%00",
        "from=..&to=XXXX",
        "as_of=9999-12-31",
        "to=9999",
        "tie=love",
        "region=142&region=142",
    ],
)
def test_no_question_breaks_the_page(reader: Client, query: str) -> None:
    agreement(country("a"), country("b"))
    assert reader.get(f"{NETWORK}?{query}").status_code == 200
    assert reader.get(f"{NETWORK}network.svg?{query}").status_code in (200, 404)


def test_the_picture_by_itself_follows_the_filters(reader: Client) -> None:
    agreement(country("a"), country("b"))
    page = reader.get(f"{NETWORK}?tie=agreement&as_of=2005-01-01").content.decode()
    assert 'href="/network/network.svg?tie=agreement&amp;as_of=2005-01-01"' in page
    svg = reader.get("/network/network.svg?tie=agreement")
    assert svg.headers["Content-Type"] == "image/svg+xml"
    assert b"http://testserver/between/a/b/" in svg.content
    assert reader.get("/network/network.svg?tie=membership").status_code == 404
