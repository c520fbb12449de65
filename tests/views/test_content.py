"""The pages say what is recorded, as precisely as it is, and where it comes from."""

from __future__ import annotations

from typing import Any

from django.test import Client

from relations.vocabularies import (
    ActKind,
    AgreementState,
    LegalForce,
    LinkKind,
    MembershipStatus,
    PartyRole,
    ProvisionForce,
    Stance,
    Voice,
)
from tests import factories


def text(client: Client, record: Any) -> str:
    url = record if isinstance(record, str) else record.get_absolute_url()
    return " ".join(client.get(url).content.decode().split())


def test_an_agreement_shows_scopes_parties_history_positions_and_sources(reader: Client) -> None:
    source = factories.SourceFactory(publisher="UNTS", title="Volume 1", url="https://un.org/1")
    agreement = factories.AgreementFactory(
        title="Charter of friendship",
        legal_force="political",
        source=source,
        locator="p. 7",
        note="Sources disagree on its force.",
    )
    signer = factories.PersonFactory(name="Ada Signer")
    usa = factories.CountryFactory(name="Ruritania")
    factories.PartyFactory(agreement=agreement, actor_country=usa, role="party")
    factories.ActFactory(
        agreement=agreement,
        actor_country=usa,
        concerns="party",
        kind="signed",
        date="2025-01-14",
        place="Washington",
        person=signer,
    )
    factories.ActFactory(
        agreement=agreement,
        actor_country=usa,
        kind="suspended",
        date="[2025-12-01..2025-12-10]",
        reason="Because of a law.",
    )
    factories.ProvisionFactory(
        agreement=agreement,
        scope__name="Civil nuclear",
        force="talks",
        text="They will negotiate.",
        locator="Section II",
    )
    side = factories.SideFactory(person__name="Bo Speaker")
    factories.PositionFactory(
        statement=side.statement,
        target_agreement=agreement,
        stance="doubts",
        quotation="We shall see.",
    )
    page = text(reader, agreement)
    for words in (
        "Charter of friendship",
        "political commitment",
        "suspended",
        "Ruritania",
        "Ada Signer",
        "14 January 2025",
        "Washington",
        "early December 2025",
        "Because of a law.",
        "Civil nuclear",
        "talks to be held",
        "They will negotiate.",
        "Section II",
        "doubts",
        "Bo Speaker",
        "We shall see.",
        "UNTS",
        "p. 7",
        "https://un.org/1",
        "Sources disagree on its force.",
    ):
        assert words in page, words


def test_a_date_is_never_more_precise_than_known(reader: Client) -> None:
    undated = factories.SourceFactory(published=None)
    act = factories.MembershipActFactory(
        date="2018", membership__source=undated, membership__actor_country__source=undated
    )
    page = text(reader, act.membership.actor_country)
    assert "joined 2018" in page.replace("<span>", "").replace("</span>", "")
    assert "January" not in page


def test_a_countrys_page_keeps_apart_what_it_said_and_what_was_said_of_it(reader: Client) -> None:
    country = factories.CountryFactory()
    factories.SideFactory(actor_country=country, statement__title="Its own words")
    factories.PositionFactory(
        statement__title="Words of others",
        target_agreement=None,
        target_country=country,
        stance="worsening",
    )
    page = text(reader, country)
    own, others = page.index('id="statements"'), page.index('id="positions"')
    assert own < page.index("Its own words") < others < page.index("Words of others")


def test_a_position_on_a_membership_is_shown_with_both_ends(reader: Client) -> None:
    membership = factories.MembershipFactory(
        actor_country__name="Ruritania", organization__name="League"
    )
    position = factories.PositionFactory(
        target_agreement=None, target_membership=membership, stance="opposes"
    )
    for record in (membership.actor_country, position.statement):
        assert "membership of Ruritania in League" in text(reader, record)


def test_a_commentary_is_marked_as_a_view(reader: Client) -> None:
    statement = factories.StatementFactory(voice="commentary", commentator="A. Columnist")
    page = text(reader, statement)
    assert "A. Columnist" in page
    assert "not a fact established here" in page


