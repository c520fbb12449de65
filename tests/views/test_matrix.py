"""The matrix of positions as readers ask for it."""

from __future__ import annotations

import csv
import io
from html import unescape
from typing import Any

import pytest
from django.test import Client

from tests import factories
from tests.counting import queries
from tests.reading.test_matrix import say

URL = "/positions/"
KINDS = ["agreement", "organization", "scope", "membership", "ties"]


def shown(client: Client, **query: Any) -> list[tuple[str, str, list[str]]]:
    """Give the cells on the page: whose, on what, and the latest stances."""
    response = client.get(URL, query)
    assert response.status_code == 200
    return [
        (str(row.actor), str(named.column.target), [s.stance.value for s in named.cell.latest])
        for row in response.context["matrix"].rows
        for named in row.cells
        if named
    ]


def evidence(client: Client, **query: Any) -> list[tuple[str, int]]:
    """Give the addresses behind the cells, each with the number of statements it claims."""
    rows = client.get(URL, query).context["matrix"].rows
    return [(c.url, c.cell.times) for row in rows for c in row.cells if c]


@pytest.fixture
def world(db: Any) -> dict[str, Any]:
    """Russia and Armenia on the Union, a treaty and each other."""
    russia = factories.CountryFactory(slug="russia", name="Russia", code="RUS")
    armenia = factories.CountryFactory(slug="armenia", name="Armenia", code="ARM")
    union = factories.OrganizationFactory(slug="eu", name="European Union")
    member = factories.MembershipFactory(actor_country=armenia, organization=union)
    treaty = factories.AgreementFactory(slug="treaty", title="Treaty")
    say(russia, armenia, "steady", "2025-01-14")
    say(russia, union, "neutral", "2025-01-14")
    say(russia, union, "worsening", "2025-01-20")
    say(russia, member, "doubts", "2025-01-09")
    say(russia, member, "opposes", "2025-01-15")
    say(russia, treaty, "supports", "2024-01-15")
    say(armenia, member, "supports", "2025-02-15")
    return {"russia": russia, "treaty": treaty, "union": union}


def test_it_begins_with_agreements(reader: Client, world: Any) -> None:
    assert shown(reader) == [("Russia", "Treaty", ["supports"])]


def test_what_one_said_on_two_in_a_month_of_all_kinds(reader: Client, world: Any) -> None:
    query = {"on_behalf_of": "RUS", "target": ["armenia", "eu"], "from": "2025-01", "to": "2025-01"}
    assert sorted(shown(reader, **query)) == [
        ("Russia", "Armenia", ["steady"]),
        ("Russia", "Armenia – European Union", ["opposes"]),
        ("Russia", "European Union", ["neutral"]),
        ("Russia", "European Union", ["worsening"]),
    ]
    kinds = [str(kind) for kind, _columns in reader.get(URL, query).context["matrix"].groups]
    assert kinds == ["organization", "membership", "ties"]


def test_who_changed_its_mind(reader: Client, world: Any) -> None:
    assert shown(reader, target="eu", changed="on") == [
        ("Russia", "Armenia – European Union", ["opposes"])
    ]
    page = reader.get(URL, {"target": "eu"}).content.decode()
    assert page.count("changed its mind") == 2  # the cell and the legend


def test_an_empty_cell_says_that_nothing_was_said(reader: Client, world: Any) -> None:
    page = reader.get(URL, {"on_behalf_of": ["russia", "armenia"]}).content.decode()
    assert page.count("said nothing") == 2  # Armenia on the treaty, and the legend


@pytest.mark.parametrize(
    "query",
    [
        {"kind": "membership"},
        {"kind": ["organization", "ties"]},
        {"target": "eu", "from": "2025-01-10", "to": "2025-01-31"},
        {"target": "eu", "as_of": "2025-01-16"},
        {"target": "eu", "as_of": "2025-01-16", "to": "2025-01-12"},
    ],
)
def test_every_cell_leads_to_its_evidence_and_to_nothing_else(
    reader: Client, world: Any, query: Any
) -> None:
    say(world["russia"], world["union"], "supports", "2025-01-11")
    say(world["russia"], world["union"], "improving", "2025-01-11")
    found = evidence(reader, **query)
    assert found
    for url, times in found:
        response = reader.get(url)
        assert response.status_code == 200, url
        if times > 1:
            assert len(response.context["object_list"]) == times, url
        else:
            assert response.context["statement"], url


def test_scope_keeps_agreements_on_it_and_the_scope_with_its_parts(reader: Client) -> None:
    energy = factories.ScopeFactory(slug="energy", name="Energy")
    nuclear = factories.ScopeFactory(slug="nuclear", name="Nuclear", parent=energy)
    treaty = factories.AgreementFactory(title="Reactors")
    factories.ProvisionFactory(agreement=treaty, scope=nuclear)
    actor = factories.CountryFactory()
    for target in (nuclear, treaty, factories.AgreementFactory(), factories.ScopeFactory()):
        say(actor, target, "supports")
    assert {row[1] for row in shown(reader, scope="energy")} == {"Nuclear", "Reactors"}
    assert [row[1] for row in shown(reader, scope="energy", kind="scope")] == ["Nuclear"]


