"""Memberships: steps, and the status that each leads to."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


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

# Who belongs, be it without taking part; and who is on the way in, however far.
JOINED = (MembershipStatus.MEMBER, MembershipStatus.FROZEN, MembershipStatus.SUSPENDED)
SEEKING = (MembershipStatus.ASPIRANT, MembershipStatus.APPLICANT, MembershipStatus.CANDIDATE)
