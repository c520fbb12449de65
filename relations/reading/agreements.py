"""An agreement's page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from relations.models import Act, Agreement, AgreementLink, Party, Position, Provision, Scope
from relations.querysets import Rows, prepared, visible_parties
from relations.vocabularies import ENDING, ActKind, Review, Stance

from .claims import Disputes, disputes
from .events import by_day
from .shown_rows import first_positions, visible_acts
from .sources import visible_citations

POSITIONS = 100  # the newest; the list of statements has all

# The columns of a party's acts, as depositaries print them (VCLT, articles 11 to 17,
# 24, 25, and part V); what is in none of them stands under "other".
COLUMNS: tuple[tuple[Any, frozenset[str]], ...] = (
    (_("Signed"), frozenset({ActKind.SIGNED})),
    (
        _("Consent to be bound"),
        frozenset(
            {
                ActKind.RATIFIED,
                ActKind.ACCEPTED,
                ActKind.APPROVED,
                ActKind.ACCEDED,
                ActKind.SUCCEEDED,
            }
        ),
    ),
    (
        _("In force for it"),
        frozenset({ActKind.PROVISIONALLY_APPLIED, ActKind.ENTERED_INTO_FORCE}),
    ),
    (_("Suspended or left"), frozenset({ActKind.SUSPENDED, ActKind.RESUMED, *ENDING})),
)
OTHER = _("Other acts")


@dataclass
class PartyRow:
    """A party with the acts that it did: all of them, and a list for each column."""

    party: Party
    acts: list[Act]
    columns: list[list[Act]] = field(default_factory=list)


@dataclass
class Parties:
    """The table of parties. Columns in which nobody did anything are left out."""

    headings: list[str]
    rows: list[PartyRow]


@dataclass
class AgreementPage:
    """An agreement with its evidence, as it was on a day."""

    agreement: Agreement
    parties: Parties
    acts: list[Act]
    later: int  # acts after the day
    scopes: list[tuple[Scope, list[Provision]]]
    stances: list[tuple[str, list[Position]]]
    links: list[AgreementLink]
    reverse_links: list[AgreementLink]
    citations: list[Any]
    disputes: Disputes


def agreement_page(agreement: Any, day: dt.date) -> AgreementPage:
    """Gather an agreement's page. ``agreement`` comes from ``with_state(day)``."""
    all_acts = list(visible_acts().filter(agreement__in=[agreement]))
    acts = [act for act in all_acts if act.date is None or may_be_by(act.date, day)]
    parties = visible_parties(Party).filter(agreement__in=[agreement])
    provisions = _provisions().filter(agreement__in=[agreement])
    by_scope = sorted(provisions, key=lambda p: (p.scope.order, p.scope.name, p.number))
    on_it = Position.objects.filter(by_day(day, "statement__"), target_agreement=agreement)
    positions = sorted(
        first_positions(on_it, POSITIONS),
        key=lambda position: Stance.values.index(position.stance),
    )
    either_end = Q(from_agreement__in=[agreement]) | Q(to_agreement__in=[agreement])
    links = list(_links().filter(either_end))
    return AgreementPage(
        agreement=agreement,
        parties=parties_with(parties, acts),
        acts=acts,
        later=len(all_acts) - len(acts),
        scopes=[(scope, list(rows)) for scope, rows in groupby(by_scope, key=lambda p: p.scope)],
        stances=[
            (str(Stance(stance).label), list(rows))
            for stance, rows in groupby(positions, key=lambda p: p.stance)
        ],
        links=[link for link in links if link.from_agreement == agreement],
        reverse_links=[link for link in links if link.to_agreement == agreement],
        citations=list(visible_citations().filter(agreement__in=[agreement])),
        disputes=disputes(agreement, acts, by_scope),
    )


@cache
def _provisions() -> Rows:
    return prepared(Provision.objects.select_related("scope", "source"))


@cache
def _links() -> Rows:
    seen = {f"{end}_agreement__review": Review.PUBLISHED for end in ("from", "to")}
    links = AgreementLink.objects.filter(**seen)
    return prepared(links.select_related("from_agreement", "to_agreement"))


def may_be_by(date: Any, day: dt.date) -> bool:
    """Say whether a partial date may lie on or before a day."""
    return date.earliest is None or date.earliest <= day


def parties_with(parties: Iterable[Party], acts: Iterable[Act]) -> Parties:
    """Put the acts of each party into the columns of the table."""
    done: dict[Any, list[Act]] = {}
    for act in acts:
        if act.actor:
            done.setdefault(act.actor, []).append(act)
    known = frozenset().union(*(kinds for _heading, kinds in COLUMNS))
    rows = []
    for party in parties:
        own = done.get(party.actor, [])
        columns = [[act for act in own if act.kind in kinds] for _heading, kinds in COLUMNS]
        columns.append([act for act in own if act.kind not in known])
        rows.append(PartyRow(party, own, columns))
    headings = [*(str(heading) for heading, _kinds in COLUMNS), str(OTHER)]
    used = [n for n in range(len(headings)) if any(row.columns[n] for row in rows)]
    for row in rows:
        row.columns = [row.columns[n] for n in used]
    return Parties([headings[n] for n in used], rows)
