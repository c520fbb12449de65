"""How many requests a client may make: counted in windows of time, in Django's cache.

Counted is by address, and by the /64 of IPv6. What remains is told by the fields of
draft-ietf-httpapi-ratelimit-headers-06. A cache that counts by itself (Redis, Memcached, the
memory of one process) misses no request of a burst; Django's default cache belongs to one
process, a cache that processes share (``CACHE_URL``) counts for all of them.
"""

from __future__ import annotations

import logging
import math
import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from ninja.throttling import AnonRateThrottle

from geopol.operations.client_address import client_network

from .problems import Problem

log = logging.getLogger(__name__)
clock = time.time


def counted(request: HttpRequest) -> dict[str, str]:
    """Count a request, and give the fields that tell what is left; none without a limit.

    Raises Problem where nothing was left. A cache that doesn't answer limits nobody.
    """
    if not settings.API_RATE:
        return {}
    rate = AnonRateThrottle(settings.API_RATE)
    most, seconds = int(rate.num_requests or 0), int(rate.duration or 1)
    window, passed = divmod(clock(), seconds)
    try:
        number = _count(f"api:{client_network(request)}:{window:.0f}", seconds)
    except Exception:  # whatever the library of a cache raises
        log.exception("The cache does not count the requests to the API: nobody is limited.")
        return {}
    wait = str(math.ceil(seconds - passed))
    headers = {
        "RateLimit-Limit": str(most),
        "RateLimit-Remaining": str(max(0, most - number)),
        "RateLimit-Reset": wait,
        "RateLimit-Policy": f"{most};w={seconds}",
    }
    if number <= most:
        return headers
    raise Problem(
        "too-many-requests",
        f"{most} requests in {seconds} seconds are allowed: wait {wait} seconds. The .jsonl "
        "addresses give a whole list in one request.",
        headers={**headers, "Retry-After": wait},
    )


def _count(key: str, seconds: int) -> int:
    """Count one up; the cache forgets the key after so many seconds."""
    cache.add(key, 0, seconds)
    return int(cache.incr(key))
