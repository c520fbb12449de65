"""Why a database refused some rows: each constraint is asked, in its own words, of all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db import connection, models

from relations.models import Country, Organization
from relations.models.actors import Actor

from .tables import Row, Table, put

_STAGE = "bulk_refused"
# Number of a row to fields and messages.
Refusals = dict[int, list[tuple[str, str]]]


def refusals(table: Table, rows: list[Row]) -> Refusals:
    """Give what is wrong with which of some rows, as they would stand beside all others."""
    model = table.plan.model
    found: Refusals = defaultdict(list)
    like = (
        f"(LIKE {table.name})"
        if connection.vendor == "postgresql"
        else f"AS SELECT * FROM {table.name} WHERE false"  # noqa: S608
    )
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {_STAGE}")
        cursor.execute(f"CREATE TEMPORARY TABLE {_STAGE} {like}")
        put(_STAGE, ["id", *table.plan.columns], ((number, *row) for number, row in rows))
        for name, message, sql in _questions(model):
            cursor.execute(sql)
            for (number,) in cursor.fetchall():
                found[number].append((name, message))
        cursor.execute(f"DROP TABLE {_STAGE}")
    return found


def _questions(model: Any) -> Iterator[tuple[str, str, str]]:
    """Give field, message and the SQL that gives the rows at fault."""
    editor: Any = connection.SchemaEditorClass(connection)
    for constraint in model._meta.constraints:
        message = str(constraint.get_violation_error_message())
        if isinstance(constraint, models.CheckConstraint):
            check = constraint._get_check_sql(model, editor)  # type: ignore[attr-defined]
            yield "", message, f"SELECT id FROM {_STAGE} WHERE NOT ({check})"  # noqa: S608
        elif isinstance(constraint, models.UniqueConstraint) and constraint.fields:
            condition = constraint._get_condition_sql(model, editor)  # type: ignore[attr-defined]
            yield "", message, _same(model, constraint.fields, condition or "true")
    for field in model._meta.concrete_fields:
        if field.unique and not field.primary_key:
            (message,) = model().unique_error_message(model, (field.name,)).messages
            yield field.name, message, _same(model, (field.name,), "true")
    if issubclass(model, Actor):
        (other,) = {Country, Organization} - {model}
        taken = f"SELECT s.id FROM {_STAGE} s JOIN {other._meta.db_table} o ON o.slug = s.slug"  # noqa: S608
        yield "slug", "Countries and organizations share their slugs: it is taken.", taken


def _same(model: Any, names: Any, condition: str) -> str:
    """Give the rows that have the same as another one: a stored one, or one before them."""
    columns = [model._meta.get_field(name).column for name in names]
    on = " AND ".join(f's."{column}" = o."{column}"' for column in columns)
    mine = f"(SELECT * FROM {_STAGE} WHERE {condition}) s"  # noqa: S608
    return (
        f"SELECT s.id FROM {mine} JOIN {model._meta.db_table} o ON {on}"  # noqa: S608
        f" WHERE o.id IN (SELECT id FROM {model._meta.db_table} WHERE {condition})"
        f" AND o.id NOT IN (SELECT id FROM {_STAGE})"
        f" UNION SELECT s.id FROM {mine} JOIN {_STAGE} o ON {on}"
        f" WHERE o.id IN (SELECT id FROM {_STAGE} WHERE {condition}) AND o.id < s.id"
    )
