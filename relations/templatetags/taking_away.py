"""Terms that lead to their meaning, what changed lately, and the head of a list's page."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from relations.glossary import VOCABULARIES, anchor_of
from relations.reading.changes import recent_changes
from relations.views.changes import Line

register = template.Library()

# Words of a query that make no other list: more than one filter beside them is a deep combination.
NO_FILTER = {"page", "sort", "before"}
DEEP = 2


@register.simple_tag
def term(kind: str, value: Any, label: str = "") -> SafeString | str:
    """Show a term as its badge, which leads to its entry in the glossary.

    ``kind`` is one of state, act, concerns, force, agreement, provision, role, link, status,
    step, stance, voice, medium, country, code, organization, name, source and review;
    ``label`` is what to say where that isn't the term itself. A dash for no value. Asks the
    database nothing and includes no template: a long page shows hundreds of them.
    """
    value = str(value or "")
    if not value:
        return format_html('<span class="badge {}-none">–</span>', kind)
    return _badge(kind, value, str(label), get_language(), get_script_prefix())


@lru_cache(maxsize=2048)
def _badge(kind: str, value: str, label: str, _language: str, _prefix: str) -> SafeString:
    vocabulary = VOCABULARIES[kind][2]
    # Of an agreement "force" is the legal force, the colour of a badge that of a provision.
    colour = {"provision": "force", "force": "legal"}.get(kind, kind)
    return format_html(
        '<a class="badge {}-{}" href="{}#{}">{}</a>',
        colour,
        value,
        reverse("glossary"),
        anchor_of(kind, value),
        label or vocabulary(value).label,
    )


@register.simple_tag
def changed_lately(limit: int = 5) -> list[Line]:
    """Give the last changes of published records, as the page of changes shows them."""
    return [Line(change) for change in recent_changes(limit=limit).entries]


@register.inclusion_tag("relations/_list_head.html", takes_context=True)
def list_head(context: Any, feed: str = "") -> dict[str, Any]:
    """Give what the head of a list's page says: its address, its feed, whether to index it.

    ``feed`` is the name of the feed's address; it takes the filters of the list along.
    """
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    for word in [word for word, values in query.lists() if not any(values)]:
        del query[word]
    filters = [v for word, values in query.lists() if word not in NO_FILTER for v in values]
    path = f"{request.path}?{query.urlencode()}" if query else request.path
    for word in NO_FILTER & query.keys():
        del query[word]
    return {
        "title": context.get("title", ""),
        "description": context.get("lead", ""),
        "url": request.build_absolute_uri(path),
        "index": len(filters) < DEEP,
        "feed": _feed(feed, query.urlencode()),
    }


def _feed(name: str, query: str) -> str:
    try:
        path = reverse(name or "feed-all")
    except NoReverseMatch:
        return reverse("feed-all")
    return f"{path}?{query}" if query and name else path
