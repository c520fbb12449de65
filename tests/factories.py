"""Builds records for tests. What isn't said is valid, sourced and published."""

from __future__ import annotations

import itertools
from string import ascii_uppercase

import factory
from django.conf import settings
from django.utils import timezone
from factory.django import DjangoModelFactory

from relations import models
from relations.vocabularies import (
    ActKind,
    AgreementKind,
    Concerns,
    LinkResult,
    Medium,
    MembershipActKind,
    NameKind,
    OrganizationKind,
    Origin,
    ProvisionForce,
    Review,
    SourceKind,
    Stance,
)

# Country codes that no state has, XAA, XAB ... ZZZ, but for Kosovo, South Africa, Zambia and
# Zimbabwe, which our data have. Tests that choose a code take Q.
CODES = [
    code
    for code in map("".join, itertools.product("XZ", ascii_uppercase, ascii_uppercase))
    if code not in {"XKX", "ZAF", "ZMB", "ZWE"}
]


def _code(number: int) -> str:
    """Give a country code. After 1,348 they begin anew: the rows of earlier tests are gone."""
    return CODES[number % len(CODES)]


class SourceFactory(DjangoModelFactory):
    class Meta:
        model = models.Source

    slug = factory.Sequence("source-{}".format)
    kind = SourceKind.NEWS
    publisher = "Example Times"
    title = factory.Sequence("Report {}".format)
    published = "2025-01-15"
    review = Review.PUBLISHED


class CuratedFactory(DjangoModelFactory):
    class Meta:
        abstract = True

    source = factory.SubFactory(SourceFactory)
    review = Review.PUBLISHED


class CountryFactory(CuratedFactory):
    class Meta:
        model = models.Country

    code = factory.Sequence(_code)
    slug = factory.Sequence("country-{}".format)
    name = factory.Sequence("Country {}".format)


class OrganizationFactory(CuratedFactory):
    class Meta:
        model = models.Organization

    slug = factory.Sequence("organization-{}".format)
    name = factory.Sequence("Organization {}".format)
    acronym = factory.Sequence("ORG{}".format)
    kind = OrganizationKind.INTERGOVERNMENTAL


class OtherNameFactory(DjangoModelFactory):
    class Meta:
        model = models.OtherName

    actor_country = factory.SubFactory(CountryFactory)
    name = factory.Sequence("Name {}".format)
    kind = NameKind.FORMER


class ScopeFactory(DjangoModelFactory):
    class Meta:
        model = models.Scope

    slug = factory.Sequence("scope-{}".format)
    name = factory.Sequence("Scope {}".format)


class MembershipFactory(CuratedFactory):
    class Meta:
        model = models.Membership

    actor_country = factory.SubFactory(CountryFactory)
    organization = factory.SubFactory(OrganizationFactory)


class MembershipActFactory(DjangoModelFactory):
    class Meta:
        model = models.MembershipAct

    membership = factory.SubFactory(MembershipFactory)
    kind = MembershipActKind.JOINED
    date = "2000-01-01"


class AgreementFactory(CuratedFactory):
    class Meta:
        model = models.Agreement

    slug = factory.Sequence("agreement-{}".format)
    title = factory.Sequence("Agreement {}".format)
    kind = AgreementKind.TREATY


class PartyFactory(DjangoModelFactory):
    class Meta:
        model = models.Party

    agreement = factory.SubFactory(AgreementFactory)
    actor_country = factory.SubFactory(CountryFactory)


class ActFactory(DjangoModelFactory):
    class Meta:
        model = models.Act

    agreement = factory.SubFactory(AgreementFactory)
    kind = ActKind.ENTERED_INTO_FORCE
    concerns = Concerns.AGREEMENT
    date = "2001-02-03"


class ProvisionFactory(DjangoModelFactory):
    class Meta:
        model = models.Provision

    agreement = factory.SubFactory(AgreementFactory)
    number = factory.Sequence(lambda n: n + 1)
    scope = factory.SubFactory(ScopeFactory)
    force = ProvisionForce.INTENTION
    text = "They intend to cooperate."


class AgreementLinkFactory(DjangoModelFactory):
    class Meta:
        model = models.AgreementLink

    from_agreement = factory.SubFactory(AgreementFactory)
    to_agreement = factory.SubFactory(AgreementFactory)
    kind = "replaces"


class PersonFactory(CuratedFactory):
    class Meta:
        model = models.Person

    slug = factory.Sequence("person-{}".format)
    name = factory.Sequence("Person {}".format)


class OfficeFactory(CuratedFactory):
    class Meta:
        model = models.Office

    person = factory.SubFactory(PersonFactory)
    actor_country = factory.SubFactory(CountryFactory)
    title = "Minister of Foreign Affairs"
    start = "2020"


class StatementFactory(CuratedFactory):
    class Meta:
        model = models.Statement

    slug = factory.Sequence("statement-{}".format)
    title = factory.Sequence("Statement {}".format)
    date = "2025-01-14"
    medium = Medium.SPEECH
    summary = "In our words."


class SideFactory(DjangoModelFactory):
    class Meta:
        model = models.Side

    statement = factory.SubFactory(StatementFactory)
    actor_country = factory.SubFactory(CountryFactory)
    person = factory.SubFactory(PersonFactory)


