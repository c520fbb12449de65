"""The shape of agreements: parties, acts, provisions, links."""

from __future__ import annotations

from django.db.models import Prefetch

from relations.models import AgreementLink, Provision
from relations.querysets import Rows, parts
from relations.reading.shown_rows import visible_acts
from relations.vocabularies import (
    ActKind,
    AgreementKind,
    AgreementState,
    Concerns,
    LegalForce,
    LinkKind,
    PartyRole,
    ProvisionForce,
    Review,
)

from ..shapes import Shape, many, maybe, plain
from .actors import EFFECT, OCCURRENCE, PART_CITATIONS
from .parts import (
    ACTOR,
    ACTOR_FIELDS,
    AGREEMENT_REFERENCE,
    EVIDENCE,
    LOCATOR,
    OWN_SOURCE,
    PERSON_REFERENCE,
    SCOPE_REFERENCE,
    addresses,
    dated,
    through,
    visible,
)

PARTY = Shape(
    "Party",
    "An actor's part in an agreement.",
    (
        *through("actor", ACTOR_FIELDS),
        plain("role", PartyRole, "As what it takes part."),
        maybe("note", str, "What else is known."),
    ),
)
ACT = Shape(
    "Act",
    "A dated step of an agreement as a whole, or of one party.",
    (
        plain("kind", ActKind, "What was done."),
        plain("concerns", Concerns, "Whose participation it changes."),
        maybe("actor", ACTOR, "Who did it; null where the agreement as such did."),
        visible("person", PERSON_REFERENCE, "By whose hand."),
        dated("date", "Of the act: signature, deposit, notice."),
        EFFECT,
        OCCURRENCE,
        maybe("place", str, "Where."),
        maybe("reason", str, "Why, in our own words."),
        OWN_SOURCE,
        LOCATOR,
        PART_CITATIONS,
    ),
)
PROVISION = Shape(
    "Provision",
    "What an agreement lays down under one scope.",
    (
        plain("number", int, "Its place in the order."),
        plain("scope", SCOPE_REFERENCE, "Under which scope."),
        plain("force", ProvisionForce, "How binding it is."),
        plain("text", str, "What is agreed, in our own words."),
        OWN_SOURCE,
        LOCATOR,
    ),
)
LINK = Shape(
    "AgreementLink",
    "How one agreement relates to an earlier one.",
    (
        plain("kind", LinkKind, "How `from` relates to `to`."),
        plain("from", AGREEMENT_REFERENCE, "The later agreement.", "from_agreement"),
        plain("to", AGREEMENT_REFERENCE, "The earlier agreement.", "to_agreement"),
        maybe("note", str, "What else is known."),
    ),
)


def _with_parties(rows: Rows) -> Rows:
    return rows.with_parties()


def _with_acts(rows: Rows) -> Rows:
    return rows.prefetch_related(parts("act_set", visible_acts(), to_attr="acts"))


def _with_provisions(rows: Rows) -> Rows:
    provisions = Provision.objects.select_related("scope", "source")
    return rows.prefetch_related(Prefetch("provision_set", provisions, to_attr="provisions"))


def _with_links(rows: Rows) -> Rows:
    links = AgreementLink.objects.filter(
        from_agreement__review=Review.PUBLISHED, to_agreement__review=Review.PUBLISHED
    ).select_related("from_agreement", "to_agreement")
    return rows.prefetch_related(
        Prefetch("link_set", links, to_attr="links_to"),
        Prefetch("reverse_link_set", links, to_attr="links_from"),
    )


AGREEMENT = Shape(
    "Agreement",
    "A treaty, charter, memorandum, joint statement, ceasefire and the like.",
    (
        *addresses("the agreement"),
        plain("slug", str, "The word in its address."),
        plain("title", str, "As in the document."),
        maybe("short_title", str, "What it is called for short."),
        plain("kind", AgreementKind, "What kind of document it is."),
        plain("legal_force", LegalForce, "Whether it binds in law."),
        maybe("state", AgreementState, "Its state on the day, as it follows from the acts."),
        dated("first_act", "When the first dated act was.", "first_date"),
        many("parties", PARTY, "Who takes part.", "parties", _with_parties),
        many("acts", ACT, "What was done, in the order of the dates.", "acts", _with_acts),
        many("provisions", PROVISION, "What it lays down.", "provisions", _with_provisions),
        many("links", LINK, "Earlier agreements that it relates to.", "links_to", _with_links),
        many(
            "reverse_links", LINK, "Later agreements that relate to it.", "links_from", _with_links
        ),
        maybe("registration", str, "Where it is registered or officially published."),
        maybe("summary", str, "In our own words."),
        maybe("note", str, "Editors' note: doubts, and what sources disagree on."),
        *EVIDENCE,
    ),
)
