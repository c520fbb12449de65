"""An agreement's page."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from relations.models import Act, Agreement, AgreementLink, Party, Position, Provision, Scope
from relations.vocabularies import Review, Stance

from .actors import position_rows, visible_acts
from .claims import Disputes, disputes
from .sources import visible_citations


@dataclass
class PartyRow:
    """A party with the acts that it did."""

    party: Party
    acts: list[Act]


@dataclass
class AgreementPage:
    """An agreement with its evidence."""

    agreement: Agreement
    parties: list[PartyRow]
    acts: list[Act]
    scopes: list[tuple[Scope, list[Provision]]]
    stances: list[tuple[str, list[Position]]]
    links: list[AgreementLink]
    reverse_links: list[AgreementLink]
    citations: list[Any]
    disputes: Disputes


def agreement_page(agreement: Any) -> AgreementPage:
    """Gather an agreement's page. ``agreement`` comes from ``with_state()``."""
    acts = list(visible_acts().filter(agreement=agreement))
    parties = Party.objects.visible().with_actors().filter(agreement=agreement)
    provisions = Provision.objects.filter(agreement=agreement).select_related("scope", "source")
    by_scope = sorted(provisions, key=lambda p: (p.scope.order, p.scope.name, p.number))
    positions = sorted(
        position_rows(Position.objects.filter(target_agreement=agreement)),
        key=lambda position: Stance.values.index(position.stance),
    )
    links = AgreementLink.objects.select_related("from_agreement", "to_agreement")
    return AgreementPage(
        agreement=agreement,
        parties=[
            PartyRow(party, [act for act in acts if act.actor and act.actor == party.actor])
            for party in parties
        ],
        acts=acts,
        scopes=[(scope, list(rows)) for scope, rows in groupby(by_scope, key=lambda p: p.scope)],
        stances=[
            (str(Stance(stance).label), list(rows))
            for stance, rows in groupby(positions, key=lambda p: p.stance)
        ],
        links=list(links.filter(from_agreement=agreement, to_agreement__review=Review.PUBLISHED)),
        reverse_links=list(
            links.filter(to_agreement=agreement, from_agreement__review=Review.PUBLISHED)
        ),
        citations=list(visible_citations().filter(agreement=agreement)),
        disputes=disputes(agreement, acts, by_scope),
    )
