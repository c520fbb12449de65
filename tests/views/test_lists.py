"""Lists: counts beside each choice, a day, orders, pages at any depth, who emptied them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from relations.views.filters import StatementFilter
from relations.views.lists import StatementList
from tests import factories
from tests.counting import queries
from tests.listed import listed

from . import worlds
from .test_filters import found


def groups(client: Client, url: str, **query: Any) -> list[Any]:
    """Give the facets of a list as they are drawn when nothing is remembered."""
    cache.clear()
    drawn: list[Any] = client.get(url, query).context["groups"]
    return drawn


def counts(client: Client, url: str, word: str, **query: Any) -> dict[str, int]:
    """Give the choices of a facet with their counts, those of the select included."""
    group = next(g for g in groups(client, url, **query) if g.word == word)
    choices = [*group.shown, *(choice for _name, more in group.more for choice in more)]
    return {choice.value: choice.count for choice in choices}


def agreement(party: Any, kind: str, act: str = "entered_into_force") -> Any:
    made = factories.AgreementFactory(kind=kind)
    factories.PartyFactory(agreement=made, actor_country=party)
    factories.ActFactory(agreement=made, kind=act)
    return made


def test_a_choice_says_how_many_rows_it_would_give(reader: Client) -> None:
    first, second = (factories.CountryFactory(slug=slug) for slug in ("aa", "bb"))
    agreement(first, "treaty", "signed")
    agreement(first, "charter")
    agreement(second, "charter")
    assert counts(reader, "/agreements/", "party") == {"aa": 2, "bb": 1}
    assert counts(reader, "/agreements/", "kind") == {"treaty": 1, "charter": 2}
    assert counts(reader, "/agreements/", "state") == {"signed": 1, "in_force": 2}
    for word in ("party", "kind", "state"):
        for value, number in counts(reader, "/agreements/", word).items():
            assert len(found(reader, "/agreements/", **{word: value})) == number


def test_counts_heed_the_other_filters_and_not_their_own(reader: Client) -> None:
    first, second = (factories.CountryFactory(slug=slug) for slug in ("aa", "bb"))
    agreement(first, "treaty")
    agreement(first, "charter")
    agreement(second, "charter")
    query = {"party": "bb"}
    assert counts(reader, "/agreements/", "party", **query) == {"aa": 2, "bb": 1}
    assert counts(reader, "/agreements/", "kind", **query) == {"charter": 1}
    assert counts(reader, "/agreements/", "kind", kind="treaty") == {"treaty": 1, "charter": 2}


def test_a_scope_counts_the_agreements_of_the_scopes_below_it_once(reader: Client) -> None:
    energy = factories.ScopeFactory(slug="energy")
    nuclear = factories.ScopeFactory(slug="nuclear", parent=energy)
    provision = factories.ProvisionFactory(scope=nuclear)
    factories.ProvisionFactory(scope=energy, agreement=provision.agreement)
    factories.ProvisionFactory(scope=nuclear, agreement=provision.agreement)
    factories.ProvisionFactory(scope=energy)
    assert counts(reader, "/agreements/", "scope") == {"energy": 2, "nuclear": 1}


def test_stance_and_target_are_counted_in_one_and_the_same_position(reader: Client) -> None:
    position = factories.PositionFactory(target_agreement__slug="pact", stance="supports")
    factories.PositionFactory(
        statement=position.statement, target_agreement__slug="charter", stance="opposes"
    )
    assert counts(reader, "/statements/", "stance", target="pact") == {"supports": 1}
    assert counts(reader, "/statements/", "target", stance="opposes") == {"charter": 1}


def test_member_and_status_are_counted_in_one_and_the_same_membership(reader: Client) -> None:
    membership = factories.MembershipFactory(organization__slug="league")
    factories.MembershipActFactory(membership=membership, date="1990")
    other = factories.MembershipFactory(
        actor_country=membership.actor_country, organization__slug="pact"
    )
    factories.MembershipActFactory(membership=other, kind="withdrew", date="2001")
    assert counts(reader, "/countries/", "status", member="league") == {"member": 1}
    assert counts(reader, "/countries/", "member", status="withdrawn") == {"pact": 1}


def test_what_is_not_published_is_counted_nowhere(reader: Client) -> None:
    party = factories.PartyFactory(actor_country__review="draft")
    factories.PartyFactory(agreement=party.agreement, actor_country__slug="aa")
    factories.PartyFactory(agreement__review="draft", actor_country__slug="bb")
    side = factories.SideFactory(person__review="draft", actor_country__review="draft")
    factories.PositionFactory(statement=side.statement, target_agreement__review="draft")
    factories.MembershipFactory(organization__review="draft")
    factories.OfficeFactory(title="Secret post", review="draft")
    assert counts(reader, "/agreements/", "party") == {"aa": 1}
    for word in ("speaker", "on_behalf_of", "target", "stance"):
        assert counts(reader, "/statements/", word) == {}
    for url, word in (("/memberships/", "organization"), ("/people/", "office")):
        assert counts(reader, url, word) == {}


def test_the_other_pages_of_a_list_have_its_choices_uncounted_until_something_is_written(
    reader: Client,
) -> None:
    party = factories.CountryFactory(slug="aa", name="Aland")
    for _ in range(51):
        agreement(party, "treaty")
    first, second = (queries(reader, f"/agreements/?page={page}") for page in (1, 2))
    russian = Client(headers={"accept-language": "ru"})
    assert second < first
    assert queries(russian, "/agreements/?page=2") == first
    assert facet_of(reader.get("/agreements/?page=2"), "aa") == "Aland 51"

    agreement(party, "treaty")
    assert facet_of(reader.get("/agreements/?page=2"), "aa") == "Aland 52"


def facet_of(response: Any, value: str) -> str:
    """Give a choice as readers see it."""
    found = re.search(rf'value="{value}">(.*?)</label>', response.content.decode())
    assert found
    return " ".join(re.sub(r"<[^>]*>", "", found[1]).split())


def test_a_long_facet_shows_the_commonest_and_what_is_chosen(reader: Client) -> None:
    often = factories.CountryFactory(slug="often")
    for _ in range(2):
        factories.PartyFactory(actor_country=often)
    for number in range(12):
        factories.PartyFactory(actor_country__slug=f"rare-{number}")
    group = groups(reader, "/agreements/", party="rare-11")[0]
    assert [choice.value for choice in group.shown][:2] == ["rare-11", "often"]
    assert len(group.shown) < 10
    assert len(group.shown) + group.rest == 13


QUERIES = {
    "/countries/": "?member=org&status=member&kind=state&q=country&as_of=2020-01-01",
    "/organizations/": "?member=land&status=member&kind=intergovernmental&as_of=2020-01-01",
    "/agreements/": "?party=land&kind=treaty&state=in_force&from=1999&as_of=2020-01-01",
    "/statements/": "?on_behalf_of=land&stance=supports&kind=official&to=2026&as_of=2026-01-01",
    "/sources/": "?kind=news&from=1999&as_of=2026-01-01",
    "/people/": "?on_behalf_of=land&as_of=2021-01-01",
    "/memberships/": "?member=land&status=member&as_of=2020-01-01",
    "/incompatibilities/": "?kind=structural&member=land&as_of=2026-01-01",
}


def grow(country: Any, rows: int) -> None:
    worlds.actor_with_everything(country, rows)
    for _ in range(rows):
        worlds.incompatibility(country)


@pytest.mark.parametrize("rest", ["", "&format=csv", "&format=json", "&format=xlsx"])
@pytest.mark.parametrize("url", QUERIES)
def test_filters_facets_and_downloads_ask_the_same_however_many_rows(
    reader: Client, url: str, rest: str
) -> None:
    country = factories.CountryFactory(slug="land")
    factories.MembershipFactory(actor_country=country, organization__slug="org")
    grow(country, 2)
    few = queries(reader, url + QUERIES[url] + rest)
    rows = reader.get(url + QUERIES[url]).context["page_obj"].count
    grow(country, 4)
    assert queries(reader, url + QUERIES[url] + rest) == few
    if url != "/countries/":  # the one member is one however much it does
        assert reader.get(url + QUERIES[url]).context["page_obj"].count > rows


def test_agreements_stand_as_on_the_day(reader: Client) -> None:
    made = factories.AgreementFactory(title="Pact")
    factories.ActFactory(agreement=made, kind="signed", date="2010")
    factories.ActFactory(agreement=made, date="2015-05-05")
    later = factories.AgreementFactory(title="Later")
    factories.ActFactory(agreement=later, date="2020")
    assert found(reader, "/agreements/", as_of="2012-01-01", state="signed") == ["Pact"]
    assert found(reader, "/agreements/", as_of="2012-01-01", state="in_force") == []
    response = reader.get("/agreements/?as_of=2016-01-01")
    assert [row.state for row in response.context["object_list"]] == ["in_force"]
    body = response.content.decode()
    assert "As things stood on 1 January 2016." in body
    assert "1 record that meets the other filters is left out" in body


def test_what_had_ended_or_not_begun_by_the_day_is_left_out(reader: Client) -> None:
    factories.CountryFactory(name="Old", begin="1922", end="1991-12-26", kind="former")
    factories.CountryFactory(name="New", begin="1991-12-26")
    factories.CountryFactory(name="Always")
    assert found(reader, "/countries/", as_of="1991-12-25") == ["Always", "Old"]
    assert found(reader, "/countries/", as_of="1991-12-27") == ["Always", "New"]


def test_who_belonged_where_on_a_day(reader: Client) -> None:
    league = factories.OrganizationFactory(slug="league", name="League")
    for name, joined, left in (("A", "1994", "2012"), ("B", "1994", None), ("C", "2014", None)):
        tie = factories.MembershipFactory(organization=league, actor_country__name=name)
        factories.MembershipActFactory(membership=tie, date=joined)
        if left:
            factories.MembershipActFactory(membership=tie, kind="withdrew", date=left)
    query = {"organization": "league", "as_of": "2013-01-01"}
    assert found(reader, "/memberships/", **query) == ["A – League", "B – League"]
    assert found(reader, "/memberships/", **query, status="member") == ["B – League"]
    assert counts(reader, "/memberships/", "status", **query) == {"member": 1, "withdrawn": 1}


def test_who_held_which_office_for_whom_on_a_day(reader: Client) -> None:
    office = factories.OfficeFactory(
        person__name="Ada",
        title="President",
        actor_country__slug="land",
        start="2010",
        end="2014",
    )
    factories.OfficeFactory(person=office.person, title="Judge", start="2015", end="..")
    query = {"on_behalf_of": "land", "office": "President"}
    assert found(reader, "/people/", **query) == ["Ada"]
    assert found(reader, "/people/", **query, as_of="2012-01-01") == ["Ada"]
    assert found(reader, "/people/", **query, as_of="2016-01-01") == []
    assert found(reader, "/people/", on_behalf_of="land", office="Judge") == []


def test_the_day_stays_in_every_link(reader: Client) -> None:
    for number in range(51):
        made = factories.AgreementFactory(title=f"Pact {number:02}")
        factories.ActFactory(agreement=made, date="2000")
    body = reader.get("/agreements/?as_of=2016-01-01&kind=treaty").content.decode()
    links = re.findall(r'href="(\?[^"]+)"', body)
    chips = [link for link in links if "as_of=2016-01-01" not in link]
    # Only "today", the chip of the day and "clear all" drop it.
    assert set(chips) == {"?kind=treaty"}
    assert any("sort=" in link for link in links)
    assert any("page=2" in link for link in links)
    assert any("format=csv" in link for link in links)
    assert '<input type="hidden" name="as_of" value="2016-01-01">' in body


def test_a_wrong_day_is_named_and_today_is_shown(reader: Client) -> None:
    factories.AgreementFactory(title="Pact")
    response = reader.get("/agreements/?as_of=2020-02-31")
    assert "“2020-02-31” is not a day" in response.content.decode()
    assert len(response.context["object_list"]) == 1


def test_the_heads_of_columns_sort_and_say_how(reader: Client) -> None:
    big = factories.AgreementFactory(title="Big")
    for _ in range(3):
        factories.PartyFactory(agreement=big)
    factories.PartyFactory(agreement=factories.AgreementFactory(title="Apart"))
    assert found(reader, "/agreements/", sort="-parties") == ["Big", "Apart"]
    assert found(reader, "/agreements/", sort="parties") == ["Apart", "Big"]
    heads = reader.get("/agreements/?sort=title").context["heads"]
    assert [(head.sorted, head.url) for head in heads[:2]] == [
        ("ascending", "?sort=-title"),
        ("", ""),
    ]
    assert 'aria-sort="ascending"' in reader.get("/agreements/?sort=title").content.decode()


@pytest.mark.parametrize("url", QUERIES)
def test_no_order_loses_a_row(reader: Client, url: str) -> None:
    worlds.agreement()
    worlds.membership()
    worlds.statement()
    worlds.incompatibility()
    sorts = reader.get(url).context["filters"].filters["sort"].orders

    def rows(**asked: str) -> list[int]:
        pages = reader.get(url, asked).context["page_obj"].num_pages
        numbers = range(1, pages + 1)
        contexts = [reader.get(url, {**asked, "page": n}).context for n in numbers]
        return [row.pk for context in contexts for row in listed(context)]

    everything = sorted(rows())
    for sort in sorts:
        assert sorted(rows(sort=sort)) == everything, sort


def test_pages_from_either_end_are_one_order(reader: Client) -> None:
    """The second half is read from the end: equal rows must not change their order."""
    factories.StatementFactory.create_batch(130, date="2020", title="Same")
    factories.StatementFactory.create_batch(5, date=None, title="Same")
    seen: list[int] = []
    for number in range(1, 7):
        page = reader.get("/statements/", {"page": number}).context
        seen += [row.pk for row in listed(page)]
    assert len(seen) == len(set(seen)) == 135
    body = reader.get("/statements/?page=3").content.decode()
    assert "Page 3 of 6 · 51–75 of 135" in body


@pytest.mark.parametrize(
    ("wanted", "number"),
    [("0", 1), ("-3", 1), ("99", 3), ("9" * 5000, 3), ("x", 1), ("२", 1), ("2", 2)],
)
def test_a_page_that_is_not_there_is_the_nearest(reader: Client, wanted: str, number: int) -> None:
    factories.StatementFactory.create_batch(60)
    assert reader.get("/statements/", {"page": wanted}).context["page_obj"].number == number


def test_an_empty_list_says_which_filter_emptied_it(reader: Client) -> None:
    first, second = (factories.CountryFactory(slug=slug) for slug in ("aa", "bb"))
    agreement(first, "treaty")
    agreement(second, "charter")
    agreement(second, "charter")
    response = reader.get("/agreements/?party=bb&kind=treaty")
    emptied = {f.label: (f.count, f.url) for f in response.context["emptied_by"]}
    assert emptied == {"Party": (1, "?kind=treaty"), "Kind": (2, "?party=bb")}
    body = reader.get("/agreements/?party=bb&kind=ceasefire").content.decode()
    assert "“Kind” finds nothing even by itself." in body
    assert "“Party” finds nothing" not in body


def test_a_word_that_is_no_filter_is_named_and_ignored(reader: Client) -> None:
    factories.AgreementFactory()
    response = reader.get("/agreements/?colour=<b>red&state=")
    assert len(response.context["object_list"]) == 1
    assert "“colour” is no filter of this list" in response.content.decode()


def test_htmx_is_told_the_address_without_empty_words(reader: Client) -> None:
    response = reader.get("/agreements/?q=&party=aa&from=&sort=", headers={"HX-Request": "true"})
    assert response["HX-Push-Url"] == "/agreements/?party=aa"


def statements_of(*media: str) -> list[Any]:
    """Make statements, each a day older than the one before."""
    return [
        factories.StatementFactory(medium=medium, date=f"2020-01-{28 - number}")
        for number, medium in enumerate(media)
    ]


def test_choices_of_a_long_list_are_counted_among_its_first_rows(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(StatementFilter, "most", 4)
    monkeypatch.setattr(StatementFilter, "sampled", 3)
    statements_of("speech", "interview", "speech", "interview", "interview")
    assert counts(reader, "/statements/", "medium") == {"speech": 2, "interview": 1}
    assert counts(reader, "/statements/", "medium", sort="date") == {"speech": 1, "interview": 2}
    assert "counted among the first 3 of the list" in text(reader.get("/statements/"))


def test_each_facet_is_counted_among_the_first_rows_that_the_other_filters_leave(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(StatementFilter, "most", 4)
    monkeypatch.setattr(StatementFilter, "sampled", 3)
    statements_of("speech", "interview", "speech", "interview", "interview")
    drawn = groups(reader, "/statements/", medium="speech")
    first = {group.word: group.first for group in drawn}
    assert first == {**dict.fromkeys(first, 0), "medium": 3}
    assert counts(reader, "/statements/", "kind", medium="speech") == {"official": 2}
    assert counts(reader, "/statements/", "medium", medium="speech") == {
        "speech": 2,
        "interview": 1,
    }


def test_choices_of_a_list_that_is_no_longer_are_counted_in_all_of_it(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(StatementFilter, "most", 2)
    statements_of("speech", "interview")
    assert counts(reader, "/statements/", "medium") == {"speech": 1, "interview": 1}
    assert "counted among" not in text(reader.get("/statements/"))


@pytest.mark.parametrize("query", ["", "?medium=speech", "?stance=supports&medium=speech"])
def test_a_list_costs_as_many_queries_however_long_it_is(
    reader: Client, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    def add() -> None:
        for made in statements_of("speech", "speech", "speech", "speech"):
            factories.SideFactory(statement=made)
            factories.PositionFactory(statement=made, stance="supports")

    add()
    asked = queries(reader, f"/statements/{query}")
    monkeypatch.setattr(StatementFilter, "most", 3)
    add()
    assert queries(reader, f"/statements/{query}") == asked


def test_the_other_pages_of_a_list_show_its_rows_of_one_moment_until_something_is_written(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(StatementList, "per_page", 10)
    made = statements_of(*["speech"] * 19)
    with CaptureQueriesContext(connection) as first:
        reader.get("/statements/?medium=speech")
    with CaptureQueriesContext(connection) as second:
        last = reader.get("/statements/?medium=speech&page=2")
    assert listed(last.context) == made[10:]
    assert any("LIMIT 2001" in query["sql"] for query in first)
    assert not any("LIMIT 2001" in query["sql"] for query in second)
    made[0].delete()
    assert listed(reader.get("/statements/?medium=speech&page=2").context) == made[11:]


def test_the_form_of_a_list_keeps_what_was_typed_for_each_who_asks(reader: Client) -> None:
    for typed in ("2015", "no date", '"><b'):
        body = reader.get("/statements/", {"from": typed}).content.decode()
        assert f'name="from" value="{escape(typed)}"' in body
    body = reader.get("/statements/").content.decode()
    assert 'name="from"' in body and 'name="from" value' not in body


def test_a_list_without_end_says_that_it_goes_on(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(StatementFilter, "most", 60)
    for number in range(60):
        factories.StatementFactory(date=f"{1900 + number}")
    assert "60 found" in text(reader.get("/statements/"))
    factories.StatementFactory(date="1800")
    response = reader.get("/statements/?page=99")
    body = text(response)
    assert "More than 60 found: pages show the first 60." in body
    assert "Page 3 of 3 · 51–60 of the first 60" in body
    assert [row.date.notation for row in listed(response.context)][-1] == "1900"
    # What is left out stands on the first page of another order.
    oldest_first = listed(reader.get("/statements/?sort=date").context)
    assert oldest_first[0].date.notation == "1800"


def test_what_would_be_found_without_a_filter_is_counted_as_far_as_the_list(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(StatementFilter, "most", 2)
    statements_of("speech", "speech", "speech")
    body = text(reader.get("/statements/?medium=speech&kind=commentary"))
    assert "Without “Voice”: more than 2 records" in body


def text(response: Any) -> str:
    return response.content.decode()  # type: ignore[no-any-return]
