"""A link that somebody enters never lets them look into our own network."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from unittest import mock

import pytest

from relations.curation.quality import asking, public_web
from relations.vocabularies import LinkResult

PRIVATE = """
127.0.0.1 10.0.0.1 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 192.0.2.1 224.0.0.1
255.255.255.255 ::1 :: fe80::1 fe80::1%eth0 fec0::1 fc00::1 ff02::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1
64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 2002:7f00:1:: 2002:a00:1:: 2001:0:7f00:1::
""".split()  # noqa: SIM905


@pytest.mark.parametrize("address", PRIVATE)
def test_addresses_that_are_not_of_the_public_web(address: str) -> None:
    assert not public_web.is_public(address)


@pytest.mark.parametrize(
    "address", ["9.9.9.9", "2620:fe::fe", "::ffff:9.9.9.9", "64:ff9b::909:909"]
)
def test_addresses_of_the_public_web(address: str) -> None:
    assert public_web.is_public(address)


def names(*answers: str) -> Any:
    """Make names stand for these addresses, one at each look-up."""
    turns = iter(answers)

    def look_up(host: str, port: Any, *rest: Any, **options: Any) -> Any:
        family = socket.AF_INET
        return [(family, socket.SOCK_STREAM, 6, "", (next(turns), port))]

    return mock.patch.object(public_web.socket, "getaddrinfo", look_up)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://10.0.0.1:8000/x",
        "http://[::1]/",
        "https://169.254.169.254/latest/",
        "http://2130706433/",  # 127.0.0.1 as one number
        "http://0x7f.1/",
        "http://localhost/",
    ],
)
def test_our_own_network_is_not_connected_to(url: str) -> None:
    with mock.patch.object(public_web.socket, "create_connection") as connected:
        result, _status, detail = asking.ask(url)
    assert result == LinkResult.FAILED
    assert "public web" in detail
    connected.assert_not_called()


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://example.org/", "gopher://a/", "http:///x"]
)
def test_other_schemes_are_not_opened(url: str) -> None:
    with mock.patch.object(asking._opener, "open") as opened:
        assert asking.ask(url)[0] == LinkResult.FAILED
    opened.assert_not_called()


def test_a_name_is_looked_up_once_and_what_was_judged_is_connected_to() -> None:
    connected = mock.Mock(side_effect=OSError("no answer"))
    with (
        names("9.9.9.9", "127.0.0.1", "127.0.0.1", "127.0.0.1"),
        mock.patch.object(public_web.socket, "create_connection", connected),
        pytest.raises(OSError, match="no answer"),
    ):
        public_web._connect(("rebinding.example", 80), 5)
    connected.assert_called_once_with(("9.9.9.9", 80), 5, None)


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    both = [(2, 1, 6, "", (number, 80)) for number in ("9.9.9.9", "10.0.0.1")]
    with (
        mock.patch.object(public_web.socket, "getaddrinfo", return_value=both),
        mock.patch.object(public_web.socket, "create_connection") as connected,
        pytest.raises(public_web.Unwanted),
    ):
        public_web._connect(("mixed.example", 80))
    connected.assert_not_called()


class Redirecting(BaseHTTPRequestHandler):
    """Sends everybody to where ``target`` says, and counts who comes there."""

    target = ""
    seen: list[str] = []

    def do_HEAD(self) -> None:
        self.seen.append(self.path)
        self.send_response(302)
        self.send_header("Location", self.target)
        self.end_headers()

    do_GET = do_HEAD

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def server() -> Iterator[HTTPServer]:
    made = HTTPServer(("127.0.0.1", 0), Redirecting)
    Redirecting.seen = []
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


@pytest.mark.parametrize("target", ["http://10.0.0.1/inside", "http://[::1]:{port}/inside",
                                    "file:///etc/passwd"])  # fmt: skip
def test_a_redirect_leads_no_further_than_the_public_web(server: HTTPServer, target: str) -> None:
    port = server.server_port
    Redirecting.target = target.format(port=port)
    # This machine counts as public under its first address, and nothing else does.
    with mock.patch.object(public_web, "is_public", lambda number: number == "127.0.0.1"):
        result, _status, detail = asking.ask(f"http://127.0.0.1:{port}/")
    assert result == LinkResult.FAILED
    assert Redirecting.seen == ["/"]
    assert "address of the" in detail or "redirect" in detail.lower()


def test_a_secure_connection_is_judged_as_well() -> None:
    with (
        names("10.0.0.1", "10.0.0.1"),
        mock.patch.object(public_web.socket, "create_connection") as connected,
    ):
        assert asking.ask("https://inside.example/")[0] == LinkResult.FAILED
    connected.assert_not_called()
