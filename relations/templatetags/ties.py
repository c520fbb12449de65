"""The rows of what ties actors: acts in a timeline, agreements, steps of a membership.

Drawn without a template: the page of an actor has hundreds of them, most of its time.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import conditional_escape as escaped
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from relations.reading.events import AGREEMENT, MEMBERSHIP, Event
from relations.vocabularies import LegalForce

from .relations_words import disputed, when
from .statements import evidence, link, parties, stance, target
from .taking_away import term

register = template.Library()


@register.simple_tag
def timeline(events: Iterable[Event]) -> SafeString:
    """Draw the items of a timeline: when it was, and what was done or said by whom."""
    return mark_safe(
        "\n".join(
            f'<li class="event-{event.kind}"><span class="date">{escaped(when(event.date))}</span> '
            f"{_event(event)}</li>"
            for event in events
        )
    )


def _event(event: Event) -> str:
    record, about = event.record, event.about
    if event.kind == AGREEMENT:
        what = f"<strong>{escaped(record.get_kind_display())}</strong>"
        by = f" · {link(record.actor)}" if record.actor else ""
        address = escaped(f"{about.get_absolute_url()}#act-{record.pk}")
        return f'{what}{by}: <a href="{address}">{escaped(str(about))}</a>'
    if event.kind == MEMBERSHIP:
        what = f"<strong>{escaped(record.get_kind_display())}</strong>"
        return f"{what}: {link(about.actor)}, {link(about, about.organization)}"
    said = f"{stance(record)} {target(record)} – " if getattr(record, "stance", "") else ""
    return f"{said}{link(about)}"


@register.simple_tag
def agreement_rows(agreements: Iterable[Any], *, latest: bool = False) -> SafeString:
    """Draw the rows of a table of agreements; with ``latest`` the date of the last act as well."""
    return mark_safe("\n".join(_agreement(agreement, latest) for agreement in agreements))


def _agreement(agreement: Any, latest: bool) -> str:
    force = agreement.get_legal_force_display()
    if agreement.legal_force == LegalForce.UNCLEAR:
        force = _("legal force unclear")
    kind = f"{escaped(agreement.get_kind_display())}, {escaped(force)}"
    last = ""
    if latest:
        further = agreement.last_date and agreement.last_day != agreement.first_day
        last = f"<td>{escaped(when(agreement.last_date)) if further else ''}</td>\n"
    return (
        f'<tr><th scope="row">{link(agreement)}<span class="sub">{kind}</span></th>\n'
        f"<td>{term('state', agreement.state)}</td>\n"
        f"<td>{escaped(when(agreement.first_date))}</td>\n"
        f"{last}<td>{parties(agreement)}</td></tr>"
    )


@register.simple_tag
def membership_rows(memberships: Iterable[Any], disputes: Any, *, members: bool) -> SafeString:
    """Draw the rows of a table of memberships: of the members, or of the organizations."""
    return mark_safe("\n".join(_membership(one, disputes, members) for one in memberships))


def _membership(membership: Any, disputes: Any, members: bool) -> str:
    who = membership.actor if members else membership.organization
    return (
        f'<tr><th scope="row">{link(who)}</th><td>{term("status", membership.status)}</td>'
        f"<td>{membership_steps(membership, disputes)}</td>"
        f'<td class="small">{membership_evidence(membership)}</td></tr>'
    )


@register.simple_tag
def membership_steps(membership: Any, disputes: Any = None) -> SafeString:
    """Draw what happened to a membership, step by step, and what is noted of it."""
    steps = "".join(_step(act, disputes) for act in membership.acts)
    note = _sub(membership.note) if membership.note else ""
    edited = ""
    if getattr(membership, "edited_since_review", False):
        said = escaped(_("Edited, not yet reviewed by an editor"))
        edited = f'<span class="sub unreviewed">{said}</span>'
    return mark_safe(f'<ol class="steps">{steps}</ol>{note}{edited}')


def _step(act: Any, disputes: Any) -> str:
    parts = [f"<li><span>{escaped(act.get_kind_display())}</span>"]
    if act.date:
        parts.append(f" {escaped(when(act.date))}")
    if act.effect:
        parts.append(f", {_('in effect %(date)s') % {'date': escaped(when(act.effect))}}")
    parts.append(disputed(disputes, act, "kind", "date", "effect"))
    if act.note:
        parts.append(f" {_sub(act.note)}")
    if act.source_id or getattr(act, "further_sources", ()):
        parts.append(f' <span class="sub">{evidence(act)}</span>')
    return "".join([*parts, "</li>"])


def _sub(text: str) -> str:
    return f'<span class="sub">{escaped(text)}</span>'


@register.simple_tag
def membership_evidence(membership: Any) -> SafeString:
    """Name the publishers of a membership's sources, and the rows of data sets that it is from."""
    citations = [membership, *getattr(membership, "further_sources", ())]
    sources = [citation.source for citation in citations]
    if sources[0] is None or not sources[0].is_published:
        del sources[0]
    named = ", ".join(link(source, source.publisher) for source in sources)
    rows = [
        _sub(f"{row.data_set.slug} {row.last_import.version}, {row.place} ({row.key})")
        for row in getattr(membership, "origins", ())
    ]
    return mark_safe(" ".join(filter(None, [named, *rows])))
