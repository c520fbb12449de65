"""The picture of an agreement's life.

In a view: ``agreement_lifecycle(agreement, page.acts, day)``; in a template
``{% include "relations/_picture.html" with picture=page.lifecycle %}``. Labels lead to
``#act-<number>``: the page gives its lines of history that id.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from relations.dates import PartialDate
from relations.drawing.lifecycle import Mark, draw_lifecycle
from relations.drawing.svg import Cell, Picture
from relations.drawing.timescale import Span
from relations.drawing.tones import Tone
from relations.vocabularies import ActKind, AgreementState

from .spans import FIRST, Phase, Step, agreement_phases, phase_on, step_of_act

TONES = {
    AgreementState.ANNOUNCED: Tone.WAIT,
    AgreementState.NEGOTIATING: Tone.WAIT,
    AgreementState.AGREED: Tone.WAIT,
    AgreementState.SIGNED: Tone.WAIT,
    AgreementState.PROVISIONAL: Tone.PART,
    AgreementState.IN_FORCE: Tone.FULL,
    AgreementState.SUSPENDED: Tone.HALT,
    AgreementState.TERMINATED: Tone.OVER,
    AgreementState.SUPERSEDED: Tone.OVER,
    AgreementState.NOT_CONCLUDED: Tone.OVER,
}


def agreement_lifecycle(agreement: Any, acts: Sequence[Any], day: dt.date) -> Picture | None:
    """Draw the life of an agreement as it stands on a day; None where it has no act.

    ``acts`` are those of the page in their order (``visible_acts()``): their actors are
    loaded. The state of the day is that of ``with_state(day)``.
    """
    phases = agreement_phases(acts)
    marks = _marks(acts)
    if not marks:
        return None
    name = "lifecycle"
    spans = spans_of(phases, TONES, AgreementState)
    body, width, height = draw_lifecycle(spans, marks, day, _day_label(phases, day), name)
    address = agreement.get_absolute_url()
    return Picture(
        name=name,
        title=_("The life of “%(agreement)s”") % {"agreement": agreement},
        description=_description(phases, day),
        width=width,
        height=height,
        body=body,
        headings=(_("Date"), _("Act"), _("By"), _("State from then on")),
        rows=_rows(acts, phases),
        note=_("Faint and dashed: the source does not say the day."),
        address=address,
        file=f"{address}lifecycle",
    )


def spans_of(phases: Sequence[Phase], tones: Any, vocabulary: Any) -> list[Span]:
    """Give phases as spans to draw, each with its words.

    A phase of which the begin is uncertain faintly overlaps the end of the one before.
    """
    spans = []
    floor: dt.date | None = None
    for phase, after in zip_longest(phases, phases[1:]):
        begin, maybe = phase.begin, phase.step.earliest
        if maybe is None or (floor and maybe < floor):
            maybe = floor
        end = None
        if after:
            end = max(phase.begin, min(after.step.earliest or phase.begin, after.begin))
        known = begin != FIRST
        label = phase.label(vocabulary) or _("unknown")
        spans.append(
            Span(
                tone=tones.get(phase.state, Tone.NONE),
                label=label,
                begin=begin if known else None,
                maybe_from=min(maybe, begin) if maybe and known else None,
                end=end if end != FIRST else None,
                title=_("%(state)s since %(date)s") % {"state": label, "date": since(phase)},
                doubtful=phase.step.latest is None and phase.step.earliest is not None,
            )
        )
        floor = begin if known else None
    return spans


def since(phase: Phase) -> str:
    """Say when a phase began, as precisely as the source does."""
    act = phase.step.act
    date: PartialDate | None = act.effect or act.date
    return date.words() if date else _("a date not recorded")


def words_of_day(day: dt.date) -> str:
    return PartialDate.of(day).words()


def _day_label(phases: Sequence[Phase], day: dt.date) -> str:
    phase = phase_on(phases, day)
    state = (phase and phase.label(AgreementState)) or _("no state recorded")
    return f"{words_of_day(day)}: {state}"


def _description(phases: Sequence[Phase], day: dt.date) -> str:
    told = [
        _("%(state)s since %(date)s") % {"state": p.label(AgreementState), "date": since(p)}
        for p in phases
        if p.state
    ]
    return f"{_day_label(phases, day)}. {'; '.join(told)}."


def _marks(acts: Sequence[Any]) -> list[Mark]:
    """Give a mark for the acts of one kind on one date; undated ones stand in the table only."""
    groups: dict[tuple[str, str], list[Any]] = {}
    for act in acts:
        date = act.effect or act.date
        if date and (date.earliest or date.latest):
            groups.setdefault((act.kind, str(date)), []).append(act)
    return [_mark(group) for group in groups.values()]


def _mark(group: list[Any]) -> Mark:
    act = group[0]
    step: Step = step_of_act(act)
    kind = str(ActKind(act.kind).label)
    names = [str(a.actor) for a in group if a.actor]
    date = (act.effect or act.date).words()
    what = kind
    if len(names) == 1:
        what = _("%(act)s: %(actor)s") % {"act": kind, "actor": names[0]}
    elif names:
        what = ngettext("%(act)s: %(n)d actor", "%(act)s: %(n)d actors", len(names)) % {
            "act": kind,
            "n": len(names),
        }
    return Mark(
        earliest=step.earliest,
        latest=step.latest,
        label=f"{what}, {date}",
        title=f"{kind}, {date}" + (f": {', '.join(names)}" if names else ""),
        href=f"#act-{act.pk}",
    )


def _rows(acts: Sequence[Any], phases: Sequence[Phase]) -> list[list[Cell]]:
    states = {phase.step.act.pk: phase.label(AgreementState) for phase in phases}
    rows = []
    for act in acts:
        date = act.date.words() if act.date else _("not recorded")
        if act.effect:
            date = _("%(date)s, in effect %(effect)s") % {
                "date": date,
                "effect": act.effect.words(),
            }
        actor = act.actor
        rows.append(
            [
                Cell(date),
                Cell(str(act.get_kind_display()), f"#act-{act.pk}"),
                Cell(str(actor), actor.get_absolute_url()) if actor else Cell(""),
                Cell(states.get(act.pk, "")),
            ]
        )
    return rows
