"""Reads of public pages go on where a database breaks, and show each client what it wrote.

It stands outside of all that reads the database, so that a validator of a page and the page
itself are read from the same one, and are both read anew where that one breaks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import chain, islice

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse

from geopol.operations.limits import SAFE
from geopol.operations.trouble import BUSY

from . import health
from .choice import Choice

COOKIE = "written"
_LOCATION = re.compile(r"[0-9A-F]{1,8}/[0-9A-F]{1,8}", re.ASCII)


class ReplicaMiddleware:
    """Lets a public page be read from a replica, and where that breaks from the next database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in SAFE:
            response = self.get_response(request)
            _keep_what_was_written(response)
            return response
        if request.path_info.startswith("/admin/"):
            return self.get_response(request)
        choice = Choice(_what_was_written(request))
        response, broken = self._answer(request, choice)
        for _another in settings.REPLICAS:
            if not broken:
                break
            response.close()
            choice.leave()
            response, broken = self._answer(request, choice)
        return response

    def _answer(self, request: HttpRequest, choice: Choice) -> tuple[HttpResponseBase, bool]:
        """Answer, and say whether the database broke meanwhile."""
        with ExitStack() as stack:
            stack.enter_context(choice.used())
            for alias in (DEFAULT_DB_ALIAS, *settings.REPLICAS):
                stack.enter_context(connections[alias].execute_wrapper(choice.note))
            response = self.get_response(request)
            begun = _begin(response, choice)
        return response, not begun or _broke(choice)


def _broke(choice: Choice) -> bool:
    """Say whether another database may have the answer that this one hadn't."""
    if choice.alias is None:
        return False
    connection = connections[choice.alias]
    if not connection.errors_occurred:
        return False
    if connection.connection is None or not connection.is_usable():
        health.failed(choice.alias)
        return True
    # What the primary took away was still being read on the replica.
    return choice.alias != DEFAULT_DB_ALIAS and choice.trouble is BUSY


def _begin(response: HttpResponseBase, choice: Choice) -> bool:
    """Read the beginning of a stream while it can still be read elsewhere; False if it breaks."""
    if not isinstance(response, StreamingHttpResponse) or isinstance(response, FileResponse):
        return True
    parts = _chosen(iter(response), choice)
    try:
        # The first one may be nothing but the head of a compressed stream.
        first = list(islice(parts, 2))
    except Error:
        return False
    response.streaming_content = chain(first, parts)
    return True


def _chosen(parts: Iterator[bytes], choice: Choice) -> Iterator[bytes]:
    """Let each part of a stream be read where its beginning was."""
    while True:
        with choice.used():
            part = next(parts, None)
        if part is None:
            return
        yield part


# What a client wrote ----------------------------------------------------------------------


def _keep_what_was_written(response: HttpResponseBase) -> None:
    """Tell the client how far the primary's log is, now that its write is in it.

    Raises Error where the primary is gone: then nobody may think that all was saved.
    """
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_insert_lsn()")
        (location,) = cursor.fetchone()
    response.set_signed_cookie(
        COOKIE,
        location,
        max_age=settings.SESSION_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _what_was_written(request: HttpRequest) -> str:
    location = request.get_signed_cookie(COOKIE, default="", max_age=settings.SESSION_COOKIE_AGE)
    return location if location and _LOCATION.fullmatch(location) else ""
