"""How many requests a client may make: counted by its address, in Django's cache.

What remains is told by the fields of draft-ietf-httpapi-ratelimit-headers-06. Django's
default cache belongs to one process, which then counts by itself; a cache that processes
share (``CACHE_URL``) counts for all of them.
"""

from __future__ import annotations

import math

from django.conf import settings
from django.http import HttpRequest
from ninja.throttling import AnonRateThrottle

from geopol.operations.client_address import client_address

from .problems import Problem


class Allowance(AnonRateThrottle):
    """What one client has left."""

    scope = "api"

    def __init__(self, rate: str) -> None:
        super().__init__(rate)
        self.most, self.seconds = int(self.num_requests or 0), int(self.duration or 1)

    def get_ident(self, request: HttpRequest) -> str:
        """Tell clients apart as the throttle of logins does."""
        return client_address(request)

    def headers(self) -> dict[str, str]:
        """Say what is left, and in how many seconds the oldest request counts no more."""
        oldest = self.history[-1] if self.history else self.now
        return {
            "RateLimit-Limit": str(self.most),
            "RateLimit-Remaining": str(max(0, self.most - len(self.history))),
            "RateLimit-Reset": str(max(0, math.ceil(oldest + self.seconds - self.now))),
            "RateLimit-Policy": f"{self.most};w={self.seconds}",
        }


def counted(request: HttpRequest) -> dict[str, str]:
    """Count a request, and give the fields that tell what is left; none without a limit.

    Raises Problem where nothing was left.
    """
    if not settings.API_RATE:
        return {}
    allowance = Allowance(settings.API_RATE)
    allowed = allowance.allow_request(request)
    headers = allowance.headers()
    if allowed:
        return headers
    wait = headers["RateLimit-Reset"]
    raise Problem(
        "too-many-requests",
        f"{allowance.most} requests in {allowance.seconds} seconds are allowed: wait {wait} "
        "seconds. The .jsonl addresses give a whole list in one request.",
        headers={**headers, "Retry-After": wait},
    )
