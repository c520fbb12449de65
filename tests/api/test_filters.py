"""Filters: those of the pages, in the document as well; what is wrong is named."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from relations.api.docs import document
from relations.api.edtf import ONE_DAY, PATTERN
from relations.api.kinds import KINDS
from relations.api.queries import filter_words
from relations.dates import InvalidDate, PartialDate
from relations.views.filters import AgreementFilter
from tests import factories
from tests.views import worlds
from tests.views.test_filters import found

from .asking import get, lines, pages, problem

PAGES = ("countries", "organizations", "agreements", "memberships", "statements", "people",
         "sources")  # fmt: skip


def parameters(place: str) -> dict[str, Any]:
    operation = document()["paths"][f"/api/v1/{place}/"]["get"]
    return {parameter["name"]: parameter for parameter in operation["parameters"]}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.place)
def test_the_document_has_every_filter_with_its_allowed_values(kind: Any) -> None:
    documented = parameters(kind.place)
    filters = kind.filterset.base_filters
    own = {"as_of", "fields", "limit", "cursor"}
    assert set(documented) == {name.rstrip("_") for name in filters} | own
    for name, item in filters.items():
        schema = documented[name.rstrip("_")]["schema"]
        if name == "sort":
            assert schema.get("enum", [schema.get("const")]) == list(item.orders)
        elif item.extra.get("choices"):
            allowed = [str(value) for value, _label in item.extra["choices"]]
            held = schema["items"]
            assert held.get("enum", [held.get("const")]) == allowed
            assert documented[name]["explode"] is True


def test_a_filter_finds_what_its_page_finds(reader: Client) -> None:
    agreement, other = worlds.agreement(kind="treaty"), worlds.agreement(kind="charter")
    party = agreement.party_set.first().actor
    queries: list[dict[str, Any]] = [
        {"party": party.slug},
        {"party": party.code},
        {"kind": ["treaty", "charter"]},
        {"kind": "charter"},
        {"state": "in_force"},
        {"state": "in_force", "as_of": "2000-12-31"},
        {"scope": other.provision_set.first().scope.slug},
        {"from": "2001", "to": "2001"},
        {"from": "199X~", "to": "2000-06"},
        {"q": other.title},
    ]
    for query in queries:
        slugs = [record["slug"] for record in pages(reader, "agreements", **query)]
        titles = found(reader, "/agreements/", **query)
        assert len(slugs) == len(titles), query


@pytest.mark.parametrize("place", PAGES)
def test_an_unknown_word_is_named_with_those_that_are_known(reader: Client, place: str) -> None:
    wrong = problem(reader, f"/{place}/", 422, colour="red")
    assert wrong["errors"][0]["parameter"] == "colour"
    assert "cursor" in wrong["detail"]
    problem(reader, f"/{place}.jsonl", 422, cursor="x")


@pytest.mark.parametrize(
    ("query", "parameter", "said"),
    [
        ({"state": "broken"}, "state", "in_force"),
        ({"from": "2020-02-30"}, "from", "2024-11-30"),
        ({"as_of": "2020"}, "as_of", "2020-11-10"),
        ({"as_of": "2021-02-29"}, "as_of", "2020-11-10"),
        ({"party": "a b"}, "party", "slug"),
        ({"party": ""}, "party", "slug"),
        ({"q": ""}, "q", "something"),
        ({"fields": "titel"}, "fields", "title"),
        ({"fields": "title,"}, "fields", "title"),
        ({"sort": "size"}, "sort", "-date"),
        ({"sort": ["date", "title"]}, "sort", "once"),
        ({"fields": ["title", "slug"]}, "fields", "once"),
    ],
)
def test_a_wrong_value_is_named_with_what_would_be_right(
    reader: Client, query: dict[str, Any], parameter: str, said: str
) -> None:
    wrong = problem(reader, "/agreements/", 422, **query)
    assert [fault["parameter"] for fault in wrong["errors"]] == [parameter]
    assert said in wrong["detail"]


def test_all_that_is_wrong_is_named_at_once(reader: Client) -> None:
    wrong = problem(reader, "/agreements/", 422, state="broken", limit="0")
    assert {fault["parameter"] for fault in wrong["errors"]} == {"state", "limit"}


def test_a_value_that_names_nobody_is_not_here(reader: Client) -> None:
    for path, query in (
        ("/agreements/", {"party": "nobody"}),
        ("/agreements.jsonl", {"scope": "nothing"}),
        ("/statements/", {"target": "nobody/nowhere"}),
        ("/people/", {"office": "Nothing"}),
    ):
        wrong = problem(reader, path, 404, **query)
        assert [fault["parameter"] for fault in wrong["errors"]] == list(query)


def test_positions_are_asked_as_the_matrix_is(reader: Client) -> None:
    statement = worlds.statement()
    [side, *_others] = statement.side_set.all()
    target = statement.position_set.get(target_country__isnull=False).target
    for query, number in (
        ({"on_behalf_of": side.actor.code}, 5),
        ({"kind": "ties"}, 1),
        ({"kind": ["scope", "membership"]}, 2),
        ({"target": target.slug}, 1),
        ({"stance": "improving"}, 1),
        ({"to": "2025-01-13"}, 0),
        ({"as_of": "2025-01-14"}, 5),
    ):
        assert len(lines(reader, "positions", **query)) == number, query


def test_claims_are_found_by_what_they_are_about(reader: Client) -> None:
    factories.ClaimFactory()
    person = factories.PersonFactory()
    factories.ClaimFactory(agreement=None, person=person, field="name", value="Smith")
    [claim] = get(reader, "/claims/", kind="person")["records"]
    assert claim["self"].endswith(f"/people/{person.slug}/")
    assert len(lines(reader, "claims", kind=["person", "agreement"])) == 2


def test_the_document_is_in_english_whoever_asks_first() -> None:
    with translation.override("ru"):
        _type, field = filter_words(AgreementFilter)["party"]
    assert field.description.startswith("Party.")


@given(st.from_regex(PATTERN, fullmatch=True))
def test_the_dates_that_the_document_allows_can_be_read(text: str) -> None:
    assert PartialDate.parse(text).earliest


@given(st.dates().map(str))
def test_the_document_allows_every_day(text: str) -> None:
    assert re.fullmatch(PATTERN, text)
    assert re.fullmatch(ONE_DAY, text)


@given(st.from_regex(r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}\Z"))
def test_the_document_allows_no_other_day(text: str) -> None:
    try:
        PartialDate.parse(text)
    except InvalidDate:
        assert not re.fullmatch(PATTERN, text)
    else:
        assert re.fullmatch(ONE_DAY, text)
