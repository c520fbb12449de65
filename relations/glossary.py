"""What the terms of the vocabularies mean, in our own words, for the page about the site.

Terms of treaty law follow the Vienna Convention on the Law of Treaties of 23 May
1969 (UNTS vol. 1155, I-18232); the articles meant are named.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .vocabularies import (
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


@dataclass(frozen=True)
class Entry:
    """A vocabulary: its anchor and title, and its terms with what they mean."""

    anchor: str
    title: str | Promise
    terms: list[tuple[str, str | Promise]]


def _terms(
    vocabulary: type[TextChoices], meanings: Mapping[Any, str | Promise]
) -> list[tuple[str, str | Promise]]:
    return [(str(vocabulary(term).label), meaning) for term, meaning in meanings.items()]


STATES = {
    AgreementState.ANNOUNCED: _("Somebody entitled to said that it is to come."),
    AgreementState.NEGOTIATING: _("Talks on its text are going on."),
    AgreementState.AGREED: _(
        "The text is fixed, by adoption or initials, but not signed (VCLT 10)."
    ),
    AgreementState.SIGNED: _("Signed by at least one party, and not (or not as law) in force."),
    AgreementState.PROVISIONAL: _("Applied before it enters into force (VCLT 25)."),
    AgreementState.IN_FORCE: _("Its effects have begun as it lays down (VCLT 24)."),
    AgreementState.SUSPENDED: _("Its operation is stopped for a time (VCLT 57)."),
    AgreementState.TERMINATED: _("It has ended: denounced, withdrawn from or expired (VCLT 54)."),
    AgreementState.SUPERSEDED: _("A later agreement took its place (VCLT 59)."),
    AgreementState.NOT_CONCLUDED: _("The attempt was given up."),
}

ACTS = {
    ActKind.ANNOUNCED: _("Somebody entitled to made it known that an agreement is to come."),
    ActKind.NEGOTIATION_OPENED: _("Talks on a text began."),
    ActKind.ADOPTED: _("The text was established by those who drew it up (VCLT 9)."),
    ActKind.INITIALLED: _("Negotiators initialled the text, which fixes it (VCLT 10)."),
    ActKind.SIGNED: _("Signature, by which the text is fixed or consent given (VCLT 10 and 12)."),
    ActKind.PROVISIONALLY_APPLIED: _("Applied before it enters into force (VCLT 25)."),
    ActKind.RATIFIED: _("Consent to be bound, given after signature (VCLT 14)."),
    ActKind.ACCEPTED: _("Consent under another name, with the effect of ratification (VCLT 14)."),
    ActKind.APPROVED: _("Consent under another name, with the effect of ratification (VCLT 14)."),
    ActKind.ACCEDED: _("Consent of a state that hadn't signed (VCLT 15)."),
    ActKind.SUCCEEDED: _("A successor state takes the place of its predecessor."),
    ActKind.RESERVATION: _(
        "A party excludes or changes the effect of some rule for itself (VCLT 2)."
    ),
    ActKind.ENTERED_INTO_FORCE: _("From then on it binds, in general or for one party (VCLT 24)."),
    ActKind.AMENDED: _("Its text was changed by agreement (VCLT 39)."),
    ActKind.SUSPENDED: _("A party, or all, stopped applying it for a time; we say who and why."),
    ActKind.RESUMED: _("A suspension ended."),
    ActKind.DENOUNCED: _(
        "A party declared its end for itself (VCLT 56); date and date of effect are kept."
    ),
    ActKind.WITHDRAWN: _("A party left it (VCLT 54); date and date of effect are kept."),
    ActKind.TERMINATED: _("It ended for all: by agreement, expiry or breach (VCLT 54 and 60)."),
    ActKind.SUPERSEDED: _("A later agreement took its place (VCLT 59)."),
    ActKind.NEGOTIATION_ABANDONED: _("The attempt to conclude it was given up."),
}

LINKS = {
    LinkKind.AMENDS: _("Changes the text of the earlier agreement."),
    LinkKind.REPLACES: _("Takes the place of the earlier agreement."),
    LinkKind.IMPLEMENTS: _("Carries out what the earlier agreement lays down."),
    LinkKind.SUPPLEMENTS: _("Adds to the earlier agreement, which stays as it is."),
    LinkKind.FOLLOWS: _("Goes on from the earlier agreement without changing it."),
}

FORCES = {
    LegalForce.BINDING: _("Meant to create rights and duties in law."),
    LegalForce.POLITICAL: _("A commitment between governments that no court can enforce."),
    LegalForce.UNCLEAR: _("Text or practice leave it open, or sources disagree."),
}

PROVISIONS = {
    ProvisionForce.OBLIGATION: _("A side must do it."),
    ProvisionForce.PROGRAMME: _("A concrete undertaking without the force of a duty."),
    ProvisionForce.INTENTION: _("The sides intend, seek or support it."),
    ProvisionForce.TALKS: _("They agree to talk about it."),
}

ROLES = {
    PartyRole.PARTY: _("Bound by it, or committed by it."),
    PartyRole.WITNESS: _("Mediated or signed along, without obligations of its own."),
    PartyRole.GUARANTOR: _("Stands for its being kept."),
    PartyRole.DEPOSITARY: _("Keeps the original and the notifications (VCLT 76)."),
}

STATUSES = {
    MembershipStatus.ASPIRANT: _("Declared membership an aim, has not applied."),
    MembershipStatus.INVITED: _("Asked to join, has not answered or not acted yet."),
    MembershipStatus.DECLINED: _("Was asked, and refused."),
    MembershipStatus.APPLICANT: _("Has applied."),
    MembershipStatus.CANDIDATE: _("Recognised as candidate, or negotiating its accession."),
    MembershipStatus.ASSOCIATE: _("Takes part with some of the rights of a member."),
    MembershipStatus.PARTNER: _("Dialogue partner or the like, by a decision."),
    MembershipStatus.OBSERVER: _("May attend, without a vote."),
    MembershipStatus.LAPSED: _("Application withdrawn or earlier status ended."),
    MembershipStatus.MEMBER: _("Full member."),
    MembershipStatus.FROZEN: _("Still a member, and takes no part by its own decision."),
    MembershipStatus.SUSPENDED: _("Still a member, whose rights the organization suspended."),
    MembershipStatus.WITHDRAWN: _("Left by its own decision."),
    MembershipStatus.EXPELLED: _("Put out by the organization."),
    MembershipStatus.ENDED: _("The member or the organization ceased to exist."),
}

STANCES = {
    Stance.SUPPORTS: _("Speaks for it."),
    Stance.CONDITIONAL: _("Speaks for it under conditions that it names."),
    Stance.NEUTRAL: _("Says that it takes no side, or has no objection."),
    Stance.DOUBTS: _("Questions its sense, sincerity or effect."),
    Stance.OPPOSES: _("Speaks against it."),
    Stance.IMPROVING: _("Calls ties with a country or organization better than before."),
    Stance.STEADY: _("Calls ties unchanged."),
    Stance.WORSENING: _("Calls ties worse than before."),
    Stance.UNCLEAR: _("Speaks of it, but takes no stand that we could name."),
}

VOICES = {
    Voice.OFFICIAL: _("Somebody in office speaks for a state or an organization."),
    Voice.COMMENTARY: _("An author speaks for himself: a view, never taken for a fact."),
}


def glossary() -> list[Entry]:
    """Give the vocabularies in the order of the page."""
    return [
        Entry("states", _("States of an agreement"), _terms(AgreementState, STATES)),
        Entry("acts", _("Acts"), _terms(ActKind, ACTS)),
        Entry("force", _("Legal force"), _terms(LegalForce, FORCES)),
        Entry("provisions", _("How binding a provision is"), _terms(ProvisionForce, PROVISIONS)),
        Entry("roles", _("Roles in an agreement"), _terms(PartyRole, ROLES)),
        Entry("links", _("How agreements relate"), _terms(LinkKind, LINKS)),
        Entry("statuses", _("Status of a membership"), _terms(MembershipStatus, STATUSES)),
        Entry("stances", _("Stances"), _terms(Stance, STANCES)),
        Entry("voices", _("Voices"), _terms(Voice, VOICES)),
    ]
