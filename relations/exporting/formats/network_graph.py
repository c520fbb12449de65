"""The network of a day as a graph: who is tied to whom, by what, how strongly.

As on the page of the network (:mod:`relations.reading.ties`), with all ties in it: no number
of participants is too large, and nothing is left out for the picture's sake. What counts
are the rows of the tables: a page also counts what is published on a source that isn't.
"""

from __future__ import annotations

import re
from typing import Any

import networkx as nx

from relations.exporting.published import seen, steps_that_count
from relations.models import Act, Agreement, Country, Membership, MembershipAct, Party
from relations.reading.ties import agreement_groups, membership_groups, ties_of

from .edition import Edition

# What XML can't hold.
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def network(edition: Edition) -> Any:
    """Give the undirected graph of the edition's day. Names of actors are their codes or slugs."""
    day = edition.day
    groups = [
        *agreement_groups(
            seen(Agreement),
            day,
            day,
            parties=seen(Party, within="agreement"),
            acts=steps_that_count(Act, "agreement"),
        ),
        *membership_groups(
            day,
            day,
            memberships=seen(Membership),
            acts=steps_that_count(MembershipAct, "membership"),
        ),
    ]
    # Sums of floats depend on their order, which is not to be that of the rows' numbers.
    groups.sort(key=lambda group: (group.is_agreement, group.record.slug))
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


def _name(actor: Any) -> str:
    if isinstance(actor, Country):
        return f"country:{actor.code}"
    return f"organization:{actor.slug}"


def xml_text(text: str) -> str:
    """Leave out the characters that XML can't hold."""
    return _NOT_XML.sub("", text)
