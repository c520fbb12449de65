"""Whose address counts where proxies stand in between."""

from __future__ import annotations

import pytest
from django.test import RequestFactory, override_settings

from geopol.operations.client_address import client_address


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "", "10.0.0.1"),
        (0, "9.9.9.9", "10.0.0.1"),  # nobody is believed
        (1, "9.9.9.9", "9.9.9.9"),
        (1, "1.2.3.4, 9.9.9.9", "9.9.9.9"),  # the first is what the reader made up
        (2, "1.2.3.4, 9.9.9.9, 10.0.0.2", "9.9.9.9"),
        (1, "", "10.0.0.1"),
        (2, "9.9.9.9", "10.0.0.1"),
        (1, "'; DROP TABLE", "10.0.0.1"),
        (1, " 2001:DB8::0:1 ", "2001:db8::1"),
    ],
)
def test_the_address_is_that_which_our_own_proxy_saw(
    proxies: int, forwarded: str, address: str
) -> None:
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    request = RequestFactory(REMOTE_ADDR="10.0.0.1").get("/", headers=headers)
    with override_settings(PROXIES=proxies):
        assert client_address(request) == address
