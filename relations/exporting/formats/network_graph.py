"""The network of a day as a graph: who is tied to whom, by what, how strongly.

As on the page of the network (:mod:`relations.reading.ties`), with all ties in it: no number
of participants is too large, and nothing is left out for the picture's sake.
"""

from __future__ import annotations

import re
from typing import Any

import networkx as nx

from relations.exporting.published import seen
from relations.models import Agreement, Country, Organization
from relations.reading.ties import agreement_groups, membership_groups, ties_of

from .edition import Edition

# What XML can't hold.
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def network(edition: Edition) -> Any:
    """Give the undirected graph of the edition's day. Names of actors are their codes or slugs."""
    day = edition.day
    groups = [
        *agreement_groups(seen(Agreement).order_by("pk"), day, day),
        *membership_groups(day, day),
    ]
    leaving = _leaving()
    for group in groups:
        group.actors = [actor for actor in group.actors if _name(actor) in leaving]
    # Sums of floats depend on their order, which is not to be that of the rows' numbers.
    groups = sorted(
        (
            group
            for group in groups
            if len(group.actors) > 1 and (group.is_agreement or _name(group.record) in leaving)
        ),
        key=lambda group: (group.is_agreement, group.record.slug),
    )
    ties = ties_of(groups)
    graph = nx.Graph(**edition.lines())
    actors = {actor for tie in ties for actor in (tie.first, tie.second)}
    for actor in sorted(actors, key=_name):
        graph.add_node(
            _name(actor),
            label=xml_text(actor.name),
            type=actor._meta.model_name,
            kind=actor.kind,
            wikidata=actor.wikidata,
        )
    for tie in sorted(ties, key=lambda tie: (_name(tie.first), _name(tie.second))):
        graph.add_edge(
            _name(tie.first),
            _name(tie.second),
            weight=round(tie.strength, 6),
            agreements=len(tie.agreements),
            memberships=len(tie.memberships),
            by="; ".join(sorted(record.slug for record in (*tie.agreements, *tie.memberships))),
        )
    return graph


def _leaving() -> set[str]:
    """Give the names of all actors that leave the database, as the tables have them. Two queries.

    A page shows whoever is published; a row leaves only with its source.
    """
    countries = seen(Country).values_list("code", flat=True)
    organizations = seen(Organization).values_list("slug", flat=True)
    return {f"country:{code}" for code in countries} | {
        f"organization:{slug}" for slug in organizations
    }


def _name(actor: Any) -> str:
    if isinstance(actor, Country):
        return f"country:{actor.code}"
    return f"organization:{actor.slug}"


def xml_text(text: str) -> str:
    """Leave out the characters that XML can't hold."""
    return _NOT_XML.sub("", text)
