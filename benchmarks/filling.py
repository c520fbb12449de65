"""Fills a database with as many statements as wanted, with sides, positions, sources, people.

Everything is made from a seeded generator (:mod:`.rows`), valid under the constraints,
and written in bulk: COPY on PostgreSQL, ``executemany`` on SQLite. Triggers are off
meanwhile; what they would have written, history and search index, is written at once.
"""

from __future__ import annotations

import itertools
import random
import time
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection, transaction

from relations import search, triggers
from relations.curation.history import revision
from relations.models import (
    Act,
    Agreement,
    Country,
    Office,
    Party,
    Person,
    Position,
    ReviewRequest,
    Revision,
    Side,
    Source,
    Statement,
)
from relations.vocabularies import ActKind, AgreementKind, Concerns, Origin, Review

from . import rows as make

BATCH = 20_000


def fill(rows: int, sources: int = 50_000, people: int = 20_000) -> None:
    """Fill a migrated database that has no generated rows yet."""
    chance = random.Random(rows)  # noqa: S311 the same rows each time
    sources, people = min(sources, rows), min(people, rows)
    if connection.vendor == "sqlite":
        _run("PRAGMA cache_size=-1000000", "PRAGMA synchronous=OFF")
    with transaction.atomic():
        _triggers(on=False)
        loaded = Revision.objects.create(origin=Origin.IMPORT, reason="generated")

        def write(model: Any, total: int, made: Iterator[dict[str, Any]]) -> range:
            keys = _write(model, total, made)
            _remember(model, keys, loaded)
            return keys

        source_ids = write(Source, sources, make.sources(chance))
        person_ids = write(Person, people, make.people(chance, source_ids))
        write(Office, people, make.offices(chance, person_ids, source_ids))
        statement_ids = write(Statement, rows, make.statements(chance, source_ids))
        write(Side, rows, make.sides(chance, statement_ids, person_ids))
        write(Position, rows * 3 // 2, make.positions(chance, statement_ids))
        _queue()
        print("search index", flush=True)
        _triggers(on=True)
    _edit(statement_ids[rows // 2])
    _run("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _triggers(*, on: bool) -> None:
    """Take the app's triggers off, or put them on again and build the search index anew."""
    if connection.vendor == "postgresql":
        _run("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks to come can't be altered
        for model in (Source, Person, Office, Statement, Side, Position):
            state = "ENABLE" if on else "DISABLE"
            _run(f"ALTER TABLE {model._meta.db_table} {state} TRIGGER USER")
    elif on:
        triggers.install(connection.alias)
    else:
        triggers.remove(connection.alias)
    if on:
        search.install(connection.alias, rebuild=True)


def _remember(model: Any, keys: range, loaded: Revision) -> None:
    """Write the history of new rows, as the triggers would have."""
    meta = model._meta
    if connection.vendor == "postgresql":
        row, now = "to_jsonb(t)", "now()"
    else:
        row = ", ".join(f"'{f.column}', \"{f.column}\"" for f in meta.concrete_fields)
        row, now = f"json_object({row})", "strftime('%Y-%m-%d %H:%M:%f000', 'now')"
    owner = meta.get_field(model.part_of[0]) if model.part_of else None
    root = owner.related_model._meta.model_name if owner else meta.model_name
    _run(
        "INSERT INTO relations_version"  # noqa: S608
        " (revision_id, at, model, object_id, root_model, root_id, new, content)"
        f" SELECT {loaded.pk}, {now}, '{meta.model_name}', id, '{root}',"
        f" {owner.column if owner else 'id'}, {row}, true"
        f" FROM {meta.db_table} t WHERE id >= {keys.start} ORDER BY id"
    )


def _queue() -> None:
    """Let the statements in review wait for it."""
    waiting = Statement.objects.filter(review=Review.IN_REVIEW).values_list("pk", "title")
    ReviewRequest.objects.bulk_create(
        (
            ReviewRequest(model="statement", object_id=pk, label=t, is_live=False)
            for pk, t in waiting
        ),
        batch_size=1000,
    )


def _edit(statement: int) -> None:
    """Give one statement a history of thirty edits."""
    for number in range(30):
        with revision(user=None, origin=Origin.COMMAND, reason="edited"):
            record = Statement.objects.get(pk=statement)
            record.place = f"Place {number}"
            record.save()


def _run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _write(model: Any, total: int, rows: Iterator[dict[str, Any]]) -> range:
    """Write ``total`` rows behind those that are there; give their numbers."""
    first = (model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    fields = model._meta.concrete_fields
    empty = model()
    usual = {f.attname: f.get_db_prep_save(f.pre_save(empty, add=True), connection) for f in fields}
    numbered = (
        usual | {"id": first + number} | row
        for number, row in enumerate(itertools.islice(rows, total))
    )
    names = [field.column for field in fields]
    values = (tuple(row[field.attname] for field in fields) for row in numbered)
    start = time.perf_counter()
    for done in _in_bulk(model._meta.db_table, names, values):
        speed = done / (time.perf_counter() - start)
        print(
            f"\r{model._meta.verbose_name_plural:<12}{done:>10,} of {total:,}, "
            f"{speed:,.0f} a second ",
            end="",
            flush=True,
        )
    print()
    return range(first, first + total)


def _in_bulk(table: str, names: list[str], rows: Iterable[tuple[Any, ...]]) -> Iterator[int]:
    """Insert rows; say after each batch how many are in."""
    columns = ", ".join(f'"{name}"' for name in names)
    rows = iter(rows)
    done = 0
    with connection.cursor() as cursor:
        while batch := list(itertools.islice(rows, BATCH)):
            if connection.vendor == "postgresql":
                with cursor.cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                    for row in batch:
                        copy.write_row(row)
            else:
                places = ", ".join(["%s"] * len(names))
                cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", batch)  # noqa: S608
            done += len(batch)
            yield done
        if connection.vendor == "postgresql":
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"  # noqa: S608
            )


def long_agreement() -> None:
    """Add an agreement of 250 parties that each signed it, unless it is there."""
    if Agreement.objects.filter(slug="generated-agreement").exists():
        return
    with revision(user=None, origin=Origin.COMMAND, reason="generated"):
        agreement = Agreement.objects.create(
            slug="generated-agreement", title="A treaty of many", kind=AgreementKind.TREATY
        )
        countries = list(Country.objects.order_by("pk")[:250])
        Party.objects.bulk_create(Party(agreement=agreement, actor_country=c) for c in countries)
        Act.objects.bulk_create(
            Act(
                agreement=agreement,
                actor_country=country,
                kind=ActKind.SIGNED,
                concerns=Concerns.PARTY,
                date="2001-02-03",
            )
            for country in countries
        )
