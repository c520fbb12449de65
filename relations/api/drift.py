"""An actor between two poles over time: the figures of the page of drift as data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from pydantic import Field as Described

from relations.reading.drift import table
from relations.reading.drift.asking import find, question
from relations.reading.drift.frame import address
from relations.reading.drift.kinds import KINDS, LONGEST, MOST, Wrong
from relations.reading.drift.page import Drift, drift
from relations.reading.drift.poles import Pole, current
from relations.reading.drift.portfolios import PORTFOLIOS
from relations.reading.drift.similarity import MEASURES
from relations.reading.drift.words import sentences

from .lists import answer, asked_of, moved
from .problems import Problem
from .queries import SLUG, Fields, Query, fields_word, word
from .records.parts import ACTOR, ROOT, URI
from .shapes import Asked, Field, Shape, list_of, plain

POLE = r"^(?:members:)?[-a-zA-Z0-9_]+$"
DATE = {"format": "date"}
FIGURE = Annotated[float, Described(allow_inf_nan=False)]


def _cell(name: str, type_: Any, meaning: str, **more: Any) -> Field:
    return Field(name, type_, meaning, lambda row, asked: row[name], **more)


def _ranged(name: str, meaning: str) -> tuple[Field, ...]:
    return (
        _cell(name, float, f"{meaning}; null where it can't be said.", nullable=True),
        _cell(f"{name}_low", float, "The lowest that it may be.", nullable=True),
        _cell(f"{name}_high", float, "The highest that it may be.", nullable=True),
    )


DAY = _cell("day", str, "The day.", schema=DATE)
SHARES = Shape(
    "DriftShares",
    "Which share of an actor's ties in force is with each pole on a day.",
    (
        DAY,
        *_ranged("first", "The share with the first pole, from 0 to 1"),
        *_ranged("second", "The share with the second pole, from 0 to 1"),
        *_ranged("lean", "The second less the first, from -1 to 1"),
        _cell("weight", float, "What all ties weigh together.", nullable=True),
    ),
)
SIMILARITY = Shape(
    "DriftSimilarity",
    "How alike memberships, or agreements, are at the end of a year.",
    (
        DAY,
        _cell("compared", str, "What is compared."),
        _cell("measure", str, "Which measure."),
        *_ranged("first", "Likeness with the first pole"),
        *_ranged("second", "Likeness with the second pole"),
        _cell("first_items", float, "How many the first pole has.", nullable=True),
        _cell("second_items", float, "How many the second pole has.", nullable=True),
    ),
)
BALANCE = Shape(
    "DriftBalance",
    "The balance of stances on a day.",
    (
        DAY,
        _cell("pole", str, "Which pole: first or second."),
        *_ranged("balance", "From -1, against, to 1, for"),
        _cell("fresh_stances", float, "How many fresh stances it is worth.", nullable=True),
    ),
)
EVENT = Shape(
    "DriftEvent",
    "That a tie with a pole began, changed or ended.",
    (
        DAY,
        _cell("earliest", str, "The first possible day.", nullable=True, schema=DATE),
        _cell("latest", str, "The last possible day.", nullable=True, schema=DATE),
        _cell("record", str, "The agreement or organization."),
        Field("url", str, "Its page.", lambda row, asked: f"{asked.site}{row['path']}", schema=URI),
        _cell("before", str, "The kind of tie before; null without one.", nullable=True),
        _cell("after", str, "The kind of tie after; null without one.", nullable=True),
        _cell("poles", str, "With which pole: first, second, or both."),
        _cell("first_moved", float, "By how much it moved the share of the first.", nullable=True),
        _cell("second_moved", float, "… and that of the second.", nullable=True),
        _cell("lean_moved", float, "… and the lean.", nullable=True),
    ),
)
COVERAGE = Shape(
    "DriftCoverage",
    "How many records there are of a decade.",
    (
        _cell("decade", int, "Its first year."),
        _cell("pole", str, "With which pole: first or second."),
        _cell("agreements", int, "Agreements."),
        _cell("memberships", int, "Memberships in common, or in the pole."),
        _cell("statements", int, "Statements on each other."),
    ),
)


def _said(name: str) -> Callable[[dict[str, list[str]], Asked], list[str]]:
    return lambda found, asked: found[name]


SAYS = Shape(
    "DriftSentences",
    "The figures in words.",
    tuple(
        Field(name, list_of(str), meaning, _said(name))
        for name, meaning in (
            ("changed", "What changed."),
            ("unchanged", "What did not."),
            ("thin", "What is too thin to say."),
        )
    ),
)
A_POLE = Shape(
    "DriftPole",
    "A pole: a country, an organization, or the members of one.",
    (
        plain("slug", str, "The word in the address."),
        plain("name", str, "Its name."),
        Field("url", str, "Its page.", lambda pole, asked: f"{asked.site}{pole.href}", schema=URI),
    ),
)


def _at(prefix: str) -> Callable[[Drift, Asked], str]:
    return lambda page, asked: f"{asked.site}{prefix}{address(page)}"


def _pole(number: int) -> Callable[[Drift, Asked], Pole]:
    return lambda page, asked: page.poles[number]


def _table(name: str, shape: Shape, meaning: str) -> Field:
    return Field(
        name, shape, meaning, lambda page, asked: list(table.TABLES[name](page)), many=True
    )


DRIFT = Shape(
    "Drift",
    "An actor between two poles over time.",
    (
        Field("self", str, "Where it is here.", _at(ROOT), schema=URI),
        Field("url", str, "Its page.", _at(""), schema=URI),
        plain("actor", ACTOR, "Whose ties."),
        Field("first", A_POLE, "The first pole.", _pole(0)),
        Field("second", A_POLE, "The second pole.", _pole(1)),
        plain("data", str, "From which source of records."),
        Field("sentences", SAYS, "In words.", lambda page, asked: sentences(page)),
        _table("years", SHARES, "On the last day of each year."),
        _table("ties", SHARES, "On each day on which a share can step."),
        _table("events", EVENT, "What happened to ties with the poles."),
        _table("similarity", SIMILARITY, "How alike memberships, or agreements, are."),
        _table("stances", BALANCE, "What the actor says of the poles."),
        _table("heard", BALANCE, "What the poles say of the actor."),
        _table("coverage", COVERAGE, "How much of the record there is."),
    ),
)


def words() -> Fields:
    """Give the words of the address: what the page takes, and ``fields``."""
    measures: Any = Literal[tuple(MEASURES)]
    portfolios: Any = Literal[tuple(PORTFOLIOS)]
    found = {
        f"w_{kind.word}": word(
            FIGURE, f"What a tie counts: {kind.label}; {kind.weight:g} if not given.", ge=0, le=MOST
        )
        for kind in KINDS
    }
    return {
        **found,
        "half_life": word(FIGURE, "After so many days a stance counts half.", ge=1, le=LONGEST),
        "largest": word(int, "Ties with more participants are left out.", ge=2, le=1000),
        "since": word(int, "The first year.", ge=1900, le=9999),
        "measure": word(measures, "By which measure it is compared."),
        "compared": word(portfolios, "What is compared: memberships if not given."),
        "data": word(str, "curated, the slug of a data set, or all.", pattern=SLUG, max_length=40),
        "fields": fields_word(DRIFT),
    }


def answered(
    request: HttpRequest, query: Query, actor: str, first: str, second: str
) -> HttpResponse:
    """Give the figures of an actor between two poles. Raises Http404, and Problem."""
    given = [actor, first, second]
    if (now := current(given)) != given:
        return moved(request, ROOT + reverse("drift", args=now))
    asked = asked_of(request, query)
    values = {
        name: [str(value)]
        for name, value in query.model_dump(exclude={"fields", "as_of"}).items()
        if value is not None
    }
    try:
        page = drift(question(*find(given), values, query.given))
    except Wrong as wrong:
        raise Problem.invalid(wrong.errors) from wrong
    return answer(DRIFT.write(page, asked, query.choice), {"cite-as": _at("")(page, asked)})
