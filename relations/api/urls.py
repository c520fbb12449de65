"""The addresses of the API. Each passes through the door, those where nothing is as well."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, include, path, re_path, resolve
from django.urls.exceptions import Resolver404

from . import lists
from .docs import docs, document
from .door import door
from .operations import api
from .problems import Problem
from .records.parts import ROOT


def openapi(request: HttpRequest) -> HttpResponse:
    """Give the OpenAPI document."""
    return lists.answer(document())


def nowhere(request: HttpRequest, rest: str) -> HttpResponse:
    """Answer at an address where nothing is, or where only the slash at the end is missing."""
    if not rest.endswith("/") and request.method in ("GET", "HEAD"):
        try:
            match = resolve(f"{request.path}/")
        except Resolver404:
            pass
        else:
            if match.url_name != "api-nowhere":
                return lists.moved(request, f"{request.path}/")
    raise Problem.missing(f"There is nothing at {request.path}: {ROOT}/ says what there is.")


def _through_the_door(pattern: URLPattern) -> URLPattern:
    route = str(pattern.pattern)
    gives = lists.JSON_LINES if route.endswith(".jsonl") else lists.JSON
    # By this name the logs and the metrics tell them apart.
    return path(route, door(pattern.callback, gives), name=pattern.name)


_patterns: list[Any] = api.urls[0]
urlpatterns = [
    path("v1/docs/", docs, name="api-docs"),
    path("v1/openapi.json", door(openapi, lists.JSON), name="api-openapi"),
    path("v1/", include([_through_the_door(pattern) for pattern in _patterns])),
    re_path(r"^(?P<rest>.*)$", door(nowhere, None), name="api-nowhere"),
]
