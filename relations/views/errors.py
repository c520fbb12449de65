"""What a reader sees when an address leads nowhere."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.deprecation import MiddlewareMixin


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Offer a search for the words of the address."""
    words = request.path.strip("/").rpartition("/")[2].replace("-", " ")
    return render(request, "relations/404.html", {"q": words}, status=404)


class OurPageNotFound(MiddlewareMixin):
    """Shows our page in development too, where Django would show its own for developers."""

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Http404) and not request.path.startswith("/admin/"):
            return page_not_found(request, exception)
        return None
