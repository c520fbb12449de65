"""What the benchmarks share: a Django of their own, a client, and times beside an empty view."""

from __future__ import annotations

import os
import statistics
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


def timed(action: Callable[[], object]) -> float:
    """Give the milliseconds that one call takes."""
    start = time.perf_counter()
    action()
    return (time.perf_counter() - start) * 1000


def set_up(database: str, *, kept: bool = False) -> None:
    """Start Django as in production, on ``DATABASE_URL`` or the given SQLite file.

    Without ``kept`` every page is made anew.
    """
    os.environ["DEBUG"] = "false"
    os.environ["SECRET_KEY"] = "benchmark" * 8
    os.environ["ALLOWED_HOSTS"] = "testserver"
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{database}")
    os.environ["DJANGO_SETTINGS_MODULE"] = "geopol.settings"

    import django
    from django.conf import settings

    settings.STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    if not kept:
        settings.MIDDLEWARE.remove("relations.views.page_cache.PageCache")
    django.setup()

    from django.http import HttpResponse
    from django.urls import path

    from geopol import urls

    warnings.filterwarnings("ignore", message="No directory at")
    urls.urlpatterns.insert(0, path("empty/", lambda request: HttpResponse("")))


def client() -> Any:
    """Give a test client with an administrator logged in."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    from geopol.operations import garbage

    garbage.leave_what_is_loaded()  # as the workers of deploy/ do
    client = Client(headers={"x-forwarded-proto": "https"})
    users = get_user_model()
    client.force_login(
        users.objects.filter(is_superuser=True).first() or users.objects.create_superuser("bench")
    )
    return client


@dataclass
class Figures:
    """What one page costs."""

    status: int
    queries: int
    size: int
    milliseconds: float
    cpu: float  # milliseconds of this process: what the page takes where nothing else runs
    ratio: float  # to an empty view, measured in turn with it


def measure(client: Any, url: str, rounds: int, data: dict[str, Any] | None = None) -> Figures:
    """Open (or post to) a page once to count its queries, then ``rounds`` times to time it."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def ask() -> Any:
        return client.get(url) if data is None else client.post(url, data)

    with CaptureQueriesContext(connection) as captured:
        response = ask()
    size = len(getattr(response, "content", b""))
    figures = Figures(response.status_code, len(captured), size, 0, 0, 0)
    pairs, cpu = [], []
    for _ in range(rounds):
        empty, start = timed(lambda: client.get("/empty/")), time.process_time()
        pairs.append((empty, timed(ask)))
        cpu.append((time.process_time() - start) * 1000)
    figures.cpu = statistics.median(cpu)
    figures.milliseconds = statistics.median(page for _empty, page in pairs)
    figures.ratio = statistics.median(page / empty for empty, page in pairs)
    return figures
