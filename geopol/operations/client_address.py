"""Where a request came from, also behind proxies."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Give the address that asked, as the outermost of our own proxies saw it.

    Each of the PROXIES adds one entry at the end of X-Forwarded-For; what stands before
    those anybody can have written. Where the entry is missing or no address, it is the
    neighbour's: all who come by that way then count as one.
    """
    neighbour = str(request.META.get("REMOTE_ADDR", ""))
    if not settings.PROXIES:
        return neighbour
    entries = request.headers.get("X-Forwarded-For", "").split(",")
    if len(entries) < settings.PROXIES:
        return neighbour
    try:
        return str(ipaddress.ip_address(entries[-settings.PROXIES].strip()))
    except ValueError:
        return neighbour


def client_network(request: HttpRequest) -> str:
    """Give who asked as one client: an address, or of IPv6 the first 64 bits.

    Whoever has one address of IPv6 mostly has all that begin so (RFC 6177).
    """
    address = client_address(request)
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((int(found), 64), strict=False))


def login_address(request: HttpRequest) -> str:
    """Give the same as an address, the first of the network: axes has a column for no other."""
    return client_network(request).removesuffix("/64")
