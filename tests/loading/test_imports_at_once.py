"""Two people import at the same moment, in sessions of their own with the database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from relations.loading import imports, table_files
from relations.models import Agreement, Party, Version
from tests import factories

from .tables import csv_of


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor == "sqlite",
    reason="tests use SQLite in memory; in a file, BEGIN IMMEDIATE lets one writer in at a time",
)
@pytest.mark.parametrize("number", range(5))
def test_one_is_done_and_the_other_is_told(number: int) -> None:
    party = factories.PartyFactory()
    agreement, country = party.agreement, party.actor_country
    tables = [
        (Agreement, csv_of("slug,note", f"{agreement.slug},mine")),
        (
            Party,
            csv_of("agreement,actor_country,note", f"{agreement.slug},{country.code},theirs"),
        ),
    ]
    looked = []
    for model, content in tables:
        table = table_files.read(content)
        looked.append((model, table, imports.look(model, table).seen))
    barrier = Barrier(2)

    def confirm(number: int) -> bool:
        model, table, seen = looked[number]
        barrier.wait()
        try:
            return imports.confirm(model, table, seen, user=None, reason="t")[1]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(confirm, range(2)))
    assert sorted(done) == [False, True]
    agreement.refresh_from_db()
    party.refresh_from_db()
    assert (agreement.note, party.note) == (("mine", "") if done[0] else ("", "theirs"))
    assert Version.objects.filter(revision__origin="import").count() == 1
