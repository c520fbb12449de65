"""What may be compared between an actor and a pole, and how readers are told."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from relations.analysis.ties import Tie

from .poles import ActorKey
from .rows import ALL, AgreementRow, Found, MembershipRow
from .ties import ties_of_member, ties_of_party

MEMBERSHIPS, AGREEMENTS = "memberships", "agreements"


@dataclass(frozen=True)
class Portfolio:
    """One kind of portfolio: ``ties`` of some actors from a source of records, and words."""

    ties: Callable[[Found, Collection[ActorKey], str], Iterator[Tie]]
    label: str | Promise
    heading: str | Promise
    title: str | Promise
    same: str | Promise
    items: str | Promise
    compared: str | Promise
    thin: str | Promise


def name_of(actor: ActorKey) -> str:
    """Name an actor in ties."""
    return f"{actor[0]}-{actor[1]}"


def _has(row: AgreementRow | MembershipRow, data: str) -> bool:
    return data == ALL or data in row.origins


def _memberships(found: Found, actors: Collection[ActorKey], data: str) -> Iterator[Tie]:
    for row in found.memberships:
        if row.member in actors and _has(row, data):
            yield from ties_of_member(row, name_of(row.member))


def _agreements(found: Found, actors: Collection[ActorKey], data: str) -> Iterator[Tie]:
    for row in found.many_sided:
        if _has(row, data):
            for party in sorted(row.parties & set(actors)):
                yield from ties_of_party(row, party, name_of(party))


PORTFOLIOS = {
    MEMBERSHIPS: Portfolio(
        ties=_memberships,
        label=_("memberships in organizations"),
        heading=_("How alike its memberships are with those of each"),
        title=_("How alike the memberships of %(actor)s are: %(measure)s"),
        same=_("From %(low)s to 1, which is the same memberships with the same status."),
        items=_("Organizations of %(pole)s"),
        compared=_("Compared are %(a)d and %(b)d organizations; all sizes count here."),
        thin=_(
            "%(pole)s belongs to %(n)d organizations here: how alike memberships are says little."
        ),
    ),
    AGREEMENTS: Portfolio(
        ties=_agreements,
        label=_("agreements of three and more parties"),
        heading=_("How alike its agreements are with those of each"),
        title=_("How alike the agreements of %(actor)s are: %(measure)s"),
        same=_("From %(low)s to 1, which is the same agreements, as binding for both."),
        items=_("Agreements of %(pole)s"),
        compared=_(
            "Compared are %(a)d and %(b)d agreements of three parties or more that one of the"
            " two is a party to."
        ),
        thin=_(
            "%(pole)s is a party to %(n)d agreements of three and more here: how alike"
            " agreements are says little."
        ),
    ),
}