class IncompatibilityFactory(CuratedFactory):
    class Meta:
        model = models.Incompatibility

    first = factory.SubFactory(OrganizationFactory)
    second = factory.SubFactory(OrganizationFactory)
    kind = "structural"
    ground = "Two common tariffs."


class PositionFactory(DjangoModelFactory):
    class Meta:
        model = models.Position

    statement = factory.SubFactory(StatementFactory)
    target_agreement = factory.SubFactory(AgreementFactory)
    stance = Stance.SUPPORTS
    text = "Speaks for it."


class CitationFactory(DjangoModelFactory):
    class Meta:
        model = models.Citation

    source = factory.SubFactory(SourceFactory)
    agreement = factory.SubFactory(AgreementFactory)


class ClaimFactory(DjangoModelFactory):
    class Meta:
        model = models.Claim

    agreement = factory.SubFactory(AgreementFactory)
    field = "kind"
    value = "charter"
    source = factory.SubFactory(SourceFactory)


class FormerSlugFactory(DjangoModelFactory):
    class Meta:
        model = models.FormerSlug

    slug = factory.Sequence("former-{}".format)
    country = factory.SubFactory(CountryFactory)


class RevisionFactory(DjangoModelFactory):
    class Meta:
        model = models.Revision

    origin = Origin.ADMIN


class VersionFactory(DjangoModelFactory):
    class Meta:
        model = models.Version

    at = factory.LazyFunction(timezone.now)
    model = root_model = "country"
    object_id = root_id = factory.Sequence(lambda n: 1_000_000 + n)
    new = factory.Dict({"name": "Atlantis"})


class ReviewRequestFactory(DjangoModelFactory):
    class Meta:
        model = models.ReviewRequest

    model = "country"
    object_id = factory.Sequence(lambda n: n + 1)
    label = "Atlantis"
    is_live = False


class UserFactory(DjangoModelFactory):
    """Somebody who may enter the admin, with no permission yet."""

    class Meta:
        model = settings.AUTH_USER_MODEL

    username = factory.Sequence("user-{}".format)
    password = "!"  # matches nothing
    is_staff = True


class SavedFilterFactory(DjangoModelFactory):
    class Meta:
        model = models.SavedFilter

    owner = factory.SubFactory(UserFactory)
    list = "agreement"
    name = factory.Sequence("Filter {}".format)
    query = "kind=treaty"


class FindingFactory(DjangoModelFactory):
    class Meta:
        model = models.Finding

    check_name = "agreement_without_party"
    key = factory.Sequence("agreement_without_party:|agreement-{}|".format)
    fingerprint = "0" * 32
    sentence = "“Agreement” has no party."
    records = factory.List([factory.List(["agreement", 1, "Agreement"])])
    model = "agreement"
    weight = 2


class DismissalFactory(DjangoModelFactory):
    class Meta:
        model = models.Dismissal

    check_name = "agreement_without_party"
    key = factory.Sequence("agreement_without_party:|agreement-{}|".format)
    fingerprint = "0" * 32
    sentence = "“Agreement” has no party."
    records = factory.List([factory.List(["agreement", 1, "Agreement"])])
    reason = "It is open to all."
    by_name = "analyst"


class CheckRunFactory(DjangoModelFactory):
    class Meta:
        model = models.CheckRun

    check_name = factory.Sequence("check_{}".format)
    finished = factory.LazyFunction(timezone.now)
    seconds = 0.5


class LinkCheckFactory(DjangoModelFactory):
    class Meta:
        model = models.LinkCheck

    url = factory.Sequence("https://example.org/{}".format)
    result = LinkResult.OK
    status = 200
    checked_at = factory.LazyFunction(timezone.now)


class AliasFactory(DjangoModelFactory):
    class Meta:
        model = models.Alias

    scheme = "iso3"
    value = factory.Sequence("code {}".format)
    actor_country = factory.SubFactory(CountryFactory)


class DataSetFactory(DjangoModelFactory):
    class Meta:
        model = models.DataSet

    slug = factory.Sequence("data-set-{}".format)
    title = factory.Sequence("Data set {}".format)
    publisher = "Example University"
    licence = "CC BY 4.0"
    citation = "Somebody (2020)."
    source = factory.SubFactory(SourceFactory)


class DataSetImportFactory(DjangoModelFactory):
    class Meta:
        model = models.DataSetImport

    data_set = factory.SubFactory(DataSetFactory)
    version = "1.0"
    files = factory.List([])
    counts = factory.Dict({})


class ImportedRowFactory(DjangoModelFactory):
    class Meta:
        model = models.ImportedRow

    data_set = factory.SubFactory(DataSetFactory)
    last_import = factory.SubFactory(
        DataSetImportFactory, data_set=factory.SelfAttribute("..data_set")
    )
    key = factory.Sequence("key {}".format)
    place = "agreements 2"
    made = True
    agreement = factory.SubFactory(AgreementFactory)


class UnmatchedFactory(DjangoModelFactory):
    class Meta:
        model = models.Unmatched

    data_set = factory.SubFactory(DataSetFactory)
    scheme = "iso3"
    value = factory.Sequence("name {}".format)
    rows = 3
    samples = factory.List(["parties 2"])
