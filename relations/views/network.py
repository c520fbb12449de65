"""The network of ties, and its picture by itself."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from relations.models import Agreement
from relations.reading.actors import current_slugs
from relations.reading.network import NetworkPage, network_page

from .as_of import as_of, as_of_context
from .filters.network import NetworkFilter
from .pictures import answer


def _asked(request: HttpRequest, day: dt.date) -> tuple[NetworkFilter, NetworkPage | None]:
    """Read the URL. Gives no page where it asks for something that there isn't."""
    asked = request.GET.copy()
    if centre := request.GET.get("centre"):
        asked["centre"] = current_slugs([centre])[0]
    filters = NetworkFilter(asked, Agreement.objects.published(), request=request)
    if not filters.is_valid():
        return filters, None
    return filters, network_page(filters.question(day), request.GET.urlencode())


def network(request: HttpRequest) -> HttpResponse:
    """Show who is tied to whom."""
    chosen = as_of(request)
    filters, page = _asked(request, chosen.day)
    context = {"filters": filters, "page": page, **as_of_context(request, chosen)}
    return render(request, "relations/network.html", context)


def network_file(request: HttpRequest, ending: str) -> HttpResponse:
    """Send the picture of the network as SVG or PNG."""
    _filters, page = _asked(request, as_of(request).day)
    if page is None or page.picture is None:
        raise Http404(_("There is nothing to draw."))
    return answer(request, page.picture, ending, "ties", page.when)
