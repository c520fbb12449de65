"""The controlled vocabularies: every list of terms that a field can hold.

Terms of treaty law follow the Vienna Convention on the Law of Treaties (1969),
those of membership the practice of international organizations. What each term
means is explained to readers in :mod:`relations.glossary`.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Review(TextChoices):
    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    PUBLISHED = "published", _("published")


# Actors -----------------------------------------------------------------------


class CountryKind(TextChoices):
    STATE = "state", _("state")
    TERRITORY = "territory", _("territory")
    DISPUTED = "disputed", _("partly recognised")
    FORMER = "former", _("former state")


class IsoStatus(TextChoices):
    ASSIGNED = "assigned", _("officially assigned")
    USER_ASSIGNED = "user_assigned", _("user-assigned")
    WITHDRAWN = "withdrawn", _("withdrawn")
    NONE = "none", _("no ISO code")


class Region(TextChoices):
    """Regions of the UN Statistics Division, "Standard country or area codes" (M49)."""

    AFRICA = "002", _("Africa")
    AMERICAS = "019", _("Americas")
    ASIA = "142", _("Asia")
    EUROPE = "150", _("Europe")
    OCEANIA = "009", _("Oceania")


class Subregion(TextChoices):
    """Sub-regions of M49, with the intermediate regions where a sub-region is divided."""

    NORTHERN_AFRICA = "015", _("Northern Africa")
    EASTERN_AFRICA = "014", _("Eastern Africa")
    MIDDLE_AFRICA = "017", _("Middle Africa")
    SOUTHERN_AFRICA = "018", _("Southern Africa")
    WESTERN_AFRICA = "011", _("Western Africa")
    SUB_SAHARAN_AFRICA = "202", _("Sub-Saharan Africa")
    CARIBBEAN = "029", _("Caribbean")
    CENTRAL_AMERICA = "013", _("Central America")
    SOUTH_AMERICA = "005", _("South America")
    LATIN_AMERICA = "419", _("Latin America and the Caribbean")
    NORTHERN_AMERICA = "021", _("Northern America")
    CENTRAL_ASIA = "143", _("Central Asia")
    EASTERN_ASIA = "030", _("Eastern Asia")
    SOUTH_EASTERN_ASIA = "035", _("South-eastern Asia")
    SOUTHERN_ASIA = "034", _("Southern Asia")
    WESTERN_ASIA = "145", _("Western Asia")
    EASTERN_EUROPE = "151", _("Eastern Europe")
    NORTHERN_EUROPE = "154", _("Northern Europe")
    CHANNEL_ISLANDS = "830", _("Channel Islands")
    SOUTHERN_EUROPE = "039", _("Southern Europe")
    WESTERN_EUROPE = "155", _("Western Europe")
    AUSTRALIA_AND_NEW_ZEALAND = "053", _("Australia and New Zealand")
    MELANESIA = "054", _("Melanesia")
    MICRONESIA = "057", _("Micronesia")
    POLYNESIA = "061", _("Polynesia")


class OrganizationKind(TextChoices):
    INTERGOVERNMENTAL = "intergovernmental", _("intergovernmental organization")
    UNION = "union", _("supranational union")
    ALLIANCE = "alliance", _("alliance")
    AGENCY = "agency", _("agency or programme")
    BANK = "bank", _("bank or fund")
    COURT = "court", _("court")
    FORUM = "forum", _("forum")
    COALITION = "coalition", _("coalition")
    MISSION = "mission", _("mission")


class NameKind(TextChoices):
    FORMER = "former", _("former name")
    SHORT = "short", _("short name")
    ACRONYM = "acronym", _("acronym")
    NATIVE = "native", _("native name")
    TRANSLITERATION = "transliteration", _("transliteration")
    ALTERNATIVE = "alternative", _("alternative name")


class SourceKind(TextChoices):
    NEWS = "news", _("news report")
    OFFICIAL_STATEMENT = "official_statement", _("official statement")
    OFFICIAL_DOCUMENT = "official_document", _("official document")
    TREATY_TEXT = "treaty_text", _("text of an agreement")
    TREATY_SERIES = "treaty_series", _("treaty series or depositary")
    REGISTER = "register", _("register or list of members")
    REFERENCE_WORK = "reference_work", _("reference work")
    DATASET = "dataset", _("data set")
    COMMENTARY = "commentary", _("commentary")


# Membership -------------------------------------------------------------------


class MembershipStatus(TextChoices):
    ASPIRANT = "aspirant", _("aspirant")
    INVITED = "invited", _("invited")
    DECLINED = "declined", _("declined")
    APPLICANT = "applicant", _("applicant")
    CANDIDATE = "candidate", _("candidate")
    ASSOCIATE = "associate", _("associate")
    PARTNER = "partner", _("dialogue partner")
    OBSERVER = "observer", _("observer")
    LAPSED = "lapsed", _("lapsed")
    MEMBER = "member", _("member")
    FROZEN = "frozen", _("participation frozen")
    SUSPENDED = "suspended", _("suspended")
    WITHDRAWN = "withdrawn", _("withdrawn")
    EXPELLED = "expelled", _("expelled")
    ENDED = "ended", _("ended")


class MembershipActKind(TextChoices):
    """Steps in the order in which they follow each other where dates don't decide."""

    DECLARED_AIM = "declared_aim", _("declared membership an aim")
    INVITED = "invited", _("invited")
    DECLINED = "declined", _("declined the invitation")
    APPLIED = "applied", _("applied")
    PARTNER = "partner", _("became dialogue partner")
    ASSOCIATED = "associated", _("became associate")
    OBSERVER = "observer", _("became observer")
    CANDIDATE = "candidate", _("became candidate")
    NEGOTIATIONS = "negotiations", _("opened accession negotiations")
    LAPSED = "lapsed", _("application or status lapsed")
    FOUNDED = "founded", _("founding member")
    JOINED = "joined", _("joined")
    SUCCEEDED = "succeeded", _("succeeded to membership")
    FROZEN = "frozen", _("froze participation")
    SUSPENDED = "suspended", _("was suspended")
    RESUMED = "resumed", _("resumed participation")
    WITHDREW = "withdrew", _("withdrew")
    EXPELLED = "expelled", _("was expelled")
    ENDED = "ended", _("membership ended")
    READMITTED = "readmitted", _("was readmitted")


