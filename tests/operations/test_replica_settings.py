"""Copies are made as the primary is, and nonsense stops the start."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse
from django.test import RequestFactory, override_settings

from geopol.operations import databases
from geopol.operations.replicas.middleware import COOKIE, _what_was_written
from geopol.operations.replicas.router import ReplicaRouter
from relations.models import Country
from tests.test_settings import PRODUCTION, manage

PRIMARY = {
    "DATABASE_URL": "postgres://a@one,two/geopol?target_session_attrs=read-write",
    "REPLICA_URLS": "postgres://a@two/geopol,postgres://a@three/geopol",
}
SHOW = """
from django.conf import settings
from django.db import router
from django.contrib.sessions.models import Session
print(settings.REPLICAS, settings.DATABASES["replica_2"]["HOST"])
print(settings.DATABASES["replica_1"]["OPTIONS"].get("target_session_attrs"))
print(router.allow_migrate("replica_1", "relations"), router.db_for_write(Session))
"""


def test_each_copy_is_a_database_that_nothing_migrates() -> None:
    done = manage("shell", "--no-imports", "-c", SHOW, **PRODUCTION | PRIMARY)
    assert done.stdout.splitlines() == [
        "['replica_1', 'replica_2'] three",
        "None",
        "False default",
    ], done.stderr


def test_sqlite_has_no_copies() -> None:
    done = manage("check", **PRODUCTION, REPLICA_URLS=PRIMARY["REPLICA_URLS"])
    assert done.returncode != 0
    assert "only PostgreSQL streams to copies" in done.stderr


def test_a_copy_that_is_no_postgresql_is_refused() -> None:
    primary = {"ENGINE": databases.POSTGRESQL, "OPTIONS": {}}
    with pytest.raises(ImproperlyConfigured, match="only PostgreSQL"):
        databases.replicas(primary, [{"ENGINE": "django.db.backends.sqlite3"}])


def test_outside_of_a_public_page_all_is_read_from_the_primary() -> None:
    assert ReplicaRouter().db_for_read(Country) == "default"


@pytest.mark.parametrize("given", ["", "0/1", "0/1; DROP TABLE x", "FF/FFFFFFFF"])
def test_a_cookie_that_we_did_not_sign_counts_for_nothing(given: str) -> None:
    request = RequestFactory().get("/")
    request.COOKIES[COOKIE] = given
    assert _what_was_written(request) == ""


def test_a_cookie_that_we_signed_counts() -> None:
    answer: Any = HttpResponse()
    answer.set_signed_cookie(COOKIE, "16/B374D848")
    request = RequestFactory().get("/")
    request.COOKIES[COOKIE] = answer.cookies[COOKIE].value
    assert _what_was_written(request) == "16/B374D848"
    with override_settings(SESSION_COOKIE_AGE=-1):
        assert _what_was_written(request) == ""
    assert settings.REPLICAS == []
