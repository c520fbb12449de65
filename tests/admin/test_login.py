"""Who guesses passwords is stopped, and nobody else is."""

from __future__ import annotations

from typing import Any

import pytest
from axes.models import AccessAttempt
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


def test_all_addresses_of_ipv6_that_somebody_has_are_one() -> None:
    for number in range(LIMIT):
        attempt("wrong", address=f"2001:db8:0:1::{number}")
    assert attempt("right", address="2001:db8:0:1:ffff:ffff:ffff:ffff").status_code == 429
    assert attempt("right", address="2001:db8:0:2::1").status_code == 302


def test_ipv4_written_as_ipv6_is_no_other_address() -> None:
    guess(LIMIT, address="9.9.9.9")
    assert attempt("right", address="::ffff:9.9.9.9").status_code == 429
    assert attempt("right", address="::ffff:9.9.9.8").status_code == 302


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


@pytest.mark.parametrize(
    ("name", "query", "headers"),
    [
        ("a" * 151, "", {}),
        ("a" * 9_999, "", {}),
        ("я" * 150, "?next=%00", {"User-Agent": "x" * 5_000, "Accept": "y" * 5_000}),
        ("editor\0", "", {}),
    ],
)
def test_whatever_is_sent_is_refused_and_breaks_nothing(
    name: str, query: str, headers: dict[str, str]
) -> None:
    data = {"username": name, "password": "wrong"}
    answer = Client().post(reverse("admin:login") + query, data, headers=headers)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    # No table of ours keeps what PostgreSQL would refuse to hold.
    assert all(len(kept.username) <= 150 for kept in AccessAttempt.objects.all())


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


def test_logins_and_failures_are_logged_without_the_password(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level("INFO", logger="axes"):
        attempt("s3cret-guess")
        attempt("right")
        guess(LIMIT)
    said = caplog.text
    assert "New login failure by" in said
    assert "Successful login by" in said
    assert "Locking out" in said
    assert 'username: "editor"' in said
    assert 'ip_address: "9.9.9.9"' in said
    kept = str(list(AccessAttempt.objects.values()))
    assert "editor" in kept
    for password in ("s3cret-guess", "wrong-1", "right"):
        assert password not in said
        assert password not in kept


def test_a_new_password_ends_the_other_sessions() -> None:
    here, elsewhere = Client(), Client()
    user = get_user_model().objects.get()
    here.force_login(user)
    elsewhere.force_login(user)
    new = "a longer one than before"
    here.post(
        reverse("admin:password_change"),
        {"old_password": "right", "new_password1": new, "new_password2": new},
    )
    assert here.get(reverse("admin:index")).status_code == 200
    assert elsewhere.get(reverse("admin:index")).status_code == 302


@pytest.mark.parametrize("new", ["password1234", "123456789012", "short-one"])
def test_a_bad_new_password_is_refused_and_so_is_one_without_the_old(new: str) -> None:
    client = Client()
    client.force_login(get_user_model().objects.get())
    good = "a longer one than before"
    for old, wanted in (("right", new), ("wrong", good)):
        data = {"old_password": old, "new_password1": wanted, "new_password2": wanted}
        assert client.post(reverse("admin:password_change"), data).status_code == 200
    assert get_user_model().objects.get().check_password("right")
