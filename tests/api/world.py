"""Worlds that the API is asked about."""

from __future__ import annotations

from relations.vocabularies import Review
from tests import factories
from tests.views import worlds


def world() -> None:
    """Make one of everything."""
    agreement = worlds.agreement()
    membership = worlds.membership()
    said = worlds.statement()
    factories.OtherNameFactory(actor_country=membership.actor_country)
    factories.OfficeFactory(person=said.side_set.first().person)
    factories.CitationFactory(agreement=None, statement=said)
    factories.CitationFactory(agreement=None, position=said.position_set.first())
    factories.ClaimFactory(agreement=agreement)
    factories.ClaimFactory(
        agreement=None, membership_act=membership.membershipact_set.first(), field="date",
        value="2001",
    )  # fmt: skip
    incompatibility = factories.IncompatibilityFactory(kind="stated", statement=said)
    factories.CitationFactory(agreement=None, incompatibility=incompatibility)
    for organization in (incompatibility.first, incompatibility.second):
        worlds.membership(actor_country=membership.actor_country, organization=organization)
    factories.ScopeFactory(parent=factories.ScopeFactory())
    factories.CountryFactory(sovereign=factories.CountryFactory())
    factories.OrganizationFactory(parent=factories.OrganizationFactory())


def hidden_world() -> None:
    """Tie published records to drafts that are all called HIDDEN."""
    draft = {"review": Review.DRAFT}
    country = factories.CountryFactory(name="HIDDEN", **draft)
    organization = factories.OrganizationFactory(name="HIDDEN", **draft)
    agreement = factories.AgreementFactory(title="HIDDEN", **draft)
    person = factories.PersonFactory(name="HIDDEN", **draft)
    statement = factories.StatementFactory(title="HIDDEN", **draft)
    source = factories.SourceFactory(title="HIDDEN", **draft)
    seen = worlds.agreement()
    factories.PartyFactory(agreement=seen, actor_country=country)
    signed = {"agreement": seen, "concerns": "party", "kind": "signed"}
    factories.ActFactory(actor_country=country, **signed)
    factories.ActFactory(
        actor_country=factories.CountryFactory(), person=person, source=source, **signed
    )
    factories.ProvisionFactory(agreement=seen, source=source)
    factories.AgreementLinkFactory(from_agreement=seen, to_agreement=agreement)
    factories.AgreementLinkFactory(from_agreement=agreement, to_agreement=seen)
    factories.CitationFactory(agreement=seen, source=source)
    factories.ClaimFactory(agreement=seen, source=source)
    factories.ClaimFactory(agreement=agreement)
    factories.ClaimFactory(agreement=seen)
    factories.CountryFactory(sovereign=country)
    factories.OrganizationFactory(parent=organization)
    said = factories.StatementFactory()
    factories.SideFactory(statement=said, actor_country=country)
    factories.SideFactory(statement=said, person=person)
    factories.PositionFactory(statement=said, target_agreement=agreement)
    factories.PositionFactory(statement=statement, text="HIDDEN")
    factories.MembershipFactory(actor_country=country)
    factories.MembershipFactory(organization=organization)
    membership = worlds.membership()
    factories.MembershipActFactory(membership=membership, kind="invited", source=source)
    stated = factories.IncompatibilityFactory(statement=said, kind="stated", source=source)
    factories.CitationFactory(agreement=None, incompatibility=stated, source=source)
    for end in (stated.first, stated.second):
        factories.MembershipFactory(actor_country=country, organization=end)
    factories.IncompatibilityFactory(second=organization)
    factories.IncompatibilityFactory(statement=statement, kind="stated")
    factories.IncompatibilityFactory(ground="HIDDEN", **draft)
    factories.OfficeFactory(person=factories.PersonFactory(), title="HIDDEN", **draft)
    office = factories.OfficeFactory(title="HIDDEN", **draft)
    factories.SideFactory(
        statement=said, actor_country=office.actor_country, person=office.person, office=office
    )
