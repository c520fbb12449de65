"""While one session writes a record, another can add what points to it.

Two records of which each gets a link to the other would else wait for one another.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import DatabaseError, connection, connections, transaction

from relations.curation.claims import prefer
from relations.curation.history import find_locked
from relations.curation.merging import merge
from relations.loading import imports, table_files
from relations.models import Agreement
from tests import factories as f

from .loading.tables import csv_of

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time"),
]


def in_another_session(add: Callable[[], Any]) -> str:
    """Write in another session, and commit, while this one's is open. Gives what was refused."""
    refusals: list[str] = []

    def write() -> None:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '2s'")
                add()
        except DatabaseError as error:
            refusals.append(str(error))
        finally:
            connections.close_all()

    thread = threading.Thread(target=write)
    thread.start()
    thread.join()
    return "".join(refusals)


def test_a_claim_is_preferred() -> None:
    agreement = f.AgreementFactory(legal_force="political")
    claim = f.ClaimFactory(agreement=agreement, field="legal_force", value="binding")
    claim.source.review = "published"
    claim.source.save()
    country = f.CountryFactory()
    with transaction.atomic():
        prefer(claim, None, "The text says so.")
        add = in_another_session(lambda: f.PartyFactory(agreement=agreement, actor_country=country))
        assert add == ""
        assert in_another_session(lambda: find_locked("agreement", agreement.pk)) != ""


def test_records_are_imported() -> None:
    agreement, country = f.AgreementFactory(), f.CountryFactory()
    table = table_files.read(csv_of("slug,note", f"{agreement.slug},new"))
    seen = imports.look(Agreement, table).seen
    with transaction.atomic():
        _plan, done = imports.confirm(Agreement, table, seen, user=None, reason="t")
        assert done
        add = in_another_session(lambda: f.PartyFactory(agreement=agreement, actor_country=country))
        assert add == ""


def test_a_record_is_merged_into_another() -> None:
    """Whatever points to the one that stays is added; the one that goes gets nothing more."""
    loser, winner = f.PersonFactory(name="S. Lavrov"), f.PersonFactory(name="Sergey Lavrov")
    statement = f.StatementFactory()
    user = get_user_model().objects.create_superuser("editor")
    with transaction.atomic():
        merge(loser, winner, user, "The same.")

        def speak(person: Any) -> str:
            return in_another_session(lambda: f.SideFactory(statement=statement, person=person))

        assert speak(winner) == ""
        assert "lock timeout" in speak(loser)