STATUS_AFTER: dict[str, MembershipStatus] = {
    MembershipActKind.DECLARED_AIM: MembershipStatus.ASPIRANT,
    MembershipActKind.INVITED: MembershipStatus.INVITED,
    MembershipActKind.DECLINED: MembershipStatus.DECLINED,
    MembershipActKind.APPLIED: MembershipStatus.APPLICANT,
    MembershipActKind.PARTNER: MembershipStatus.PARTNER,
    MembershipActKind.ASSOCIATED: MembershipStatus.ASSOCIATE,
    MembershipActKind.OBSERVER: MembershipStatus.OBSERVER,
    MembershipActKind.CANDIDATE: MembershipStatus.CANDIDATE,
    MembershipActKind.NEGOTIATIONS: MembershipStatus.CANDIDATE,
    MembershipActKind.LAPSED: MembershipStatus.LAPSED,
    MembershipActKind.FOUNDED: MembershipStatus.MEMBER,
    MembershipActKind.JOINED: MembershipStatus.MEMBER,
    MembershipActKind.SUCCEEDED: MembershipStatus.MEMBER,
    MembershipActKind.FROZEN: MembershipStatus.FROZEN,
    MembershipActKind.SUSPENDED: MembershipStatus.SUSPENDED,
    MembershipActKind.RESUMED: MembershipStatus.MEMBER,
    MembershipActKind.WITHDREW: MembershipStatus.WITHDRAWN,
    MembershipActKind.EXPELLED: MembershipStatus.EXPELLED,
    MembershipActKind.ENDED: MembershipStatus.ENDED,
    MembershipActKind.READMITTED: MembershipStatus.MEMBER,
}

# Steps after which somebody is out: of unknown date, they come last.
LEAVING = (
    MembershipActKind.LAPSED,
    MembershipActKind.WITHDREW,
    MembershipActKind.EXPELLED,
    MembershipActKind.ENDED,
)

# Agreements -------------------------------------------------------------------


class AgreementKind(TextChoices):
    TREATY = "treaty", _("treaty")
    FOUNDING_TREATY = "founding_treaty", _("founding treaty")
    CONVENTION = "convention", _("convention")
    AGREEMENT = "agreement", _("agreement")
    CHARTER = "charter", _("charter")
    PROTOCOL = "protocol", _("protocol")
    MEMORANDUM = "memorandum", _("memorandum")
    JOINT_STATEMENT = "joint_statement", _("joint statement")
    DECLARATION = "declaration", _("declaration")
    CEASEFIRE = "ceasefire", _("ceasefire")
    ROADMAP = "roadmap", _("roadmap")
    ARRANGEMENT = "arrangement", _("arrangement")


class LegalForce(TextChoices):
    BINDING = "binding", _("legally binding")
    POLITICAL = "political", _("political commitment")
    UNCLEAR = "unclear", _("unclear")


class AgreementState(TextChoices):
    ANNOUNCED = "announced", _("announced")
    NEGOTIATING = "negotiating", _("negotiating")
    AGREED = "agreed", _("text agreed")
    SIGNED = "signed", _("signed")
    PROVISIONAL = "provisional", _("provisionally applied")
    IN_FORCE = "in_force", _("in force")
    SUSPENDED = "suspended", _("suspended")
    TERMINATED = "terminated", _("terminated")
    SUPERSEDED = "superseded", _("superseded")
    NOT_CONCLUDED = "not_concluded", _("not concluded")


