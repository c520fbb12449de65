"""What the site answers at an address: through its own middleware, URLs and views."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.test import RequestFactory, override_settings
from django.test.client import ClientHandler

REDIRECTS = (301, 302, 307, 308)


@dataclass(frozen=True)
class Answer:
    """What came back: ``location`` of a redirect, else ''; ``content_type`` without charset."""

    status: int
    content_type: str
    location: str
    body: bytes


class Site:
    """The site as somebody asks it at ``url`` (scheme and host) who reads ``language``.

    Django's own handler for its test client: a server's whole way but for the socket, and
    the connection to the database stays open from one answer to the next.
    """

    def __init__(self, url: str, language: str) -> None:
        parts = urlsplit(url)
        self.is_secure = parts.scheme == "https"
        self.factory = RequestFactory(
            HTTP_HOST=parts.netloc,
            HTTP_ACCEPT_LANGUAGE=language,
            HTTP_X_FORWARDED_PROTO=parts.scheme,
        )
        self.handler = ClientHandler(enforce_csrf_checks=False)

    def ask(self, address: str) -> Answer:
        """Get an address. Never raises what a view raises: that is an answer of status 500."""
        request = self.factory.get(address, secure=self.is_secure)
        response: Any = self.handler(request.environ)
        body = b"".join(response) if response.streaming else response.content
        content_type = response.get("Content-Type", "").partition(";")[0]
        location = response.get("Location", "") if response.status_code in REDIRECTS else ""
        return Answer(response.status_code, content_type, location, body)


# What guards the live server: time limits, replicas, which show another moment, kept pages.
GUARDS = (
    "geopol.operations.limits.LimitsMiddleware",
    "geopol.operations.replicas.middleware.ReplicaMiddleware",
    "relations.views.page_cache.PageCache",
)


@contextmanager
def unlimited() -> Iterator[None]:
    """Let the process ask as long and as often as it likes, and the primary only."""
    passed = [name for name in settings.MIDDLEWARE if name not in GUARDS]
    with override_settings(API_RATE="", MIDDLEWARE=passed):
        yield


def asset(address: str) -> Path | None:
    """Give the file of a static address: as collected, else where the apps have it."""
    name = address.removeprefix(settings.STATIC_URL)
    if settings.STATIC_ROOT and staticfiles_storage.exists(name):
        return Path(staticfiles_storage.path(name))
    found = finders.find(name)
    return Path(found) if isinstance(found, str) else None
