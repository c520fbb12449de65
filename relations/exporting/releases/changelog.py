"""What changed from one release to another: added, changed, removed, by table and key.

Read from the SQLite files of the two, both in the order of their keys, a row at a time. What
follows from other rows (states and statuses) is no change of its own.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Literal

from relations.exporting.formats.sqlite_file import quoted
from relations.loading.table_files import write_csv

from .shelf import BrokenRelease

What = Literal["added", "changed", "removed"]
HEADER = ("table", "key", "change", "column", "old", "new")
# Tables of the file that hold no records.
NOT_RECORDS = ("about", "codebook", "agreement_states", "membership_statuses")
Row = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """One record that is new, other or gone. ``fields`` are (column, old, new) of what differs.

    Of a new or removed record they are those columns that hold something.
    """

    table: str
    key: str
    what: What
    fields: list[tuple[str, str, str]] = field(default_factory=list)


def compare(old: Path, new: Path) -> Iterator[Change]:
    """Give the changes from one SQLite file of an export to another, by table and key.

    Raises BrokenRelease where one of the two can't be read.
    """
    try:
        with closing(_open(old)) as before, closing(_open(new)) as after:
            tables_then, tables_now = _tables(before), _tables(after)
            for table in dict.fromkeys([*tables_now, *tables_then]):
                yield from _compare_table(
                    table,
                    _rows(before, table, tables_then.get(table)),
                    _rows(after, table, tables_now.get(table)),
                )
    except sqlite3.DatabaseError as error:
        raise BrokenRelease(f"{old} and {new} can't be compared: {error}.") from error


def _open(path: Path) -> sqlite3.Connection:
    # A release is never written again; what stands in its name is no part of the address.
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)


def _tables(database: sqlite3.Connection) -> dict[str, str]:
    """Give the tables of records in their order, each with the column that is its key."""
    names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid")
    found = {}
    for (name,) in names.fetchall():
        if name not in NOT_RECORDS:
            columns = database.execute(f"PRAGMA table_info({quoted(name)})").fetchall()
            found[name] = next(column[1] for column in columns if column[5])
    return found


def _rows(database: sqlite3.Connection, table: str, key: str | None) -> Iterator[tuple[str, Row]]:
    """Give the rows of a table in the order of their keys, each behind its key; none for None."""
    if key is None:
        return
    cursor = database.execute(f"SELECT * FROM {quoted(table)} ORDER BY {quoted(key)}")  # noqa: S608
    names = [column[0] for column in cursor.description]
    for values in cursor:
        row = dict(zip(names, values, strict=True))
        yield row[key], row


def _compare_table(
    table: str, before: Iterator[tuple[str, Row]], after: Iterator[tuple[str, Row]]
) -> Iterator[Change]:
    old, new = next(before, None), next(after, None)
    while old or new:
        if new is None or (old is not None and old[0] < new[0]):
            assert old is not None  # noqa: S101 - one of the two is there
            yield Change(table, old[0], "removed", _fields(old[1], {}))
            old = next(before, None)
        elif old is None or new[0] < old[0]:
            yield Change(table, new[0], "added", _fields({}, new[1]))
            new = next(after, None)
        else:
            if fields := _fields(old[1], new[1]):
                yield Change(table, new[0], "changed", fields)
            old, new = next(before, None), next(after, None)


def _fields(old: Row, new: Row) -> list[tuple[str, str, str]]:
    return [
        (name, _text(old.get(name)), _text(new.get(name)))
        for name in dict.fromkeys([*new, *old])
        if old.get(name) != new.get(name)
    ]


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def write_changes(
    changes: Iterable[Change], as_csv: Path, as_json: Path
) -> dict[str, dict[str, int]]:
    """Write changes into two files, and count them by table and kind of change.

    CSV has a line for each column of a change; JSON an object for each change, a line each.
    """
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    with as_json.open("w", encoding="utf-8", newline="\n") as lines, as_csv.open("wb") as table:

        def cells() -> Iterator[list[str]]:
            for number, change in enumerate(changes):
                of_table = counts[change.table]
                of_table[change.what] = of_table.get(change.what, 0) + 1
                lines.write(f"{',' if number else ''}\n{as_object(change)}")
                for name, old, new in change.fields:
                    yield [change.table, change.key, change.what, name, old, new]

        lines.write("[")
        table.writelines(write_csv(HEADER, cells(), mark=""))
        lines.write("\n]\n")
    return dict(counts)


def as_object(change: Change) -> str:
    """Write a change as an object of JSON."""
    said = {"table": change.table, "key": change.key, "change": change.what}
    fields = {name: {"old": old, "new": new} for name, old, new in change.fields}
    return json.dumps({**said, "fields": fields}, ensure_ascii=False)


def read_changes(path: Path, start: int = 0, stop: int | None = None) -> Iterator[Change]:
    """Read changes.json again, those from one place up to another; others aren't parsed.

    Raises OSError, ValueError or KeyError where it isn't what :func:`write_changes` wrote.
    """
    with path.open(encoding="utf-8") as lines:
        # The first line opens the list, the last one ends it.
        for line in islice(lines, start + 1, None if stop is None else stop + 1):
            if line == "]\n":
                return
            said = json.loads(line.rstrip().removesuffix(","))
            fields = [(name, both["old"], both["new"]) for name, both in said["fields"].items()]
            yield Change(said["table"], said["key"], said["change"], fields)