class ActKind(TextChoices):
    """Steps in the order in which they follow each other where dates don't decide."""

    ANNOUNCED = "announced", _("announced")
    NEGOTIATION_OPENED = "negotiation_opened", _("negotiation opened")
    ADOPTED = "adopted", _("adopted")
    INITIALLED = "initialled", _("initialled")
    SIGNED = "signed", _("signed")
    PROVISIONALLY_APPLIED = "provisionally_applied", _("provisionally applied")
    RATIFIED = "ratified", _("ratified")
    ACCEPTED = "accepted", _("accepted")
    APPROVED = "approved", _("approved")
    ACCEDED = "acceded", _("acceded")
    SUCCEEDED = "succeeded", _("succeeded")
    RESERVATION = "reservation", _("made a reservation")
    ENTERED_INTO_FORCE = "entered_into_force", _("entered into force")
    AMENDED = "amended", _("amended")
    SUSPENDED = "suspended", _("suspended")
    RESUMED = "resumed", _("resumed")
    DENOUNCED = "denounced", _("denounced")
    WITHDRAWN = "withdrawn", _("withdrawn")
    TERMINATED = "terminated", _("terminated")
    SUPERSEDED = "superseded", _("superseded")
    NEGOTIATION_ABANDONED = "negotiation_abandoned", _("negotiation abandoned")


# What a step of the agreement as a whole makes of its state. A step that is
# missing here (a ratification, a reservation) leaves the state as it was.
STATE_AFTER: dict[str, AgreementState] = {
    ActKind.ANNOUNCED: AgreementState.ANNOUNCED,
    ActKind.NEGOTIATION_OPENED: AgreementState.NEGOTIATING,
    ActKind.ADOPTED: AgreementState.AGREED,
    ActKind.INITIALLED: AgreementState.AGREED,
    ActKind.SIGNED: AgreementState.SIGNED,
    ActKind.PROVISIONALLY_APPLIED: AgreementState.PROVISIONAL,
    ActKind.ENTERED_INTO_FORCE: AgreementState.IN_FORCE,
    ActKind.SUSPENDED: AgreementState.SUSPENDED,
    ActKind.RESUMED: AgreementState.IN_FORCE,
    ActKind.DENOUNCED: AgreementState.TERMINATED,
    ActKind.WITHDRAWN: AgreementState.TERMINATED,
    ActKind.TERMINATED: AgreementState.TERMINATED,
    ActKind.SUPERSEDED: AgreementState.SUPERSEDED,
    ActKind.NEGOTIATION_ABANDONED: AgreementState.NOT_CONCLUDED,
}

ENDING = (
    ActKind.DENOUNCED,
    ActKind.WITHDRAWN,
    ActKind.TERMINATED,
    ActKind.SUPERSEDED,
    ActKind.NEGOTIATION_ABANDONED,
)


class Concerns(TextChoices):
    """Whose participation a step changes."""

    AGREEMENT = "agreement", _("the agreement as a whole")
    PARTY = "party", _("this party only")


class PartyRole(TextChoices):
    PARTY = "party", _("party")
    WITNESS = "witness", _("witness or mediator")
    GUARANTOR = "guarantor", _("guarantor")
    DEPOSITARY = "depositary", _("depositary")


class ProvisionForce(TextChoices):
    OBLIGATION = "obligation", _("obligation")
    PROGRAMME = "programme", _("programme")
    INTENTION = "intention", _("intention")
    TALKS = "talks", _("talks to be held")


class LinkKind(TextChoices):
    AMENDS = "amends", _("amends")
    REPLACES = "replaces", _("replaces")
    IMPLEMENTS = "implements", _("implements")
    SUPPLEMENTS = "supplements", _("supplements")
    FOLLOWS = "follows", _("follows up")


# Statements -------------------------------------------------------------------


class Voice(TextChoices):
    """Who speaks: somebody in office for an actor, or an onlooker for himself."""

    OFFICIAL = "official", _("official statement")
    COMMENTARY = "commentary", _("commentary")


class Medium(TextChoices):
    PRESS_CONFERENCE = "press_conference", _("press conference")
    WRITTEN_STATEMENT = "written_statement", _("written statement")
    SOCIAL_MEDIA = "social_media", _("social media")
    SPEECH = "speech", _("speech")
    INTERVIEW = "interview", _("interview")
    JOINT_STATEMENT = "joint_statement", _("joint statement")
    ARTICLE = "article", _("article")
    BRIEFING = "briefing", _("briefing")
    REMARKS = "remarks", _("remarks")
    LAW_OR_RESOLUTION = "law_or_resolution", _("law or resolution")


class Stance(TextChoices):
    SUPPORTS = "supports", _("supports")
    CONDITIONAL = "conditional", _("supports on conditions")
    NEUTRAL = "neutral", _("neutral")
    DOUBTS = "doubts", _("doubts")
    OPPOSES = "opposes", _("opposes")
    IMPROVING = "improving", _("ties improving")
    STEADY = "steady", _("ties steady")
    WORSENING = "worsening", _("ties worsening")
    UNCLEAR = "unclear", _("unclear")


# A stance on a country as such characterises ties: nobody supports or opposes a country.
TIES = (Stance.IMPROVING, Stance.STEADY, Stance.WORSENING)
