"""Home, pairs, about."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from relations.models import Country, Organization
from relations.reading.actors import current_slugs, find_actor
from relations.reading.overview import home_page, scopes_with_counts
from relations.reading.pairs import pair_page

from .as_of import as_of, as_of_context
from .details import lead_on
from .filters.parts import actors_with
from .taking import taking_about, taking_pair

EXAMPLES = (("armenia", "russia"), ("armenia", "united-states"), ("armenia", "eu"))


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "relations/home.html", {"page": home_page()})


def icon(request: HttpRequest) -> HttpResponse:
    """Lead browsers to the icon where a page names none, as the admin's don't."""
    return redirect(static("relations/icon.svg"))


def about(request: HttpRequest) -> HttpResponse:
    context = {"scopes": scopes_with_counts(), "taking": taking_about(request)}
    return render(request, "relations/about.html", context)


def unavailable(request: HttpRequest) -> HttpResponse:
    """Say what is to be had while only the published files answer. No query."""
    return render(request, "relations/unavailable.html")


def language(request: HttpRequest) -> HttpResponse:
    """Remember the reader's language (``to``) in a cookie, and lead back to ``next``.

    By GET, so that no page needs a form with a token for it: all that it changes is
    the words that this reader sees.
    """
    back = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    response = redirect(back)
    wanted = request.GET.get("to", "")
    if wanted in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            wanted,
            max_age=365 * 24 * 3600,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
    return response


def between(request: HttpRequest) -> HttpResponse:
    """Ask for two actors, and lead to their page."""
    first, second = current_slugs([request.GET.get(name, "") for name in ("first", "second")])
    problem = ""
    if first and second:
        if first == second:
            problem = _("Choose two different countries or organizations.")
        elif find_actor(first) and find_actor(second):
            return redirect("pair", *sorted((first, second)))
        else:
            problem = _("One of the two is not known here.")
    context = {
        "choices": actors_with(Country.objects.all(), Organization.objects.all()),
        "first": first,
        "second": second,
        "problem": problem,
        "examples": [
            pair
            for pair in ([find_actor(slug) for slug in slugs] for slugs in EXAMPLES)
            if all(pair)
        ],
    }
    return render(request, "relations/between.html", context)


def pair(request: HttpRequest, first: str, second: str) -> HttpResponse:
    """Show what ties two actors; the other order redirects to this one."""
    wanted = sorted(current_slugs([first, second]))
    if [first, second] != wanted:
        return lead_on(request, reverse("pair", args=wanted))
    one, other = find_actor(first), find_actor(second)
    if first == second or one is None or other is None:
        raise Http404(_("A pair needs two different countries or organizations."))
    chosen = as_of(request)
    page = pair_page(one, other, chosen.day, begun=chosen.given is not None)
    context = {
        "page": page,
        "taking": taking_pair(request, one, other),
        **as_of_context(request, chosen),
    }
    return render(request, "relations/pair.html", context)
