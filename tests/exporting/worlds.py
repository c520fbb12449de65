"""A small world that has a row of each kind, and one in which drafts hide everywhere."""

from __future__ import annotations

from typing import Any

from tests import factories as f

SECRET = "secret"
# Codes that the factory doesn't give.
SECRET_CODE = "YYQ"
DAY = "2026-11-29"


def small_world() -> None:
    """One published record of each kind at least, with dates, scripts and signs of all sorts."""
    source = f.SourceFactory(slug="source", published="2018-05~", title="=1+1")
    armenia = f.CountryFactory(
        code="ARM", slug="armenia", name="Armenia", alpha2="AM", wikidata="Q399", begin="1991-09-21"
    )
    f.CountryFactory(code="AAB", slug="part", name="Part", sovereign=armenia, end="XXXX")
    union = f.OrganizationFactory(
        slug="eaeu", name="Евразийский союз", acronym="EAEU", website="https://example.org/?q={a}|b"
    )
    f.OrganizationFactory(slug="court", name="Court", parent=union, begin="199X")
    f.OtherNameFactory(actor_country=armenia, name="Հայաստան", kind="native")
    person = f.PersonFactory(slug="speaker", name='Anna "A." Name\\', native_name="Աննա")
    office = f.OfficeFactory(
        person=person, actor_country=armenia, title="Minister / Head ~ 1", start="2020", end=".."
    )
    scope = f.ScopeFactory(slug="energy", name="Energy")
    f.ScopeFactory(slug="nuclear", name="Nuclear", parent=scope)
    charter = f.AgreementFactory(
        slug="charter", title="Charter\nof two lines", legal_force="binding", source=source
    )
    older = f.AgreementFactory(slug="older", legal_force="political")
    f.AgreementLinkFactory(from_agreement=charter, to_agreement=older)
    for actor in ({"actor_country": armenia}, {"actor_country": None, "actor_organization": union}):
        f.PartyFactory(agreement=charter, **actor)
        f.ActFactory(agreement=charter, kind="signed", concerns="party", date="2020-01-01", **actor)
    act = f.ActFactory(agreement=charter, date="[2020-02-01..2020-02-10]", person=person)
    f.ProvisionFactory(agreement=charter, number=1, scope=scope, source=source)
    membership = f.MembershipFactory(actor_country=armenia, organization=union)
    step = f.MembershipActFactory(membership=membership, date="2015-01-02")
    f.MembershipActFactory(membership=membership, kind="withdrew", date="2025", effect="2026?")
    statement = f.StatementFactory(slug="said", quotation="“Words” {of} ours; 'q'", language="hy")
    f.SideFactory(statement=statement, actor_country=armenia, person=person, office=office)
    position = f.PositionFactory(statement=statement, target_agreement=charter)
    for target in (
        {"target_scope": scope},
        {"target_membership": membership},
        {"target_organization": union},
    ):
        f.PositionFactory(statement=statement, target_agreement=None, **target)
    for owner in ({"agreement": charter}, {"agreement": None, "act": act}):
        f.CitationFactory(source=source, locator="p. 1/2", **owner)
    f.CitationFactory(agreement=None, position=position)
    f.IncompatibilityFactory(
        first=union, statement=statement, kind="stated", ground="Rules\nof two lines", since="2013~"
    )
    f.ClaimFactory(agreement=None, membership_act=step, field="date", value="2015-01-01~")
    f.ClaimFactory(agreement=charter)
    f.FormerSlugFactory(slug="hayastan", country=armenia)


def hidden_world(review: str = "draft") -> None:
    """Published records that point in every way at records with ``review``.

    Whatever readers may not see then has the word SECRET in it: the texts of the hidden
    records, and those of the parts that can't do without them.
    """
    hide: dict[str, Any] = {"review": review}
    source = f.SourceFactory(slug=f"{SECRET}-source", title=SECRET, publisher=SECRET, **hide)
    country = f.CountryFactory(slug=f"{SECRET}-country", name=SECRET, code=SECRET_CODE, **hide)
    organization = f.OrganizationFactory(
        slug=f"{SECRET}-organization", name=SECRET, acronym=SECRET, **hide
    )
    agreement = f.AgreementFactory(slug=f"{SECRET}-agreement", title=SECRET, **hide)
    person = f.PersonFactory(slug=f"{SECRET}-person", name=SECRET, **hide)
    statement = f.StatementFactory(slug=f"{SECRET}-statement", title=SECRET, **hide)
    hidden_member = f.MembershipFactory(note=SECRET, **hide)
    seen_person = f.PersonFactory(slug="seen-person")
    hidden_office = f.OfficeFactory(person=seen_person, title=SECRET, **hide)
    # Records that can do without what they mention.
    f.CountryFactory(sovereign=country)
    f.OrganizationFactory(parent=organization)
    charter = f.AgreementFactory(slug="seen-charter")
    f.ActFactory(agreement=charter, person=person, source=source)
    f.ProvisionFactory(agreement=charter, source=source)
    f.PartyFactory(agreement=charter)
    membership = f.MembershipFactory()
    f.MembershipActFactory(membership=membership, source=source)
    said = f.StatementFactory(slug="seen-statement")
    side = f.SideFactory(statement=said, person=person)
    f.SideFactory(
        statement=said,
        person=seen_person,
        office=hidden_office,
        actor_country=hidden_office.actor_country,
    )
    # Records and parts that can't.
    f.OtherNameFactory(actor_country=country, name=SECRET)
    f.PartyFactory(agreement=charter, actor_country=country, note=SECRET)
    f.ActFactory(agreement=charter, actor_country=country, kind="signed", reason=SECRET)
    f.ActFactory(agreement=agreement, reason=SECRET)
    f.AgreementLinkFactory(from_agreement=charter, to_agreement=agreement, note=SECRET)
    f.AgreementLinkFactory(from_agreement=agreement, to_agreement=charter, note=SECRET)
    f.OfficeFactory(person=person, title=SECRET)
    f.OfficeFactory(person=seen_person, actor_country=country, title=f"{SECRET} 2")
    f.MembershipFactory(organization=organization, note=SECRET)
    secret_member = f.MembershipFactory(actor_country=country, note=SECRET)
    f.MembershipActFactory(membership=secret_member, note=SECRET)
    f.SideFactory(statement=statement)
    f.SideFactory(statement=said, actor_country=country, person=None)
    f.PositionFactory(statement=statement, text=SECRET)
    for target in (
        {"target_country": country, "stance": "improving"},
        {"target_organization": organization},
        {"target_agreement": agreement},
        {"target_membership": hidden_member},
        {"target_membership": secret_member},
    ):
        f.PositionFactory(**{"statement": said, "target_agreement": None, "text": SECRET, **target})
    f.IncompatibilityFactory(ground=SECRET, **hide)
    f.IncompatibilityFactory(second=organization, ground=SECRET)
    f.IncompatibilityFactory(statement=statement, kind="stated", ground=SECRET)
    f.CitationFactory(agreement=charter, source=source, excerpt=SECRET)
    f.CitationFactory(agreement=agreement, excerpt=SECRET)
    f.ClaimFactory(agreement=charter, source=source, note=SECRET)
    f.ClaimFactory(agreement=agreement, note=SECRET)
    f.ClaimFactory(agreement=None, office=hidden_office, field="title", value=SECRET, note=SECRET)
    f.FormerSlugFactory(slug=f"{SECRET}-former", country=country)
    # Published past the forms, on a source that nobody may see.
    f.PersonFactory(slug=f"{SECRET}-sourced", name=SECRET, source=source)
    assert side.actor_country.is_published