def test_a_translated_quotation_says_so(reader: Client) -> None:
    statement = factories.StatementFactory(quotation="Of course.", language="hy", translated=True)
    assert "in translation from the original (hy)" in text(reader, statement)


def test_an_organization_lists_members_with_status_and_history(reader: Client) -> None:
    act = factories.MembershipActFactory(
        membership__actor_country__name="Ruritania",
        kind="withdrew",
        date="2008-08-18",
        effect="2009-08-18",
        note="After a war.",
    )
    page = text(reader, act.membership.organization)
    for words in ("Ruritania", "withdrawn", "18 August 2008", "18 August 2009", "After a war."):
        assert words in page


def test_two_actors_share_agreements_organizations_and_positions(reader: Client) -> None:
    first, second = factories.CountryFactory(slug="aa"), factories.CountryFactory(slug="bb")
    agreement = factories.AgreementFactory(title="Treaty of two")
    for country in (first, second):
        factories.PartyFactory(agreement=agreement, actor_country=country)
    factories.PartyFactory(agreement__title="Treaty of one", actor_country=first)
    organization = factories.OrganizationFactory(name="Common league")
    for country in (first, second):
        factories.MembershipFactory(actor_country=country, organization=organization)
    side = factories.SideFactory(actor_country=first)
    factories.PositionFactory(
        statement=side.statement,
        target_agreement=None,
        target_country=second,
        stance="steady",
        text="As ever.",
    )
    page = text(reader, "/between/aa/bb/")
    for words in (
        "Treaty of two",
        "Common league",
        "As ever.",
        "<strong>1</strong> agreement<",
        "<strong>1</strong> organization in common",
        "<strong>1</strong> position on each other",
    ):
        assert words in page
    assert "Treaty of one" not in page


def test_a_pair_has_one_address(reader: Client) -> None:
    factories.CountryFactory(slug="aa")
    factories.OrganizationFactory(slug="bb")
    response = reader.get("/between/bb/aa/")
    assert (response.status_code, response["Location"]) == (301, "/between/aa/bb/")
    assert reader.get("/between/aa/bb/").status_code == 200
    assert reader.get("/between/aa/aa/").status_code == 404
    assert reader.get("/between/aa/zz/").status_code == 404


def test_a_pair_of_a_member_and_its_organization_shows_the_membership(reader: Client) -> None:
    act = factories.MembershipActFactory(
        membership__actor_country__slug="aa", membership__organization__slug="bb", date="1999"
    )
    assert act.pk
    page = text(reader, "/between/aa/bb/")
    assert "One in the other" in page
    assert "1999" in page


def test_the_form_for_two_leads_to_their_page_or_says_what_is_wrong(reader: Client) -> None:
    factories.CountryFactory(slug="aa")
    factories.CountryFactory(slug="bb")
    assert reader.get("/between/?first=bb&second=aa")["Location"] == "/between/aa/bb/"
    assert "two different" in text(reader, "/between/?first=aa&second=aa")
    assert "not known" in text(reader, "/between/?first=aa&second=zz")


def test_a_source_lists_what_rests_on_it(reader: Client) -> None:
    source = factories.SourceFactory(note="One date in it is wrong.")
    factories.AgreementFactory(title="Own treaty", source=source)
    factories.CitationFactory(source=source, agreement__title="Other treaty")
    factories.MembershipFactory(source=source, actor_country__name="Ruritania")
    factories.OfficeFactory(source=source, person__name="Ada Official")
    page = text(reader, source)
    for words in (
        "Own treaty",
        "Other treaty",
        "Ruritania",
        "Ada Official",
        "One date in it is wrong.",
    ):
        assert words in page


def test_a_scope_gathers_what_was_agreed_under_it_and_below(reader: Client) -> None:
    parent = factories.ScopeFactory(name="Energy")
    factories.ProvisionFactory(scope=parent, text="On energy.")
    factories.ProvisionFactory(scope__parent=parent, text="On nuclear energy.")
    page = text(reader, parent)
    assert "On energy." in page
    assert "On nuclear energy." in page


