"""The shape of incompatibilities, and of who meets them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from relations.querysets import Rows
from relations.reading.incompatibilities import met
from relations.reading.shown_rows import with_sides
from relations.vocabularies import IncompatibilityKind

from ..shapes import Asked, Field, Shape, maybe, plain
from .actors import MEMBERSHIP
from .parts import ACTOR, EVIDENCE, ROOT, STATEMENT_REFERENCE, URI, dated, page
from .statement import SIDE

_TIE = MEMBERSHIP.only(
    "TieThatExcludes",
    "A membership, or a way into one, that meets an incompatibility.",
    *("self", "url", "organization", "status"),
)
MEETING = Shape(
    "Meeting",
    "An actor that meets an incompatibility on the day.",
    (
        plain("actor", ACTOR, "Who."),
        plain("inside", _TIE, "The membership that it has."),
        plain("other", _TIE, "That of the other organization, or its way into it."),
        plain("in_both", bool, "Whether it belongs to both, and isn't only on the way."),
    ),
)


def _with_statement(rows: Rows) -> Rows:
    return rows.select_related("statement")


def _with_sides(rows: Rows) -> Rows:
    return rows.select_related("statement").prefetch_related(with_sides("statement__side_set"))


def _self(row: Any, asked: Asked) -> str:
    pair = reverse("pair", args=sorted((row.first.slug, row.second.slug)))
    return f"{asked.site}{ROOT}{pair}"


def _sides(row: Any, asked: Asked) -> list[Any]:
    return row.statement.sides if row.statement else []


INCOMPATIBILITY = Shape(
    "Incompatibility",
    "Two organizations of which one can't belong to both, and who says so.",
    (
        Field("self", str, "Where the pair of the two is here.", _self, schema=URI),
        Field("url", str, "The page of the two, where it stands.", page, schema=URI),
        plain("first", ACTOR, "One of the two organizations; their order says nothing."),
        plain("second", ACTOR, "The other one."),
        plain("kind", IncompatibilityKind, "Stated by somebody, or implied by their rules."),
        maybe(
            "statement", STATEMENT_REFERENCE, "The statement that states it.", needs=_with_statement
        ),
        Field("sides", SIDE, "Who states it, and for whom.", _sides, _with_sides, many=True),
        plain("ground", str, "What it rests on, in our own words."),
        dated("since", "Since when; null: since it was stated, or for as long as both exist."),
        dated("until", "Until when; null while it holds."),
        plain("holds", bool, "Whether it holds on the day."),
        Field(
            "met_by",
            MEETING,
            "Who meets it on the day: belongs to one of the two, and to the other or is on the "
            "way into it.",
            lambda row, asked: met(row),
            many=True,
        ),
        *EVIDENCE,
    ),
)
