"""The pages of a source are as quick with a million statements as with ten."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from relations.models import Citation, Source, Statement
from relations.reading.resting import resting_on
from tests import factories as f

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", ["change", "delete"])
def test_kinds_of_which_nothing_rests_on_a_source_are_not_joined(
    analyst: Client, page: str
) -> None:
    source = f.SourceFactory()
    url = reverse(f"admin:relations_source_{page}", args=[source.pk])
    with CaptureQueriesContext(connection) as captured:
        assert analyst.get(url).status_code == 200
    about_rows = [q["sql"] for q in captured if "relations_claim" in q["sql"]]
    assert about_rows
    # Django joins the source itself where nothing blocks a deletion.
    assert not [sql for sql in about_rows if sql.count("JOIN") > 1]


def test_principal_and_further_evidence_both_count_and_once(analyst: Client) -> None:
    source = f.SourceFactory()
    own = f.StatementFactory(source=source)
    cited = f.StatementFactory()
    f.StatementFactory()
    for statement in (own, cited):
        Citation.objects.create(source=source, statement=statement)
    url = reverse("admin:relations_source_change", args=[source.pk])
    (group,) = analyst.get(url).context["resting"]
    assert (group.count, group.rows, group.more) == (2, [cited, own], 0)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="about PostgreSQL's planner")
def test_the_statements_of_a_source_are_found_by_indexes() -> None:
    source, other = f.SourceFactory(), f.SourceFactory()
    made = f.StatementFactory.build_batch(4000, source=other)
    made[7].source = source
    Statement.objects.bulk_create(made)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE relations_statement")
        cursor.execute("ANALYZE relations_citation")
    plan = explained(source)
    of_statements = plan.partition("relations_citation")[0]
    assert "Index Cond: (source_id" in of_statements, plan
    assert "Filter" not in of_statements, plan
    assert "SubPlan" not in plan, plan


def explained(source: Source) -> str:
    """Give PostgreSQL's plan of the query that the page of a source asks for statements."""
    with CaptureQueriesContext(connection) as captured:
        resting_on(source, [Statement.objects.order_by("pk")])
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {captured[0]['sql']}")
        return "\n".join(line for (line,) in cursor.fetchall())
