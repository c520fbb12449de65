"""Memberships over time as a picture, for the page of a country or an organization.

In a view: ``membership_bars(actor, page.memberships, label="organization", day=day)``, and
on the page of an organization ``membership_bars(actor, page.members, label="actor",
day=day)``; in a template ``{% include "relations/_picture.html" with picture=… %}``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from relations.drawing.bars import MOST_ROWS, Row, draw_bars, draw_numbers
from relations.drawing.svg import Cell, Picture
from relations.drawing.tones import Tone
from relations.vocabularies import MembershipStatus

from .lifecycle import since, spans_of, words_of_day
from .spans import FIRST, Phase, membership_phases, phase_on

TONES = {
    MembershipStatus.ASPIRANT: Tone.WAIT,
    MembershipStatus.INVITED: Tone.WAIT,
    MembershipStatus.APPLICANT: Tone.WAIT,
    MembershipStatus.CANDIDATE: Tone.WAIT,
    MembershipStatus.ASSOCIATE: Tone.PART,
    MembershipStatus.PARTNER: Tone.PART,
    MembershipStatus.OBSERVER: Tone.PART,
    MembershipStatus.MEMBER: Tone.FULL,
    MembershipStatus.FROZEN: Tone.HALT,
    MembershipStatus.SUSPENDED: Tone.HALT,
    MembershipStatus.DECLINED: Tone.OVER,
    MembershipStatus.LAPSED: Tone.OVER,
    MembershipStatus.WITHDRAWN: Tone.OVER,
    MembershipStatus.EXPELLED: Tone.OVER,
    MembershipStatus.ENDED: Tone.OVER,
}


def tone_labels() -> dict[Tone, str]:
    """Say what each tone means of a membership."""
    return {
        Tone.FULL: _("member"),
        Tone.PART: _("observer, partner or associate"),
        Tone.WAIT: _("on the way in"),
        Tone.HALT: _("suspended or frozen"),
        Tone.OVER: _("no longer, or never, in"),
    }


def membership_bars(
    actor: Any, memberships: Sequence[Any], *, label: str, day: dt.date
) -> Picture | None:
    """Draw memberships over time; None where no date of any is recorded.

    ``memberships`` come from ``membership_rows()``; ``label`` is the end that names a row:
    'organization' or 'actor'. Beyond 40 rows the number of members is drawn instead.
    """
    lives = [(getattr(m, label), membership_phases(m.acts)) for m in memberships]
    lives = [(end, phases) for end, phases in lives if phases]
    if not any(phase.begin != FIRST for _end, phases in lives for phase in phases):
        return None
    address = actor.get_absolute_url()
    around: dict[str, Any] = {
        "name": "memberships",
        "address": address,
        "file": f"{address}memberships",
    }
    if len(lives) > MOST_ROWS:
        return _numbers(actor, lives, day, around)
    return _bars(actor, lives, day, around)


Lives = list[tuple[Any, list[Phase]]]


def _bars(actor: Any, lives: Lives, day: dt.date, around: dict[str, Any]) -> Picture:
    lives = sorted(lives, key=lambda life: (life[1][0].begin, str(life[0])))
    rows = [
        Row(
            label=getattr(end, "acronym", "") or str(end),
            title=str(end),
            href=end.get_absolute_url(),
            spans=spans_of(phases, TONES, MembershipStatus),
        )
        for end, phases in lives
    ]
    body, width, height = draw_bars(rows, day, words_of_day(day), tone_labels(), around["name"])
    return Picture(
        title=_("Memberships over time: %(actor)s") % {"actor": actor},
        description=_status_words(lives, day),
        width=width,
        height=height,
        body=body,
        headings=(_("Name"), _("Status"), _("Since")),
        rows=[
            [
                Cell(str(end), end.get_absolute_url()),
                Cell(phase.label(MembershipStatus)),
                Cell(since(phase)),
            ]
            for end, phases in lives
            for phase in phases
        ],
        note=_("Faint and dashed: the source does not say the day."),
        **around,
    )


def _status_words(lives: Lives, day: dt.date) -> str:
    """Count the statuses of the day: “12 member, 2 observer on 24 November 2026”."""
    counts: dict[str, int] = {}
    for _end, phases in lives:
        if phase := phase_on(phases, day):
            counts[phase.state] = counts.get(phase.state, 0) + 1
    listed = ", ".join(
        f"{MembershipStatus(state).label}: {n}" for state, n in sorted(counts.items()) if state
    )
    return _("On %(day)s: %(statuses)s.") % {"day": words_of_day(day), "statuses": listed or "–"}


def _numbers(actor: Any, lives: Lives, day: dt.date, around: dict[str, Any]) -> Picture:
    steps = _counted(lives)
    body, width, height = draw_numbers(
        steps, day, words_of_day(day), str(MembershipStatus.MEMBER.label), around["name"]
    )
    by_year = {step.year: n for step, n in steps}
    most = max(n for _step, n in steps)
    return Picture(
        title=_("Number of members over time: %(actor)s") % {"actor": actor},
        description=_status_words(lives, day)
        + " "
        + ngettext("At most %(n)d member.", "At most %(n)d members.", most) % {"n": most},
        width=width,
        height=height,
        body=body,
        headings=(_("End of"), _("Members")),
        rows=[[Cell(str(year)), Cell(str(n))] for year, n in by_year.items()],
        note=_("Each counts from the day on which it was a member for certain."),
        **around,
    )


def _counted(lives: Lives) -> list[tuple[dt.date, int]]:
    """Give each day on which the number of members changed, and the number from then on."""
    changes: dict[dt.date, int] = {}
    for _end, phases in lives:
        was = False
        for phase in phases:
            now = phase.state == MembershipStatus.MEMBER
            changes[phase.begin] = changes.get(phase.begin, 0) + now - was
            was = now
    number, steps = changes.pop(FIRST, 0), []
    for day in sorted(changes):
        if changes[day]:
            number += changes[day]
            steps.append((day, number))
    return steps or [(min(changes), number)]
