"""What a reader sees when an address leads nowhere, and when the database is in trouble."""

from __future__ import annotations

import sys

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.deprecation import MiddlewareMixin
from django.views import defaults

from geopol.operations.trouble import trouble
from relations.api.problems import Problem


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Offer a search for the words of the address."""
    words = request.path.strip("/").rpartition("/")[2].replace("-", " ")
    return render(request, "relations/404.html", {"q": words}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say what holds where the database refused or doesn't answer; reads nothing from it."""
    found = trouble(sys.exc_info()[1])
    if found is None:
        return defaults.server_error(request)
    if request.path.startswith("/api/"):
        return Problem.unavailable(found).response(request)
    response = render(request, "relations/503.html", {"trouble": found}, status=503)
    response["Retry-After"] = str(found.retry_after)
    return response


class OurPageNotFound(MiddlewareMixin):
    """Shows our page in development too, where Django would show its own for developers."""

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Http404) and not request.path.startswith("/admin/"):
            return page_not_found(request, exception)
        return None
