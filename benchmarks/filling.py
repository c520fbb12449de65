"""Fills a database with as many statements as wanted, with sides, positions, sources, people.

Everything is made from a seeded generator, valid under the constraints, of the lengths
and dates that real statements have, and written in bulk: COPY on PostgreSQL,
``executemany`` on SQLite.
"""

from __future__ import annotations

import datetime as dt
import itertools
import random
import time
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection, transaction

from relations.models import (
    Agreement,
    Country,
    Office,
    Organization,
    Person,
    Position,
    Scope,
    Side,
    Source,
    Statement,
)
from relations.vocabularies import Medium, SourceKind

BATCH = 20_000
FIRST_DAY = dt.date(1991, 1, 1)
DAYS = 35 * 365
RARE, FREQUENT = "zugzwang", "cooperation"
LANGUAGES = ("en",) * 10 + ("ru", "ru", "fr", "hy", "ka", "az", "tr", "de", "es", "ar", "zh")

_WORDS = (
    "agreement border talks minister security economic energy corridor partnership treaty "
    "ceasefire summit delegation accession membership sanctions transit trade pipeline "
    "observer mission peace settlement recognition sovereignty territorial integrity "
    "customs union parliament ratification declaration charter protocol bilateral regional "
    "assistance defence exercise nuclear programme scientific cultural humanitarian return "
    "refugees prisoners demining road railway investment visa liberalisation dialogue "
    "committee working group commission neighbourhood strategic framework obligations "
    "compliance verification withdrawal suspension consultation condemns welcomes regrets "
    "stresses notes expects proposes rejects supports insists warns recalls reaffirms"
).split()
_GIVEN = "Anna Armen Boris Carla David Elena Fatima Georg Hana Ivan Julia Karim Lena Maria".split()
_SYLLABLES = "ba del fen gor hal ik jan kov lin mar nor pet rus sar tan vel yan zem ovic idze".split()


