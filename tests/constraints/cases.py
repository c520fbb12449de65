"""One row for every constraint that breaks just that one, and rows that come close."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models
from django.utils import timezone

from relations.models.claim import CLAIM_OWNERS
from relations.models.slug import REDIRECT_TARGETS
from relations.models.source import CITATION_OWNERS
from relations.vocabularies import ActKind, Concerns, Decision, IsoStatus, Stance, Voice
from tests import factories as f

from .rows import again, changed, to_itself, unsaved

Case = Callable[[], models.Model]


OWNERS = {
    "country": f.CountryFactory,
    "organization": f.OrganizationFactory,
    "agreement": f.AgreementFactory,
    "act": f.ActFactory,
    "membership": f.MembershipFactory,
    "membership_act": f.MembershipActFactory,
    "person": f.PersonFactory,
    "office": f.OfficeFactory,
    "statement": f.StatementFactory,
    "position": f.PositionFactory,
    "incompatibility": f.IncompatibilityFactory,
    "provision": f.ProvisionFactory,
    "scope": f.ScopeFactory,
    "source": f.SourceFactory,
}
# The arc of these rows is set by their factories, so that another end takes its place.
ARC_FACTORIES = {
    "othername": f.OtherNameFactory,
    "membership": f.MembershipFactory,
    "party": f.PartyFactory,
    "office": f.OfficeFactory,
    "side": f.SideFactory,
}
PUBLISHED = {
    "country": f.CountryFactory,
    "organization": f.OrganizationFactory,
    "membership": f.MembershipFactory,
    "agreement": f.AgreementFactory,
    "person": f.PersonFactory,
    "office": f.OfficeFactory,
    "statement": f.StatementFactory,
    "incompatibility": f.IncompatibilityFactory,
}
TERMS = {
    "country_kind": f.CountryFactory,
    "country_iso_status": f.CountryFactory,
    "country_region": f.CountryFactory,
    "country_subregion": f.CountryFactory,
    "organization_kind": f.OrganizationFactory,
    "othername_kind": f.OtherNameFactory,
    "source_kind": f.SourceFactory,
    "source_review": f.SourceFactory,
    "membershipact_kind": f.MembershipActFactory,
    "agreement_kind": f.AgreementFactory,
    "agreement_legal_force": f.AgreementFactory,
    "party_role": f.PartyFactory,
    "act_kind": f.ActFactory,
    "act_concerns": f.ActFactory,
    "provision_force": f.ProvisionFactory,
    "agreementlink_kind": f.AgreementLinkFactory,
    "statement_medium": f.StatementFactory,
    "statement_voice": f.StatementFactory,
    "position_stance": f.PositionFactory,
    "incompatibility_kind": f.IncompatibilityFactory,
    "revision_origin": f.RevisionFactory,
    "linkcheck_result": f.LinkCheckFactory,
}


def _citing(owner: str) -> dict[str, Any]:
    return {"agreement": None, owner: OWNERS[owner]()}


# Something that a source may say about each kind of record.
SAID = {
    "country": ("kind", "territory"),
    "organization": ("kind", "forum"),
    "agreement": ("kind", "charter"),
    "act": ("date", "2001"),
    "provision": ("force", "talks"),
    "membership_act": ("date", "2001"),
    "person": ("name", "Somebody"),
    "office": ("start", "2001"),
    "statement": ("date", "2001"),
    "position": ("stance", "doubts"),
}


def _claiming(owner: str) -> dict[str, Any]:
    field, value = SAID[owner]
    return {"agreement": None, owner: OWNERS[owner](), "field": field, "value": value}


def _of_organization() -> dict[str, Any]:
    return {"actor_country": None, "actor_organization": f.OrganizationFactory()}


def _on(target: str, **values: Any) -> dict[str, Any]:
    kind = OWNERS[target.removeprefix("target_")]
    ties = {"stance": Stance.STEADY} if target == "target_country" else {}
    return {"target_agreement": None, target: kind(), **ties, **values}


def _leading_to(target: str) -> dict[str, Any]:
    return {"slug": "old", "country": None, target: OWNERS[target]()}


CASES: dict[str, Case] = {
    # actors
    "country_dates": lambda: unsaved(f.CountryFactory, begin="1992", end="1991-12-31"),
    "organization_dates": lambda: unsaved(f.OrganizationFactory, begin="1992-05", end="1992-04~"),
    "country_alpha2_unique": lambda: unsaved(
        f.CountryFactory, alpha2=f.CountryFactory(alpha2="QQ").alpha2
    ),
    "country_numeric_unique": lambda: unsaved(
        f.CountryFactory, numeric=f.CountryFactory(numeric="901").numeric
    ),
    "country_wikidata_unique": lambda: unsaved(
        f.CountryFactory, wikidata=f.CountryFactory(wikidata="Q1").wikidata
    ),
    "organization_wikidata_unique": lambda: unsaved(
        f.OrganizationFactory, wikidata=f.OrganizationFactory(wikidata="Q1").wikidata
    ),
    "country_not_own_sovereign": lambda: to_itself(f.CountryFactory, "sovereign"),
    "organization_not_own_parent": lambda: to_itself(f.OrganizationFactory, "parent"),
    "scope_not_own_parent": lambda: to_itself(f.ScopeFactory, "parent"),
    "person_wikidata_unique": lambda: unsaved(
        f.PersonFactory, wikidata=f.PersonFactory(wikidata="Q1").wikidata
    ),
    "office_dates": lambda: unsaved(f.OfficeFactory, start="2020", end="[..2019-12-31]"),
    # membership
    "membership_not_of_itself": lambda: changed(
        row := unsaved(f.MembershipFactory), actor_country=None, actor_organization=row.organization
    ),
    "membershipact_dates": lambda: unsaved(
        f.MembershipActFactory, date="2017-04-26", effect="2017-03"
    ),
    "membershipact_unique": lambda: again(f.MembershipActFactory()),
    # incompatibility
    "incompatibility_unique_statement": lambda: again(
        f.IncompatibilityFactory(kind="stated", statement=f.StatementFactory())
    ),
    "incompatibility_unique_none": lambda: again(f.IncompatibilityFactory()),
    "incompatibility_unique_in_any_order": lambda: changed(
        row := again(f.IncompatibilityFactory()), first=row.second, second=row.first
    ),
    "incompatibility_of_two": lambda: changed(
        row := unsaved(f.IncompatibilityFactory), second=row.first
    ),
    "incompatibility_stated_by_somebody": lambda: unsaved(
        f.IncompatibilityFactory, kind="stated", source=None, review="draft"
    ),
    "incompatibility_has_a_ground": lambda: unsaved(f.IncompatibilityFactory, ground=""),
    "incompatibility_dates": lambda: unsaved(
        f.IncompatibilityFactory, since="2015", until="2014-05"
    ),
    # agreement
    "agreement_title": lambda: unsaved(f.AgreementFactory, title=""),
    "act_dates": lambda: unsaved(f.ActFactory, date="2017-04-26", effect="2016"),
    "act_one_actor_at_most": lambda: unsaved(
        f.ActFactory, actor_country=f.CountryFactory(), actor_organization=f.OrganizationFactory()
    ),
    "act_unique_actor_country": lambda: again(f.ActFactory(actor_country=f.CountryFactory())),
    "act_unique_actor_organization": lambda: again(
        f.ActFactory(actor_organization=f.OrganizationFactory())
    ),
    "act_unique_none": lambda: again(f.ActFactory()),
    "act_of_a_party_names_it": lambda: unsaved(f.ActFactory, concerns=Concerns.PARTY),
    "provision_unique": lambda: again(f.ProvisionFactory()),
    "agreementlink_unique": lambda: again(f.AgreementLinkFactory()),
    "agreementlink_not_to_itself": lambda: changed(
        row := unsaved(f.AgreementLinkFactory), to_agreement=row.from_agreement
    ),
    # statement
    "statement_voice": lambda: unsaved(f.StatementFactory, voice=Voice.COMMENTARY),
    "position_one_target": lambda: unsaved(f.PositionFactory, target_scope=f.ScopeFactory()),
    "position_country_is_ties": lambda: unsaved(
        f.PositionFactory, **_on("target_country", stance=Stance.SUPPORTS)
    ),
    "position_ties_are_with_actors": lambda: unsaved(f.PositionFactory, stance=Stance.WORSENING),
    # source
    "source_url_unique": lambda: unsaved(
        f.SourceFactory, url=f.SourceFactory(url="https://example.org/1").url + "/?utm_source=x"
    ),
    "source_publisher_and_title": lambda: unsaved(f.SourceFactory, publisher=""),
    "citation_one_owner": lambda: unsaved(f.CitationFactory, country=f.CountryFactory()),
    # claim
    "claim_one_owner": lambda: unsaved(f.ClaimFactory, country=f.CountryFactory()),
    "claim_field_of_owner": lambda: unsaved(f.ClaimFactory, field="slug"),
    "claim_value": lambda: unsaved(f.ClaimFactory, value=""),
    # former slug
    "formerslug_one_target": lambda: unsaved(f.FormerSlugFactory, person=f.PersonFactory()),
    "formerslug_unique_actor": lambda: unsaved(
        f.FormerSlugFactory,
        slug="old",
        country=None,
        organization=f.FormerSlugFactory(slug="old") and f.OrganizationFactory(),
    ),
}
CASES |= {
    f"{name}_published_has_source": lambda factory=factory: unsaved(factory, source=None)
    for name, factory in PUBLISHED.items()
}
TERMS |= {f"{name}_review": factory for name, factory in PUBLISHED.items()}
CASES |= {
    f"{name}_term": lambda name=name, factory=factory: unsaved(
        factory, **{name.split("_", 1)[1]: "bad"}
    )
    for name, factory in TERMS.items()
}
# Without an actor it would break the rule that an act of a party names it as well.
CASES["act_concerns_term"] = lambda: unsaved(
    f.ActFactory, concerns="bad", actor_country=f.CountryFactory()
)
for _name, _factory in ARC_FACTORIES.items():
    CASES |= {
        f"{_name}_one_actor": lambda factory=_factory: unsaved(
            factory, actor_organization=f.OrganizationFactory()
        ),
        f"{_name}_unique_actor_country": lambda factory=_factory: again(factory()),
        f"{_name}_unique_actor_organization": lambda factory=_factory: again(
            factory(**_of_organization())
        ),
    }
CASES |= {
    f"citation_unique_{owner}": lambda owner=owner: again(f.CitationFactory(**_citing(owner)))
    for owner in CITATION_OWNERS
}
CASES |= {
    f"claim_unique_{owner}": lambda owner=owner: again(f.ClaimFactory(**_claiming(owner)))
    for owner in CLAIM_OWNERS
}
CASES |= {
    f"position_unique_{target}": lambda target=target: again(f.PositionFactory(**_on(target)))
    for target in (
        "target_country",
        "target_organization",
        "target_agreement",
        "target_scope",
        "target_membership",
    )
}
CASES |= {
    f"formerslug_unique_{target}": lambda target=target: again(
        f.FormerSlugFactory(**_leading_to(target)), **{target: OWNERS[target]()}
    )
    for target in REDIRECT_TARGETS[2:]
}

# Breaks of the same constraints from the other side: nothing instead of too much.
CASES |= {
    # history and review
    "reviewrequest_decision_term": lambda: unsaved(
        f.ReviewRequestFactory, decision="bad", decided_at=timezone.now()
    ),
    "version_of_something": lambda: unsaved(f.VersionFactory, new=None),
    "reviewrequest_one_waits": lambda: again(f.ReviewRequestFactory()),
    "reviewrequest_decided_at": lambda: unsaved(
        f.ReviewRequestFactory, decision=Decision.PUBLISHED
    ),
    # quality
    "finding_key": lambda: again(f.FindingFactory()),
    "dismissal_reason": lambda: unsaved(f.DismissalFactory, reason=""),
    "dismissal_revoked_by_somebody": lambda: unsaved(f.DismissalFactory, revoked_at=timezone.now()),
    "dismissal_once": lambda: again(f.DismissalFactory()),
    "checkrun_once": lambda: again(f.CheckRunFactory()),
    "linkcheck_url": lambda: again(f.LinkCheckFactory()),
    "reviewrequest_sent_back_why": lambda: unsaved(
        f.ReviewRequestFactory, decision=Decision.SENT_BACK, decided_at=timezone.now()
    ),
    # data sets
    "alias_one_actor_at_most": lambda: unsaved(
        f.AliasFactory, actor_organization=f.OrganizationFactory()
    ),
    "alias_unique_actor_country": lambda: again(f.AliasFactory()),
    "alias_unique_actor_organization": lambda: again(f.AliasFactory(**_of_organization())),
    "alias_unique_none": lambda: again(f.AliasFactory(actor_country=None, note="A province.")),
    "alias_dates": lambda: unsaved(f.AliasFactory, begin="1992", end="1991"),
    "alias_says_something": lambda: unsaved(f.AliasFactory, value=""),
    "alias_of_nobody_says_why": lambda: unsaved(f.AliasFactory, actor_country=None),
    "importedrow_one_target": lambda: unsaved(f.ImportedRowFactory, act=f.ActFactory()),
    "importedrow_unique": lambda: again(f.ImportedRowFactory()),
    "unmatched_unique": lambda: again(f.UnmatchedFactory()),
    # saved filters
    "savedfilter_unique_name": lambda: again(f.SavedFilterFactory()),
    "savedfilter_name": lambda: unsaved(f.SavedFilterFactory, name=""),
    "savedfilter_query": lambda: unsaved(f.SavedFilterFactory, query=""),
}

FURTHER_CASES: dict[str, tuple[str, Case]] = {
    "a party without an actor": (
        "party_one_actor",
        lambda: unsaved(f.PartyFactory, actor_country=None),
    ),
    "a position without a target": (
        "position_one_target",
        lambda: unsaved(f.PositionFactory, target_agreement=None),
    ),
    "a citation for nothing": (
        "citation_one_owner",
        lambda: unsaved(f.CitationFactory, agreement=None),
    ),
    "a claim about nothing": (
        "claim_one_owner",
        lambda: unsaved(f.ClaimFactory, agreement=None),
    ),
    "an imported row that became nothing": (
        "importedrow_one_target",
        lambda: unsaved(f.ImportedRowFactory, agreement=None),
    ),
    "a former slug of nothing": (
        "formerslug_one_target",
        lambda: unsaved(f.FormerSlugFactory, country=None),
    ),
    "an official statement with a commentator": (
        "statement_voice",
        lambda: unsaved(f.StatementFactory, commentator="Somebody"),
    ),
    "a source without a title": (
        "source_publisher_and_title",
        lambda: unsaved(f.SourceFactory, title=""),
    ),
    "a stored record that loses its source": (
        "agreement_published_has_source",
        lambda: changed(f.AgreementFactory(), source=None),
    ),
    "ties with a scope": (
        "position_ties_are_with_actors",
        lambda: unsaved(f.PositionFactory, **_on("target_scope", stance=Stance.IMPROVING)),
    ),
    "a country opposed": (
        "position_country_is_ties",
        lambda: unsaved(f.PositionFactory, **_on("target_country", stance=Stance.OPPOSES)),
    ),
}

ALLOWED: dict[str, Case] = {
    "an end within the year of the beginning": lambda: unsaved(
        f.CountryFactory, begin="1991", end="1991-03"
    ),
    "an end on the day of the beginning": lambda: unsaved(
        f.OrganizationFactory, begin="1991-03-01", end="1991-03-01"
    ),
    "an unknown end": lambda: unsaved(f.OfficeFactory, end="XXXX"),
    "an open end": lambda: unsaved(f.OfficeFactory, end=".."),
    "an end without a beginning": lambda: unsaved(f.OfficeFactory, start=None, end="2021"),
    "an effect that may be later than its date": lambda: unsaved(
        f.ActFactory, date="2017-04-26", effect="2017"
    ),
    "a withdrawn alpha-2 code that is taken": lambda: unsaved(
        f.CountryFactory,
        alpha2=f.CountryFactory(alpha2="QQ").alpha2,
        iso_status=IsoStatus.WITHDRAWN,
    ),
    "a draft without a source": lambda: unsaved(f.AgreementFactory, source=None, review="draft"),
    "the same act by another party": lambda: again(
        f.ActFactory(kind=ActKind.SIGNED, actor_country=f.CountryFactory()),
        actor_country=f.CountryFactory(),
    ),
    "the same act a second time": lambda: again(f.ActFactory(), occurrence=2),
    "the same step a second time": lambda: again(f.MembershipActFactory(), occurrence=2),
    "another office of the same person": lambda: again(f.OfficeFactory(), title="President"),
    "a dismissal in the place of a revoked one": lambda: again(
        f.DismissalFactory(revoked_at=timezone.now(), revoked_by_name="editor"),
        revoked_at=None,
        revoked_by_name="",
    ),
    "another place in the same source": lambda: again(f.CitationFactory(), locator="p. 2"),
    "what a source says by another source": lambda: again(
        f.ClaimFactory(), source=f.SourceFactory()
    ),
    "another value by the same source": lambda: again(f.ClaimFactory(), value="treaty"),
    "the same name of another actor": lambda: again(
        f.OtherNameFactory(), actor_country=f.CountryFactory()
    ),
    "an unclear stance on a country": lambda: unsaved(
        f.PositionFactory, **_on("target_country", stance=Stance.UNCLEAR)
    ),
    "ties with an organization": lambda: unsaved(
        f.PositionFactory, **_on("target_organization", stance=Stance.WORSENING)
    ),
    "support for an organization": lambda: unsaved(f.PositionFactory, **_on("target_organization")),
    "a commentary": lambda: unsaved(
        f.StatementFactory, voice=Voice.COMMENTARY, commentator="Somebody"
    ),
    "two statements of the same incompatibility": lambda: again(
        f.IncompatibilityFactory(kind="stated", statement=f.StatementFactory()),
        statement=f.StatementFactory(),
    ),
    "an incompatibility stated and structural": lambda: again(
        f.IncompatibilityFactory(), kind="stated"
    ),
    "two sources without a URL": lambda: again(f.SourceFactory(), slug="another"),
    "a saved filter of the same name at another list": lambda: again(
        f.SavedFilterFactory(), list="statement"
    ),
    "a saved filter of the same name of somebody else": lambda: again(
        f.SavedFilterFactory(), owner=f.UserFactory()
    ),
    "a former slug of a person that a country once had": lambda: again(
        f.FormerSlugFactory(), country=None, person=f.PersonFactory()
    ),
}
