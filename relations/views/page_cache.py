"""Public pages carry a validator and are kept until something is written.

One query asks for the version of the site (:mod:`relations.reading.publication`). Of it and of
all else that a page depends on comes a key, which is both its strong ETag and its name in the
cache. So nothing is ever dropped: what was written since has another key. An answer of 304
costs that query, and so does a page from the cache; to ask no one would be to guess.

All readers are served the same pages, those who are logged in too. A page that looked at the
session, or sets a cookie, would be somebody's own: it gets neither ETag nor place.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeGuard

from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import MiddlewareNotUsed
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import re_accepts_gzip
from django.urls import ResolverMatch, resolve
from django.utils import timezone
from django.utils.cache import get_conditional_response, has_vary_header, patch_vary_headers
from django.utils.translation import get_language_from_request

from geopol.operations.build import build
from relations.exporting.releases import as_it_stands
from relations.reading.publication import publication

# The admin is of its users, and the API has a validator and limits of its own.
NOT_PAGES = ("/admin/", "/api/", "/language/")
CACHE = "pages"
KEPT_FOR = 24 * 3600  # seconds; another day is another key
LARGEST = 2_000_000  # bytes
# Shorter ones don't become shorter.
SHORTEST_TO_COMPRESS = 200
VARY = ("Accept-Encoding", "Accept-Language", "Cookie", "HX-Request")
# Anybody may keep a page, and asks each time whether it still holds.
CACHE_CONTROL = "public, no-cache"
# The headers of RFC 9110 that make an answer depend on what the reader has already.
CONDITIONS = {
    "HTTP_IF_MATCH",
    "HTTP_IF_NONE_MATCH",
    "HTTP_IF_MODIFIED_SINCE",
    "HTTP_IF_UNMODIFIED_SINCE",
}

Answer = Callable[[HttpRequest], HttpResponseBase]


class PageCache:
    """Middleware. Outside of it is what concerns all answers; inside, the session and so on."""

    def __init__(self, get_response: Answer) -> None:
        if settings.DEBUG:
            raise MiddlewareNotUsed  # templates change while the process runs
        self.get_response = get_response
        self.code = build() + settings.SITE_URL

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD") or request.path_info.startswith(NOT_PAGES):
            return self.get_response(request)
        try:
            tag = self.etag(request)
        except DatabaseError:
            # A page that needs the database says so itself; others are served without one.
            return self.get_response(request)
        return self.page(request, tag)

    def page(self, request: HttpRequest, tag: str) -> HttpResponseBase:
        """Give the page of this validator: from the cache, or made and kept; or a 304."""
        # Only who had this page knows its tag; "*" is known to all.
        if request.headers.get("If-None-Match", "*") != "*":
            unchanged = get_conditional_response(request, etag=tag)
            if unchanged is not None and unchanged.status_code == 304:
                request.resolver_match = place(request.path_info)
                return valid(unchanged, tag)
        kept = caches[CACHE].get(tag)
        if kept is not None:
            headers, content = kept
            request.resolver_match = place(request.path_info)
            return sent(request, tag, HttpResponse(content, headers=headers))
        response = self.get_response(request)
        if not is_for_all(response):
            response.headers.setdefault("Cache-Control", "no-cache")
            return varying(response)
        if takes_gzip(request):
            compress(response)
        if self.etag(request) != tag:
            # Something was written meanwhile: some of the page may be older than the rest.
            return valid(response, "")
        response["Content-Length"] = str(len(response.content))
        valid(response, tag)
        if len(response.content) <= LARGEST:
            caches[CACHE].set(tag, (dict(response.items()), response.content), KEPT_FOR)
        return sent(request, tag, response)

    def etag(self, request: HttpRequest) -> str:
        """Give the strong validator: another one whenever any byte of the page could differ."""
        parts = (
            publication().stamp,
            request.scheme or "",
            request.get_host(),
            request.get_full_path(),
            get_language_from_request(request),
            request.headers.get("HX-Request", ""),
            "gzip" if takes_gzip(request) else "",
            timezone.localdate().isoformat(),
            as_it_stands(),
            self.code,
        )
        return f'"{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:32]}"'


def is_for_all(response: HttpResponseBase) -> TypeGuard[HttpResponse]:
    """Say whether an answer is a page, the same for whoever asks, without rules of its own."""
    return (
        response.status_code == 200
        and isinstance(response, HttpResponse)
        and not response.cookies
        and not has_vary_header(response, "Cookie")
        and not response.has_header("Cache-Control")
        and not response.has_header("ETag")
    )


def takes_gzip(request: HttpRequest) -> bool:
    return bool(re_accepts_gzip.search(request.headers.get("Accept-Encoding", "")))


def compress(response: HttpResponse) -> None:
    """Compress a page to the same bytes each time, once for all who get it from the cache.

    Django's middleware adds a random length, which hides secrets. Here is none.
    """
    if len(response.content) < SHORTEST_TO_COMPRESS:
        return
    shorter = gzip.compress(response.content, 6, mtime=0)
    if len(shorter) < len(response.content):
        response.content = shorter
        response["Content-Encoding"] = "gzip"
        response["Content-Length"] = str(len(shorter))


def valid(response: Any, tag: str) -> Any:
    """Say how long a page holds, and for whom; ``tag`` is its validator, '' for none."""
    if tag:
        response["ETag"] = tag
    response["Cache-Control"] = CACHE_CONTROL
    return varying(response)


def varying(response: Any) -> Any:
    """Name the headers of a request that make it another page, always in the same order."""
    patch_vary_headers(response, VARY)
    response["Vary"] = ", ".join(sorted(response["Vary"].split(", ")))
    return response


def sent(request: HttpRequest, tag: str, response: HttpResponse) -> HttpResponseBase:
    """Give a valid page as the request wants it: whole, its head, or that it has not changed."""
    answer: HttpResponseBase = response
    if not CONDITIONS.isdisjoint(request.META):
        conditional = get_conditional_response(request, etag=tag, response=response)
        answer = response if conditional is response else valid(conditional, tag)
    if request.method == "HEAD" and answer is response:
        response.content = b""
    return answer


@lru_cache(maxsize=1024)
def place(path: str) -> ResolverMatch:
    """Say which view a path leads to, which a page that is sent again need not find out anew."""
    return resolve(path)
