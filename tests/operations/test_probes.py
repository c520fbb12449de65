"""Whether the process lives, and whether it can serve."""

from __future__ import annotations

from typing import Any
from unittest import mock

import pytest
from django.db import OperationalError, connection
from django.test import Client, override_settings

IN_PRODUCTION: dict[str, Any] = {
    "SECURE_SSL_REDIRECT": True,
    "ALLOWED_HOSTS": ["example.org"],
    "DEBUG": False,
}


def test_the_process_lives_without_a_database() -> None:
    # No database mark: a query would fail this test.
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_ready_takes_one_query(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        answer = Client().get("/readyz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_it_is_not_ready_while_the_database_does_not_answer() -> None:
    with mock.patch.object(connection, "cursor", side_effect=OperationalError("secret host gone")):
        answer = Client().get("/readyz")
        alive = Client().get("/healthz")
    assert answer.status_code == 503
    assert b"secret" not in answer.content
    assert alive.status_code == 200


@pytest.mark.django_db
def test_it_is_not_ready_before_the_first_migration() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations")
    assert Client().get("/readyz").status_code == 503


@pytest.mark.django_db
@pytest.mark.parametrize("probe", ["/healthz", "/readyz"])
def test_probes_come_by_plain_http_and_by_number(probe: str) -> None:
    with override_settings(**IN_PRODUCTION):
        assert Client().get(probe, headers={"host": "10.0.0.7:8000"}).status_code == 200
        elsewhere = Client().get("/about/", headers={"host": "10.0.0.7:8000"})
    assert elsewhere.status_code in (301, 400)
