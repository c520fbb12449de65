"""The controlled vocabularies: every list of terms that a field can hold.

Terms of treaty law follow the Vienna Convention on the Law of Treaties (1969),
those of membership the practice of international organizations. What each term
means is explained to readers in :mod:`relations.glossary`.
"""

from .actors import CountryKind, IsoStatus, NameKind, OrganizationKind, Region, Subregion
from .agreement import (
    ENDING,
    STATE_AFTER,
    ActKind,
    AgreementKind,
    AgreementState,
    Concerns,
    LegalForce,
    LinkKind,
    PartyRole,
    ProvisionForce,
)
from .incompatibility import IncompatibilityKind
from .membership import JOINED, LEAVING, SEEKING, STATUS_AFTER, MembershipActKind, MembershipStatus
from .review import Decision, Origin, Review
from .source import LinkResult, SourceKind
from .statement import TIES, Medium, Stance, Voice

__all__ = [
    "ActKind",
    "AgreementKind",
    "AgreementState",
    "Concerns",
    "CountryKind",
    "Decision",
    "ENDING",
    "IncompatibilityKind",
    "IsoStatus",
    "JOINED",
    "LEAVING",
    "LegalForce",
    "LinkKind",
    "LinkResult",
    "Medium",
    "MembershipActKind",
    "MembershipStatus",
    "NameKind",
    "OrganizationKind",
    "Origin",
    "PartyRole",
    "ProvisionForce",
    "Region",
    "Review",
    "SEEKING",
    "STATE_AFTER",
    "STATUS_AFTER",
    "SourceKind",
    "Stance",
    "Subregion",
    "TIES",
    "Voice",
]
