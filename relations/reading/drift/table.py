"""The figures behind the plots, one row a day or a record: for CSV, the API and the command."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterator
from typing import Any

from relations.analysis.between import NEVER
from relations.analysis.over_time import Series

from .page import Drift
from .series import Event
from .stances import Said
from .ties import FIRST, SECOND

Row = dict[str, Any]  # a value, or None where it can't be said


def number(value: float) -> float | None:
    """Give a figure to six decimals; None for what can't be said."""
    return None if math.isnan(value) else round(float(value), 6) + 0.0


def _columns(name: str, series: Series, place: int) -> Row:
    found = series.at(place)
    return {
        name: number(found.value),
        f"{name}_low": number(found.low),
        f"{name}_high": number(found.high),
    }


def _shares(page: Drift, day: dt.date, place: int) -> Row:
    return {
        "day": day.isoformat(),
        **_columns("first", page.lines.first, place),
        **_columns("second", page.lines.second, place),
        **_columns("lean", page.lines.lean, place),
        "weight": number(page.lines.first.evidence[place]),
    }


def ties(page: Drift) -> Iterator[Row]:
    """Exposure to both poles and lean, on each day on which one of them can step."""
    for place, day in enumerate(page.lines.days):
        yield _shares(page, day, place)


def years(page: Drift) -> Iterator[Row]:
    """The same on the last day of each year."""
    for day in page.years:
        yield _shares(page, day, page.lines.place(day))


def lean(page: Drift) -> Iterator[Row]:
    """The lean by source of records, on the last day of each year."""
    for day in page.years:
        for source, each in page.compared or [(page.data, page.lines)]:
            row = _columns("lean", each.lean, each.place(day))
            weight = number(each.lean.evidence[each.place(day)])
            yield {"day": day.isoformat(), "source": source, **row, "weight": weight}


def similarity(page: Drift) -> Iterator[Row]:
    """The measure of similarity with both poles, on the last day of each year."""
    first, second = page.similarity
    for place, day in enumerate(page.years):
        yield {
            "day": day.isoformat(),
            "compared": page.question.compared,
            "measure": page.question.measure,
            **_columns("first", first.series, place),
            **_columns("second", second.series, place),
            "first_items": number(first.series.evidence[place]),
            "second_items": number(second.series.evidence[place]),
        }


def _balance(both: tuple[Said, Said]) -> Iterator[Row]:
    for pole, said in zip((FIRST, SECOND), both, strict=True):
        for place, day in enumerate(said.series.days):
            yield {
                "day": day.isoformat(),
                "pole": pole,
                **_columns("balance", said.series, place),
                "fresh_stances": number(said.series.evidence[place]),
            }


def stances(page: Drift) -> Iterator[Row]:
    """The balance of what the actor says of each pole."""
    return _balance(page.said)


def heard(page: Drift) -> Iterator[Row]:
    """The balance of what each pole says of the actor."""
    return _balance(page.heard)


def event_row(event: Event) -> Row:
    """Write an event."""
    return {
        "day": event.day.isoformat(),
        "earliest": event.when.earliest and event.when.earliest.isoformat(),
        "latest": event.when.latest and event.when.latest.isoformat(),
        "record": event.record.title,
        "path": event.record.href,
        "before": event.before or None,
        "after": event.after or None,
        "poles": " ".join(sorted(event.poles)),
        "first_moved": number(event.first),
        "second_moved": number(event.second),
        "lean_moved": number(event.lean),
    }


def events(page: Drift) -> Iterator[Row]:
    """What happened to ties with a pole, and by how much it moved the figures."""
    return (event_row(event) for event in page.events)


def records(page: Drift) -> Iterator[Row]:
    """Every tie that counts: of what kind, from when to when, with which pole."""
    weights = page.question.counting.weights
    for tie in page.ties.ties:
        record = page.ties.records[tie.key]
        begin, end = tie.begin, tie.end
        yield {
            "record": record.title,
            "path": record.href,
            "kind": tie.kind,
            "weight": weights[tie.kind],
            "or_kind": " ".join(tie.otherwise) or None,
            "begin_earliest": begin.earliest and begin.earliest.isoformat(),
            "begin_latest": begin.latest and begin.latest.isoformat(),
            "end_earliest": None if end == NEVER else end.earliest and end.earliest.isoformat(),
            "end_latest": None if end == NEVER else end.latest and end.latest.isoformat(),
            "with_first": FIRST in tie.targets,
            "with_second": SECOND in tie.targets,
            "source": " ".join(sorted(record.origins)),
        }


def statements(page: Drift) -> Iterator[Row]:
    """Every position that counts, of whom and on whom."""
    for speaker, both in (("actor", page.said), ("pole", page.heard)):
        for pole, said in zip((FIRST, SECOND), both, strict=True):
            for spoken in said.spoken:
                when = spoken.stance.when
                yield {
                    "speaker": speaker,
                    "pole": pole,
                    "statement": spoken.title,
                    "path": spoken.href,
                    "stance": spoken.stance.terms[0],
                    "or_stance": " ".join(spoken.stance.terms[1:]) or None,
                    "earliest": when.earliest and when.earliest.isoformat(),
                    "latest": when.latest and when.latest.isoformat(),
                }


def coverage(page: Drift) -> Iterator[Row]:
    """How many records there are, by decade and pole."""
    for row in page.coverage.rows:
        yield {
            "decade": row.decade,
            "pole": row.pole,
            "agreements": row.agreements,
            "memberships": row.memberships,
            "statements": row.statements,
        }


TABLES: dict[str, Callable[[Drift], Iterator[Row]]] = {
    "ties": ties,
    "years": years,
    "lean": lean,
    "similarity": similarity,
    "stances": stances,
    "heard": heard,
    "events": events,
    "records": records,
    "statements": statements,
    "coverage": coverage,
}


def cells(name: str, page: Drift) -> tuple[list[str], Iterator[list[Any]]]:
    """Give the columns of a table and its rows, '' for what can't be said, as for a CSV file."""
    rows = list(TABLES[name](page))
    header = list(rows[0]) if rows else []
    return header, (["" if value is None else value for value in row.values()] for row in rows)
