"""Recovery codes: ten, shown once, each good for once, and nowhere in the clear."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.core import serializers
from django.test import Client, override_settings
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from relations.admin.recovery_codes import COUNT, left

from .test_roles import VIEWER, member
from .test_second_factor import PAGE, code, wrong

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def required() -> Iterator[None]:
    with override_settings(SECOND_FACTOR=True):
        yield


def set_up(client: Client) -> list[str]:
    """Set the app up, and give the codes that the answer shows."""
    client.get(PAGE)
    device = TOTPDevice.objects.get(user_id=client.session["_auth_user_id"])
    return list(client.post(PAGE, {"code": code(device)}).context["codes"])


def again() -> Client:
    """A second session of the same person, after the password."""
    client = Client()
    client.force_login(get_user_model().objects.get())
    return client


def use(client: Client, word: str, **more: str) -> Any:
    return client.post(PAGE, {"recovery-code": word, **more})


def test_who_sets_the_app_up_is_shown_ten_and_nobody_sees_them_again(analyst: Client) -> None:
    codes = set_up(analyst)
    assert len(set(codes)) == COUNT == 10
    page = analyst.get(PAGE)
    assert page.context["left"] == COUNT
    listed = analyst.get(f"/admin/otp_static/staticdevice/{StaticDevice.objects.get().pk}/change/")
    assert listed.status_code == 200
    for answer in (page, listed):
        assert not any(each in answer.content.decode() for each in codes)


def test_the_page_that_shows_them_is_kept_by_no_cache(analyst: Client) -> None:
    analyst.get(PAGE)
    answer = analyst.post(PAGE, {"code": code(TOTPDevice.objects.get())})
    assert "no-store" in answer["Cache-Control"]


def test_no_row_of_the_database_holds_one(analyst: Client) -> None:
    codes = set_up(analyst)
    kept = "".join(
        serializers.serialize("json", model.objects.all())
        for model in apps.get_models()
        if model._meta.managed
    ).lower()
    assert "staticdevice" in kept
    for each in codes:
        assert each not in kept
        assert each.replace(" ", "") not in kept


def test_each_lets_in_once(analyst: Client) -> None:
    first, second, *_others = set_up(analyst)
    client = again()
    assert client.get("/admin/").url.startswith(PAGE)
    assert use(client, first, next="/admin/quality/").url == "/admin/quality/"
    assert client.get("/admin/").status_code == 200
    assert left(get_user_model().objects.get()) == COUNT - 1
    other = again()
    assert use(other, first).context["recovery"].errors
    assert other.get("/admin/").url.startswith(PAGE)


@pytest.mark.parametrize(
    "typed",
    [str.upper, lambda word: word.replace(" ", ""), lambda word: f" {word.replace(' ', '-')} "],
    ids=["capitals", "together", "hyphens"],
)
def test_it_may_be_typed_as_people_do(analyst: Client, typed: Callable[[str], str]) -> None:
    assert use(again(), typed(set_up(analyst)[0])).status_code == 302


def test_who_entered_by_one_is_told_how_many_are_left(analyst: Client) -> None:
    codes = set_up(analyst)
    client = again()
    use(client, codes[0])
    assert "9 recovery codes left" in client.get("/admin/").content.decode()


# Seconds to wait after the first wrong one: longer than the test takes.
@override_settings(OTP_STATIC_THROTTLE_FACTOR=1_000)
def test_who_guesses_has_to_wait_even_with_a_good_one(analyst: Client) -> None:
    codes = set_up(analyst)
    client = again()
    for _ in range(3):
        use(client, "aaaa bbbb cccc dddd")
    answer = use(client, codes[0])
    assert "Too many wrong codes" in str(answer.context["recovery"].errors)
    assert left(get_user_model().objects.get()) == COUNT


def test_new_ones_are_made_with_a_code_only_and_end_the_old(analyst: Client) -> None:
    old = set_up(analyst)
    assert analyst.post(PAGE, {"make": "", "code": wrong(TOTPDevice.objects.get())}).context["form"]
    assert left(get_user_model().objects.get()) == COUNT
    new = use(analyst, old[0], make="").context["codes"]
    assert len(new) == COUNT
    assert not set(new) & set(old)
    # The session goes on, though its code is gone.
    assert analyst.get("/admin/").status_code == 200
    assert use(again(), old[1]).context["recovery"].errors


def test_after_new_ones_the_new_enter(analyst: Client) -> None:
    old = set_up(analyst)
    new = use(analyst, old[0], make="").context["codes"]
    assert use(again(), new[9]).status_code == 302


def test_one_persons_code_is_not_anothers() -> None:
    first, second = member(VIEWER, "first"), member(VIEWER, "second")
    codes = set_up(first)
    set_up(second)
    other = Client()
    other.force_login(get_user_model().objects.get(username="second"))
    assert use(other, codes[0]).context["recovery"].errors
    assert other.get("/admin/").url.startswith(PAGE)


def test_before_the_app_is_set_up_none_lets_in(analyst: Client) -> None:
    """A superuser has deleted the device of a phone that was lost."""
    codes = set_up(analyst)
    TOTPDevice.objects.all().delete()
    client = again()
    assert use(client, codes[0]).context["key"]
    assert client.get("/admin/").url.startswith(PAGE)
    assert left(get_user_model().objects.get()) == COUNT
    assert not set(set_up(again())) & set(codes)


def test_their_making_and_use_stand_in_the_history_of_the_account_and_in_the_log(
    analyst: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO", logger="geopol.second_factor"):
        codes = set_up(analyst)
        client = again()
        use(client, "aaaa bbbb cccc dddd")
        StaticDevice.objects.update(throttling_failure_timestamp=None)
        use(client, codes[0])
    said = [entry.change_message for entry in LogEntry.objects.order_by("pk")]
    assert said == ["Made new recovery codes.", "Used a recovery code."]
    for words in (*said, "Wrong second factor", '"analyst"', "127.0.0.1"):
        assert words in caplog.text
    assert codes[0] not in caplog.text


def test_nobody_types_codes_in_the_admin(analyst: Client) -> None:
    set_up(analyst)
    assert analyst.get("/admin/otp_static/staticdevice/add/").status_code == 403
    page = f"/admin/otp_static/staticdevice/{StaticDevice.objects.get().pk}/change/"
    assert analyst.post(page, {}).status_code == 403
