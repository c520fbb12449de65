"""Every public page opens, shows published records only, and asks few questions."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from relations.models import DataSet, DataSetImport, ImportedRow
from relations.reading import overview
from relations.vocabularies import Review
from tests import factories
from tests.counting import queries

from . import worlds

LISTS = [
    "/countries/",
    "/organizations/",
    "/agreements/",
    "/statements/",
    "/sources/",
    "/people/",
    "/memberships/",
    "/incompatibilities/",
]


@pytest.mark.parametrize(
    "url", ["/", "/about/", "/between/", "/search/", "/positions/changes/", *LISTS]
)
def test_a_page_opens_on_an_empty_database(reader: Client, url: str) -> None:
    assert reader.get(url).status_code == 200


@pytest.mark.parametrize("url", ["/", *LISTS])
def test_a_list_asks_the_same_questions_however_many_rows(reader: Client, url: str) -> None:
    def grow(times: int) -> None:
        for _ in range(times):
            worlds.agreement()
            worlds.membership()
            worlds.statement()

    grow(1)
    few = queries(reader, url)
    grow(4)
    assert queries(reader, url) == few


@pytest.mark.parametrize(
    "build",
    [
        lambda rows: worlds.actor_with_everything(factories.CountryFactory(), rows),
        lambda rows: worlds.actor_with_everything(factories.OrganizationFactory(), rows),
    ],
    ids=["country", "organization"],
)
def test_an_actors_page_asks_the_same_questions_however_much_is_known(
    reader: Client, build: Any
) -> None:
    small, large = build(1), build(4)
    assert queries(reader, large.get_absolute_url()) == queries(reader, small.get_absolute_url())


def test_an_agreements_page_asks_the_same_questions_however_long(reader: Client) -> None:
    small, large = worlds.agreement(), worlds.agreement()
    for _ in range(5):
        country = factories.CountryFactory()
        factories.PartyFactory(agreement=large, actor_country=country)
        factories.ActFactory(
            agreement=large,
            actor_country=country,
            concerns="party",
            kind="ratified",
            source=factories.SourceFactory(),
        )
        factories.ProvisionFactory(agreement=large)
        factories.AgreementLinkFactory(from_agreement=large)
        factories.PositionFactory(
            statement=factories.SideFactory().statement, target_agreement=large
        )
    assert queries(reader, large.get_absolute_url()) == queries(reader, small.get_absolute_url())


def test_memberships_show_the_rows_of_data_sets_with_one_question_for_all(reader: Client) -> None:
    small, large = factories.OrganizationFactory(), factories.OrganizationFactory()
    source = factories.SourceFactory()
    data_set = DataSet.objects.create(slug="made-up", source=source)
    made = DataSetImport.objects.create(data_set=data_set, version="3.0")
    for number, organization in enumerate([small, *[large] * 4]):
        membership = factories.MembershipFactory(organization=organization, source=source)
        factories.MembershipActFactory(membership=membership)
        ImportedRow.objects.create(
            data_set=data_set,
            last_import=made,
            key=f"un/{number}",
            place=f"state_years {number}",
            made=True,
            membership=membership,
        )
    assert "made-up 3.0, state_years 0 (un/0)" in reader.get(small.get_absolute_url()).text
    assert queries(reader, large.get_absolute_url()) == queries(reader, small.get_absolute_url())


def test_a_statements_page_asks_the_same_questions_however_many_positions(
    reader: Client,
) -> None:
    small, large = worlds.statement(), worlds.statement()
    for _ in range(5):
        factories.PositionFactory(
            statement=large, target_agreement=None, target_membership=factories.MembershipFactory()
        )
    assert queries(reader, large.get_absolute_url()) == queries(reader, small.get_absolute_url())


def test_the_page_of_two_asks_the_same_questions_however_much_ties_them(reader: Client) -> None:
    def pair(rows: int) -> str:
        first, second = factories.CountryFactory(), factories.CountryFactory()
        for _ in range(rows):
            agreement = worlds.agreement()
            organization = factories.OrganizationFactory()
            for actor, other in ((first, second), (second, first)):
                factories.PartyFactory(agreement=agreement, actor_country=actor)
                worlds.membership(actor_country=actor, organization=organization)
                side = factories.SideFactory(actor_country=actor)
                factories.PositionFactory(
                    statement=side.statement,
                    target_agreement=None,
                    target_country=other,
                    stance="worsening",
                )
        slugs = sorted((first.slug, second.slug))
        return f"/between/{slugs[0]}/{slugs[1]}/"

    small, large = pair(1), pair(4)
    assert queries(reader, large) == queries(reader, small)


@pytest.mark.parametrize("kind", ["person", "scope", "source"])
def test_other_pages_ask_the_same_questions_however_much_is_known(
    reader: Client, kind: str
) -> None:
    def grow(record: Any, rows: int) -> str:
        for _ in range(rows):
            match kind:
                case "person":
                    office = factories.OfficeFactory(person=record)
                    side = factories.SideFactory(person=record, office=office)
                    factories.PositionFactory(statement=side.statement)
                    factories.ActFactory(person=record)
                case "scope":
                    factories.ProvisionFactory(scope=record)
                    factories.PositionFactory(
                        statement=factories.SideFactory().statement,
                        target_agreement=None,
                        target_scope=record,
                    )
                case "source":
                    factories.AgreementFactory(source=record)
                    factories.ActFactory(source=record)
                    factories.ProvisionFactory(source=record)
                    factories.MembershipFactory(source=record)
                    factories.OfficeFactory(source=record)
        return str(record.get_absolute_url())

    factory = getattr(factories, f"{kind.title()}Factory")
    small, large = grow(factory(), 1), grow(factory(), 4)
    assert queries(reader, large) == queries(reader, small)


@pytest.mark.parametrize("review", [Review.DRAFT, Review.IN_REVIEW])
@pytest.mark.parametrize(
    "factory",
    [
        factories.CountryFactory,
        factories.OrganizationFactory,
        factories.AgreementFactory,
        factories.StatementFactory,
        factories.PersonFactory,
        factories.SourceFactory,
    ],
)
def test_what_is_not_published_has_no_page(reader: Client, factory: Any, review: str) -> None:
    record = factory(review=review)
    assert reader.get(record.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("url", ["/", *LISTS, "/search/?q=Secret", "/between/"])
def test_what_is_not_published_is_in_no_list(reader: Client, url: str) -> None:
    draft = {"review": Review.DRAFT}
    factories.CountryFactory(name="Secret land", **draft)
    factories.OrganizationFactory(name="Secret league", **draft)
    factories.AgreementFactory(title="Secret treaty", **draft)
    factories.StatementFactory(title="Secret speech", **draft)
    factories.PersonFactory(name="Secret agent", **draft)
    factories.SourceFactory(title="Secret paper", **draft)
    body = reader.get(url).content.decode()
    for word in ("land", "league", "treaty", "speech", "agent", "paper"):
        assert f"Secret {word}" not in body


def test_what_is_not_published_shows_on_no_page_of_something_published(reader: Client) -> None:
    """A draft country as party, a draft person as signer, a draft statement on a treaty ..."""
    draft = {"review": Review.DRAFT}
    country = factories.CountryFactory()
    secret = factories.CountryFactory(name="Secret land", **draft)
    agreement = factories.AgreementFactory()
    factories.PartyFactory(agreement=agreement, actor_country=country)
    factories.PartyFactory(agreement=agreement, actor_country=secret)
    factories.ActFactory(agreement=agreement, actor_country=secret, concerns="party")
    factories.ActFactory(
        agreement=agreement,
        actor_country=country,
        kind="signed",
        concerns="party",
        person=factories.PersonFactory(name="Secret agent", **draft),
        source=factories.SourceFactory(title="Secret paper", **draft),
    )
    spoken = factories.SideFactory(
        actor_country=country, statement=factories.StatementFactory(title="Secret speech", **draft)
    )
    factories.PositionFactory(statement=spoken.statement, target_agreement=agreement)
    open_one = factories.SideFactory(
        actor_country=country, person=factories.PersonFactory(name="Secret agent II", **draft)
    )
    factories.PositionFactory(
        statement=open_one.statement,
        target_agreement=None,
        target_country=secret,
        stance="improving",
    )
    factories.MembershipFactory(
        actor_country=country, organization__name="Secret league", organization__review="draft"
    )
    factories.AgreementLinkFactory(
        from_agreement=agreement,
        to_agreement=factories.AgreementFactory(title="Secret treaty", **draft),
    )
    for url in (
        country.get_absolute_url(),
        agreement.get_absolute_url(),
        "/agreements/",
        "/statements/",
        open_one.statement.get_absolute_url(),
    ):
        assert "Secret" not in reader.get(url).content.decode(), url


def test_a_former_slug_redirects_for_ever(reader: Client) -> None:
    country = factories.CountryFactory(slug="swaziland")
    country.slug = "eswatini"
    country.save()
    response = reader.get("/countries/swaziland/")
    assert response.status_code == 301
    assert response["Location"] == "/countries/eswatini/"


def test_a_former_slug_of_a_draft_leads_nowhere(reader: Client) -> None:
    former = factories.FormerSlugFactory(slug="old", country__review=Review.DRAFT)
    assert former.country.review == Review.DRAFT
    assert reader.get("/countries/old/").status_code == 404


def test_an_unknown_address_offers_a_search_for_its_words(reader: Client) -> None:
    response = reader.get("/agreements/treaty-of-nowhere/")
    assert response.status_code == 404
    assert 'value="treaty of nowhere"' in response.content.decode()


def test_pages_allow_no_script_or_style_but_our_own(reader: Client) -> None:
    response = reader.get("/")
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    page = response.content.decode()
    scripts = re.findall(r"<script\b[^>]*>(.*?)</script>", page, re.DOTALL)
    assert scripts
    assert not any(scripts)
    assert not re.search(r"""\sstyle=|<style|\son[a-z]+=""", page)
    assert "style=" not in response.content.decode()


def test_pages_can_only_be_read(reader: Client) -> None:
    before = worlds.agreement()
    reader.post(before.get_absolute_url(), {"title": "Changed"})
    before.refresh_from_db()
    assert before.title != "Changed"


@pytest.mark.parametrize("kind", ["scope", "person"])
def test_a_page_shows_the_newest_statements_and_leads_to_all(
    reader: Client, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(overview, "LATEST", 2)
    scope, person = factories.ScopeFactory(slug="water"), factories.PersonFactory(slug="ani")
    for year in (2001, 2003, 2002):
        made = factories.StatementFactory(title=f"Said in {year}", date=str(year))
        factories.SideFactory(statement=made, person=person)
        factories.PositionFactory(
            statement=made, target_agreement=None, target_scope=scope, stance="supports"
        )
    url, query = {
        "scope": (scope.get_absolute_url(), "target=water"),
        "person": (person.get_absolute_url(), "speaker=ani"),
    }[kind]
    body = reader.get(url).content.decode()
    assert body.index("Said in 2003") < body.index("Said in 2002")
    assert "Said in 2001" not in body
    assert f'<a href="/statements/?{query}">The newest 2: see all statements' in body
    assert "Said in 2001" in reader.get(f"/statements/?{query}").content.decode()


def test_the_home_page_counts_as_far_as_it_says(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overview, "COUNTED", 2)
    factories.StatementFactory.create_batch(2)
    assert "<strong>2</strong> Statements" in reader.get("/").content.decode()
    factories.StatementFactory()
    assert "<strong>more than 2</strong> Statements" in reader.get("/").content.decode()
