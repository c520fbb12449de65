"""Many values as one parameter of a query: ``filter(pk__among=numbers)``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.db.models import Field, ForeignObject, Lookup

_SQLITE = "IN (SELECT value FROM json_each(%s))"
_POSTGRESQL = "= ANY(%s)"


@dataclass(frozen=True)
class Later:
    """Stands for values of a column that are put in when the query is asked (see prepared.py).

    ``one`` says that it will be one value: databases know best what to do with ``=``.
    """

    name: str
    one: bool

    def parameter(self, values: list[Any], vendor: str) -> Any:
        return values[0] if self.one else parameter(values, vendor)


@ForeignObject.register_lookup
@Field.register_lookup
class Among(Lookup):
    """As ``in`` with a collection of numbers or words, of which each parameter costs time."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        found, parameters = self._written(_SQLITE, compiler, connection)
        # Few rows, whatever the statistics say: else SQLite may read other tables in their order.
        few = f"likelihood({found}, 0.000001)"
        return (few if isinstance(self.rhs, Later) else found), parameters

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return self._written(_POSTGRESQL, compiler, connection)

    def _written(self, among: str, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, parameters = self.process_lhs(compiler, connection)
        if isinstance(self.rhs, Later):
            return f"{column} {'= %s' if self.rhs.one else among}", (*parameters, self.rhs)
        return f"{column} {among}", (*parameters, parameter(self.rhs, connection.vendor))


def parameter(values: Any, vendor: str) -> Any:
    """Give the parameter for numbers or words as a kind of database takes it."""
    return json.dumps(list(values)) if vendor == "sqlite" else list(values)
