"""With SECOND_FACTOR set the password alone opens no page of the admin, whatever the role."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from django.test import Client, override_settings
from django.urls import get_resolver, reverse
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests import factories

from .test_roles import ADMINISTRATOR, NAMES, VIEWER, member

pytestmark = pytest.mark.django_db
PAGE = "/admin/second-factor/"


@pytest.fixture(autouse=True)
def required() -> Iterator[None]:
    with override_settings(SECOND_FACTOR=True):
        yield


def code(device: TOTPDevice) -> str:
    return f"{totp(device.bin_key):06}"


def wrong(device: TOTPDevice) -> str:
    return f"{(totp(device.bin_key) + 500_000) % 1_000_000:06}"


def verified(client: Client) -> TOTPDevice:
    """Set a device up as its owner does at the first login."""
    client.get(PAGE)
    device = TOTPDevice.objects.get(user_id=client.session["_auth_user_id"])
    assert client.post(PAGE, {"code": code(device)}).context["codes"]
    return device


def addresses() -> list[str]:
    country = factories.CountryFactory()
    return [
        "/admin/",
        "/admin/quality/",
        "/admin/password_change/",
        "/admin/autocomplete/",
        "/admin/relations/country/",
        "/admin/relations/country/add/",
        f"/admin/relations/country/{country.pk}/change/",
        f"/admin/relations/country/{country.pk}/history/",
        f"/admin/relations/country/{country.pk}/delete/",
        "/admin/relations/revision/",
        "/admin/auth/user/",
        "/admin/otp_totp/totpdevice/",
        "/admin/otp_static/staticdevice/",
        "/admin/no/such/page/",
    ]


@pytest.mark.parametrize("role", range(VIEWER, ADMINISTRATOR + 1), ids=NAMES[1:])
def test_no_page_opens_by_the_password_alone(role: int) -> None:
    client = member(role)
    for url in addresses():
        for answer in (client.get(url), client.post(url)):
            assert answer.status_code == 302, url
            assert answer.url.startswith(PAGE), url


def test_a_superuser_is_no_exception(analyst: Client) -> None:
    assert analyst.get("/admin/").url.startswith(PAGE)


def test_every_address_of_the_admin_stands_beneath_the_one_that_is_guarded() -> None:
    admin = [p for p in get_resolver().url_patterns if getattr(p, "namespace", "") == "admin"]
    assert [str(p.pattern) for p in admin] == ["admin/"]


@pytest.mark.parametrize("role", range(VIEWER, ADMINISTRATOR + 1), ids=NAMES[1:])
def test_with_the_code_each_role_may_what_it_may(role: int) -> None:
    client = member(role)
    verified(client)
    assert client.get("/admin/relations/country/").status_code == 200
    allowed = client.get("/admin/relations/country/add/").status_code == 200
    assert allowed == (role > VIEWER)
    # Devices are the superuser's business.
    assert client.get("/admin/otp_totp/totpdevice/").status_code == 403
    assert client.get("/admin/otp_static/staticdevice/").status_code == 403


def test_it_leads_back_to_the_page_that_was_asked_for_and_to_no_other_site(
    analyst: Client,
) -> None:
    page = analyst.get("/admin/relations/country/?q=a", follow=True)
    assert page.context["next"] == "/admin/relations/country/?q=a"
    device = TOTPDevice.objects.get()
    answer = analyst.post(PAGE, {"code": code(device), "next": "https://evil.example/"})
    assert answer.context["next"] == "/admin/"


def test_the_key_is_shown_until_the_device_is_confirmed_and_never_again(analyst: Client) -> None:
    page = analyst.get(PAGE)
    assert b"data:image/svg+xml" in page.content
    assert page.context["key"]
    device = verified(analyst)
    again = Client()
    again.force_login(get_user_model().objects.get())
    page = again.get(PAGE)
    assert (page.context["key"], page.context["picture"]) == ("", "")
    admin_page = analyst.get(f"/admin/otp_totp/totpdevice/{device.pk}/change/")
    assert admin_page.status_code == 200
    assert device.key.encode() not in admin_page.content


def test_a_code_is_good_for_once(analyst: Client) -> None:
    device = verified(analyst)
    again = Client()
    again.force_login(get_user_model().objects.get())
    answer = again.post(PAGE, {"code": code(device)})
    assert answer.status_code == 200
    assert answer.context["form"].errors


# Seconds to wait after the first wrong one: longer than the test takes.
@override_settings(OTP_TOTP_THROTTLE_FACTOR=1_000)
def test_who_guesses_has_to_wait_even_with_the_right_code(analyst: Client) -> None:
    analyst.get(PAGE)
    device = TOTPDevice.objects.get()
    for _ in range(3):
        analyst.post(PAGE, {"code": wrong(device)})
    answer = analyst.post(PAGE, {"code": code(device)})
    assert "Too many wrong codes" in str(answer.context["form"].errors)
    assert not TOTPDevice.objects.get().confirmed


def test_one_persons_code_is_not_anothers() -> None:
    first, second = member(VIEWER, "first"), member(VIEWER, "second")
    device = verified(first)
    second.get(PAGE)
    assert second.post(PAGE, {"code": code(device)}).status_code == 200
    assert second.get("/admin/").url.startswith(PAGE)


def test_strangers_are_sent_to_the_login_and_readers_notice_nothing(reader: Client) -> None:
    assert "/admin/login/" in reader.get("/admin/").url
    assert "/admin/login/" in reader.get(PAGE).url
    assert reader.get("/about/").status_code == 200


def test_leaving_is_possible_without_the_code(analyst: Client) -> None:
    assert analyst.post(reverse("admin:logout")).status_code == 200
    assert "/admin/login/" in analyst.get("/admin/").url


@override_settings(SECOND_FACTOR=False)
def test_without_the_setting_the_password_is_enough(analyst: Client) -> None:
    assert analyst.get("/admin/").status_code == 200
