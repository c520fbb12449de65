"""Agreements: kinds, acts and the states they lead to, roles, provisions, links."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


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
    RESOLUTION = "resolution", _("resolution")


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