def fill(rows: int, sources: int = 50_000, people: int = 20_000) -> None:
    """Fill a migrated database that has no generated rows yet."""
    chance = random.Random(rows)  # noqa: S311 the same rows each time
    sources, people = min(sources, rows), min(people, rows)
    with _as_fast_as_it_goes():
        source_ids = _write(Source, sources, _sources(chance))
        person_ids = _write(Person, people, _people(chance, source_ids))
        _write(Office, people, _offices(chance, person_ids, source_ids))
        statement_ids = _write(Statement, rows, _statements(chance, source_ids))
        _write(Side, rows, _sides(chance, statement_ids, person_ids))
        _write(Position, rows * 3 // 2, _positions(chance, statement_ids))


class _as_fast_as_it_goes(transaction.Atomic):  # noqa: N801
    """A transaction, on SQLite with memory for the indexes, and statistics after it."""

    def __init__(self) -> None:
        super().__init__(using=None, savepoint=True, durable=True)

    def __enter__(self) -> None:
        if connection.vendor == "sqlite":
            _run("PRAGMA cache_size=-1000000", "PRAGMA synchronous=OFF")
        super().__enter__()

    def __exit__(self, *error: Any) -> None:
        super().__exit__(*error)
        if error[0] is None:
            _run("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


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


def _sentences(chance: random.Random) -> list[str]:
    """Give a stock of sentences; half of them hold the frequent word."""
    stock = []
    for number in range(4000):
        words = chance.choices(_WORDS, k=chance.randint(10, 18))
        words += ["".join(chance.choices(_SYLLABLES, k=3))]
        if number % 2:
            words[chance.randrange(len(words))] = FREQUENT
        stock.append(" ".join(words).capitalize() + ".")
    return stock


def _day(chance: random.Random) -> dict[str, Any]:
    """Give a date: mostly a day, sometimes a month, seldom nothing."""
    day = FIRST_DAY + dt.timedelta(days=int(DAYS * chance.random() ** 0.6))
    kind = chance.random()
    if kind < 0.02:
        return {"": None, "_earliest": None, "_latest": None}
    if kind < 0.1:
        first = day.replace(day=1)
        last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
        return {"": f"{first:%Y-%m}", "_earliest": first, "_latest": last}
    return {"": day.isoformat(), "_earliest": day, "_latest": day}


def _dated(chance: random.Random, name: str) -> dict[str, Any]:
    return {f"{name}{part}": value for part, value in _day(chance).items()}


def _sources(chance: random.Random) -> Iterator[dict[str, Any]]:
    stock = _sentences(chance)
    for number in itertools.count(1):
        yield {
            "slug": f"generated-source-{number}",
            "kind": chance.choice(SourceKind.values),
            "publisher": f"{chance.choice(_WORDS).capitalize()} News {number % 400}",
            "title": chance.choice(stock)[:120],
            "url": f"https://news{number % 400}.example/{number}/",
            "language": chance.choice(LANGUAGES),
            "review": "published",
            **_dated(chance, "published"),
        }


def _people(chance: random.Random, sources: range) -> Iterator[dict[str, Any]]:
    for number in itertools.count(1):
        family = "".join(chance.choices(_SYLLABLES, k=3)).capitalize()
        yield {
            "slug": f"generated-person-{number}",
            "name": f"{chance.choice(_GIVEN)} {family}",
            "review": "published" if chance.random() < 0.9 else "draft",
            "source_id": chance.choice(sources),
        }


def _offices(chance: random.Random, people: range, sources: range) -> Iterator[dict[str, Any]]:
    countries = list(Country.objects.values_list("pk", flat=True))
    for person in people:
        yield {
            "person_id": person,
            "actor_country_id": chance.choice(countries),
            "title": "Minister of Foreign Affairs",
            "review": "published",
            "source_id": chance.choice(sources),
        }


def _statements(chance: random.Random, sources: range) -> Iterator[dict[str, Any]]:
    stock = _sentences(chance)
    actors = [*Country.objects.values_list("name", flat=True)]
    for number in itertools.count(1):
        official = chance.random() < 0.95
        rare = f" {RARE.capitalize()}." if number % 100_000 == 7 else ""
        yield {
            "slug": f"generated-statement-{number}",
            "title": f"{chance.choice(actors)} on {chance.choice(_WORDS)} with "
            f"{chance.choice(actors)} ({number})",
            "medium": chance.choice(Medium.values),
            "place": chance.choice(("", "Geneva", "New York", "Brussels", "Yerevan")),
            "voice": "official" if official else "commentary",
            "commentator": "" if official else f"Columnist {number % 500}",
            "summary": f"{chance.choice(stock)} {chance.choice(stock)}{rare}",
            "quotation": chance.choice(stock) if number % 2 else "",
            "language": chance.choice(LANGUAGES),
            "review": chance.choices(("published", "draft", "in_review"), (90, 8, 2))[0],
            "source_id": chance.choice(sources),
            **_dated(chance, "date"),
        }


def _sides(chance: random.Random, statements: range, people: range) -> Iterator[dict[str, Any]]:
    country_of = dict(Office.objects.values_list("person_id", "actor_country_id"))
    office_of = dict(Office.objects.values_list("person_id", "pk"))
    for statement in statements:
        person = chance.choice(people)
        yield {
            "statement_id": statement,
            "person_id": person,
            "actor_country_id": country_of[person],
            "office_id": office_of[person],
        }


def _positions(chance: random.Random, statements: range) -> Iterator[dict[str, Any]]:
    stock = _sentences(chance)
    targets = {
        "target_country_id": list(Country.objects.values_list("pk", flat=True)),
        "target_organization_id": list(Organization.objects.values_list("pk", flat=True)),
        "target_agreement_id": list(Agreement.objects.values_list("pk", flat=True)),
        "target_scope_id": list(Scope.objects.values_list("pk", flat=True)),
    }
    for number, statement in enumerate(statements):
        for target in chance.sample(list(targets), 1 + number % 2):
            ties = ("improving", "steady", "worsening", "unclear")
            stances = ("supports", "conditional", "neutral", "doubts", "opposes", "unclear")
            yield {
                "statement_id": statement,
                target: chance.choice(targets[target]),
                "stance": chance.choice(ties if target == "target_country_id" else stances),
                "text": chance.choice(stock),
            }