def test_a_person_has_offices_signatures_and_statements(reader: Client) -> None:
    person = factories.PersonFactory()
    factories.OfficeFactory(person=person, title="Consul", start="2018-05", end="..")
    factories.ActFactory(person=person, agreement__title="Signed treaty", kind="signed")
    factories.SideFactory(person=person, statement__title="A speech")
    page = text(reader, person)
    for words in ("Consul", "from May 2018, in office", "Signed treaty", "A speech"):
        assert words in page


def test_search_finds_names_acronyms_codes_provisions_and_quotations(reader: Client) -> None:
    factories.CountryFactory(name="Ruritania", code="QQQ")
    factories.OtherNameFactory(name="Strelsau Kingdom", actor_country__name="Zenda")
    factories.OrganizationFactory(acronym="ZXY", name="League of Zed")
    factories.ProvisionFactory(agreement__title="Border pact", text="A team of experts comes.")
    factories.StatementFactory(title="The speech", quotation="More pragmatic than ever")
    for query, found in (
        ("ruritania", "Ruritania"),
        ("QQQ", "Ruritania"),
        ("strelsau", "Zenda"),
        ("zxy", "League of Zed"),
        ("experts", "Border pact"),
        ("pragmatic", "The speech"),
    ):
        assert found in text(reader, f"/search/?q={query}"), query
    assert "Nothing found" in text(reader, "/search/?q=xyzzyx")


def test_evidence_of_an_act_and_of_a_position_is_shown_with_it(reader: Client) -> None:
    source = factories.SourceFactory(publisher="Gazette of Acts")
    agreement = factories.AgreementFactory()
    act = factories.ActFactory(agreement=agreement)
    factories.CitationFactory(agreement=None, act=act, source=source)
    assert "Gazette of Acts" in text(reader, agreement)
    assert str(agreement) in text(reader, source)


def test_a_draft_source_of_an_act_gives_way_to_that_of_the_agreement(reader: Client) -> None:
    agreement = factories.AgreementFactory(source__publisher="Treaty Series")
    factories.ActFactory(agreement=agreement, source=factories.SourceFactory(review="draft"))
    history = text(reader, agreement).partition('id="history"')[2].partition("</section>")[0]
    assert "Treaty Series" in history


def test_a_position_on_a_membership_stands_on_the_organizations_page_too(reader: Client) -> None:
    membership = factories.MembershipFactory(organization__slug="bb")
    side = factories.SideFactory(actor_country__slug="aa")
    factories.PositionFactory(
        statement=side.statement,
        target_agreement=None,
        target_membership=membership,
        stance="opposes",
        text="They exclude each other.",
    )
    for url in (membership.organization.get_absolute_url(), "/between/aa/bb/"):
        assert "They exclude each other." in text(reader, url)


def test_a_former_slug_leads_on_wherever_a_slug_is_taken(reader: Client) -> None:
    agreement = factories.AgreementFactory(title="Treaty of two")
    for slug in ("aa", "bb"):
        country = factories.CountryFactory(slug=slug)
        factories.PartyFactory(agreement=agreement, actor_country=country)
    country.slug = "b2"
    country.save()
    response = reader.get("/between/aa/bb/")
    assert (response.status_code, response["Location"]) == (301, "/between/aa/b2/")
    assert "Treaty of two" in text(reader, "/agreements/?party=bb")
    assert reader.get("/between/?first=aa&second=bb")["Location"] == "/between/aa/b2/"


def test_every_term_of_a_vocabulary_that_readers_meet_is_explained(reader: Client) -> None:
    page = text(reader, "/glossary/")
    for terms in (
        ActKind,
        AgreementState,
        LegalForce,
        LinkKind,
        MembershipStatus,
        PartyRole,
        ProvisionForce,
        Stance,
        Voice,
    ):
        for label in terms.labels:
            assert f"<dt>{label}</dt>" in page, label
