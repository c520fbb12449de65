"""Small worlds that the tests of the public pages look at."""

from __future__ import annotations

from typing import Any

from tests import factories


def agreement(**kwargs: Any) -> Any:
    """Give an agreement with two parties, an act of each kind of line, provision, positions."""
    agreement = factories.AgreementFactory(**kwargs)
    for _ in range(2):
        country = factories.CountryFactory()
        factories.PartyFactory(agreement=agreement, actor_country=country)
        factories.ActFactory(
            agreement=agreement,
            actor_country=country,
            concerns="party",
            kind="signed",
            person=factories.PersonFactory(),
            date="2000-05",
            source=factories.SourceFactory(),
        )
    factories.ActFactory(agreement=agreement)
    factories.ProvisionFactory(agreement=agreement)
    factories.CitationFactory(agreement=agreement)
    factories.AgreementLinkFactory(from_agreement=agreement)
    factories.AgreementLinkFactory(to_agreement=agreement)
    side = factories.SideFactory()
    factories.PositionFactory(statement=side.statement, target_agreement=agreement)
    return agreement


def membership(**kwargs: Any) -> Any:
    """Give a membership with an act that has its own source, and a second source."""
    membership = factories.MembershipFactory(**kwargs)
    factories.MembershipActFactory(membership=membership, source=factories.SourceFactory())
    factories.CitationFactory(agreement=None, membership=membership)
    return membership


def statement(**kwargs: Any) -> Any:
    """Give a statement of two sides with a position on each kind of target."""
    statement = factories.StatementFactory(**kwargs)
    for _ in range(2):
        office = factories.OfficeFactory()
        factories.SideFactory(
            statement=statement,
            actor_country=office.actor_country,
            person=office.person,
            office=office,
        )
    targets = {
        "target_country": factories.CountryFactory(),
        "target_organization": factories.OrganizationFactory(),
        "target_agreement": factories.AgreementFactory(),
        "target_scope": factories.ScopeFactory(),
        "target_membership": factories.MembershipFactory(),
    }
    for name, target in targets.items():
        stance = "improving" if name == "target_country" else "supports"
        factories.PositionFactory(
            statement=statement, **{"target_agreement": None, name: target}, stance=stance
        )
    return statement


def incompatibility(actor: Any = None) -> Any:
    """Give an incompatibility that a statement holds, met by an actor, with a second source."""
    said = statement()
    row = factories.IncompatibilityFactory(statement=said)
    for organization in (row.first, row.second):
        arc = f"actor_{actor._meta.model_name}" if actor else "actor_country"
        tie = {"actor_country": None, arc: actor} if actor else {}
        membership(organization=organization, **tie)
    factories.CitationFactory(agreement=None, incompatibility=row)
    return row


def actor_with_everything(actor: Any, rows: int) -> Any:
    """Tie an actor ``rows`` times in every way there is, and give it back."""
    arc = f"actor_{actor._meta.model_name}"
    other = {"actor_country": None, arc: actor}
    for _ in range(rows):
        bound = agreement()
        factories.PartyFactory(agreement=bound, **other)
        membership(**other)
        factories.OtherNameFactory(**other)
        office = factories.OfficeFactory(**other)
        said = statement()
        factories.SideFactory(statement=said, person=office.person, office=office, **other)
        side = factories.SideFactory()
        factories.PositionFactory(
            statement=side.statement,
            target_agreement=None,
            stance="improving",
            **{f"target_{actor._meta.model_name}": actor},
        )
        if actor._meta.model_name == "organization":
            membership(organization=actor)
    return actor
