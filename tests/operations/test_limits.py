"""A slow page is broken off and says so; who writes, and commands, take their time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from unittest import mock

import psycopg
import pytest
from django.db import OperationalError, connection
from django.test import Client, override_settings

from geopol.operations import databases
from tests.test_settings import PRODUCTION, manage

on_postgres = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has no limit of a statement"
)
QUICK = {"PUBLIC_TIMEOUT": 0.1, "ADMIN_TIMEOUT": 2.0, "LOCK_TIMEOUT": 0.1}


@pytest.fixture
def client(transactional_db: Any) -> Iterator[Client]:
    connection.close()  # nothing of another test holds in a session of its own
    with override_settings(ROOT_URLCONF="tests.operations.slow_pages", **QUICK):
        yield Client(raise_request_exception=False)
    connection.close()


@on_postgres
def test_a_slow_public_page_is_broken_off_and_says_so(client: Client) -> None:
    answer = client.get("/slow/?seconds=20")
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert "This took too long and was broken off" in answer.content.decode()
    # The session goes on.
    assert client.get("/about/").status_code == 200
    assert client.get("/slow/?seconds=0").content == b"slept"


@on_postgres
def test_a_page_of_the_admin_may_take_longer(client: Client) -> None:
    assert client.get("/slow/?seconds=0").content == b"slept"
    assert client.get("/admin/slow/?seconds=0.3").content == b"slept"
    assert client.get("/slow/?seconds=20").status_code == 503


@on_postgres
def test_who_writes_is_never_broken_off_by_time(client: Client) -> None:
    with override_settings(ADMIN_TIMEOUT=0.1):
        assert client.get("/admin/slow/?seconds=20").status_code == 503
        assert client.post("/admin/slow/?seconds=0.3").content == b"slept"


@on_postgres
def test_who_waits_too_long_for_another_writer_is_told(client: Client) -> None:
    other = connection.copy("other")
    other.set_autocommit(False)
    try:
        with other.cursor() as cursor:
            cursor.execute("LOCK TABLE relations_scope IN EXCLUSIVE MODE")
        answer = client.post("/admin/writing/")
    finally:
        other.rollback()
        other.close()
    assert answer.status_code == 503
    assert "Somebody else is writing just this" in answer.content.decode()
    assert client.post("/admin/writing/").content == b"written"


@on_postgres
def test_a_transaction_that_is_taken_back_takes_no_limit_with_it(client: Client) -> None:
    assert client.get("/undone/").content == b"undone"
    assert client.get("/slow/?seconds=20").status_code == 503


@on_postgres
def test_the_limits_are_told_once_a_session(client: Client) -> None:
    client.get("/slow/?seconds=0")
    assert connection.connection is not None
    with mock.patch.object(connection.connection, "execute") as told:
        assert client.get("/slow/?seconds=0").content == b"slept"
    told.assert_not_called()


@on_postgres
def test_commands_have_no_limit(client: Client) -> None:
    with connection.cursor() as cursor:
        for limit in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"):
            cursor.execute(f"SHOW {limit}")
            assert cursor.fetchone() == ("0",)


@on_postgres
def test_behind_pgbouncer_nothing_is_kept_in_a_session(client: Client) -> None:
    with override_settings(PGBOUNCER=True):
        assert client.get("/slow/?seconds=0.3").content == b"slept"


def refused(*args: Any) -> Any:
    raise OperationalError("secret words of the server") from psycopg.errors.QueryCanceled()


@pytest.mark.django_db
def test_programs_are_told_as_a_problem() -> None:
    with connection.execute_wrapper(refused):
        answer = Client().get("/api/v1/countries/")
    problem = answer.json()
    assert (answer.status_code, answer["Retry-After"], problem["status"]) == (503, "60", 503)
    assert problem["type"].endswith("#unavailable")
    assert "secret" not in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("cause", "words"),
    [
        (psycopg.OperationalError("connection refused"), "The database does not answer"),
        (psycopg.errors.AdminShutdown(), "The database does not answer"),
        (psycopg.errors.DiskFull(), "There is no room left to write"),
        (psycopg.errors.DeadlockDetected(), "Somebody else is writing just this"),
        (Exception("database is locked"), "Somebody else is writing just this"),
        (Exception("database or disk is full"), "There is no room left to write"),
    ],
)
def test_each_trouble_of_the_database_has_its_words(cause: Exception, words: str) -> None:
    def refuse(*args: Any) -> Any:
        raise OperationalError(str(cause)) from cause

    with connection.execute_wrapper(refuse):
        answer = Client(raise_request_exception=False).get("/countries/")
    assert answer.status_code == 503
    assert words in answer.content.decode()


@pytest.mark.django_db
def test_a_mistake_of_ours_is_no_trouble_of_the_database() -> None:
    def refuse(*args: Any) -> Any:
        raise OperationalError("no such column: x") from Exception("no such column: x")

    with connection.execute_wrapper(refuse):
        assert Client(raise_request_exception=False).get("/countries/").status_code == 500


# Settings ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("PUBLIC_TIMEOUT", "soon", "PUBLIC_TIMEOUT is 'soon': it must be seconds"),
        ("LOCK_TIMEOUT", "-1", "LOCK_TIMEOUT is '-1': it must be seconds"),
        ("DATABASE_POOL", "-2", "DATABASE_POOL is -2: it must be 0 or more"),
    ],
)
def test_nonsense_stops_the_start(setting: str, value: str, said: str) -> None:
    environment = {**PRODUCTION, "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}
    done = manage("diffsettings", **environment, **{setting: value})
    assert done.returncode != 0
    assert said in done.stderr


def test_two_pools_are_one_too_many() -> None:
    with pytest.raises(Exception, match="one pool is enough"):
        databases.configuration({}, pool=2, pgbouncer=True)


THREADS = """
from concurrent.futures import ThreadPoolExecutor
from django.db import connection
def ask(n):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid() FROM pg_sleep(0.05)")
        found = cursor.fetchone()[0]
    connection.close()
    return found
with ThreadPoolExecutor(8) as threads:
    print(len(set(threads.map(ask, range(16)))))
connection.close_pool()
"""


@on_postgres
@pytest.mark.django_db
def test_threads_share_the_connections_of_a_pool() -> None:
    given = connection.settings_dict
    url = f"postgres://{given['USER']}:{given['PASSWORD']}@{given['HOST']}:{given['PORT']}"
    environment = {**PRODUCTION, "DATABASE_URL": f"{url}/{given['NAME']}", "DATABASE_POOL": "2"}
    done = manage("shell", "--no-imports", "-c", THREADS, **environment)
    assert done.stdout.strip() == "2", done.stderr


@on_postgres
def test_where_the_server_is_gone_the_page_says_that_and_not_that_it_is_wrong(
    client: Client,
) -> None:
    assert client.get("/slow/?seconds=0").status_code == 200
    end_the_session()
    with override_settings(PUBLIC_TIMEOUT=5.0):  # to be told before the first query
        answer = client.get("/slow/?seconds=0")
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")


def end_the_session() -> None:
    """Have the server end the session that is kept, as it does where it goes down."""
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None}) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])
