"""Rows as real ones are: statements with sides and positions, sources, people, offices.

Each function goes on for ever; what isn't given has the model's default.
"""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections.abc import Iterator
from typing import Any

from relations.models import Agreement, Country, Office, Organization, Scope
from relations.vocabularies import Medium, SourceKind

FIRST_DAY = dt.date(1991, 1, 1)
DAYS = 35 * 365
RARE, FREQUENT = "zugzwang", "cooperation"
LANGUAGES = ("en",) * 10 + ("ru", "ru", "fr", "hy", "ka", "az", "tr", "de", "es", "ar", "zh")

_WORDS = """
agreement border talks minister security economic energy corridor partnership treaty
ceasefire summit delegation accession membership sanctions transit trade pipeline
observer mission peace settlement recognition sovereignty territorial integrity
customs union parliament ratification declaration charter protocol bilateral regional
assistance defence exercise nuclear programme scientific cultural humanitarian return
refugees prisoners demining road railway investment visa liberalisation dialogue
committee working group commission neighbourhood strategic framework obligations
compliance verification withdrawal suspension consultation condemns welcomes regrets
stresses notes expects proposes rejects supports insists warns recalls reaffirms
""".split()  # noqa: SIM905
_GIVEN = """
Anna Armen Boris Carla David Elena Fatima Georg Hana Ivan Julia Karim Lena Maria
""".split()  # noqa: SIM905
_SYLLABLES = """
ba del fen gor hal ik jan kov lin mar nor pet rus sar tan vel yan zem ovic idze
""".split()  # noqa: SIM905


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


def sources(chance: random.Random) -> Iterator[dict[str, Any]]:
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


def people(chance: random.Random, sources: range) -> Iterator[dict[str, Any]]:
    for number in itertools.count(1):
        family = "".join(chance.choices(_SYLLABLES, k=3)).capitalize()
        yield {
            "slug": f"generated-person-{number}",
            "name": f"{chance.choice(_GIVEN)} {family}",
            "review": "published" if chance.random() < 0.9 else "draft",
            "source_id": chance.choice(sources),
        }


def offices(chance: random.Random, people: range, sources: range) -> Iterator[dict[str, Any]]:
    countries = list(Country.objects.values_list("pk", flat=True))
    for person in people:
        yield {
            "person_id": person,
            "actor_country_id": chance.choice(countries),
            "title": "Minister of Foreign Affairs",
            "review": "published",
            "source_id": chance.choice(sources),
        }


def statements(chance: random.Random, sources: range) -> Iterator[dict[str, Any]]:
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


def sides(chance: random.Random, statements: range, people: range) -> Iterator[dict[str, Any]]:
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


def positions(chance: random.Random, statements: range) -> Iterator[dict[str, Any]]:
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
