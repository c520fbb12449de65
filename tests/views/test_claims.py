"""Readers see at a disputed fact that sources disagree, and which source says what."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from relations.models.claim import CLAIM_OWNERS
from tests import factories
from tests.constraints.cases import OWNERS, SAID
from tests.counting import queries

from . import worlds
from .test_content import text

MARK = "sources disagree"


def charter(**values: Any) -> Any:
    return factories.AgreementFactory(legal_force="political", **values)


def claim(record: Any, field: str, value: str, **values: Any) -> Any:
    names = {OWNERS[name]._meta.model.__name__: name for name in CLAIM_OWNERS}
    owner = {"agreement": None, names[type(record).__name__]: record}
    return factories.ClaimFactory(**owner, field=field, value=value, **values)


def dispute(client: Client, record: Any) -> str:
    """Give the section on where sources disagree, '' for a page without one."""
    page = text(client, record)
    return page.partition('<section id="disputes"')[2].partition("</section>")[0]


def test_a_dispute_shows_at_the_fact_and_names_values_sources_and_our_preference(
    reader: Client,
) -> None:
    record = charter()
    claim(record, "legal_force", "political", source__publisher="Minister", locator="minute 3")
    claim(record, "legal_force", "binding", source__publisher="Encyclopedia", note="A guess.")
    page, section = text(reader, record), dispute(reader, record)
    mark = f'href="#dispute-agreement-{record.pk}-legal_force">sources disagree'
    assert mark in page.partition('<section id="disputes"')[0]
    assert f'id="dispute-agreement-{record.pk}-legal_force"' in section
    assert "Legal force" in section
    preferred, other = section.split("legally binding")
    assert "political commitment" in preferred
    assert "what we prefer" in preferred
    assert "Minister" in preferred
    assert "minute 3" in preferred
    assert "what we prefer" not in other
    assert "Encyclopedia" in other
    assert "A guess." in other


def test_sources_that_agree_are_no_dispute(reader: Client) -> None:
    record = charter()
    claim(record, "legal_force", "political")
    assert MARK not in text(reader, record)
    assert not dispute(reader, record)


def test_a_source_that_readers_may_not_see_makes_no_dispute(reader: Client) -> None:
    record = charter()
    claim(record, "legal_force", "binding", source__review="draft", source__publisher="Secret")
    page = text(reader, record)
    assert MARK not in page
    assert "Secret" not in page


def test_of_several_sources_only_those_that_readers_may_see_are_named(reader: Client) -> None:
    record = charter()
    claim(record, "legal_force", "binding", source__publisher="Open")
    claim(record, "legal_force", "unclear", source__publisher="Secret", source__review="draft")
    section = dispute(reader, record)
    assert "Open" in section
    assert "Secret" not in section
    assert "unclear" not in section


def test_a_standing_value_of_which_no_claim_speaks_is_shown_as_ours(reader: Client) -> None:
    record = charter()
    claim(record, "legal_force", "binding")
    assert "No published source is named for it." in dispute(reader, record)


def test_dates_are_said_in_words(reader: Client) -> None:
    act = factories.ActFactory(agreement=charter(), kind="signed", date="2025-01-14")
    claim(act, "date", "[2025-01-11..2025-01-20]")
    section = dispute(reader, act.agreement)
    assert "Signed: date" in section
    assert "14 January 2025" in section
    assert "mid-January 2025" in section


def test_a_date_that_only_a_dissenting_source_gives_is_marked(reader: Client) -> None:
    act = factories.ActFactory(agreement=charter(), effect=None)
    claim(act, "effect", "2025-02")
    page = text(reader, act.agreement)
    assert MARK in page
    assert "February 2025" in dispute(reader, act.agreement)


@pytest.mark.parametrize(
    ("factory", "field", "value", "words"),
    [
        (factories.CountryFactory, "begin", "1918-05-28", "28 May 1918"),
        (factories.CountryFactory, "kind", "territory", "erritory"),
        (factories.OrganizationFactory, "headquarters", "Geneva", "Geneva"),
        (factories.AgreementFactory, "title", "Pact of X", "Pact of X"),
        (factories.PersonFactory, "name", "Ada Lovelace", "Ada Lovelace"),
        (factories.StatementFactory, "date", "2025-02-03", "3 February 2025"),
        (factories.StatementFactory, "quotation", "We never said so.", "We never said so."),
    ],
)
def test_the_page_of_every_kind_of_record_shows_its_disputes(
    reader: Client, factory: Any, field: str, value: str, words: str
) -> None:
    given = {"begin": "1991", "headquarters": "Bern", "quotation": "We did."}
    record = factory(**({field: given[field]} if field in given else {}))
    claim(record, field, value)
    page, section = text(reader, record), dispute(reader, record)
    assert MARK in page.partition('<section id="disputes"')[0]
    assert words in section


def test_offices_and_acts_by_a_hand_are_marked_on_the_page_of_the_person(reader: Client) -> None:
    person = factories.PersonFactory()
    office = factories.OfficeFactory(person=person, title="Minister", start="2020")
    act = factories.ActFactory(person=person, agreement__title="Pact of X", date="2001-02-03")
    claim(office, "start", "2021-05")
    claim(act, "date", "2001-02-04")
    page, section = text(reader, person), dispute(reader, person)
    assert page.count("#dispute-office-") == page.count("#dispute-act-") == 1
    assert "Minister" in section
    assert "May 2021" in section
    assert "Pact of X" in section
    assert "4 February 2001" in section
    assert "#dispute-office-" in text(reader, office.actor_country)


def test_acts_of_membership_are_marked_wherever_the_membership_is_shown(reader: Client) -> None:
    act = factories.MembershipActFactory(date="2000-01-01")
    membership = act.membership
    claim(act, "date", "1999")
    other = factories.MembershipFactory(organization=membership.organization).actor_country
    slugs = sorted((membership.actor_country.slug, other.slug))
    for page in (
        membership.actor_country,
        membership.organization,
        f"/between/{slugs[0]}/{slugs[1]}/",
    ):
        assert text(reader, page).count(f"#dispute-membershipact-{act.pk}-date") == 1
        assert "1999" in dispute(reader, page)


def test_a_position_and_a_provision_are_marked(reader: Client) -> None:
    position = factories.PositionFactory(stance="supports")
    claim(position, "stance", "doubts")
    assert "doubts" in dispute(reader, position.statement)
    provision = factories.ProvisionFactory(agreement=charter(), text="They will talk.")
    claim(provision, "force", "obligation")
    assert "They will talk." in dispute(reader, provision.agreement)


def test_claims_about_what_is_not_published_show_nowhere(reader: Client) -> None:
    draft = {"review": "draft"}
    country = factories.CountryFactory()
    person = factories.PersonFactory()
    agreement = charter(**draft)
    shown = charter()
    for actor, where in ((country, agreement), (factories.CountryFactory(**draft), shown)):
        act = factories.ActFactory(
            agreement=where, actor_country=actor, person=person, concerns="party", date="2001"
        )
        claim(act, "date", "2002", note="Secret")
        factories.PartyFactory(agreement=where, actor_country=actor)
    claim(agreement, "legal_force", "binding", note="Secret")
    membership = factories.MembershipFactory(actor_country=country, **draft)
    step = factories.MembershipActFactory(membership=membership)
    claim(step, "date", "2002", note="Secret")
    office = factories.OfficeFactory(person=person, actor_country=country, **draft)
    claim(office, "start", "2002", note="Secret")
    for page in (country, person, membership.organization, shown):
        body = text(reader, page)
        assert "Secret" not in body
        assert MARK not in body


def test_a_source_shows_what_it_says_where_sources_disagree(reader: Client) -> None:
    source = factories.SourceFactory()
    for owner in CLAIM_OWNERS:
        field, value = SAID[owner]
        claim(OWNERS[owner](), field, value, source=source)
    few = queries(reader, source.get_absolute_url())
    for owner in CLAIM_OWNERS:
        field, value = SAID[owner]
        made = claim(OWNERS[owner](), field, value, source=source)
        assert reader.get(made.get_absolute_url().partition("#")[0]).status_code == 200
        assert f'href="{made.get_absolute_url()}"' in text(reader, source)
    assert queries(reader, source.get_absolute_url()) == few
    assert "Nothing published rests on it" not in text(reader, source)


def test_a_source_is_silent_about_what_is_not_published(reader: Client) -> None:
    source = factories.SourceFactory()
    hidden = {"review": "draft"}
    agreement = factories.AgreementFactory(title="Secret", **hidden)
    claim(agreement, "legal_force", "binding", source=source)
    claim(factories.ActFactory(agreement=agreement), "date", "1999", source=source)
    claim(factories.ProvisionFactory(agreement=agreement), "force", "talks", source=source)
    office = factories.OfficeFactory(title="Secret", **hidden)
    claim(office, "start", "1999", source=source)
    of_draft = factories.OfficeFactory(title="Secret", person__review="draft")
    claim(of_draft, "start", "1999", source=source)
    step = factories.MembershipActFactory(membership__organization__name="Secret")
    type(step.membership.organization).objects.update(**hidden)
    claim(step, "date", "1999", source=source)
    position = factories.PositionFactory(statement__title="Secret", statement__review="draft")
    claim(position, "stance", "doubts", source=source)
    body = text(reader, source)
    assert "Secret" not in body
    assert "Nothing published rests on it" in body


def test_disputes_take_one_question_however_many(reader: Client) -> None:
    def page(rows: int) -> str:
        agreement = worlds.agreement(legal_force="political")
        for number in range(rows):
            act = factories.ActFactory(agreement=agreement, occurrence=number + 2)
            claim(act, "date", "1999")
            claim(agreement, "legal_force", "binding")
        return str(agreement.get_absolute_url())

    assert queries(reader, page(1)) == queries(reader, page(9))


def test_an_actors_disputes_take_one_question_however_many(reader: Client) -> None:
    def page(rows: int) -> str:
        country = factories.CountryFactory()
        for _ in range(rows):
            step = factories.MembershipActFactory(membership__actor_country=country)
            claim(step, "date", "1999")
            office = factories.OfficeFactory(actor_country=country)
            claim(office, "start", "1999")
        return str(country.get_absolute_url())

    assert queries(reader, page(1)) == queries(reader, page(5))
