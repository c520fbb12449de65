"""The way from one page of a list to the others.

Drawn without a template, in which each of its dozen small pieces costs as much as all of them
do here.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import conditional_escape as escaped
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from relations.reading.paging import Page

from .relations_words import grouped

register = template.Library()

# A list of more pages than all are linked of takes a number as well.
ALL_LINKED = 7


@register.simple_tag(takes_context=True)
def pages(context: Any) -> SafeString | str:
    """Say which page of a list this is, and lead to the others; nothing where there are none.

    Takes from the context ``page_obj``, ``page_base`` (an address but for the number at its
    end), and for longer lists ``carried``, what a form keeps that asks for a page.
    """
    page: Page = context["page_obj"]
    if page.num_pages < 2:
        return ""
    base = escaped(context["page_base"])
    links = [_link(page, number, base) for number in page.near]
    if page.previous:
        links.insert(0, f'<a rel="prev" href="{base}{page.previous}">{escaped(_("Previous"))}</a>')
    if page.next:
        links.append(f'<a rel="next" href="{base}{page.next}">{escaped(_("Next"))}</a>')
    listed = "\n".join(f"<li>{link}</li>" for link in links)
    form = _form(page, context) if page.num_pages > ALL_LINKED else ""
    return mark_safe(
        f'<nav class="pages" aria-label="{escaped(_("Pages"))}" data-hx-boost="true" '
        f'data-hx-swap="outerHTML show:#found:top">\n<p class="small">{escaped(_place(page))}</p>\n'
        f"<ul>{listed}</ul>\n{form}\n</nav>"
    )


def _place(page: Page) -> str:
    numbers = {
        "number": grouped(page.number),
        "pages": grouped(page.num_pages),
        "first": grouped(page.first_row),
        "last": grouped(page.last_row),
        "count": grouped(page.count),
    }
    if page.more:
        return (
            _("Page %(number)s of %(pages)s · %(first)s–%(last)s of the first %(count)s") % numbers
        )
    return _("Page %(number)s of %(pages)s · %(first)s–%(last)s of %(count)s") % numbers


def _link(page: Page, number: int | None, base: str) -> str:
    if number is None:
        return "…"
    if number == page.number:
        return f'<strong aria-current="page">{grouped(number)}</strong>'
    label = escaped(_("Page %(number)s") % {"number": number})
    return f'<a href="{base}{number}" aria-label="{label}">{grouped(number)}</a>'


def _form(page: Page, context: Any) -> str:
    hidden = "".join(
        f'<input type="hidden" name="{escaped(word)}" value="{escaped(value)}">'
        for word, value in context["carried"]
    )
    return (
        f'<form action="{escaped(context["request"].path)}" method="get">{hidden}'
        f'<label for="page">{escaped(_("Go to page"))}</label> <input type="number" id="page" '
        f'name="page" min="1" max="{page.num_pages}" value="{page.number}"> '
        f"<button>{escaped(_('Go'))}</button></form>"
    )
