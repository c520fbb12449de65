"""Filters stand in the URL, combine, and answer nonsense in words."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories
from tests.listed import listed

FILTERS = {
    "/countries/": ["q", "member", "status", "kind", "region", "sort", "page"],
    "/organizations/": ["q", "member", "status", "kind", "sort", "page"],
    "/agreements/": ["q", "party", "scope", "kind", "state", "force", "from", "to", "sort", "page"],
    "/statements/": [
        "q",
        "speaker",
        "on_behalf_of",
        "target",
        "stance",
        "kind",
        "medium",
        "from",
        "to",
        "sort",
        "page",
    ],
    "/sources/": ["q", "kind", "from", "to", "sort", "page"],
    "/people/": ["q", "on_behalf_of", "office", "sort", "page"],
    "/memberships/": ["q", "organization", "member", "status", "kind", "region", "sort", "page"],
    "/incompatibilities/": ["organization", "kind", "member", "sort", "page"],
}
for words in FILTERS.values():
    words += ["as_of", "format"]


def found(client: Client, url: str, **query: Any) -> list[str]:
    response = client.get(url, query)
    assert response.status_code == 200
    return [str(row) for row in listed(response.context)]


def test_agreements_by_party_scope_state_kind_and_force(reader: Client) -> None:
    wanted = factories.AgreementFactory(title="Wanted", kind="charter", legal_force="political")
    factories.PartyFactory(agreement=wanted, actor_country__code="ARM", actor_country__slug="aa")
    factories.PartyFactory(
        agreement=wanted,
        actor_country=None,
        actor_organization=factories.OrganizationFactory(slug="eu"),
    )
    factories.ProvisionFactory(
        agreement=wanted,
        scope=factories.ScopeFactory(
            slug="civil-nuclear", parent=factories.ScopeFactory(slug="energy")
        ),
    )
    factories.ActFactory(agreement=wanted, kind="signed", date="2025-01-14")
    other = factories.AgreementFactory(title="Other")
    factories.ActFactory(agreement=other, date="1999")
    for query in (
        {"party": "aa"},
        {"party": "ARM"},
        {"party": "eu"},
        {"scope": "civil-nuclear"},
        {"scope": "energy"},
        {"kind": "charter"},
        {"state": "signed"},
        {"force": "political"},
        {"q": "want"},
        {"from": "2025"},
        {"from": "2025-01-14", "to": "2025-01-14"},
        {"party": ["aa", "eu"], "state": ["signed", "in_force"], "scope": "energy"},
    ):
        assert found(reader, "/agreements/", **query) == ["Wanted"], query
    assert found(reader, "/agreements/", state=["signed", "in_force"]) == ["Wanted", "Other"]
    assert found(reader, "/agreements/", party="aa", state="in_force") == []
    assert found(reader, "/agreements/", sort="title") == ["Other", "Wanted"]


def test_an_act_must_lie_in_the_range_itself(reader: Client) -> None:
    """One act before the range and one after it are no act within it."""
    agreement = factories.AgreementFactory()
    factories.ActFactory(agreement=agreement, kind="signed", date="1990")
    factories.ActFactory(agreement=agreement, date="2020")
    assert found(reader, "/agreements/", **{"from": "2000", "to": "2010"}) == []
    assert len(found(reader, "/agreements/", **{"from": "2000", "to": "2020-06"})) == 1


def test_a_year_only_date_is_in_every_part_of_its_year(reader: Client) -> None:
    factories.StatementFactory(title="Sometime in 2018", date="2018")
    assert found(reader, "/statements/", **{"from": "2018-06", "to": "2018-07"}) != []
    assert found(reader, "/statements/", **{"to": "2017"}) == []


def test_statements_by_speaker_side_target_and_stance(reader: Client) -> None:
    side = factories.SideFactory(
        statement__title="Wanted",
        person__slug="ada",
        actor_country__slug="aa",
        actor_country__code="QAR",
    )
    membership = factories.MembershipFactory(actor_country__slug="cc", organization__slug="league")
    target = {"statement": side.statement, "target_agreement": None}
    factories.PositionFactory(**target, target_membership=membership, stance="opposes")
    factories.PositionFactory(
        statement=side.statement, target_agreement__slug="pact", stance="supports"
    )
    factories.PositionFactory(
        **target,
        target_scope__slug="security",
        target_scope=factories.ScopeFactory(slug="security"),
    )
    factories.StatementFactory(title="Other", voice="commentary", commentator="X")
    for query in (
        {"speaker": "ada"},
        {"on_behalf_of": "aa"},
        {"on_behalf_of": "QAR"},
        {"target": "cc/league"},
        {"target": "pact"},
        {"target": "security"},
        {"stance": "opposes"},
        {"target": "cc/league", "stance": "opposes"},
        {"kind": "official"},
    ):
        assert found(reader, "/statements/", **query) == ["Wanted"], query
    # The stance must be that on the target, not on something else in the same statement.
    assert found(reader, "/statements/", target="pact", stance="opposes") == []


def test_countries_and_organizations_by_membership_and_status(reader: Client) -> None:
    joined = factories.MembershipActFactory(
        membership__actor_country__name="In",
        membership__actor_country__slug="in",
        membership__organization__slug="league",
        membership__organization__name="League",
    ).membership
    gone = factories.MembershipFactory(
        organization=joined.organization, actor_country__name="Out", actor_country__slug="out"
    )
    factories.MembershipActFactory(membership=gone, date="1990")
    factories.MembershipActFactory(membership=gone, kind="withdrew", date="2009")
    factories.CountryFactory(name="Elsewhere")
    assert found(reader, "/countries/", member="league") == ["In", "Out"]
    assert found(reader, "/countries/", member="league", status="member") == ["In"]
    assert found(reader, "/countries/", status="withdrawn") == ["Out"]
    assert found(reader, "/organizations/", member="out") == ["League"]
    assert found(reader, "/organizations/", member="out", status="member") == []


def test_sources_by_kind_and_date(reader: Client) -> None:
    factories.SourceFactory(title="Old", published="1999", kind="news")
    factories.SourceFactory(title="New", published="2025-01", kind="dataset")
    assert found(reader, "/sources/", **{"from": "2020"}) == ["Example Times: New"]
    assert found(reader, "/sources/", kind="news") == ["Example Times: Old"]


# A membership has one row at each of its ends: joining them multiplies nothing.
@pytest.mark.parametrize("url", sorted(FILTERS.keys() - {"/memberships/", "/incompatibilities/"}))
def test_many_words_join_nothing(reader: Client, url: str) -> None:
    """A join for each word would multiply the rows, and eight words would never end."""
    with CaptureQueriesContext(connection) as captured:
        assert reader.get(url, {"q": "a b c d e f g h"}).status_code == 200
    counting = [q["sql"] for q in captured if "SELECT COUNT(*)" in q["sql"]]
    assert counting
    assert not any("JOIN" in sql.partition(" WHERE ")[0] for sql in counting)


def test_a_form_left_empty_filters_nothing(reader: Client) -> None:
    """A browser sends every field of the form, chosen or not."""
    for url, words in FILTERS.items():
        response = reader.get(url, dict.fromkeys(words, ""))
        assert not response.context["filters"].form.errors, url
        assert not response.context["chips"], url


def test_each_filter_in_use_can_be_taken_away(reader: Client) -> None:
    factories.PartyFactory(actor_country__slug="aa", actor_country__name="Ruritania")
    response = reader.get("/agreements/?party=aa&state=signed&state=in_force&page=1")
    chips = {(chip.value, chip.url) for chip in response.context["chips"]}
    assert ("Ruritania", "?state=signed&state=in_force") in chips
    assert ("signed", "?party=aa&state=in_force") in chips


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("/agreements/?state=bananas", "“bananas” is not known here."),
        ("/agreements/?party=atlantis", "“atlantis” is not known here."),
        ("/agreements/?from=yesterday", "“yesterday” is not a date"),
        ("/statements/?target=atlantis", "“atlantis” is not known here."),
        ("/countries/?status=asleep", "“asleep” is not known here."),
        ("/agreements/?party=%00x", "“x” is not known here."),
    ],
)
def test_nonsense_gives_an_explained_empty_list(reader: Client, url: str, message: str) -> None:
    factories.PartyFactory()
    factories.StatementFactory()
    response = reader.get(url)
    body = response.content.decode()
    assert response.status_code == 200
    assert not response.context["object_list"]
    assert message in body
    assert "Nothing matches." in body


def test_a_nul_is_no_error_anywhere(reader: Client) -> None:
    for url in ("/between/?first=%00&second=b", "/search/?q=%00", "/countries/?member=%00"):
        assert reader.get(url).status_code == 200, url
    assert reader.get("/countries/%00/").status_code == 404


def test_a_code_in_use_stays_in_the_form(reader: Client) -> None:
    """What was chosen must be sent again with the next choice, offered or not."""
    factories.CountryFactory(code="QQX", slug="qq")
    body = reader.get("/agreements/?party=QQX").content.decode()
    assert 'name="party" value="qq" checked' in body


def test_what_readers_may_not_see_cannot_be_found_by_its_words(reader: Client) -> None:
    side = factories.SideFactory(person__name="Hidden Speaker", person__review="draft")
    factories.PositionFactory(
        statement=side.statement,
        target_agreement__review="draft",
        text="Hidden words",
        stance="opposes",
    )
    for query in ({"q": "hidden"}, {"stance": "opposes"}):
        assert not found(reader, "/statements/", **query)
    assert "Nothing found" in reader.get("/search/?q=hidden").content.decode()


def test_a_known_actor_without_any_agreement_is_no_mistake(reader: Client) -> None:
    factories.CountryFactory(slug="aa")
    response = reader.get("/agreements/?party=aa")
    assert not response.context["filters"].form.errors
    assert "No record meets this filter." in response.content.decode()


def test_a_page_beyond_the_last_is_the_last(reader: Client) -> None:
    factories.SourceFactory.create_batch(51)
    response = reader.get("/sources/?page=99&kind=news")
    assert response.context["page_obj"].number == 2
    assert 'href="?kind=news&amp;page=1"' in response.content.decode()


@pytest.mark.parametrize("url", FILTERS)
@given(data=st.data())
@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_no_query_breaks_a_list(reader: Client, url: str, data: st.DataObject) -> None:
    words = st.sampled_from(FILTERS[url])
    values = st.lists(
        st.text(max_size=12) | st.sampled_from(["..", "XXXX", "2018", "ARM", "-1"]), max_size=3
    )
    query = data.draw(st.dictionaries(words, values, max_size=5))
    assert reader.get(url, query).status_code == 200
