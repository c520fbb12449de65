"""Writes rows of one table, many at once, with their history and their words for the search.

Meanwhile the triggers that would do this row by row at each insertion are off; those of
changes and deletions stay on, except that on PostgreSQL one trigger keeps the words for all.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Any

from django.db import connection

from relations import search
from relations.triggers import history

from .cleaning import Plan

# Records for which it is worth while to make indexes anew.
MANY = 5_000
# New rows whose words go into the index together.
WORDS_AT_ONCE = 50_000
# Rows in one INSERT on SQLite, which prepares lists of terms in CHECKs once for each INSERT.
TOGETHER = 100
# New rows after which the planner looks at the table for the first time.
LOOK = 4_000
# The number of a row, and its values in the order of the plan's columns.
Row = tuple[int, list[Any]]


class Table:
    """The table of a model, and a temporary one: which rows a load has met, and where."""

    def __init__(self, plan: Plan, expected: int = 0) -> None:
        """``expected`` is how many records will come."""
        self.plan, self.name = plan, plan.model._meta.db_table
        self._expected = expected
        self.met = f"bulk_{plan.model._meta.model_name}"
        self._columns = ["id", *plan.columns]
        self._paused = False
        self._next = self._inserted = 0
        # How many new rows the index has; and the number of the first that it hasn't.
        self._indexed = self._without_words = 0
        self._look_at = LOOK
        # SQLite stores rows by it, and needs no index, only where it is called so.
        number = "integer" if connection.vendor == "sqlite" else "bigint"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {self.name}")  # noqa: S608
            self.rows: int = cursor.fetchone()[0]
            cursor.execute(f"DROP TABLE IF EXISTS {self.met}")
            cursor.execute(
                f"CREATE TEMPORARY TABLE {self.met} (id {number} PRIMARY KEY, place text NOT NULL)"
            )

    def numbers(self, count: int) -> list[int]:
        """Give as many numbers for new rows."""
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(
                    f"SELECT nextval(pg_get_serial_sequence('{self.name}', 'id'))"  # noqa: S608
                    " FROM generate_series(1, %s)",
                    [count],
                )
                return [number for (number,) in cursor.fetchall()]
            if not self._next:
                cursor.execute(
                    "SELECT max((SELECT coalesce(max(seq), 0) FROM sqlite_sequence"  # noqa: S608
                    f" WHERE name = '{self.name}'),"
                    f" (SELECT coalesce(max(id), 0) FROM {self.name}))"
                )
                self._next = cursor.fetchone()[0] + 1
        first = self._next
        self._next += count
        return list(range(first, self._next))

    def insert(self, rows: list[Row]) -> None:
        """Write new rows and their history. Their numbers rise and no others lie between.

        Their words follow, with :meth:`add_words`.
        """
        if not rows:
            return
        first, last = rows[0][0], rows[-1][0]
        put(self.name, self._columns, ((number, *row) for number, row in rows))
        with connection.cursor() as cursor:
            where = f"t.id BETWEEN {first:d} AND {last:d}"
            history.remember_new(cursor, connection.vendor, self.plan.model, where)
        self._without_words = min(first, self._without_words or first)
        self._inserted += len(rows)
        is_composite = len(self.plan.key_places) > 1
        if is_composite and self._inserted >= self._look_at and connection.vendor == "postgresql":
            self._look_at *= 4
            self._let_it_look()

    def _let_it_look(self) -> None:
        """Let the planner see how the table has grown: else it takes the wrong index."""
        keys = ", ".join(f'"{self.plan.columns[place]}"' for place in self.plan.key_places)
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {self.name} ({keys})")

    def add_words(self, least: int = 1) -> None:
        """Write the words of new rows into the index, if they are as many.

        Many together and outside of savepoints, at each of which FTS5 would write what it has
        gathered. Rows that were undone are not there to be found.
        """
        if self._inserted - self._indexed < least:
            return
        where = f"id >= {self._without_words:d}"
        search.add(connection.alias, self.plan.model, where)
        self._indexed, self._without_words = self._inserted, 0

    def update(self, rows: list[Row]) -> None:
        """Write changed rows; triggers write the history of them."""
        if not rows:
            return
        values = ", ".join(f'"{column}" = %s' for column in self.plan.columns)
        with connection.cursor() as cursor:
            cursor.executemany(
                f"UPDATE {self.name} SET {values} WHERE id = %s",  # noqa: S608
                [(*row, number) for number, row in rows],
            )
        if self._paused and connection.vendor == "postgresql":
            numbers = ", ".join(str(int(number)) for number, _row in rows)
            search.add(connection.alias, self.plan.model, f"id IN ({numbers})")

    def meet(self, places: Iterable[tuple[int, str]]) -> None:
        put(self.met, ["id", "place"], places)

    def places(self, numbers: list[int]) -> dict[int, str]:
        """Say where the records stand that these rows were met in."""
        if not numbers:
            return {}
        found: dict[int, str] = {}
        with connection.cursor() as cursor:
            for start in range(0, len(numbers), 1_000):
                some = ", ".join(str(int(number)) for number in numbers[start : start + 1_000])
                cursor.execute(f"SELECT id, place FROM {self.met} WHERE id IN ({some})")  # noqa: S608
                found.update(cursor.fetchall())
        return found

    def pause(self) -> None:
        """Take the triggers of insertion off; they are back where the transaction is undone.

        On SQLite indexes too, where most of the table will be new: to sort all rows once is
        some times as quick. On PostgreSQL that would keep readers out.
        """
        if self._paused:
            return
        self._paused = True
        if self._expected >= MANY:
            search.expect_many(connection.alias, self.plan.model)
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                self._taken_off = self._triggers_on_sqlite(cursor) + self._indexes(cursor)
                for kind, name, _sql in self._taken_off:
                    cursor.execute(f'DROP {kind} "{name}"')
            else:
                cursor.execute(
                    "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass"
                    " AND tgname IN (%s, %s) AND tgenabled = 'O'",
                    [self.name, f"{self.name}_history", f"{self.name}_words"],
                )
                self._taken_off = cursor.fetchall()
                for (name,) in self._taken_off:
                    cursor.execute(f'ALTER TABLE {self.name} DISABLE TRIGGER "{name}"')

    def _triggers_on_sqlite(self, cursor: Any) -> list[Any]:
        names = [f"{self.name}{name}" for name in ("_history_insert", "_words_insert")]
        cursor.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE type = 'trigger' AND name IN (%s, %s)",
            names,
        )
        return list(cursor.fetchall())

    def _indexes(self, cursor: Any) -> list[Any]:
        """Give the indexes that are better made anew: not those that constraints are."""
        if self._expected < max(MANY, self.rows):
            return []
        cursor.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s"
            " AND sql NOT LIKE 'CREATE UNIQUE%%' ORDER BY rowid",
            [self.name],
        )
        return list(cursor.fetchall())

    def resume(self) -> None:
        """Put back what was taken off."""
        if not self._paused:
            return
        self.add_words()
        if self._expected >= MANY:
            search.as_usual(connection.alias, self.plan.model)
        self._paused = False
        with connection.cursor() as cursor:
            for taken in self._taken_off:
                if connection.vendor == "sqlite":
                    cursor.execute(taken[2])
                else:
                    cursor.execute(f'ALTER TABLE {self.name} ENABLE TRIGGER "{taken[0]}"')


def put(table: str, columns: list[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Insert rows by the quickest way that the database has."""
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sql = f"COPY {table} ({names}) FROM STDIN"
            with connection.wrap_database_errors, cursor.cursor.copy(sql) as copy:
                for row in rows:
                    copy.write_row(row)
            return
        given = list(rows)
        whole = len(given) - len(given) % TOGETHER
        for size, start, end in ((TOGETHER, 0, whole), (len(given) - whole, whole, len(given))):
            if start == end:
                continue
            marks = ", ".join(["(" + ", ".join(["%s"] * len(columns)) + ")"] * size)
            cursor.executemany(
                f"INSERT INTO {table} ({names}) VALUES {marks}",  # noqa: S608
                [
                    tuple(chain.from_iterable(given[at : at + size]))
                    for at in range(start, end, size)
                ],
            )
