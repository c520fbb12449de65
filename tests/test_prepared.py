"""Prepared querysets give what ordinary ones give; what they can't do they refuse."""

from __future__ import annotations

import datetime as dt
import sqlite3
from typing import Any

import pytest
from django.db import connection
from django.db.models import Prefetch, Q
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relations.models import Country, Position, Side, Statement
from relations.querysets import among_actors, prepared
from relations.reading.shown_rows import (
    _positions,
    _sides,
    agreement_rows,
    statement_rows,
    statements_shown,
)
from relations.reading.sources import visible_citations
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def countries() -> list[Country]:
    return [factories.CountryFactory(name=name) for name in NAMES[:-1]]


NAMES = ["Armenia", "Belgium", "Chad", "Denmark", "Elbonia"]
ready: dict[str, Any] = {}


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.integers(0, 3)), st.lists(st.sampled_from(NAMES)), st.sampled_from([Q.AND, Q.OR])
)
def test_it_gives_what_an_ordinary_queryset_gives(
    countries: list[Country], numbers: list[int], names: list[str], connector: str
) -> None:
    rows = Country.objects.order_by("-name")
    keys = [countries[number].pk for number in numbers]
    both = Q(("pk__in", keys), ("name__in", names), _connector=connector)
    # One for all examples: what one of them asked for must not stay in the next.
    asked = ready.setdefault("countries", prepared(rows))
    for condition in (both, Q(pk__in=keys), Q(name__in=names)):
        assert list(asked.filter(condition)) == list(rows.filter(condition))


def test_records_are_values_too_and_parts_come_along() -> None:
    spoken = factories.SideFactory().statement
    factories.PositionFactory(statement=spoken)
    factories.PositionFactory()
    [found] = statement_rows().filter(pk__in=[spoken])
    sides = list(spoken.side_set.all())
    with CaptureQueriesContext(connection) as captured:
        assert [position.statement_id for position in found.positions] == [spoken.pk]
        assert found.sides == sides
        assert found.sides[0].actor.name
    assert not captured.captured_queries


def test_it_can_be_what_belongs_to_other_rows() -> None:
    one, two = factories.SideFactory(), factories.SideFactory()
    sides = prepared(Side.objects.select_related("actor_country"))
    found = Statement.objects.prefetch_related(Prefetch("side_set", sides, to_attr="whose"))
    whose = {statement.pk: statement.whose for statement in found}
    assert whose == {side.statement_id: [side] for side in (one, two)}


def test_the_sql_is_written_once_and_nothing_is_asked_for_no_values() -> None:
    country = factories.CountryFactory()
    rows = prepared(Country.objects.all())
    assert list(rows.filter(slug__in=[country.slug])) == [country]
    written = dict(rows.query.made)
    assert len(written) == 1
    assert list(rows.filter(slug__in=["nowhere"])) == []
    assert rows.query.made == written
    with CaptureQueriesContext(connection) as captured:
        assert list(rows.filter(slug__in=[])) == []
    assert not captured.captured_queries


def test_later_rows_are_found_by_the_sql_of_before() -> None:
    rows = prepared(Country.objects.published())
    assert list(rows.filter(name__in=["Elbonia"])) == []
    made = factories.CountryFactory(name="Elbonia")
    assert list(rows.filter(name__in=["Elbonia"])) == [made]


def test_actors_of_both_kinds_are_asked_for_together() -> None:
    state, union = factories.CountryFactory(), factories.OrganizationFactory()
    theirs = [
        factories.MembershipFactory(actor_country=state),
        factories.MembershipFactory(actor_country=None, actor_organization=union),
    ]
    factories.MembershipFactory()
    rows = prepared(type(theirs[0]).objects.order_by("pk"))
    assert list(rows.filter(among_actors(state, union))) == theirs


@pytest.mark.parametrize(
    "change",
    [
        list,
        lambda rows: list(rows.filter(slug="a")),
        lambda rows: list(rows.filter(~Q(slug__in=["a"]))),
        lambda rows: list(rows.filter(Q(slug__in=["a"]) | Q(name="b"))),
        lambda rows: list(rows.filter(Q(slug__in=["a"]) | Q(slug__in=["b"]))),
        lambda rows: list(rows.filter(slug__in=["a"]).filter(slug__in=["b"])),
        lambda rows: rows.exclude(slug__in=["a"]),
        lambda rows: rows.exclude(Q(slug__in=["a"])),
        lambda rows: rows.filter(~Q(Q(slug__in=["a"]))),
        lambda rows: rows.filter(Q(slug__in=["a"]) ^ Q(name__in=["b"])),
        lambda rows: rows.filter(slug__in=["a"]).select_for_update(),
        lambda rows: rows.filter(slug__in=["a"]).select_related("source"),
        lambda rows: rows.filter(slug__in=["a"]).order_by("name"),
        lambda rows: rows.filter(slug__in=["a"])[:1],
        lambda rows: rows.filter(slug__in=["a"]).count(),
        lambda rows: rows.annotate(n=Q(slug="a")),
    ],
)
def test_what_would_be_another_query_is_refused(change: Any) -> None:
    with pytest.raises((TypeError, AttributeError)):
        change(prepared(Country.objects.all()))


