"""What is read from the database: the agreements and memberships of the actor and the poles.

A constant number of queries, as values and not as records; nothing of other actors is read
but how many parties and members there are. Agreements of the poles with others are read only
where they are to be compared.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from relations.analysis.between import Between
from relations.dates import InvalidDate, PartialDate
from relations.models import (
    Act,
    Agreement,
    Claim,
    ImportedRow,
    Membership,
    MembershipAct,
    Party,
)
from relations.models.slug import page_of
from relations.querysets import Rows
from relations.vocabularies import ActKind, Concerns, MembershipActKind, PartyRole, Review

from .poles import ActorKey, Pole, any_of, key_of

CURATED = "curated"  # what people entered, as against what an import made
ALL = "all"  # both


@dataclass(frozen=True)
class Step:
    """An act: when it took effect, and what it was; other sources may say otherwise."""

    when: Between
    kinds: tuple[str, ...]  # the one that the record has first
    actor: ActorKey | None = None  # of a step of an agreement
    of_a_party: bool = False


@dataclass
class AgreementRow:
    """An agreement of the actor. ``parties`` are the actor and those of the poles."""

    slug: str
    title: str
    href: str
    kind: str
    forces: tuple[str, ...]
    size: int  # parties in all
    origins: frozenset[str] = frozenset()
    parties: set[ActorKey] = field(default_factory=set)
    steps: list[Step] = field(default_factory=list)


@dataclass
class MembershipRow:
    """A membership of the actor or of a pole's member, in an organization."""

    number: int
    member: ActorKey
    organization: ActorKey
    slug: str
    title: str
    href: str
    member_name: str
    origins: frozenset[str] = frozenset()
    steps: list[Step] = field(default_factory=list)


@dataclass
class Found:
    """All that was read. ``sizes`` say how many members each organization ever had.

    ``agreements`` are those of the actor, ``many_sided`` those of three and more parties of
    the actor and the poles alike.
    """

    agreements: dict[int, AgreementRow]
    memberships: list[MembershipRow]
    sizes: dict[ActorKey, int]
    many_sided: list[AgreementRow] = field(default_factory=list)


def find_rows(
    actor: Any, poles: tuple[Pole, Pole], largest: int, *, many_sided: bool = False
) -> Found:
    """Read what ties the actor, and where the poles belong; agreements of the poles if wanted.

    Of agreements with more than ``largest`` parties neither parties nor acts are read.
    """
    me = key_of(actor)
    everybody = {member for pole in poles for member in pole.members} | {me}
    memberships = _memberships(actor, everybody)
    own = {row.organization for row in memberships if row.member == me}
    found = Found(_agreements({me}, everybody, range(largest + 1)), memberships, _sizes(own))
    if many_sided:
        sizes = range(3, largest + 1)
        rows = _agreements(everybody, everybody, sizes).values()
        found.many_sided = [row for row in rows if row.size in sizes]
    return found


def _key(country: int | None, organization: int | None) -> ActorKey | None:
    if country is not None:
        return "country", country
    return None if organization is None else ("organization", organization)


def _agreements(
    whose: set[ActorKey], everybody: set[ActorKey], sizes: range
) -> dict[int, AgreementRow]:
    """Read the agreements of some; of those of these sizes who takes part, and what happened."""
    party = Party.objects.filter(agreement=OuterRef("pk"), role=PartyRole.PARTY)
    mine = Agreement.objects.published().filter(Exists(party.filter(any_of(whose))))
    found = {
        agreement.pk: AgreementRow(
            agreement.slug,
            str(agreement),
            agreement.get_absolute_url(),
            agreement.kind,
            (agreement.legal_force,),
            0,
        )
        for agreement in mine.only("slug", "title", "short_title", "kind", "legal_force")
    }
    parties = Party.objects.visible().filter(role=PartyRole.PARTY).order_by()
    counted = parties.filter(agreement__in=mine.order_by().values("pk")).values("agreement_id")
    for party_count in counted.annotate(n=Count("pk")):
        found[party_count["agreement_id"]].size = party_count["n"]
    ids = [number for number, agreement in found.items() if agreement.size in sizes]
    columns = ("agreement_id", "actor_country_id", "actor_organization_id")
    chosen = parties.filter(any_of(everybody), agreement__in=ids)
    for number, *ends in chosen.values_list(*columns):
        if key := _key(*ends):
            found[number].parties.add(key)
    acts = Act.objects.filter(
        Q(concerns=Concerns.AGREEMENT) | any_of(everybody) | Q(kind=ActKind.SIGNED),
        agreement__in=ids,
    )
    disputed = _disputed("act", acts)
    more = (*columns, "concerns")
    signed: set[int] = set()
    for step in acts.in_order().values("pk", "kind", "_earliest", "_latest", *more):
        key = _key(step["actor_country_id"], step["actor_organization_id"])
        if step["kind"] == ActKind.SIGNED and key not in everybody:
            # Of the signatures of others the first one counts: since then it is signed.
            if step["agreement_id"] in signed:
                continue
            signed.add(step["agreement_id"])
        of_a_party = step["concerns"] == Concerns.PARTY
        found[step["agreement_id"]].steps.append(
            _step(step, disputed, actor=key, of_a_party=of_a_party)
        )
    for number, force in Claim.objects.filter(
        agreement__in=ids, field="legal_force", source__review=Review.PUBLISHED
    ).values_list("agreement_id", "value"):
        found[number].forces = tuple(dict.fromkeys((*found[number].forces, force)))
    for number, origins in _origins("agreement", ids).items():
        found[number].origins = origins
    for row in found.values():
        row.origins = row.origins or frozenset({CURATED})
    return found


