"""The matrix in long form, a record for each cell, to take away."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from .cells import Cell, Said
from .naming import NamedCell, Pairs, named_actors, named_cells, named_columns

COLUMNS = (
    "actor",
    "actor_slug",
    "target_kind",
    "target",
    "target_slug",
    "stances",
    "date",
    "changed",
    "differs",
    "earlier",
    "statements",
    "latest_statement",
    "evidence",
    "source",
)


def records(
    found: Iterable[Cell], bounds: Pairs, absolute: Callable[[str], str]
) -> Iterator[dict[str, Any]]:
    """Give each cell as a dictionary with the keys of ``COLUMNS``.

    Terms are those of the vocabularies, dates EDTF; ``absolute`` makes a path a URL.
    ``stances`` has several where statements of the same date differ.
    """
    found = list(found)
    cells = named_cells(
        found,
        named_actors({cell.actor for cell in found}),
        named_columns({cell.column for cell in found}),
        bounds,
    )
    cells.sort(key=lambda c: (c.actor.name, c.column.kind, str(c.column.target)))
    return (_record(cell, absolute) for cell in cells)


def _record(named: NamedCell, absolute: Callable[[str], str]) -> dict[str, Any]:
    cell, statement = named.cell, named.statement
    source = statement.source
    return {
        "actor": named.actor.name,
        "actor_slug": named.actor.slug,
        "target_kind": named.column.kind.value,
        "target": str(named.column.target),
        "target_slug": named.column.word,
        "stances": [said.stance.value for said in cell.latest],
        "date": _date(cell.latest[-1]),
        "changed": cell.changed,
        "differs": cell.differs,
        "earlier": [{"stance": s.stance.value, "date": _date(s)} for s in cell.earlier],
        "statements": cell.times,
        "latest_statement": absolute(statement.get_absolute_url()),
        "evidence": absolute(named.url),
        "source": source.url if source and source.is_published else "",
    }


def _date(said: Said) -> str:
    return said.date.notation if said.date else ""


def lines(found: Iterable[dict[str, Any]]) -> Iterator[list[str]]:
    """Give records as cells of a table: several stances with "; ", earlier ones with dates."""
    for record in found:
        flat = {
            **record,
            "stances": "; ".join(record["stances"]),
            "earlier": "; ".join(f"{e['stance']} {e['date']}".strip() for e in record["earlier"]),
            "changed": str(record["changed"]).lower(),
            "differs": str(record["differs"]).lower(),
        }
        yield [str(flat[name]) for name in COLUMNS]
