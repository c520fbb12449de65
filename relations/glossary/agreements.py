"""Agreements: what their states, acts, kinds, roles and links mean, and by which article."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ..vocabularies import (
    ActKind,
    AgreementKind,
    AgreementState,
    Concerns,
    LegalForce,
    LinkKind,
    PartyRole,
    ProvisionForce,
)
from . import convention as vclt

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

KINDS = {
    AgreementKind.TREATY: _("An agreement in law, by the most solemn of its names."),
    AgreementKind.FOUNDING_TREATY: _("A treaty that sets up an organization."),
    AgreementKind.CONVENTION: _("A treaty, mostly of many parties, that lays down general rules."),
    AgreementKind.AGREEMENT: _("A treaty, mostly of less solemn form or narrower subject."),
    AgreementKind.CHARTER: _("A solemn statement of principles; some bind in law, others don't."),
    AgreementKind.PROTOCOL: _("An agreement that goes with another one, or follows from it."),
    AgreementKind.MEMORANDUM: _("Records what was understood; as a rule without force of law."),
    AgreementKind.JOINT_STATEMENT: _("A text that several sides issue together."),
    AgreementKind.DECLARATION: _("States principles or aims; as a rule without force of law."),
    AgreementKind.CEASEFIRE: _("An agreement to stop fighting."),
    AgreementKind.ROADMAP: _("Steps that the sides mean to take, one after the other."),
    AgreementKind.ARRANGEMENT: _("A working agreement, mostly between ministries or agencies."),
    AgreementKind.RESOLUTION: _("A text put to the vote in an organ of an organization."),
}

CONCERNS = {
    Concerns.AGREEMENT: _("The step changes the state of the agreement for all."),
    Concerns.PARTY: _("The step changes the participation of the party that did it."),
}

# The words of the Convention that a term goes by.
QUOTATIONS: dict[str, tuple[vclt.Quotation, ...]] = {
    "state-agreed": (vclt.INITIALLING,),
    "state-signed": (vclt.NOT_TO_DEFEAT,),
    "state-provisional": (vclt.PROVISIONAL,),
    "state-in_force": (vclt.ENTRY_INTO_FORCE, vclt.GOOD_FAITH),
    "state-suspended": (vclt.SUSPENSION,),
    "state-terminated": (vclt.ENDING, vclt.CHANGED_CIRCUMSTANCES),
    "state-superseded": (vclt.LATER_TREATY,),
    "act-adopted": (vclt.ADOPTION,),
    "act-initialled": (vclt.INITIALLING,),
    "act-signed": (vclt.SIGNATURE,),
    "act-provisionally_applied": (vclt.PROVISIONAL,),
    "act-ratified": (vclt.RATIFICATION, vclt.RATIFYING),
    "act-accepted": (vclt.ACCEPTANCE,),
    "act-approved": (vclt.ACCEPTANCE,),
    "act-acceded": (vclt.ACCESSION,),
    "act-reservation": (vclt.RESERVATION,),
    "act-entered_into_force": (vclt.ENTRY_INTO_FORCE,),
    "act-amended": (vclt.AMENDMENT,),
    "act-suspended": (vclt.SUSPENSION,),
    "act-denounced": (vclt.DENUNCIATION,),
    "act-withdrawn": (vclt.ENDING,),
    "act-terminated": (vclt.ENDING,),
    "act-superseded": (vclt.LATER_TREATY,),
    "agreement-treaty": (vclt.TREATY,),
    "force-binding": (vclt.CONSENT, vclt.GOOD_FAITH),
    "role-party": (vclt.PARTY,),
    "role-depositary": (vclt.DEPOSITARY,),
}
