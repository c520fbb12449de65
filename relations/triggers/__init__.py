"""Triggers: what a database keeps for us that no constraint can state.

They are installed after each migrate and, on SQLite, taken off before it: SQLite
drops the triggers of a table whenever a migration rebuilds it, and refuses to
rename a table that another table's trigger names.
"""

from __future__ import annotations

from django.apps import apps
from django.db import connections

from . import history, slugs

__all__ = ["install", "remove"]


def install(using: str) -> None:
    """Set the triggers up on a database, in the place of older ones."""
    connection = connections[using]
    models = [m for m in apps.get_app_config("relations").get_models() if hasattr(m, "part_of")]
    tables = set(connection.introspection.table_names())
    if not tables.issuperset(model._meta.db_table for model in models):
        return  # migrated to before the tables
    # Those of the search stay: they are set up by themselves.
    remove(using, ("_history_", "_actor_slug_"))
    with connection.cursor() as cursor:
        slugs.install(cursor, connection.vendor)
        history.install(cursor, connection.vendor, models)


def remove(using: str, named: tuple[str, ...] = ("",)) -> None:
    """Take our triggers, or those ``named`` so, off a SQLite database.

    PostgreSQL replaces them in place.
    """
    connection = connections[using]
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in cursor.fetchall():
            if name.startswith("relations_") and any(part in name for part in named):
                cursor.execute(f'DROP TRIGGER "{name}"')