@pytest.mark.parametrize("kind", KINDS)
def test_it_asks_the_same_questions_however_much_was_said(reader: Client, kind: str) -> None:
    def grow(rows: int) -> None:
        for _ in range(rows):
            target = {
                "agreement": factories.AgreementFactory,
                "organization": factories.OrganizationFactory,
                "scope": factories.ScopeFactory,
                "membership": factories.MembershipFactory,
                "ties": factories.CountryFactory,
            }[kind]()
            for stance in ("improving", "worsening") if kind == "ties" else ("doubts", "neutral"):
                for actor in (factories.CountryFactory(), factories.OrganizationFactory()):
                    say(actor, target, stance)
                    say(actor, target, "unclear", "2020")

    url = f"{URL}?kind={kind}"
    grow(2)
    few, few_away = queries(reader, url), queries(reader, f"{url}&format=json")
    grow(15)
    assert queries(reader, url) == few
    assert queries(reader, f"{url}&format=json") == few_away


def test_the_same_cells_to_take_away(reader: Client, world: Any) -> None:
    query = {"target": "eu", "on_behalf_of": "russia"}
    found = reader.get(URL, {**query, "format": "json"}).json()["positions"]
    member = next(row for row in found if row["target_kind"] == "membership")
    assert member["stances"] == ["opposes"]
    assert member["earlier"] == [{"stance": "doubts", "date": "2025-01-09"}]
    assert (member["changed"], member["statements"]) == (True, 2)
    assert member["evidence"].startswith("http://testserver/statements/?on_behalf_of=russia")
    response = reader.get(URL, {**query, "format": "csv"})
    text = b"".join(response).decode("utf-8-sig")  # type: ignore[call-overload]
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["target_slug"] for row in rows] == [row["target_slug"] for row in found]
    assert {"opposes", "neutral", "worsening"} == {row["stances"] for row in rows}
    assert "doubts 2025-01-09" in {row["earlier"] for row in rows}


def test_a_download_has_the_cells_of_all_pages(reader: Client) -> None:
    for _ in range(14):
        say(factories.CountryFactory(), factories.AgreementFactory(), "supports")
    assert len(shown(reader)) == 12
    assert len(reader.get(URL, {"format": "json"}).json()["positions"]) == 14


def test_an_unpublished_source_is_not_named_in_a_download(reader: Client) -> None:
    secret = factories.SourceFactory(url="https://example.org/secret")
    say(factories.CountryFactory(), factories.AgreementFactory(), "supports", source=secret)
    assert b"example.org/secret" in reader.get(URL, {"format": "json"}).content
    type(secret).objects.filter(pk=secret.pk).update(review="draft")
    assert b"example.org/secret" not in reader.get(URL, {"format": "json"}).content


@pytest.mark.parametrize(
    "query",
    [
        "kind=nonsense",
        "on_behalf_of=%00",
        "target=nowhere&target=a/b",
        "stance=%00",
        "scope=%3Cb%3E",
        "from=yesterday",
        "from=2025-13-45",
        "as_of=never",
        "as_of=0001-01-01",
        "page=999999999999&column_page=-1",
        "page=x&column_page=%00",
        "changed=maybe",
        "format=exe",
        "target=" + "a" * 5000,
    ],
)
def test_nonsense_is_answered_in_words(reader: Client, world: Any, query: str) -> None:
    for suffix in ("", "&format=csv", "&format=json"):
        assert reader.get(f"{URL}?{query}{suffix}").status_code == 200


def test_a_wrong_filter_is_named_and_can_be_taken_away(reader: Client, world: Any) -> None:
    page = unescape(reader.get(URL, {"target": "atlantis", "kind": "ties"}).content.decode())
    assert "“atlantis” is not known here." in page
    assert 'href="?kind=ties"' in page


def test_markup_in_a_name_stays_text(reader: Client) -> None:
    name = '<img src=x onerror="alert(1)">'
    say(factories.CountryFactory(name=name), factories.AgreementFactory(title=name), "supports")
    page = reader.get(URL).content.decode()
    assert "<img" not in page
    assert "&lt;img" in page


@pytest.mark.parametrize("kind", [*KINDS, ""])
def test_it_opens_on_an_empty_database(reader: Client, kind: str) -> None:
    response = reader.get(URL, {"kind": kind} if kind else {})
    assert "No position of this kind is on record." in response.content.decode()


def test_the_day_and_the_filters_keep_each_other(reader: Client, world: Any) -> None:
    page = unescape(reader.get(f"{URL}?kind=ties&as_of=2025-01-31&page=7").content.decode())
    assert '<input type="hidden" name="as_of" value="2025-01-31">' in page
    assert 'href="?kind=scope&as_of=2025-01-31"' in page


def test_the_columns_are_counted_anew_after_each_write(reader: Client) -> None:
    said = factories.PositionFactory(target_agreement__title="First charter")
    factories.SideFactory(statement=said.statement)
    assert "First charter" in reader.get("/positions/").content.decode()
    again = factories.PositionFactory(target_agreement__title="Second charter")
    factories.SideFactory(statement=again.statement)
    assert "Second charter" in reader.get("/positions/").content.decode()
    said.target_agreement.review = "draft"
    said.target_agreement.save()
    assert "First charter" not in reader.get("/positions/").content.decode()