def _memberships(actor: Any, everybody: set[ActorKey]) -> list[MembershipRow]:
    condition = any_of(everybody)
    if actor._meta.model_name == "organization":
        condition |= Q(organization=actor)
    ends = ("organization", "actor_country", "actor_organization")
    columns = (*(f"{end}_id" for end in ends), *(f"{end}__name" for end in ends))
    found: dict[int, MembershipRow] = {}
    rows = Membership.objects.visible().filter(condition).order_by("pk")
    for number, slug, whole, country, group, name, *names in rows.values_list(
        "pk", "organization__slug", *columns
    ):
        member = ("country", country) if country is not None else ("organization", group)
        page = f"{page_of('organization', slug)}#members"
        found[number] = MembershipRow(
            number, member, ("organization", whole), slug, name, page, next(filter(None, names))
        )
    # Hidden ones too, which is simpler to ask, and left aside.
    ids = Membership.objects.filter(condition).order_by().values("pk")
    acts: Rows = MembershipAct.objects.filter(membership__in=ids)
    disputed = _disputed("membership_act", acts)
    for step in acts.in_order().values("pk", "membership_id", "kind", "_earliest", "_latest"):
        if row := found.get(step["membership_id"]):
            row.steps.append(_step(step, disputed))
    origins = _origins("membership", ids)
    for number, each in found.items():
        each.origins = origins.get(number) or frozenset({CURATED})
    return list(found.values())


def _sizes(organizations: Iterable[ActorKey]) -> dict[ActorKey, int]:
    joining = [
        MembershipActKind.FOUNDED,
        MembershipActKind.JOINED,
        MembershipActKind.SUCCEEDED,
    ]
    joined = MembershipAct.objects.filter(membership=OuterRef("pk"), kind__in=joining)
    rows = Membership.objects.published().filter(
        Exists(joined), organization__in=[number for _kind, number in organizations]
    )
    counted = rows.order_by().values_list("organization_id").annotate(Count("pk"))
    return {("organization", number): size for number, size in counted}


def _origins(record: str, ids: Any) -> dict[int, frozenset[str]]:
    """Say of each record that a data set has which do, and whether people entered it."""
    found: dict[int, set[str]] = {}
    made = set()
    rows = ImportedRow.objects.filter(**{f"{record}__in": ids}).order_by()
    for number, slug, by_import in rows.values_list(f"{record}_id", "data_set__slug", "made"):
        found.setdefault(number, set()).add(slug)
        if by_import:
            made.add(number)
    return {
        number: frozenset(slugs if number in made else slugs | {CURATED})
        for number, slugs in found.items()
    }


Claims = dict[tuple[int, str], list[str]]


def _disputed(act: str, acts: Rows) -> Claims:
    """Give what published sources claim of the kinds and dates of acts."""
    found: Claims = {}
    rows = Claim.objects.filter(
        **{f"{act}__in": acts.order_by().values("pk")},
        field__in=("kind", "date", "effect"),
        source__review=Review.PUBLISHED,
    )
    for number, name, value in rows.order_by("pk").values_list(f"{act}_id", "field", "value"):
        found.setdefault((number, name), []).append(value)
    return found


def _step(step: dict[str, Any], claims: Claims, **more: Any) -> Step:
    number = step["pk"]
    kinds = (step["kind"], *claims.get((number, "kind"), ()))
    when = Between(step["_earliest"], step["_latest"])
    claimed = [*claims.get((number, "effect"), ()), *claims.get((number, "date"), ())]
    return Step(_hull(when, claimed) if claimed else when, tuple(dict.fromkeys(kinds)), **more)


def _hull(when: Between, claimed: Iterable[str]) -> Between:
    """Widen what a record says to what any source says; it is drawn where the record has it."""
    dates = [when]
    for notation in claimed:
        try:
            date = PartialDate.parse(notation)
        except InvalidDate:
            continue
        dates.append(Between(date.earliest, date.latest))
    firsts = [date.earliest for date in dates]
    lasts = [date.latest for date in dates]
    return Between(
        None if None in firsts else min(day for day in firsts if day),
        None if None in lasts else max(day for day in lasts if day),
        when.day,
    )
