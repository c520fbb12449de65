"""What all pages have in common, drawn once in each language."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from urllib.parse import quote

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import get_script_prefix, reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def same(name: str, **context: str) -> SafeString:
    """Include a template that says the same on each page, but for the language.

    It is drawn with ``context`` alone, words of the template that includes it. While somebody
    develops it is drawn each time.
    """
    if settings.DEBUG:
        return render_to_string(name, context)
    return _drawn(name, get_language(), get_script_prefix(), **context)


@lru_cache(maxsize=64)
def _drawn(name: str, _language: str, _prefix: str, /, **context: Any) -> SafeString:
    return render_to_string(name, context)


@register.simple_tag(takes_context=True)
def languages(context: Any) -> SafeString:
    """Give the languages of the site, each with the address that leads to this page in it."""
    here, address = get_language(), reverse("language")
    here_again = quote(context["request"].get_full_path(), safe="")
    return mark_safe(
        "\n      ".join(
            f'<strong lang="{code}">{conditional_escape(name)}</strong>'
            if code == here
            else f'<a lang="{code}" hreflang="{code}" rel="nofollow" '
            f'href="{address}?to={code}&amp;next={here_again}">'
            f"{conditional_escape(name)}</a>"
            for code, name in settings.LANGUAGES
        )
    )
