"""The second factor asked for twice at once: a code is good for once, and there is one device."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connections
from django.db.models import QuerySet
from django.test import Client, override_settings
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from relations.admin import recovery_codes

from .test_second_factor import PAGE, code

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def required() -> Iterator[None]:
    with override_settings(SECOND_FACTOR=True):
        yield


def meeting(method: Any, model: type) -> Any:
    """Let a method begin when two threads are there, or when the second is kept out."""
    both = threading.Barrier(2)

    def met(*args: Any, **kwargs: Any) -> Any:
        if isinstance(args[0], model) or getattr(args[0], "model", None) is model:
            with contextlib.suppress(threading.BrokenBarrierError):
                both.wait(0.5)
        return method(*args, **kwargs)

    return met


def twice(ask: Callable[[Client], Any]) -> list[int]:
    """Ask in two sessions of one person at once, and give the statuses of the answers."""
    statuses = []

    def run(client: Client) -> None:
        try:
            statuses.append(ask(client).status_code)
        finally:
            connections.close_all()

    clients = [Client(), Client()]
    for client in clients:
        client.force_login(get_user_model().objects.get())
    threads = [threading.Thread(target=run, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(statuses)


def test_two_first_logins_at_once_set_up_one_device(monkeypatch: pytest.MonkeyPatch) -> None:
    get_user_model().objects.create_superuser("analyst")
    monkeypatch.setattr(QuerySet, "create", meeting(QuerySet.create, TOTPDevice))
    assert twice(lambda client: client.get(PAGE)) == [200, 200]
    assert TOTPDevice.objects.count() == 1
    assert twice(lambda client: client.get(PAGE)) == [200, 200]


def test_of_two_who_send_a_code_at_once_one_enters(monkeypatch: pytest.MonkeyPatch) -> None:
    user = get_user_model().objects.create_superuser("analyst")
    device = TOTPDevice.objects.create(user=user, name="app")
    good = code(device)
    monkeypatch.setattr(TOTPDevice, "verify_token", meeting(TOTPDevice.verify_token, TOTPDevice))
    assert twice(lambda client: client.post(PAGE, {"code": good})) == [200, 302]


def test_of_two_who_send_a_recovery_code_at_once_one_enters(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    user = get_user_model().objects.create_superuser("analyst")
    TOTPDevice.objects.create(user=user, name="app")
    good = recovery_codes.make(user)[0]
    # Both have found it by then, where nothing keeps the second out.
    monkeypatch.setattr(StaticToken, "delete", meeting(StaticToken.delete, StaticToken))
    assert twice(lambda client: client.post(PAGE, {"recovery-code": good})) == [200, 302]
    assert recovery_codes.left(user) == recovery_codes.COUNT - 1
