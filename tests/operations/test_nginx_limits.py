"""nginx with deploy/nginx/geopol.conf lets nobody guess passwords as often as he likes."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.publishing.nginx import serving

# At once, before the one that has to wait: the burst and the first.
ALLOWED = 11
REFUSED, NOBODY_BEHIND = 429, 502


@pytest.fixture
def site(tmp_path: Path) -> Iterator[http.client.HTTPConnection]:
    with serving(tmp_path, "set_real_ip_from 127.0.0.1; real_ip_header X-Real-IP;") as served:
        yield served


def ask(site: http.client.HTTPConnection, address: str) -> int:
    site.request("GET", "/admin/login/", headers={"Host": "example.org", "X-Real-IP": address})
    answer = site.getresponse()
    answer.read()
    return answer.status


@pytest.mark.parametrize(
    ("own", "anothers"),
    [
        ("2001:db8:0:a::{}", "2001:db8:0:b::1"),
        # The byte of a new line in the part that counts, and in the part that doesn't.
        ("2001:db8:0a0a:a:0:0a0a:0:{}", "2001:db8:0a0a:b:0:0a0a:0:1"),
        ("9.9.9.9", "9.9.9.8"),
    ],
    ids=["IPv6", "IPv6 with a new line", "IPv4"],
)
def test_all_addresses_of_one_network_of_ipv6_count_as_one(
    site: http.client.HTTPConnection, own: str, anothers: str
) -> None:
    answers = [ask(site, own.format(number)) for number in range(1, ALLOWED + 4)]
    assert answers[:ALLOWED] == [NOBODY_BEHIND] * ALLOWED
    assert REFUSED in answers[ALLOWED:]
    assert ask(site, anothers) == NOBODY_BEHIND
