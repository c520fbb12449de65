"""What is read bit by bit is of one moment, and lets go of the database however it ends."""

from __future__ import annotations

import csv
import json
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client

from relations.api import lists
from relations.exporting import batches
from relations.exporting.published import snapshot
from relations.models import Country
from tests import factories

from .asking import ROOT

pytestmark = pytest.mark.django_db(transaction=True)
NAMES = list("ABCDEF")


@pytest.fixture(autouse=True)
def six_in_batches_of_two(monkeypatch: Any, transactional_db: Any) -> None:
    monkeypatch.setattr(lists, "BATCH", 2)
    monkeypatch.setattr(batches.exported, "__defaults__", (2,))
    for name in NAMES:
        factories.CountryFactory(name=name)


def by_somebody_else(action: Callable[[], object]) -> None:
    """Do something in another session, to its end."""

    def run() -> None:
        try:
            action()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


def edit() -> None:
    """Take one away, rename one, add one: all of them behind the first batch."""
    Country.objects.get(name="D").delete()
    Country.objects.filter(name="E").update(name="E, renamed")
    factories.CountryFactory(name="CC", source=Country.objects.get(name="A").source)


def in_transaction() -> bool:
    raw: Any = connection.connection
    if raw is None:  # closed at the end of the request
        return False
    if connection.vendor == "sqlite":
        return bool(raw.in_transaction)
    return raw.info.transaction_status.name != "IDLE"


def as_lines(response: Any) -> Iterator[str]:
    return (json.loads(line)["name"] for line in response)


def as_csv(response: Any) -> Iterator[str]:
    rows = csv.DictReader(bit.decode("utf-8-sig") for bit in response)
    return (row["name"] for row in rows)


STREAMS = pytest.mark.parametrize(
    ("address", "names_in"),
    [(f"{ROOT}/countries.jsonl", as_lines), ("/countries/?format=csv&sort=name", as_csv)],
)


@STREAMS
def test_an_edit_meanwhile_is_in_the_next_one(address: str, names_in: Any) -> None:
    reader = Client()
    names = names_in(reader.get(address))
    begun = [next(names)]
    by_somebody_else(edit)
    assert begun + list(names) == NAMES
    assert not in_transaction()
    assert list(names_in(reader.get(address))) == ["A", "B", "C", "CC", "E, renamed", "F"]


@STREAMS
def test_within_a_snapshot_it_is_of_that_moment(address: str, names_in: Any) -> None:
    with snapshot():
        assert Country.objects.count() == len(NAMES)
        by_somebody_else(edit)
        assert list(names_in(Client().get(address))) == NAMES
        assert in_transaction()
    assert not in_transaction()


@STREAMS
def test_a_client_that_goes_away_leaves_no_transaction(address: str, names_in: Any) -> None:
    response: Any = Client().get(address)
    assert next(names_in(response)) == "A"
    assert in_transaction()
    response.close()
    assert not in_transaction()
    by_somebody_else(edit)


def test_an_error_in_the_middle_leaves_no_transaction(monkeypatch: Any) -> None:
    names = as_lines(Client().get(f"{ROOT}/countries.jsonl"))
    next(names)

    def broken(*_: Any) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(lists.Listing, "records", broken)
    with pytest.raises(RuntimeError):
        list(names)
    assert not in_transaction()
    assert Country.objects.count() == len(NAMES)


def test_who_only_asks_what_it_would_be_begins_none() -> None:
    reader = Client()
    reader.get("/about/")
    assert reader.head(f"{ROOT}/countries.jsonl").status_code == 200
    Country.objects.exists()
    assert not in_transaction()
