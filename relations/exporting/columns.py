"""What a column of an export is: a name, what it means, and where its value comes from.

Values are texts, numbers, lists of texts, or None where nothing is recorded. Terms are
written by their codes, records by slug or code; names stand beside them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.utils.translation import gettext_lazy as _

from relations.querysets import Rows

Value = str | int | list[str] | None


@dataclass(frozen=True)
class Column:
    """``value`` takes a record; ``meaning`` is a sentence for readers."""

    name: str
    meaning: Any
    value: Callable[[Any], Value]


@dataclass(frozen=True, eq=False)
class Kind:
    """How one kind of record is exported: its rows as of a day with all they need, and columns.

    There is one of each: it equals itself alone.
    """

    rows: Callable[[dt.date], Rows]
    columns: tuple[Column, ...]


def plain(name: str, meaning: Any, path: str = "") -> Column:
    """Make a column of an attribute; an empty text is nothing recorded."""
    read = attrgetter(path or name)

    def value(record: Any) -> Value:
        found = read(record)
        if callable(found):
            found = found()
        if isinstance(found, dt.date):
            return found.isoformat()
        return found if isinstance(found, int) else (str(found) or None) if found else None

    return Column(name, meaning, value)


def dated(name: str, meaning: Any) -> tuple[Column, ...]:
    """Make the three columns of a partial date."""
    return (
        plain(name, _("%(meaning)s, in EDTF (ISO 8601-2)") % {"meaning": meaning}),
        plain(
            f"{name}_earliest",
            _("%(meaning)s, first possible day") % {"meaning": meaning},
        ),
        plain(
            f"{name}_latest",
            _("%(meaning)s, last possible day") % {"meaning": meaning},
        ),
    )


def key_of(actor: Any) -> str:
    """Give the code of a country, the slug of an organization."""
    return getattr(actor, "code", None) or actor.slug


def reader_may_see(record: Any) -> Any:
    """Give a record that is published, else None."""
    return record if record is not None and record.is_published else None


def _source(part: str) -> Callable[[Any], Value]:
    def value(record: Any) -> Value:
        source = reader_may_see(record.source)
        return getattr(source, part) or None if source else None

    return value


EVIDENCE = (
    Column("source", _("slug of the principal source"), _source("slug")),
    Column("source_title", _("title of the principal source"), _source("title")),
    Column("source_url", _("address of the principal source"), _source("url")),
    plain("locator", _("where in the source")),
)
