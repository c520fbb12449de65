"""Maps of the parties to an agreement and of the members of an organization, on a day.

In a view: ``party_map(agreement, page.parties, page.acts, day)`` and
``member_map(organization, page.members, day)``; in a template
``{% include "relations/_picture.html" with picture=… %}``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from relations.drawing.svg import Cell, Picture
from relations.drawing.tones import Tone
from relations.drawing.world import Place, draw_world, is_drawn
from relations.models import Country
from relations.vocabularies import ActKind, AgreementState, MembershipStatus, PartyRole

from .lifecycle import words_of_day
from .membership_bars import TONES
from .spans import agreement_phases, membership_phases, phase_on, step_of_act

CONSENT = (ActKind.RATIFIED, ActKind.ACCEPTED, ActKind.APPROVED)  # after a signature
MOST_LINES = 60  # more are told by status, not one by one

BOUND = (
    *CONSENT,
    ActKind.ACCEDED,
    ActKind.SUCCEEDED,
    ActKind.ENTERED_INTO_FORCE,
    ActKind.RESUMED,
)
TONE_AFTER: dict[str, Tone] = {
    **dict.fromkeys(BOUND, Tone.FULL),
    ActKind.PROVISIONALLY_APPLIED: Tone.PART,
    ActKind.SIGNED: Tone.WAIT,
    ActKind.INITIALLED: Tone.WAIT,
    ActKind.ADOPTED: Tone.WAIT,
    ActKind.SUSPENDED: Tone.HALT,
    ActKind.DENOUNCED: Tone.LEFT,
    ActKind.WITHDRAWN: Tone.LEFT,
    ActKind.TERMINATED: Tone.LEFT,
}

MAP_TONES = {Tone.OVER: Tone.LEFT}

# An actor, what it is in words, and how that looks.
Coloured = tuple[Any, str, Tone]


def party_map(
    agreement: Any, parties: Sequence[Any], acts: Sequence[Any], day: dt.date
) -> Picture | None:
    """Draw who has signed, ratified or left by a day; None where no party is on the map.

    ``parties`` are the rows of the page (a party and its acts), ``acts`` all acts. Where
    no ratification is recorded of any, as with most agreements of two, each that signed is
    bound once the agreement is in force.
    """
    phase = phase_on(agreement_phases(acts), day)
    in_force = bool(phase) and phase.state == AgreementState.IN_FORCE  # type: ignore[union-attr]
    each_by_itself = any(act.kind in CONSENT and act.actor for act in acts)
    coloured = [
        (row.party.actor, *_part(row, day, in_force and not each_by_itself)) for row in parties
    ]
    title = _("Parties to “%(agreement)s”") % {"agreement": agreement}
    return _map(agreement, title, coloured, day)


def _part(row: Any, day: dt.date, bound_with_all: bool) -> tuple[str, Tone]:
    """Say what a party's part is on a day."""
    if row.party.role != PartyRole.PARTY:
        return str(row.party.get_role_display()), Tone.NONE
    last: tuple[str, Tone] | None = None
    for act in row.acts:
        if act.kind in TONE_AFTER and step_of_act(act).certain <= day:
            last = str(ActKind(act.kind).label), TONE_AFTER[act.kind]
    if bound_with_all and (last is None or last[1] in (Tone.WAIT, Tone.PART)):
        return _("in force"), Tone.FULL
    return last or (_("party, no act of its own by this day"), Tone.NONE)


def member_map(organization: Any, memberships: Sequence[Any], day: dt.date) -> Picture | None:
    """Draw who had which status in an organization on a day; None where nobody is on the map.

    ``memberships`` come from ``membership_rows()``.
    """
    coloured: list[Coloured] = []
    for membership in memberships:
        phase = phase_on(membership_phases(membership.acts), day)
        if phase and phase.state:
            status = MembershipStatus(phase.state)
            coloured.append(
                (membership.actor, str(status.label), MAP_TONES.get(TONES[status], TONES[status]))
            )
    title = _("Members of %(organization)s") % {"organization": organization}
    return _map(organization, title, coloured, day)


def _map(record: Any, title: str, coloured: Sequence[Coloured], day: dt.date) -> Picture | None:
    name, address = "map", record.get_absolute_url()
    places = [
        Place(actor.code, f"{actor}: {words}", actor.get_absolute_url(), tone)
        for actor, words, tone in coloured
        if isinstance(actor, Country)
    ]
    if not any(is_drawn(place.code) for place in places):
        return None
    labels: dict[Tone, list[str]] = {tone: [] for tone in Tone}
    for _actor, words, tone in coloured:
        if words not in labels[tone]:
            labels[tone].append(words)
    body, width, height = draw_world(
        places, {tone: ", ".join(words) for tone, words in labels.items()}, name
    )
    return Picture(
        name=name,
        title=_("%(title)s on %(day)s") % {"title": title, "day": words_of_day(day)},
        description=_counted(coloured),
        width=width,
        height=height,
        body=body,
        headings=(_("Name"), _("What")),
        rows=_rows(coloured),
        note=_note(coloured),
        address=address,
        file=f"{address}map",
        kind="map",
    )


def _by_words(coloured: Sequence[Coloured]) -> dict[str, list[Any]]:
    groups: dict[str, list[Any]] = {}
    for actor, words, _tone in coloured:
        groups.setdefault(words, []).append(actor)
    return groups


def _counted(coloured: Sequence[Coloured]) -> str:
    return "; ".join(f"{words}: {len(actors)}" for words, actors in _by_words(coloured).items())


def _rows(coloured: Sequence[Coloured]) -> list[list[Cell]]:
    """Give a line an actor; of very many, a line a status with the names."""
    if len(coloured) <= MOST_LINES:
        return [
            [Cell(str(actor), actor.get_absolute_url()), Cell(words)]
            for actor, words, _tone in coloured
        ]
    return [
        [Cell(", ".join(map(str, actors))), Cell(f"{words} ({len(actors)})")]
        for words, actors in _by_words(coloured).items()
    ]


def _note(coloured: Sequence[Coloured]) -> str:
    said = _("Borders are simplified, and no statement on the status of any territory.")
    missing = [
        str(actor)
        for actor, _words, _tone in coloured
        if not (isinstance(actor, Country) and is_drawn(actor.code))
    ]
    if not missing:
        return said
    return f"{said} " + _("Not on the map: %(names)s.") % {"names": ", ".join(missing)}
