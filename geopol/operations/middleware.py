"""The outermost middleware: names, times and counts each request, and answers the probes.

Probes come from a supervisor or a load balancer, by plain HTTP and by number instead of
name; they are answered before anything that would lead them to HTTPS or refuse the host.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from . import metrics, request_ids
from .replicas import health

log = logging.getLogger("geopol.requests")

Answer = Callable[[HttpRequest], HttpResponseBase]


class RequestMiddleware:
    """Gives each request its id, returns it in the answer, writes the line of the log."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        name = request_ids.take(request.headers.get(request_ids.HEADER))
        request.META[request_ids.KEPT] = name
        token = request_ids.current.set(name)
        started = time.perf_counter()
        try:
            response = self.get_response(request)
            seconds = time.perf_counter() - started
            response[request_ids.HEADER] = name
            self._note(request, response.status_code, seconds)
        finally:
            request_ids.current.reset(token)
        return response

    def _note(self, request: HttpRequest, status: int, seconds: float) -> None:
        if request.path_info in PROBES:
            return
        match = request.resolver_match
        page = (match.view_name or "unnamed") if match else "none"
        if metrics.enabled():
            metrics.observe(request.method or "", page, status, seconds)
        if log.isEnabledFor(logging.INFO):
            log.info(
                "request",
                extra={
                    "method": request.method,
                    # Without the query, which may hold what somebody searched for.
                    "path": request.path,
                    "page": page,
                    "status": status,
                    "ms": round(seconds * 1000, 1),
                },
            )


class ProbesMiddleware:
    """Answers /healthz, /readyz and, to who has the token, /metrics."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        probe = PROBES.get(request.path_info)
        answer = probe(request) if probe else None
        if answer is None:
            return self.get_response(request)
        answer["Cache-Control"] = "no-store"
        return answer


def healthz(request: HttpRequest) -> HttpResponse:
    """The process lives. Asks no database: a restart would not mend that."""
    return _text("ok\n")


def readyz(request: HttpRequest) -> HttpResponse:
    """The process can serve pages: a database answers, and has been migrated once.

    With replicas a line says of each how it is. Without the primary the site is ready too, to
    be read only.
    """
    states = {alias: health.check(alias) for alias in settings.REPLICAS}
    first, status = _primary()
    if any(not state.down for state in states.values()) and status != 200:
        first, status = f"only to be read: {first}", 200
    lines = [first, *(f"{alias}: {state.words}" for alias, state in states.items())]
    return _text("\n".join([*lines, ""]), status)


def _primary() -> tuple[str, int]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
            migrated = cursor.fetchone() is not None
    except Error:
        log.warning("not ready", exc_info=True)
        return "the database does not answer", 503
    return ("ok", 200) if migrated else ("the database has not been migrated", 503)


def numbers(request: HttpRequest) -> HttpResponse | None:
    """The metrics; to all others there is no such page."""
    if not metrics.allowed(request.headers.get("Authorization", "")):
        return None
    return HttpResponse(metrics.page(), content_type=metrics.CONTENT_TYPE_LATEST)


def _text(words: str, status: int = 200) -> HttpResponse:
    return HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")


PROBES: dict[str, Callable[[HttpRequest], HttpResponse | None]] = {
    "/healthz": healthz,
    "/readyz": readyz,
    "/metrics": numbers,
}
