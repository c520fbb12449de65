"""Records: what is in them, who sees them, and how much is asked for them."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from relations.api.kinds import KINDS, kind_at
from relations.models import Statement
from relations.vocabularies import Review
from tests import factories
from tests.views import worlds

from .asking import PLACES, ROOT, get, lines, pages, problem
from .world import hidden_world, world


def count(client: Client, path: str, **query: Any) -> int:
    with CaptureQueriesContext(connection) as captured:
        response = client.get(ROOT + path, query)
        assert response.status_code == 200
        if response.streaming:
            b"".join(response)
    return len(captured)


@pytest.mark.parametrize("path", [*(f"/{p}/" for p in PLACES), *(f"/{p}.jsonl" for p in PLACES)])
def test_a_list_asks_the_same_questions_however_many_rows(reader: Client, path: str) -> None:
    world()
    world()
    few = count(reader, path)
    for _ in range(4):
        world()
    assert count(reader, path) == few
    assert few <= 12


@pytest.mark.parametrize("place", [kind.place for kind in KINDS if kind.slugged])
def test_a_record_asks_the_same_questions_however_much_it_holds(reader: Client, place: str) -> None:
    made = {
        "countries": lambda n: worlds.actor_with_everything(factories.CountryFactory(), n),
        "organizations": lambda n: worlds.actor_with_everything(factories.OrganizationFactory(), n),
        "agreements": _agreement,
        "statements": _statement,
        "people": _person,
        "scopes": lambda n: factories.ScopeFactory(parent=factories.ScopeFactory()),
        "sources": lambda n: factories.SourceFactory(),
    }[place]
    few = count(reader, f"/{place}/{made(1).slug}/")
    assert count(reader, f"/{place}/{made(5).slug}/") == few
    assert few <= 11


def _agreement(rows: int) -> Any:
    agreement = worlds.agreement()
    for _ in range(rows):
        factories.PartyFactory(agreement=agreement)
        factories.CitationFactory(
            agreement=None, act=factories.ActFactory(agreement=agreement, kind="signed",
            concerns="party", actor_country=factories.CountryFactory())
        )  # fmt: skip
        factories.ProvisionFactory(agreement=agreement, source=factories.SourceFactory())
        factories.AgreementLinkFactory(from_agreement=agreement)
        factories.AgreementLinkFactory(to_agreement=agreement)
    return agreement


def _statement(rows: int) -> Any:
    statement = worlds.statement()
    for _ in range(rows):
        office = factories.OfficeFactory()
        factories.SideFactory(
            statement=statement, actor_country=office.actor_country, person=office.person,
            office=office,
        )  # fmt: skip
        position = factories.PositionFactory(statement=statement)
        factories.CitationFactory(agreement=None, position=position)
    return statement


def _person(rows: int) -> Any:
    person = factories.PersonFactory()
    for number in range(rows):
        office = factories.OfficeFactory(person=person, title=f"Post {number}")
        factories.CitationFactory(agreement=None, office=office)
    return person


def test_fewer_fields_ask_fewer_questions(reader: Client) -> None:
    world()
    assert count(reader, "/agreements/", fields="title") == 3
    assert count(reader, "/agreements/", fields="title,parties.name") == 4
    assert count(reader, "/agreements/") > 8


def test_only_the_chosen_fields_come_and_where_the_record_is(reader: Client) -> None:
    agreement = worlds.agreement()
    [first, *_rest] = pages(reader, "agreements", q=agreement.title, fields="title,parties.name")
    assert first == {
        "self": f"http://testserver/api/v1/agreements/{agreement.slug}/",
        "title": agreement.title,
        "parties": [
            {
                "self": f"http://testserver/api/v1/countries/{party.actor.slug}/",
                "name": party.actor.name,
            }
            for party in agreement.party_set.all()
        ],
    }


def test_a_field_in_whole_holds_its_parts(reader: Client) -> None:
    agreement = worlds.agreement()
    path = f"/agreements/{agreement.slug}/"
    whole = get(reader, path, fields="parties")
    assert get(reader, path, fields="parties.name,parties") == whole


def test_an_agreement_says_what_its_page_says(reader: Client) -> None:
    agreement = worlds.agreement(title="Treaty of Peace")
    found = get(reader, f"/agreements/{agreement.slug}/")
    assert found["url"] == f"http://testserver/agreements/{agreement.slug}/"
    assert found["title"] == "Treaty of Peace"
    assert found["state"] == "in_force"
    assert found["first_act"] == {
        "edtf": "2000-05",
        "earliest": "2000-05-01",
        "latest": "2000-05-31",
    }
    assert [party["role"] for party in found["parties"]] == ["party", "party"]
    assert [act["kind"] for act in found["acts"]] == ["signed", "signed", "entered_into_force"]
    assert found["acts"][2]["actor"] is None
    assert found["source"]["slug"] == agreement.source.slug
    assert len(found["links"]) == len(found["reverse_links"]) == len(found["citations"]) == 1
    assert found["unreviewed_edit"] is False


def test_the_state_is_that_of_the_day(reader: Client) -> None:
    agreement = factories.AgreementFactory()
    factories.ActFactory(agreement=agreement, date="2001-02-03")
    path = f"/agreements/{agreement.slug}/"
    assert get(reader, path, as_of="2001-02-02")["state"] is None
    assert get(reader, path, as_of="2001-02-03")["state"] == "in_force"


def test_an_edit_that_nobody_reviewed_is_marked(reader: Client) -> None:
    country = factories.CountryFactory()
    factories.ReviewRequestFactory(model="country", object_id=country.pk, is_live=True)
    assert get(reader, f"/countries/{country.slug}/")["unreviewed_edit"] is True


def test_a_statement_has_its_sides_and_a_position_on_each_kind_of_target(reader: Client) -> None:
    statement = worlds.statement()
    found = get(reader, f"/statements/{statement.slug}/")
    assert len(found["sides"]) == 2
    assert found["sides"][0]["office"] == "Minister of Foreign Affairs"
    kinds = [position["target"]["kind"] for position in found["positions"]]
    assert sorted(kinds) == ["agreement", "country", "membership", "organization", "scope"]
    for position in found["positions"]:
        target = position["target"]
        assert len(pages(reader, "positions", target=target["key"])) == 1, target
        assert reader.get(target["self"]).status_code == 200, target


def test_a_membership_stands_under_the_slugs_or_codes_of_its_ends(reader: Client) -> None:
    membership = worlds.membership()
    country, organization = membership.actor_country, membership.organization
    found = get(reader, f"/memberships/{country.slug}/{organization.slug}/")
    assert found["member"]["code"] == country.code
    assert found["status"] == "member"
    moved = reader.get(f"{ROOT}/memberships/{country.code}/{organization.slug}/?fields=status")
    assert moved.status_code == 301
    assert moved["Location"] == (
        f"{ROOT}/memberships/{country.slug}/{organization.slug}/?fields=status"
    )


def test_a_claim_says_whether_the_record_itself_says_so(reader: Client) -> None:
    agreement = factories.AgreementFactory(kind="treaty")
    factories.ClaimFactory(agreement=agreement, value="treaty")
    factories.ClaimFactory(agreement=agreement, value="charter")
    found = {claim["value"]: claim["preferred"] for claim in pages(reader, "claims")}
    assert found == {"treaty": True, "charter": False}


def test_two_actors_stand_together_in_the_order_of_their_slugs(reader: Client) -> None:
    one = factories.CountryFactory(slug="aa")
    other = factories.CountryFactory(slug="bb")
    agreement = factories.AgreementFactory()
    for actor in (one, other):
        factories.PartyFactory(agreement=agreement, actor_country=actor)
    found = get(reader, "/between/aa/bb/")
    assert [each["slug"] for each in found["agreements"]] == [agreement.slug]
    assert reader.get(f"{ROOT}/between/bb/aa/")["Location"] == f"{ROOT}/between/aa/bb/"
    assert reader.get(f"{ROOT}/between/{one.code}/bb/")["Location"] == f"{ROOT}/between/aa/bb/"
    problem(reader, "/between/aa/aa/", 404)
    problem(reader, "/between/aa/nobody/", 404)


@pytest.mark.parametrize("rows", [1, 4])
def test_a_pair_asks_few_questions(reader: Client, rows: int) -> None:
    one = worlds.actor_with_everything(factories.CountryFactory(slug="aa"), rows)
    other = worlds.actor_with_everything(factories.CountryFactory(slug="bb"), rows)
    for organization in factories.OrganizationFactory.create_batch(rows):
        for actor in (one, other):
            worlds.membership(actor_country=actor, organization=organization)
    assert count(reader, "/between/aa/bb/") <= 24


def test_a_former_slug_leads_on_with_the_query(reader: Client) -> None:
    country = factories.CountryFactory(slug="new")
    factories.FormerSlugFactory(slug="old", country=country)
    scope = factories.ScopeFactory(slug="field")
    factories.FormerSlugFactory(slug="was", country=None, scope=scope)
    for old, new in (("countries/old", "countries/new"), ("scopes/was", "scopes/field")):
        moved = reader.get(f"{ROOT}/{old}/?fields=name")
        assert (moved.status_code, moved["Location"]) == (301, f"{ROOT}/{new}/?fields=name")


def test_search_finds_records_without_marks(reader: Client) -> None:
    factories.AgreementFactory(title="Charter on <em>Ties</em>", summary="Friendship & trade")
    found = get(reader, "/search/", q="friendship")
    [hit] = found["groups"][0]["hits"]
    assert hit["excerpt"] == "Friendship & trade"
    assert reader.get(hit["self"]).status_code == 200
    problem(reader, "/search/", 422)


def test_the_glossary_has_every_code_that_the_document_has(reader: Client) -> None:
    vocabularies = {v["name"]: v for v in get(reader, "/glossary/")["vocabularies"]}
    schemas = get(reader, "/openapi.json")["components"]["schemas"]
    for name, schema in schemas.items():
        if "enum" in schema:
            terms = [term["code"] for term in vocabularies[name]["terms"]]
            assert sorted(terms) == sorted(schema["enum"]), name


# What readers may not see ---------------------------------------------------------------


@pytest.mark.parametrize("place", PLACES)
def test_nothing_unpublished_is_shown(reader: Client, place: str) -> None:
    hidden_world()
    found = lines(reader, place)
    assert found
    assert "HIDDEN" not in str(found)


@pytest.mark.parametrize("place", ["countries", "organizations", "agreements", "people"])
def test_a_draft_is_not_here(reader: Client, place: str) -> None:
    hidden_world()
    kind = kind_at(place)
    draft = kind.filterset._meta.model.objects.filter(review=Review.DRAFT).first()
    problem(reader, f"/{place}/{draft.slug}/", 404)


def test_neither_the_code_nor_a_former_slug_of_a_draft_says_its_slug(reader: Client) -> None:
    draft = factories.CountryFactory(slug="draft", review=Review.DRAFT)
    factories.FormerSlugFactory(slug="was", country=draft)
    organization = factories.OrganizationFactory(slug="club")
    factories.MembershipFactory(actor_country=draft, organization=organization)
    for word in (draft.code, "was"):
        for path in (
            f"/countries/{word}/",
            f"/memberships/{word}/club/",
            f"/between/{min(word, 'club')}/{max(word, 'club')}/",
            f"/agreements/?party={word}",
            f"/positions/?target={word}",
        ):
            response = reader.get(f"{ROOT}{path}")
            assert response.status_code == 404, path
            assert "draft" not in response.content.decode()


@pytest.mark.usefixtures("our_data")
@pytest.mark.django_db
@pytest.mark.parametrize("place", PLACES)
def test_all_our_data_are_as_the_document_says(reader: Client, place: str) -> None:
    """Validated by pydantic in every field; nothing is left out without a choice."""
    shape = kind_at(place).shape
    found = lines(reader, place)
    assert found
    names = [field.name for field in shape.fields]
    for record in found:
        assert list(record) == names
        shape.model.model_validate(record)


def test_statements_by_slug_are_all_there(reader: Client) -> None:
    world()
    slugs = {record["slug"] for record in pages(reader, "statements", limit=1)}
    assert slugs == set(Statement.objects.values_list("slug", flat=True))
