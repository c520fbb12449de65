"""Links, who says what of whom, and the source of a fact: small pieces of HTML, many on each page.

Drawn without a template: a list of statements has a hundred of them, which were most of the
time of its page.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.template.loader import get_template
from django.urls import get_script_prefix
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from relations.reading.publication import EachRemembered
from relations.reading.shown_rows import statement_rows

from .relations_words import when
from .taking_away import term

register = template.Library()

PARTIES = 6  # that a line about an agreement names
MOST = 2000  # statements of which a process remembers how it drew them: some 4 MB


def _link(record: Any, text: Any = None) -> str:
    text = conditional_escape(str(record) if text is None else text)
    return f'<a href="{conditional_escape(record.get_absolute_url())}">{text}</a>'


@register.simple_tag
def link(record: Any, text: Any = None) -> SafeString:
    """Name a record, or say ``text`` instead, with a link to its page."""
    return mark_safe(_link(record, text))


@register.simple_tag
def parties(agreement: Any) -> SafeString:
    """Name the first parties of an agreement, and say how many more there are."""
    named = ", ".join(_link(party.actor) for party in agreement.parties[:PARTIES])
    if (more := len(agreement.parties) - PARTIES) > 0:
        rest = conditional_escape(ngettext("and %(n)s more", "and %(n)s more", more) % {"n": more})
        named += f' <a href="{conditional_escape(agreement.get_absolute_url())}#parties">{rest}</a>'
    return mark_safe(named)


@register.simple_tag
def statements(keys: list[int]) -> SafeString:
    """Draw the items of a list of statements, given by their numbers.

    Lists, by whichever filter and page, and the pages of people and actors show the same ones:
    each is read and drawn once between two writes.
    """
    return mark_safe("".join(_items.of(keys, get_language(), get_script_prefix())))


def _drawn(keys: list[int]) -> dict[int, str]:
    item = get_template("relations/_statement.html")
    return {row.pk: item.render({"statement": row}) for row in statement_rows().filter(pk__in=keys)}


_items = EachRemembered(_drawn, MOST)


@register.simple_tag
def said_by(statement: Any) -> SafeString:
    """Say whose a statement is: of each side the published speaker and office, and the actor."""
    if statement.voice == "commentary":
        return mark_safe(f"{conditional_escape(statement.commentator)} ({_('commentary')})")
    return mark_safe("; ".join(map(_side, statement.sides)))


def _side(side: Any) -> str:
    parts = []
    if side.person and side.person.is_published:
        parts.append(_link(side.person))
        if side.office and side.office.is_published:
            parts.append(conditional_escape(side.office.title))
    return ", ".join([*parts, _link(side.actor)])


@register.simple_tag
def stance(position: Any) -> SafeString | str:
    """Show the stance of a position as its badge."""
    return term("stance", position.stance)


@register.simple_tag
def target(position: Any) -> SafeString:
    """Name what a position is on, with a link to it."""
    found = position.target
    if position.target_membership:
        names = {"who": found.actor, "where": found.organization}
        return mark_safe(_link(found, _("membership of %(who)s in %(where)s") % names))
    return mark_safe(_link(found))


@register.simple_tag
def positions(shown: Iterable[Any], *, hide_target: bool = False) -> SafeString:
    """Draw the items of a list of positions: what was said, by whom, when and where to read it."""
    on = conditional_escape(pgettext("a position on something", "on"))
    return mark_safe("\n".join(_position(one, "" if hide_target else on) for one in shown))


def _position(position: Any, on: str) -> str:
    statement = position.statement
    about = f" {on} {target(position)}" if on else ""
    who = f"{said_by(statement)}, {conditional_escape(when(statement.date))}: {_link(statement)}"
    text = f"<p>{conditional_escape(position.text)}</p>\n" if position.text else ""
    if position.quotation:
        quoted = conditional_escape(position.quotation)
        text += f"<blockquote><p>{quoted}</p></blockquote>\n"
    return (
        f'<li>{stance(position)}{about}\n<p class="who">{who}</p>\n{text}'
        f'<p class="small">{evidence(position, statement)}</p></li>'
    )


@register.simple_tag
def evidence(record: Any, fallback: Any = None) -> SafeString | str:
    """Show where a fact comes from: its own source, else that of the record it is a part of."""
    source = getattr(record, "source", None)
    if source is None or not source.is_published:
        source = getattr(fallback, "source", None)
    if source is None or not source.is_published:
        return ""
    parts = [_link(source, f"{source.publisher}, “{source.title}”")]
    if source.published:
        parts.append(when(source.published))
    if locator := getattr(record, "locator", ""):
        parts.append(conditional_escape(locator))
    further = (_further(citation) for citation in getattr(record, "further_sources", ()))
    shown = "; ".join([", ".join(parts), *further])
    return mark_safe(f'<span class="evidence">{_("Source:")} {shown}</span>')


def _further(citation: Any) -> str:
    link = _link(citation.source, citation.source.publisher)
    return f"{link}, {conditional_escape(citation.locator)}" if citation.locator else link
