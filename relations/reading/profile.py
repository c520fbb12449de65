"""An actor's profile in numbers, and what it agreed with whom, scope by scope."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from relations.models import Provision, Scope
from relations.querysets import Rows, prepared
from relations.vocabularies import AgreementState, MembershipStatus, Stance

PARTNERS = 15  # the partners with most provisions
# What is agreed and not over.
LIVING = (
    AgreementState.AGREED,
    AgreementState.SIGNED,
    AgreementState.PROVISIONAL,
    AgreementState.IN_FORCE,
)


@dataclass
class Numbers:
    """How much is known of an actor on a day; stances as (stance, label, number)."""

    in_force: int
    agreements: int
    member_of: int
    memberships: int
    members: int
    taken: list[tuple[str, str, int]]
    received: list[tuple[str, str, int]]


def numbers(
    agreements: list[Any],
    memberships: list[Any],
    members: list[Any],
    *,
    taken: Mapping[str, int],
    received: Mapping[str, int],
) -> Numbers:
    """Count what the rows of a page hold; how many positions have which stance is given."""
    member = MembershipStatus.MEMBER
    return Numbers(
        in_force=sum(row.state == AgreementState.IN_FORCE for row in agreements),
        agreements=len(agreements),
        member_of=sum(row.status == member for row in memberships),
        memberships=len(memberships),
        members=sum(row.status == member for row in members),
        taken=_in_order(taken),
        received=_in_order(received),
    )


def _in_order(found: Mapping[str, int]) -> list[tuple[str, str, int]]:
    return [(value, str(label), found[value]) for value, label in Stance.choices if value in found]


@dataclass
class ScopesByPartner:
    """A table: the top scopes, and for each partner the number of provisions under each."""

    scopes: list[Scope]
    rows: list[tuple[Any, list[int], int]]  # partner, provisions a scope, in all
    left_out: int


def scopes_by_partner(actor: Any, agreements: Iterable[Any]) -> ScopesByPartner:
    """Count the provisions that bind an actor and each other party, by top scope.

    Of its agreements, which carry their ``state`` on a day and their ``parties``, those count
    that stand (agreed, signed, provisionally applied, in force). Two queries.
    """
    living = {agreement.pk: agreement for agreement in agreements if agreement.state in LIVING}
    provisions: dict[int, Counter[int]] = {}
    for agreement, scope, parent in _provisions().filter(agreement__in=living):
        provisions.setdefault(agreement, Counter())[parent or scope] += 1
    counts: dict[Any, Counter[int]] = {}
    for number, scopes in provisions.items():
        for party in living[number].parties:
            if party.actor != actor:
                counts.setdefault(party.actor, Counter()).update(scopes)
    ranked = sorted(counts.items(), key=lambda row: (-row[1].total(), row[0].name))
    shown = ranked[:PARTNERS]
    used = {scope for _partner, counter in shown for scope in counter}
    top = list(Scope.objects.filter(pk__in=used))
    return ScopesByPartner(
        scopes=top,
        rows=[(who, [c[scope.pk] for scope in top], c.total()) for who, c in shown],
        left_out=len(ranked) - len(shown),
    )


@cache
def _provisions() -> Rows:
    told = Provision.objects.order_by().values_list("agreement", "scope", "scope__parent")
    return prepared(told)
