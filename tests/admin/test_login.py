"""Who guesses passwords is stopped, and nobody else is."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client, override_settings
from django.urls import reverse

pytestmark = pytest.mark.django_db
LIMIT = 5


@pytest.fixture(autouse=True)
def editor(db: Any) -> Any:
    return get_user_model().objects.create_user("editor", password="right", is_staff=True)


def attempt(password: str, address: str = "9.9.9.9", name: str = "editor") -> Any:
    return Client(REMOTE_ADDR=address).post(
        reverse("admin:login"), {"username": name, "password": password, "next": "/admin/"}
    )


def guess(times: int, **whence: str) -> None:
    for number in range(times):
        attempt(f"wrong-{number}", **whence)


def test_after_five_wrong_passwords_the_right_one_is_refused_too() -> None:
    guess(LIMIT)
    answer = attempt("right")
    assert answer.status_code == 429
    assert "sessionid" not in answer.cookies


def test_four_wrong_ones_are_forgiven() -> None:
    guess(LIMIT - 1)
    assert attempt("right").status_code == 302
    guess(LIMIT - 1)
    assert attempt("right").status_code == 302


def test_nobody_is_locked_out_by_somebody_elses_guesses() -> None:
    guess(LIMIT + 1)
    assert attempt("right", address="8.8.8.8").status_code == 302


@override_settings(PROXIES=1)
def test_behind_a_proxy_a_made_up_address_gives_no_further_guesses() -> None:
    def send(password: str, made_up: str) -> Any:
        return Client(REMOTE_ADDR="127.0.0.1").post(
            reverse("admin:login"),
            {"username": "editor", "password": password},
            headers={"x-forwarded-for": f"{made_up}, 9.9.9.9"},
        )

    for number in range(LIMIT):
        send("wrong", f"1.1.1.{number}")
    assert send("right", "1.1.1.99").status_code == 429


def test_an_unknown_name_is_answered_like_a_known_one() -> None:
    known, unknown = attempt("wrong"), attempt("wrong", name="nobody-of-that-name")
    assert known.status_code == unknown.status_code == 200
    errors = [answer.context["form"].non_field_errors() for answer in (known, unknown)]
    assert errors[0] == errors[1]


def test_a_login_gets_a_new_session() -> None:
    client = Client()
    client.get(reverse("admin:login"))
    session = client.session
    session["kept"] = True
    session.save()
    client.cookies["sessionid"] = session.session_key
    before = session.session_key
    client.post(reverse("admin:login"), {"username": "editor", "password": "right"})
    assert client.cookies["sessionid"].value != before


def test_leaving_ends_the_session_on_the_server() -> None:
    client = Client()
    client.post(reverse("admin:login"), {"username": "editor", "password": "right"})
    taken = client.cookies["sessionid"].value
    client.post(reverse("admin:logout"))
    thief = Client()
    thief.cookies["sessionid"] = taken
    assert thief.get(reverse("admin:index")).status_code == 302
