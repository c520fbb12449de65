"""Triggers: what a database keeps for us that no constraint can state.

They are installed after each migrate and, on SQLite, taken off before it: SQLite
drops the triggers of a table whenever a migration rebuilds it, and refuses to
rename a table that another table's trigger names.
"""

from __future__ import annotations

from django.apps import apps
from django.db import connections

from . import history, slugs, stamps

__all__ = ["install", "remove", "stamp"]

# What readers see nothing of, so that writing it gives the site no other version. Of a revision
# they see the versions, which stamp; without any it is made and forgotten at each refused save.
NOT_SEEN = frozenset(
    (
        *("checkrun", "dismissal", "finding", "linkcheck", "revision", "savedfilter", "stamp"),
        "unmatched",
    )
)


def install(using: str) -> None:
    """Set the triggers up on a database, in the place of older ones."""
    connection = connections[using]
    models = list(apps.get_app_config("relations").get_models())
    facts = [m for m in models if hasattr(m, "part_of")]
    seen = [m for m in models if m not in facts and m._meta.model_name not in NOT_SEEN]
    tables = set(connection.introspection.table_names())
    if not tables.issuperset([stamps.TABLE, *(m._meta.db_table for m in (*facts, *seen))]):
        return  # migrated to before the tables
    # Those of the search stay: they are set up by themselves.
    remove(using, ("_history_", "_actor_slug_", "_stamp_"))
    with connection.cursor() as cursor:
        slugs.install(cursor, connection.vendor)
        history.install(cursor, connection.vendor, facts)
        stamps.install(cursor, connection.vendor, seen, facts)
    # What was written meanwhile, by a migration say, no trigger saw.
    stamp(using)


def stamp(using: str) -> None:
    """Give the site another version after what no trigger saw."""
    connection = connections[using]
    with connection.cursor() as cursor:
        stamps.stamp(cursor, connection.vendor)


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
