"""The main questions of pages and lists go by an index, as the database itself plans them.

With some thousands of rows, and PostgreSQL asked to read no whole table where it needn't.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from relations.models import Agreement, Country, Finding, Person, Position, Side, Source, Statement
from relations.reading.drift.poles import ActorKey, key_of
from relations.reading.drift.positions import Row, Talk, positions
from relations.views.filters.statement import StatementFilter
from tests import factories as f

ROWS = 3000
USED = re.compile(r"(?:using|Index Scan on|(?:USING|COVERING) INDEX) (\w+)|(VIRTUAL TABLE)")
WORDS = "VIRTUAL TABLE" if connection.vendor == "sqlite" else "relations_statement_words_gin"


@pytest.fixture(scope="module")
def filled(django_db_setup: Any, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        source = f.SourceFactory()
        charter = f.AgreementFactory(slug="charter")
        many = {
            Source: f.SourceFactory.build_batch(ROWS),
            Person: f.PersonFactory.build_batch(ROWS, source=source),
            Statement: [
                f.StatementFactory.build(source=source, date=f"{1000 + n // 3}-01-14")
                for n in range(ROWS)
            ],
            Finding: f.FindingFactory.build_batch(ROWS),
        }
        many[Statement][7].summary = "Ushguli"
        for model, rows in many.items():
            model._base_manager.bulk_create(rows)
        statements = list(Statement.objects.all())
        Position.objects.bulk_create(
            f.PositionFactory.build(statement=each, target_agreement=charter) for each in statements
        )
        speakers = f.CountryFactory.create_batch(3)
        Side.objects.bulk_create(
            f.SideFactory.build(statement=each, actor_country=speakers[n % 3], person=None)
            for n, each in enumerate(statements)
        )
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE; SET LOCAL enable_seqscan = off")
        yield
        transaction.set_rollback(True)


def indexes_of(address: str, client: Client) -> set[str]:
    """Give what the plans of all queries of a page name: indexes, and virtual tables."""

    def opened() -> None:
        assert client.get(address).status_code == 200

    return indexes_for(opened)


def indexes_for(asking: Callable[[], object]) -> set[str]:
    with CaptureQueriesContext(connection) as asked:
        asking()
    how = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    plans = ""
    with connection.cursor() as cursor:
        for query in asked.captured_queries:
            if query["sql"].lstrip().startswith(("SELECT", "WITH")):
                cursor.execute(f"{how} {query['sql']}")
                plans += "".join(f"{row[-1]}\n" for row in cursor.fetchall())
    return {name or table for name, table in USED.findall(plans)}


@pytest.mark.parametrize(
    ("address", "index"),
    [
        ("/statements/", "statement_newest_by_review"),
        ("/statements/?kind=commentary", "statement_public_voice"),
        ("/admin/relations/statement/", "statement_newest_first"),
        ("/admin/relations/source/", "source_in_order"),
        ("/admin/relations/person/", "person_in_order"),
        ("/admin/relations/finding/", "finding_heaviest_first"),
        ("/agreements/charter/", "version_of_record"),
    ],
)
@pytest.mark.django_db
def test_a_list_is_read_in_the_order_of_an_index(
    filled: None, monkeypatch: Any, address: str, index: str
) -> None:
    # All rows of so short a list are read; these are to be more than a list counts.
    monkeypatch.setattr(StatementFilter, "most", ROWS // 100)
    assert index in indexes_of(address, logged_in())


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/search/?q=ushguli", "/admin/relations/statement/?q=ushguli"])
def test_words_are_looked_up_in_the_index_of_words(filled: None, address: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # so few rows are as quick in their order
            cursor.execute("SET LOCAL enable_indexscan = off")
            cursor.execute("DROP INDEX IF EXISTS relations_statement_words_published")
    assert WORDS in indexes_of(address, logged_in())


@pytest.mark.skipif(
    connection.vendor == "postgresql", reason="looks at rows until VACUUM has seen them all"
)
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("silent", "sides"), [(0, "side_of_country"), (3, "relations_side_unique_actor_country")]
)
def test_what_is_said_of_an_agreement_is_found_without_a_look_at_the_positions(
    filled: None, silent: int, sides: str
) -> None:
    speakers: set[ActorKey] = {key_of(each) for each in Country.objects.all()[:2]}
    speakers |= {("country", 1_000_000 + n) for n in range(silent)}
    charter = Agreement.objects.get(slug="charter")
    found: list[list[Row]] = []
    used = indexes_for(
        lambda: found.extend(positions([Talk(speakers, {("agreement", charter.pk): {"first"}})]))
    )
    assert [len(rows) for rows in found] == [ROWS // 3 * 2]
    assert used == {"position_on_agreement", sides}


def logged_in() -> Client:
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("analyst"))
    return client
