"""The network page: the ties that a reader asked for, drawn and as a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from relations.drawing.network import Edge, Node, draw_network
from relations.drawing.svg import Cell, Picture
from relations.models import Organization
from relations.querysets import Rows

from .lifecycle import words_of_day
from .ties import Group, Tie, agreement_groups, membership_groups, ties_of

MOST_NODES = 80
MOST_EDGES = 400
MOST_ROWS = 200
LARGEST = 30  # participants, where the reader says nothing


@dataclass(frozen=True)
class Question:
    """What the reader asks: ties by what, when, among whom.

    ``agreements`` are the published ones under the scopes asked for; ``by_scope`` says that
    scopes were asked for, which memberships have none of. ``first`` and ``last`` are one
    and the same day, or a period. ``centre`` is the slug of an actor.
    """

    agreements: Rows
    first: dt.date
    last: dt.date
    with_agreements: bool = True
    with_memberships: bool = True
    by_scope: bool = False
    regions: Sequence[str] = ()
    subregions: Sequence[str] = ()
    largest: int = LARGEST
    least: int = 1
    centre: str = ""


@dataclass
class NetworkPage:
    """The ties, strongest first, the picture of them, and what was left out of it."""

    question: Question
    ties: list[Tie]
    picture: Picture | None = None
    too_large: list[Group] = field(default_factory=list)
    nodes_left_out: int = 0
    edges_left_out: int = 0
    rows_left_out: int = 0
    why_empty: str = ""
    when: str = ""


def network_page(question: Question, query: str = "") -> NetworkPage:
    """Gather the network. ``query`` is that of the URL, for the links to its files."""
    groups = _groups(question) if question.first <= question.last else []
    fitting = [group for group in groups if len(group.actors) <= question.largest]
    every = ties_of(fitting)
    ties = _centred([tie for tie in every if tie.number >= question.least], question.centre)
    page = NetworkPage(question, ties, when=_when(question))
    page.too_large = sorted(
        (group for group in groups if len(group.actors) > question.largest),
        key=lambda group: str(group.record),
    )
    if ties:
        _draw(page, query)
    else:
        page.why_empty = _why_empty(question, groups, fitting, every)
    return page


def _groups(question: Question) -> list[Group]:
    """Find what ties, with those participants only who are asked for."""
    groups: list[Group] = []
    if question.with_agreements:
        groups += agreement_groups(question.agreements, question.first, question.last)
    if question.with_memberships and not question.by_scope:
        groups += membership_groups(question.first, question.last)
    return [group for group in groups if _only_asked_for(group, question)]


def _only_asked_for(group: Group, question: Question) -> bool:
    """Leave out the participants of other regions; tell whether two or more are left.

    Organizations lie in no region.
    """
    regions, subregions = question.regions, question.subregions
    if regions or subregions:
        group.actors = [
            actor
            for actor in group.actors
            if not isinstance(actor, Organization)
            and (actor.region in regions or actor.subregion in subregions)
        ]
    return len(group.actors) > 1


def _centred(ties: list[Tie], slug: str) -> list[Tie]:
    """Keep the ties of one actor, and those among the actors that it is tied to."""
    if not slug:
        return ties
    near = {t.first.slug for t in ties if t.second.slug == slug}
    near |= {t.second.slug for t in ties if t.first.slug == slug}
    if not near:
        return []
    near.add(slug)
    return [tie for tie in ties if tie.first.slug in near and tie.second.slug in near]


def _when(question: Question) -> str:
    first = words_of_day(question.first)
    if question.first == question.last:
        return _("on %(day)s") % {"day": first}
    last = words_of_day(question.last)
    if question.first == dt.date.min:
        return _("until %(last)s") % {"last": last}
    return _("between %(first)s and %(last)s") % {"first": first, "last": last}


def _why_empty(
    question: Question, groups: list[Group], fitting: list[Group], every: list[Tie]
) -> str:
    if question.first > question.last:
        return _("The period ends before it begins.")
    if not groups:
        return _("No agreement was in force and no membership held %(when)s among these.") % {
            "when": _when(question)
        }
    if not fitting:
        return _("All that ties them has more than %(n)d participants: raise that number.") % {
            "n": question.largest
        }
    if not any(tie.number >= question.least for tie in every):
        most = max(tie.number for tie in every)
        return ngettext(
            "No two share that much: the most that any two share is %(n)d.",
            "No two share that many: the most that any two share is %(n)d.",
            most,
        ) % {"n": most}
    return _("Nothing of this ties the one in the middle to anybody.")


def _draw(page: NetworkPage, query: str) -> None:
    drawn = _strongest(page)
    actors = list(dict.fromkeys(actor for tie in drawn for actor in (tie.first, tie.second)))
    actors.sort(key=str)
    number = {actor: n for n, actor in enumerate(actors)}
    nodes = _nodes(actors, drawn)
    most = max(tie.strength for tie in drawn)
    edges = [
        Edge(
            first=number[tie.first],
            second=number[tie.second],
            title=_words(tie),
            href=pair_url(tie),
            weight=tie.strength / most,
            only_memberships=not tie.agreements,
        )
        for tie in drawn
    ]
    words = (_("country"), _("organization"), _("agreements in force"), _("memberships only"))
    body, width, height = draw_network(nodes, edges, words)
    page.rows_left_out = max(len(page.ties) - MOST_ROWS, 0)
    page.picture = Picture(
        name="network",
        title=_("Ties %(when)s") % {"when": page.when},
        description=_description(page, len(nodes), len(edges)),
        width=width,
        height=height,
        body=body,
        headings=(_("Between"), _("Agreements"), _("Memberships"), _("Strength")),
        rows=[_row(tie) for tie in page.ties[:MOST_ROWS]],
        note=_("The thicker a line, the stronger the tie."),
        address=reverse("network") + (f"?{query}" if query else ""),
        file=f"{reverse('network')}network",
        query=query,
        kind="network",
    )


def _strongest(page: NetworkPage) -> list[Tie]:
    """Choose what is drawn: the actors most strongly tied, and the strongest ties of them."""
    strengths: dict[Any, float] = {}
    for tie in page.ties:
        for actor in (tie.first, tie.second):
            strengths[actor] = strengths.get(actor, 0) + tie.strength
    ranked = sorted(
        strengths, key=lambda a: (a.slug != page.question.centre, -strengths[a], a.slug)
    )
    kept = set(ranked[:MOST_NODES])
    among = [tie for tie in page.ties if tie.first in kept and tie.second in kept]
    drawn = among[:MOST_EDGES]
    page.nodes_left_out = len(ranked) - len({a for t in drawn for a in (t.first, t.second)})
    page.edges_left_out = len(page.ties) - len(drawn)
    return drawn


def _nodes(actors: list[Any], ties: list[Tie]) -> list[Node]:
    strengths = dict.fromkeys(actors, 0.0)
    for tie in ties:
        strengths[tie.first] += tie.strength
        strengths[tie.second] += tie.strength
    most = max(strengths.values())
    return [
        Node(
            label=getattr(actor, "acronym", "") or str(actor),
            title=str(actor),
            href=actor.get_absolute_url(),
            weight=strengths[actor] / most,
            is_organization=isinstance(actor, Organization),
        )
        for actor in actors
    ]


def pair_url(tie: Tie) -> str:
    return reverse("pair", args=[tie.first.slug, tie.second.slug])


def _words(tie: Tie) -> str:
    agreements, memberships = len(tie.agreements), len(tie.memberships)
    parts = []
    if agreements:
        parts.append(
            ngettext("%(n)d agreement", "%(n)d agreements", agreements) % {"n": agreements}
        )
    if memberships:
        text = ngettext("%(n)d shared membership", "%(n)d shared memberships", memberships)
        parts.append(text % {"n": memberships})
    return f"{tie.first} – {tie.second}: {', '.join(parts)}"


def _row(tie: Tie) -> list[Cell]:
    return [
        Cell(f"{tie.first} – {tie.second}", pair_url(tie)),
        Cell(str(len(tie.agreements))),
        Cell(str(len(tie.memberships))),
        Cell(f"{tie.strength:.2f}"),
    ]


def _description(page: NetworkPage, nodes: int, edges: int) -> str:
    strongest = "; ".join(_words(tie) for tie in page.ties[:3])
    return _("%(nodes)d actors and %(edges)d ties %(when)s. The strongest: %(ties)s.") % {
        "nodes": nodes,
        "edges": edges,
        "when": page.when,
        "ties": strongest,
    }
