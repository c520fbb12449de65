"""States that the acts don't support, and records whose parts are missing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, F, Min, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations.models import Act, Agreement, Membership, MembershipAct, Party, Side, Statement
from relations.vocabularies import ActKind, Concerns, PartyRole, Review, Voice

from .registry import Found, Weight, check

# From one of these on there is a text that may enter into force.
CONCLUDING = (
    ActKind.ADOPTED,
    ActKind.SIGNED,
    ActKind.INITIALLED,
    ActKind.RATIFIED,
    ActKind.ACCEPTED,
    ActKind.APPROVED,
    ActKind.ACCEDED,
    ActKind.SUCCEEDED,
)
BINDING = (ActKind.RATIFIED, ActKind.ACCEPTED, ActKind.APPROVED)
APPLIED = (ActKind.ENTERED_INTO_FORCE, ActKind.PROVISIONALLY_APPLIED)
# What parties only do; anybody may open talks or announce.
OF_A_PARTY = (*CONCLUDING[1:], ActKind.RESERVATION, ActKind.DENOUNCED, ActKind.WITHDRAWN)
ACTORS = ("actor_country", "actor_organization")


def _agreements(acts: Any, missing: tuple[str, ...]) -> Any:
    """The agreements with such an act and without one of the kinds that are missing."""
    of_it = Act.objects.filter(agreement=OuterRef("pk"))
    return Agreement.objects.filter(Exists(acts.filter(agreement=OuterRef("pk")))).exclude(
        Exists(of_it.filter(kind__in=missing))
    )


@check(gettext_lazy("In force, but never signed or adopted"), Weight.DOUBT)
def in_force_unsigned() -> Iterator[Found]:
    acts = Act.objects.filter(kind=ActKind.ENTERED_INTO_FORCE)
    for agreement in _agreements(acts, CONCLUDING):
        text = _("“%(agreement)s” entered into force, but no act says that it was concluded.")
        yield Found((agreement,), text % {"agreement": agreement})


@check(gettext_lazy("Suspended, but never in force"), Weight.DOUBT)
def suspended_out_of_force() -> Iterator[Found]:
    """Binding agreements only: a political commitment is observed without entering into force."""
    acts = Act.objects.filter(kind=ActKind.SUSPENDED)
    for agreement in _agreements(acts, APPLIED).exclude(legal_force="political"):
        text = _("“%(agreement)s” was suspended, but no act says that it was ever applied.")
        yield Found((agreement,), text % {"agreement": agreement})


@check(gettext_lazy("Ratified before it was signed"), Weight.ERROR)
def ratified_before_signed() -> Iterator[Found]:
    for actor in ACTORS:
        signed = (
            Act.objects.filter(agreement=OuterRef("agreement"), kind=ActKind.SIGNED)
            .filter(Q(**{actor: OuterRef(actor)}) | Q(**dict.fromkeys(ACTORS)))
            .order_by("date_earliest")
        )
        acts = Act.objects.filter(kind__in=BINDING, **{f"{actor}__isnull": False}).filter(
            Exists(signed.filter(date_earliest__gt=OuterRef("date_latest")))
        )
        for act in acts.select_related("agreement", actor):
            values = {"actor": act.actor, "what": act.get_kind_display(), "act": act.agreement}
            text = _("%(actor)s %(what)s “%(act)s” before it signed it.") % values
            yield Found((act.agreement,), text, str(act.date), f"{act.pk}")


@check(gettext_lazy("In force before it was concluded"), Weight.ERROR)
def in_force_before_concluded() -> Iterator[Found]:
    """By the date of effect where there is one."""
    force = Q(act__kind=ActKind.ENTERED_INTO_FORCE, act__concerns=Concerns.AGREEMENT)
    concluded = Q(act__kind__in=(ActKind.SIGNED, ActKind.ADOPTED))
    agreements = Agreement.objects.annotate(
        first=Min("act__date_earliest", filter=concluded),
        entered=Min("act__date_latest", filter=force & Q(act__effect__isnull=True)),
        effect=Min("act__effect_latest", filter=force),
    )
    for agreement in agreements.filter(Q(entered__lt=F("first")) | Q(effect__lt=F("first"))):
        text = _("“%(agreement)s” was in force before anybody signed or adopted it.")
        facts = (str(agreement.first), str(agreement.entered), str(agreement.effect))
        yield Found((agreement,), text % {"agreement": agreement}, facts)


@check(gettext_lazy("An act of a party by somebody who is none"), Weight.ERROR)
def act_of_no_party() -> Iterator[Found]:
    for actor in ACTORS:
        party = Party.objects.filter(agreement=OuterRef("agreement"))
        acts = Act.objects.filter(kind__in=OF_A_PARTY, **{f"{actor}__isnull": False}).exclude(
            Exists(party.filter(**{actor: OuterRef(actor)}))
        )
        for act in acts.select_related("agreement", actor):
            values = {"actor": act.actor, "what": act.get_kind_display(), "act": act.agreement}
            text = _("%(actor)s %(what)s “%(act)s”, but is no party to it.") % values
            yield Found((act.agreement,), text, act.kind, f"{act.pk}")


@check(gettext_lazy("Published memberships in which nothing happened"), Weight.DOUBT)
def membership_without_act() -> Iterator[Found]:
    acts = MembershipAct.objects.filter(membership=OuterRef("pk"))
    memberships = Membership.objects.filter(review=Review.PUBLISHED).exclude(Exists(acts))
    for membership in memberships.select_related(*ACTORS, "organization"):
        text = _("No act says how %(membership)s came about.") % {"membership": membership}
        yield Found((membership,), text)


@check(gettext_lazy("Official statements that speak for nobody"), Weight.DOUBT)
def statement_without_side() -> Iterator[Found]:
    sides = Side.objects.filter(statement=OuterRef("pk"))
    for statement in Statement.objects.filter(voice=Voice.OFFICIAL).exclude(Exists(sides)):
        text = _("“%(statement)s” is official, but has no side.") % {"statement": statement}
        yield Found((statement,), text)


@check(gettext_lazy("Agreements without a party"), Weight.DOUBT)
def agreement_without_party() -> Iterator[Found]:
    """Witnesses and guarantors alone make no agreement."""
    parties = Party.objects.filter(agreement=OuterRef("pk"), role=PartyRole.PARTY)
    for agreement in Agreement.objects.exclude(Exists(parties)):
        text = _("“%(agreement)s” has no party.") % {"agreement": agreement}
        yield Found((agreement,), text)


@check(gettext_lazy("Agreements without an act"), Weight.DOUBT)
def agreement_without_act() -> Iterator[Found]:
    acts = Act.objects.filter(agreement=OuterRef("pk"))
    for agreement in Agreement.objects.exclude(Exists(acts)):
        text = _("“%(agreement)s” has no act, and so no state.") % {"agreement": agreement}
        yield Found((agreement,), text)
