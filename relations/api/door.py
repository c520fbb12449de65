"""What every answer passes through: methods, limits, formats, validators, licence."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import logging
from collections.abc import Callable
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from geopol.operations.trouble import trouble
from relations.exporting.writing import LICENCE
from relations.reading.publication import Publication, publication

from .limits import counted
from .problems import UNREADABLE, Problem

# Counts up when the same data are written in another way.
VERSION = "1.0.0"
METHODS = "GET, HEAD, OPTIONS"
log = logging.getLogger("django.request")

View = Callable[..., HttpResponseBase]


def door(view: View, gives: str | None) -> View:
    """Let every request to a view, and every answer of it, pass through here.

    ``gives`` is the media type of its good answers; None where there are none: at an
    address where nothing is.
    """

    @functools.wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # Programs read these: the words are the same whatever the browser's language.
        with translation.override("en-gb"):
            response = _pass(request, view, gives, args, kwargs)
            response["Content-Language"] = "en"
        return _head(response) if request.method == "HEAD" else response

    wrapped.csrf_exempt = True  # type: ignore[attr-defined]  # it changes nothing
    return wrapped


def _pass(
    request: HttpRequest, view: View, gives: str | None, args: Any, kwargs: Any
) -> HttpResponseBase:
    headers: dict[str, str] = {}
    try:
        headers = counted(request)
        response = _let_in(request, view, gives, args, kwargs)
    except Problem as problem:
        response = problem.response(request)
    except SuspiciousOperation as error:
        log.warning("Bad Request: %s (%s)", request.path, type(error).__name__)
        response = Problem("bad-request", UNREADABLE).response(request)
    except Exception as error:
        log.exception("Internal Server Error: %s", request.path)
        found = trouble(error)
        broken = Problem("server-error", "It has been written down; try later.")
        response = (Problem.unavailable(found) if found else broken).response(request)
    for name, value in headers.items():
        response[name] = value
    response["Link"] = ", ".join(
        filter(None, (response.get("Link"), f'<{LICENCE[1]}>; rel="license"'))
    )
    return response


def _let_in(
    request: HttpRequest, view: View, gives: str | None, args: Any, kwargs: Any
) -> HttpResponseBase:
    if gives is None:
        return view(request, *args, **kwargs)
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers={"Allow": METHODS})
    if request.method not in ("GET", "HEAD"):
        raise Problem(
            "method-not-allowed",
            f"Nothing can be written here: use {METHODS}.",
            headers={"Allow": METHODS},
        )
    if not request.accepts(gives):
        raise Problem(
            "not-acceptable",
            f"Here is {gives}, and the Accept field of the request excludes it.",
        )
    # The clock of a write is no order: two in one second look alike, and what begins earlier may
    # be seen later. ETag says whether an answer still holds; Last-Modified is for people.
    request.META.pop("HTTP_IF_MODIFIED_SINCE", None)
    state = publication()
    tag, changed = etag(request, state), last_modified(state)
    # Only who had an answer of this address knows its tag; "*" is known to all.
    if request.headers.get("If-None-Match", "*") != "*":
        unchanged = get_conditional_response(request, etag=tag)
        if unchanged is not None and unchanged.status_code == 304:
            return _valid(unchanged, tag, changed)
    method, request.method = request.method, "GET"
    try:
        response: Any = view(request, *args, **kwargs)
    finally:
        request.method = method
    if response.status_code != 200:
        return response
    conditional = get_conditional_response(request, tag, int(changed.timestamp()), response)
    if conditional is not None and conditional.status_code == 412:
        raise Problem(
            "precondition-failed",
            "It is no longer as If-Match or If-Unmodified-Since says: ask without them.",
        )
    return _valid(conditional or response, tag, changed)


def etag(request: HttpRequest, state: Publication) -> str:
    """Give the strong validator of an answer: another one whenever any byte could differ.

    An answer follows from its address, the data, the day that states are derived on, and
    the code.
    """
    parts = (request.build_absolute_uri(), state.stamp, timezone.localdate().isoformat(), VERSION)
    return f'"{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:32]}"'


def last_modified(state: Publication) -> dt.datetime:
    """Give since when answers are as they are: the last write, but not before today.

    A new day may bring other states without a write.
    """
    midnight = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    return max(state.changed, midnight) if state.changed else midnight


def _valid(response: HttpResponseBase, tag: str, changed: dt.datetime) -> HttpResponseBase:
    response["ETag"] = tag
    response["Last-Modified"] = http_date(changed.timestamp())
    # Anybody may keep it, and asks each time whether it still holds.
    response["Cache-Control"] = "public, no-cache"
    return response


def _head(response: HttpResponseBase) -> HttpResponseBase:
    """Take the body away; what a GET would say of it stays."""
    if isinstance(response, HttpResponse):
        response.headers.setdefault("Content-Length", str(len(response.content)))
        response.content = b""
        return response
    empty = HttpResponse(status=response.status_code, headers=dict(response.items()))
    response.close()
    return empty
