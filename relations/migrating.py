"""Operations of migrations that run while the site is in use, on both databases.

PostgreSQL builds an index while others write only where it is asked to, and only outside of a
transaction: a migration with such an operation says ``atomic = False`` and does nothing else. A
new CHECK takes two migrations: the first adds it for what is written from then on, the second
looks at the rows that are there. SQLite has one writer at a time, and does the same plainly.
"""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from django.contrib.postgres import operations as postgresql
from django.db.migrations import AddConstraint, AddIndex, RemoveIndex
from django.db.migrations.operations.base import Operation


class _ElsewherePlain:
    """Does on other databases what the plain operation does."""

    plain: ClassVar[type[Operation]]

    def database_forwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        self._run("database_forwards", schema_editor)(app_label, schema_editor, *states)

    def database_backwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        self._run("database_backwards", schema_editor)(app_label, schema_editor, *states)

    def _run(self, method: str, schema_editor: Any) -> Any:
        if schema_editor.connection.vendor == "postgresql":
            return getattr(super(), method)
        return partial(getattr(self.plain, method), self)


class AddIndexConcurrently(_ElsewherePlain, postgresql.AddIndexConcurrently):
    """Adds an index. What is broken off leaves an invalid one, which is dropped by hand."""

    plain = AddIndex


class RemoveIndexConcurrently(_ElsewherePlain, postgresql.RemoveIndexConcurrently):
    """Removes an index."""

    plain = RemoveIndex


class AddConstraintNotValid(_ElsewherePlain, postgresql.AddConstraintNotValid):
    """Adds a CHECK that only rows to come are held to."""

    plain = AddConstraint


class ValidateConstraint(postgresql.ValidateConstraint):
    """Holds the rows that are there to a CHECK as well."""

    def database_forwards(self, app_label: str, schema_editor: Any, *states: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            super().database_forwards(app_label, schema_editor, *states)
