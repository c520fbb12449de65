"""What a browser is told in production, and what a stranger is not."""

from __future__ import annotations

import json
from typing import Any

import openpyxl
import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.test import Client

from relations.models import Revision, Version
from tests.test_settings import PRODUCTION, manage

SCRIPT = """
import json
from django.conf import settings
from django.contrib import admin
from django.test import Client
client = Client(raise_request_exception=False)
def ask(secure, host="example.org", **headers):
    answer = client.get("/robots.txt", secure=secure, headers={"host": host, **headers})
    return {"status": answer.status_code, **{k.lower(): v for k, v in answer.headers.items()}}
names = [n for n in dir(settings) if n.startswith(("SESSION_COOKIE", "CSRF_COOKIE", "DEBUG"))]
print(json.dumps({
    "plain": ask(False),
    "secure": ask(True),
    "by proxy": ask(False, **{"x-forwarded-proto": "https"}),
    "other host": ask(True, host="evil.example"),
    "settings": {n: getattr(settings, n) for n in names},
}, default=str))
"""


@pytest.fixture(scope="module")
def production() -> Any:
    done = manage("shell", "--no-imports", "-c", SCRIPT, **PRODUCTION, LOG_LEVEL="ERROR")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_plain_http_is_led_to_https(production: Any) -> None:
    assert production["plain"]["status"] == 301
    assert production["plain"]["location"] == "https://example.org/robots.txt"


def test_browsers_are_told_to_stay_with_https_for_a_year(production: Any) -> None:
    for how in ("secure", "by proxy"):
        assert production[how]["status"] == 200
        told = production[how]["strict-transport-security"]
        assert told == "max-age=31536000; includeSubDomains; preload"


def test_headers_that_close_what_browsers_leave_open(production: Any) -> None:
    told = production["secure"]
    assert told["x-content-type-options"] == "nosniff"
    assert told["x-frame-options"] == "DENY"
    assert told["referrer-policy"] == "same-origin"
    assert told["cross-origin-opener-policy"] == "same-origin"
    policy = told["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "server" not in told
    assert "x-powered-by" not in told


def test_a_host_that_is_not_ours_is_refused(production: Any) -> None:
    assert production["other host"]["status"] == 400


def test_cookies_are_for_https_and_for_this_site_only(production: Any) -> None:
    told = production["settings"]
    assert told["DEBUG"] is False
    assert told["SESSION_COOKIE_SECURE"] and told["CSRF_COOKIE_SECURE"]
    assert told["SESSION_COOKIE_HTTPONLY"]
    assert told["SESSION_COOKIE_SAMESITE"] == told["CSRF_COOKIE_SAMESITE"] == "Lax"
    assert told["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert told["CSRF_COOKIE_NAME"].startswith("__Host-")
    assert told["SESSION_COOKIE_PATH"] == told["CSRF_COOKIE_PATH"] == "/"
    assert told["SESSION_COOKIE_DOMAIN"] is told["CSRF_COOKIE_DOMAIN"] is None
    assert told["SESSION_COOKIE_AGE"] <= 12 * 60 * 60


def test_passwords_are_stored_slowly_hashed_and_must_be_long(production: Any) -> None:
    script = (
        "from django.conf import settings as s\nfrom django.contrib.auth import hashers\n"
        "print(hashers.get_hasher().algorithm, hashers.get_hasher().iterations)"
    )
    name, rounds = manage("shell", "--no-imports", "-c", script, **PRODUCTION).stdout.split()
    assert name == "pbkdf2_sha256"
    assert int(rounds) >= 600_000
    assert {
        v["NAME"].rpartition(".")[2]: v.get("OPTIONS") for v in settings.AUTH_PASSWORD_VALIDATORS
    }["MinimumLengthValidator"] == {"min_length": 12}


@pytest.mark.django_db
def test_the_session_of_a_curator_is_kept_from_scripts_and_caches() -> None:
    get_user_model().objects.create_superuser("editor", password="right")
    client = Client()
    data = {"username": "editor", "password": "right", "next": "/admin/"}
    answer = client.post("/admin/login/", data)
    cookie = answer.cookies["sessionid"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    page = client.get("/admin/")
    assert "no-store" in page["Cache-Control"]
    assert "private" in page["Cache-Control"]


@pytest.mark.django_db
def test_a_form_from_another_site_is_refused(analyst: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = analyst.cookies
    assert strict.post("/admin/relations/country/add/", {}).status_code == 403


@pytest.mark.django_db
def test_readers_get_no_cookie(reader: Client) -> None:
    assert not reader.get("/about/").cookies
    assert not reader.get("/countries/").cookies


def test_the_history_can_be_written_by_nobody_through_the_admin() -> None:
    for model in (Revision, Version):
        if model not in admin.site._registry:
            continue
        face = admin.site._registry[model]
        request: Any = type("Request", (), {"user": get_user_model()(is_superuser=True)})()
        assert not face.has_add_permission(request)
        assert not face.has_change_permission(request)
        assert not face.has_delete_permission(request)


def test_workbooks_are_read_by_a_parser_that_resolves_no_entities() -> None:
    assert openpyxl.DEFUSEDXML
