"""Our addresses, and that of an empty view, which the cache of pages leaves alone."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from geopol.urls import handler400, handler404, handler500
from geopol.urls import urlpatterns as ours

__all__ = ["handler400", "handler404", "handler500", "urlpatterns"]


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


urlpatterns = [path("language/empty/", empty), *ours]
