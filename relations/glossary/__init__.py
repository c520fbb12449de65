"""What the terms of the vocabularies mean, for readers; and the words of the Convention.

Meanings are in our own words. Terms of treaty law follow the Vienna Convention on the Law of
Treaties of 23 May 1969 (UNTS vol. 1155, I-18232): the articles meant are named, and quoted
from :mod:`.convention`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..vocabularies import (
    ActKind,
    AgreementKind,
    AgreementState,
    Concerns,
    CountryKind,
    IncompatibilityKind,
    IsoStatus,
    LegalForce,
    LinkKind,
    Medium,
    MembershipActKind,
    MembershipStatus,
    NameKind,
    OrganizationKind,
    PartyRole,
    ProvisionForce,
    Review,
    SourceKind,
    Stance,
    Voice,
)
from . import agreements, convention, others
from .convention import Quotation


@dataclass(frozen=True)
class Term:
    """One term: its place on the page, its name, its meaning, and the Convention's words."""

    anchor: str
    label: str
    meaning: str | Promise
    quotations: tuple[Quotation, ...] = ()


@dataclass(frozen=True)
class Entry:
    """A vocabulary: its anchor and title, and its terms."""

    anchor: str
    title: str | Promise
    terms: list[Term]


# The kinds of term that have an entry: by the word for one of them, which begins its anchor.
VOCABULARIES: dict[str, tuple[str, str | Promise, type[TextChoices], Mapping[Any, Any]]] = {
    "state": ("states", _("States of an agreement"), AgreementState, agreements.STATES),
    "act": ("acts", _("Acts"), ActKind, agreements.ACTS),
    "concerns": ("concerns", _("Whom an act concerns"), Concerns, agreements.CONCERNS),
    "force": ("force", _("Legal force"), LegalForce, agreements.FORCES),
    "agreement": ("agreements", _("Kinds of agreement"), AgreementKind, agreements.KINDS),
    "provision": (
        "provisions",
        _("How binding a provision is"),
        ProvisionForce,
        agreements.PROVISIONS,
    ),
    "role": ("roles", _("Roles in an agreement"), PartyRole, agreements.ROLES),
    "link": ("links", _("How agreements relate"), LinkKind, agreements.LINKS),
    "status": ("statuses", _("Status of a membership"), MembershipStatus, others.STATUSES),
    "step": ("steps", _("Steps of a membership"), MembershipActKind, others.MEMBERSHIP_ACTS),
    "incompatibility": (
        "incompatibilities",
        _("Kinds of incompatibility"),
        IncompatibilityKind,
        others.INCOMPATIBILITIES,
    ),
    "stance": ("stances", _("Stances"), Stance, others.STANCES),
    "voice": ("voices", _("Voices"), Voice, others.VOICES),
    "medium": ("media", _("Media"), Medium, others.MEDIA),
    "country": ("countries", _("Kinds of country"), CountryKind, others.COUNTRIES),
    "code": ("codes", _("Codes of countries"), IsoStatus, others.CODES),
    "organization": (
        "organizations",
        _("Kinds of organization"),
        OrganizationKind,
        others.ORGANIZATIONS,
    ),
    "name": ("names", _("Other names"), NameKind, others.NAMES),
    "source": ("sources", _("Kinds of source"), SourceKind, others.SOURCES),
    "review": ("reviews", _("Review"), Review, others.REVIEWS),
}

# Terms that the Convention defines and no vocabulary of ours holds.
DEFINED = (
    ("negotiating-state", _("negotiating State"), convention.NEGOTIATING_STATE),
    ("contracting-state", _("contracting State"), convention.CONTRACTING_STATE),
    ("third-state", _("third State"), convention.THIRD_STATE),
    (
        "international-organization",
        _("international organization"),
        convention.INTERNATIONAL_ORGANIZATION,
    ),
)


def anchor_of(kind: str, value: str) -> str:
    """Give where a term stands on the page: “state-in_force”."""
    return f"{kind}-{value}"


def _terms(
    kind: str, vocabulary: type[TextChoices], meanings: Mapping[Any, str | Promise]
) -> list[Term]:
    return [
        Term(
            anchor_of(kind, value),
            str(vocabulary(value).label),
            meaning,
            agreements.QUOTATIONS.get(anchor_of(kind, value), ()),
        )
        for value, meaning in meanings.items()
    ]


def glossary() -> list[Entry]:
    """Give the vocabularies in the order of the page."""
    entries = [
        Entry(anchor, title, _terms(kind, vocabulary, meanings))
        for kind, (anchor, title, vocabulary, meanings) in VOCABULARIES.items()
    ]
    defined = [Term(anchor, str(name), "", (words,)) for anchor, name, words in DEFINED]
    return [*entries, Entry("defined", _("Further terms of the Convention"), defined)]
