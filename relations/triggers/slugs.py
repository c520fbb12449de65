"""A slug is unique across countries and organizations.

Both are addressed on ``/between/<slug>/<slug>/`` and filtered by slug. A unique
index reaches one table only; a shared parent table would cost every query a join.
"""

from __future__ import annotations

from typing import Any

TABLES = (
    ("relations_country", "relations_organization"),
    ("relations_organization", "relations_country"),
)
MESSAGE = "relations_actor_slug_unique"

_SQLITE = """
CREATE TRIGGER IF NOT EXISTS {table}_actor_slug_{event}
BEFORE {event} {of} ON {table}
WHEN EXISTS (SELECT 1 FROM {other} WHERE slug = NEW.slug)
BEGIN SELECT RAISE(ABORT, '{message}'); END;
"""

# The advisory lock makes two transactions that take the same slug at once wait for
# each other: without it neither would see the other's row.
_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION {table}_actor_slug() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('{message}'), hashtext(NEW.slug));
    IF EXISTS (SELECT 1 FROM {other} WHERE slug = NEW.slug) THEN
        RAISE unique_violation USING
            MESSAGE = '{message}', CONSTRAINT = '{message}', TABLE = '{table}';
    END IF;
    RETURN NEW;
END $$;
"""
_POSTGRES_TRIGGER = """
CREATE OR REPLACE TRIGGER {table}_actor_slug
BEFORE INSERT OR UPDATE OF slug ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_actor_slug();
"""


def install(cursor: Any, vendor: str) -> None:
    """Create the triggers on both tables."""
    for table, other in TABLES:
        names = {"table": table, "other": other, "message": MESSAGE}
        if vendor == "sqlite":
            for event, of in (("INSERT", ""), ("UPDATE", "OF slug")):
                cursor.execute(_SQLITE.format(event=event, of=of, **names))
        elif vendor == "postgresql":
            cursor.execute(_POSTGRES_FUNCTION.format(**names))
            cursor.execute(_POSTGRES_TRIGGER.format(**names))
