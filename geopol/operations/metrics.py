"""What Prometheus collects: how many requests, how long, how many errors, of which page.

One process counts for itself. Where several workers serve, PROMETHEUS_MULTIPROC_DIR names
a directory, empty at the start, in which each writes its numbers, and whichever worker is
asked adds them up.
"""

from __future__ import annotations

import os

from django.conf import settings
from django.utils.crypto import constant_time_compare
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
    multiprocess,
)

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

REQUESTS = Counter("geopol_requests", "Requests answered.", ["method", "page", "status"])
SECONDS = Histogram(
    "geopol_request_seconds",
    "Time from the first middleware to the answer.",
    ["page"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)

__all__ = ["CONTENT_TYPE_LATEST", "allowed", "enabled", "observe", "page"]


def enabled() -> bool:
    return bool(settings.METRICS_TOKEN)


def allowed(authorization: str) -> bool:
    """Say whether a header ``Authorization`` holds the token."""
    return enabled() and constant_time_compare(authorization, f"Bearer {settings.METRICS_TOKEN}")


def observe(method: str, page: str, status: int, seconds: float) -> None:
    """Count an answer. ``page`` is the name of a page, never an address: names are few."""
    method = method if method in METHODS else "other"
    REQUESTS.labels(method, page, str(status)).inc()
    SECONDS.labels(page).observe(seconds)


def page() -> bytes:
    """Give the numbers of all workers as text."""
    registry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)
    return generate_latest(registry)
