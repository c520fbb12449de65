"""Opens addresses of the public web, and none of our own network.

Whoever enters a link must not look around inside with it. So the address that a name
stands for is looked up once, judged, and connected to: a name that leads elsewhere at the
second look-up (DNS rebinding) gains nothing, nor does a redirect, which connects anew.
"""

from __future__ import annotations

import ipaddress
import socket
from http.client import HTTPConnection, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit
from urllib.request import (
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    build_opener,
)

from django.utils.translation import gettext as _

# RFC 6052: IPv4 behind IPv6, in the last four bytes.
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class Unwanted(OSError):
    """An address that isn't of the public web."""


def is_public(text: str) -> bool:
    """Say whether an IP address is one of the public web, also by what it wraps."""
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        if address in _NAT64:
            return is_public(str(ipaddress.IPv4Address(address.packed[-4:])))
        if inner := address.ipv4_mapped or address.sixtofour:
            return is_public(str(inner))
        # Site-local addresses are out of use, and some networks still have them.
        if address.is_site_local:
            return False
    return address.is_global and not address.is_multicast


def refuse_others(url: str) -> None:
    """Raise Unwanted where a URL isn't one of http or https, or names no host."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Unwanted(_("not an address of the web"))


def _connect(address: tuple[str, int], timeout: Any = None, source: Any = None) -> socket.socket:
    """Connect as :func:`socket.create_connection`, to a public address only."""
    host, port = address
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    numbers = [str(where[0]) for *_kind, where in found]
    if not all(is_public(number) for number in numbers):
        raise Unwanted(_("not an address of the public web"))
    failed: OSError = OSError(_("no answer"))
    for number in numbers:
        try:
            return socket.create_connection((number, port), timeout, source)
        except OSError as error:
            failed = error
    raise failed


class _Plain(HTTPConnection):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._create_connection = _connect


class _Secure(HTTPSConnection):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._create_connection = _connect


# Where the machine reaches the web through a proxy only, the proxy looks names up, and it is
# the proxy that must keep us out of the network.
def _by_proxy(request: Any) -> bool:
    return bool(request.has_proxy() or request._tunnel_host)


class _PlainHandler(HTTPHandler):
    def http_open(self, req: Any) -> Any:
        return self.do_open(HTTPConnection if _by_proxy(req) else _Plain, req)


class _SecureHandler(HTTPSHandler):
    def https_open(self, req: Any) -> Any:
        return self.do_open(HTTPSConnection if _by_proxy(req) else _Secure, req)


class _Redirects(HTTPRedirectHandler):
    def redirect_request(  # noqa: PLR0917
        self, req: Any, fp: Any, code: int, msg: str, headers: Any, url: str
    ) -> Any:
        refuse_others(url)
        made = super().redirect_request(req, fp, code, msg, headers, url)
        if made is not None:
            made.method = req.get_method()
        return made


def opener() -> OpenerDirector:
    """Give what opens public addresses; it raises Unwanted, or URLError with it as reason."""
    return build_opener(_PlainHandler, _SecureHandler, _Redirects)
