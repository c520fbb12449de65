"""Whatever is written, by whatever way, the site has another version once it is committed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import OperationalError, connection, connections, transaction

from relations import triggers
from relations.models import Country, Stamp
from relations.reading.publication import publication
from tests import factories as f

MODELS = [m for m in apps.get_app_config("relations").get_models() if m is not Stamp]
SEEN = [m for m in MODELS if m._meta.model_name not in triggers.NOT_SEEN]
postgres_only = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has one writer at a time"
)


def stamp() -> str:
    return publication().stamp


def by_hand(sql: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def in_another_session(act: Callable[[], Any]) -> Any:
    """Do something on a connection of its own, and wait for it."""
    found: list[Any] = []

    def work() -> None:
        try:
            found.append(act())
        finally:
            connections.close_all()

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    return found[0]


@pytest.mark.django_db
@pytest.mark.parametrize("model", SEEN, ids=[m._meta.model_name for m in SEEN])
def test_every_table_that_readers_see_counts_by_hand_too(model: Any) -> None:
    table = model._meta.db_table
    before = stamp()
    row = getattr(f, f"{model.__name__}Factory")()
    inserted = stamp()
    # The same row, another number: allowed by every constraint, and a change.
    by_hand(f"UPDATE {table} SET id = id + 1000000 WHERE id = %s", row.pk)
    updated = stamp()
    by_hand(f"DELETE FROM {table} WHERE id = %s", row.pk + 1_000_000)
    assert len({before, inserted, updated, stamp()}) == 4


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(triggers.NOT_SEEN - {"stamp"}))
def test_what_readers_see_nothing_of_does_not_count(name: str) -> None:
    model = apps.get_model("relations", name)
    existing = getattr(f, f"{model.__name__}Factory")()
    before = stamp()
    by_hand(f"UPDATE {model._meta.db_table} SET id = id + 1000 WHERE id = %s", existing.pk)
    assert stamp() == before


@pytest.mark.django_db
def test_without_a_write_it_stays() -> None:
    f.CountryFactory()
    assert publication() == publication()


@pytest.mark.django_db
def test_what_is_undone_has_the_stamp_of_before_and_what_follows_another() -> None:
    country = f.CountryFactory()
    seen = [stamp()]
    for name in ("One", "Another"):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            country.name = name
            country.save()
            seen.append(stamp())
            raise ZeroDivisionError
        assert stamp() == seen[0]
    assert len(set(seen)) == 3


@pytest.mark.django_db
def test_setting_the_triggers_up_counts_since_they_were_off_before() -> None:
    before = stamp()
    triggers.install(connection.alias)
    assert stamp() != before


@pytest.mark.django_db(transaction=True)
def test_what_was_not_committed_is_seen_by_nobody_else() -> None:
    f.CountryFactory()
    before = stamp()
    with transaction.atomic():
        f.CountryFactory()
        assert in_another_session(stamp) == before
    assert in_another_session(stamp) == stamp() != before


@postgres_only
@pytest.mark.django_db(transaction=True)
def test_writers_do_not_wait_for_one_another_and_each_commit_counts() -> None:
    first, second = f.CountryFactory(), f.CountryFactory()
    seen = [stamp()]

    def rename() -> None:
        with transaction.atomic():
            by_hand("SET LOCAL lock_timeout = '2s'")
            Country.objects.filter(pk=second.pk).update(name="Second")

    with transaction.atomic():
        Country.objects.filter(pk=first.pk).update(name="First")
        for _ in range(3):
            in_another_session(rename)
            seen.append(in_another_session(stamp))
            second.name = ""
            in_another_session(lambda: Country.objects.filter(pk=second.pk).update(name="Again"))
            seen.append(in_another_session(stamp))
    seen.append(stamp())  # the first transaction to write is the last to be committed
    assert len(set(seen)) == len(seen)
    assert Stamp.objects.count() == 2, "one for each of those who wrote at the same time"


@postgres_only
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", ["relations_country", "relations_version"])
def test_a_table_that_is_emptied_at_once_counts(table: str) -> None:
    f.CountryFactory()
    before = stamp()
    by_hand(f"TRUNCATE {table} CASCADE")
    assert stamp() != before


@pytest.mark.django_db
def test_it_asks_one_question(django_assert_num_queries: Any) -> None:
    f.CountryFactory()
    with django_assert_num_queries(1):
        publication()


@pytest.mark.django_db
def test_a_database_without_a_stamp_gets_one_with_the_first_write() -> None:
    by_hand("DELETE FROM relations_stamp")
    assert publication().changed is None
    f.CountryFactory()
    assert publication().changed is not None
    assert Stamp.objects.count() == 1


@postgres_only
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("asked_before", [0, 2])
def test_a_connection_that_broke_since_is_made_anew(asked_before: int) -> None:
    for _ in range(asked_before):
        stamp()
    before = stamp()
    number = connection.connection.info.backend_pid

    def end() -> None:
        by_hand("SELECT pg_terminate_backend(%s)", number)

    in_another_session(end)
    assert stamp() == before
    assert connection.connection.info.backend_pid != number


@postgres_only
@pytest.mark.django_db(transaction=True)
def test_what_takes_too_long_is_not_asked_again() -> None:
    asked: list[str] = []

    def refused(execute: Any, sql: Any, *rest: Any) -> Any:
        asked.append(sql)
        raise OperationalError("canceling statement due to statement timeout")

    connection.close()
    by_hand("SELECT 1")
    with connection.execute_wrapper(refused), pytest.raises(OperationalError):
        stamp()
    assert len(asked) == 1


@postgres_only
@pytest.mark.django_db(transaction=True)
def test_a_connection_that_was_asked_before_gives_the_same_and_what_was_written_since() -> None:
    connection.close()
    f.CountryFactory()
    usual = publication()
    assert [publication() for _ in range(3)] == [usual] * 3

    in_another_session(f.CountryFactory)
    assert publication() != usual
    with transaction.atomic():
        f.CountryFactory()
        mine = publication()
        assert in_another_session(publication) != mine
    assert publication().changed == mine.changed


@postgres_only
@pytest.mark.django_db(transaction=True)
def test_a_prepared_question_that_takes_too_long_is_not_asked_again() -> None:
    for _ in range(3):
        stamp()
    by_hand("SET statement_timeout = 200")
    in_the_way = threading.Event()
    locked = threading.Event()

    def lock() -> None:
        with transaction.atomic():
            by_hand("LOCK TABLE relations_stamp")
            locked.set()
            in_the_way.wait(10)

    thread = threading.Thread(target=lambda: (lock(), connections.close_all()))
    thread.start()
    locked.wait(10)
    asked: list[str] = []
    try:
        with (
            connection.execute_wrapper(lambda execute, sql, *rest: asked.append(sql)),
            pytest.raises(OperationalError),
        ):
            stamp()
    finally:
        in_the_way.set()
        thread.join()
        connection.close()
    assert not asked