def test_what_depends_on_a_day_is_prepared_for_each() -> None:
    act = factories.ActFactory(kind="signed", date="2010-05-01", concerns="agreement")
    for day, state in (("2009-01-01", ""), ("2011-01-01", "signed"), ("2009-01-01", "")):
        [found] = agreement_rows(dt.date.fromisoformat(day)).filter(pk__in=[act.agreement])
        assert found.state == state


def test_what_a_list_prepares_is_what_an_export_reads() -> None:
    keys = [factories.PositionFactory().statement_id for _number in range(3)]
    factories.SideFactory(statement_id=keys[0])
    ordinary, ready = statements_shown().filter(pk__in=keys), statement_rows().filter(pk__in=keys)
    assert list(ordinary) == list(ready)
    for each in (*ordinary, *ready):
        assert each.positions == list(Position.objects.filter(statement=each))
        assert each.sides == list(each.side_set.all())


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL is told how many there are.")
@pytest.mark.parametrize("many", [100, 10_000_000])
@pytest.mark.parametrize("rows", [_positions, _sides, visible_citations], ids=["on", "for", "by"])
def test_parts_of_a_few_statements_are_looked_up_however_many_there_are(
    rows: Any, many: int
) -> None:
    parts = rows().filter(statement__in=[1, 2])
    sql, parameters = parts.query.get_compiler("default").as_sql()
    large = sqlite3.connect(":memory:")
    with connection.cursor() as cursor:
        # Those that belong to a virtual table can't be made by hand.
        cursor.execute("SELECT sql FROM sqlite_master WHERE type IN ('table', 'index')")
        for (made,) in cursor.fetchall():
            if made and '"relations_' in made:
                large.execute(made)
    large.execute("ANALYZE")
    table = rows().model._meta.db_table
    large.execute(
        "INSERT INTO sqlite_stat1 SELECT tbl_name, name, ? FROM sqlite_master"
        " WHERE type = 'index' AND tbl_name = ? AND name LIKE '%statement%'",
        [f"{many} 2", table],
    )
    large.execute("ANALYZE sqlite_schema")
    plan = large.execute(f"EXPLAIN QUERY PLAN {sql.replace('%s', '?')}", parameters).fetchall()
    assert [step for *_rest, step in plan if step.startswith(f"SEARCH {table} USING INDEX")], plan


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite plans while it reads")
def test_postgresql_keeps_their_plans(settings: Any) -> None:
    statement = factories.SideFactory().statement
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    connection.connection._prepared.clear()

    def kept() -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT statement FROM pg_prepared_statements")
            return [sql for (sql,) in cursor.fetchall() if "relations_" in sql]

    settings.PGBOUNCER = True
    assert list(statement_rows().filter(pk__in=[statement]))
    assert kept() == []
    settings.PGBOUNCER = False
    with CaptureQueriesContext(connection) as captured:
        assert list(statement_rows().filter(pk__in=[statement]))
    assert [query["sql"] for query in captured if "relations_side" in query["sql"]]
    assert kept() == []
    for _ in range(10):
        [found] = statement_rows().filter(pk__in=[statement])
    assert found.sides
    # Of the statement, of its sides and of its positions.
    assert len(kept()) == 3


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite plans while it reads")
@pytest.mark.django_db(transaction=True)
def test_a_migration_under_kept_plans_fails_no_page() -> None:
    statement = factories.StatementFactory(place="Yerevan")
    longest = Statement._meta.get_field("place").max_length

    def change(length: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE relations_statement ALTER place TYPE varchar({length:d})")

    def places() -> list[str]:
        return [found.place for found in statement_rows().filter(pk__in=[statement])]

    for _ in range(8):
        assert places() == ["Yerevan"]
    change(longest + 1)
    try:
        assert places() == places() == ["Yerevan"]
    finally:
        change(longest)
