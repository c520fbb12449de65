"""The shapes of statements, their sides, and the positions stated in them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

from django.db.models import Prefetch

from relations.models import Membership, Position
from relations.querysets import Rows
from relations.reading.shown_rows import with_sides
from relations.reading.sources import with_citations
from relations.vocabularies import Medium, Stance, Voice

from ..shapes import Asked, Field, Shape, many, maybe, plain
from .actors import PART_CITATIONS
from .parts import (
    ACTOR,
    CITATION,
    DATE,
    EVIDENCE,
    PERSON_REFERENCE,
    STATEMENT_REFERENCE,
    addresses,
    dated,
    kind_of,
    through,
    visible,
)


def key_of(target: Any, asked: Asked) -> str:
    """Write a target as the filter ``target`` takes it; a membership as member/organization."""
    if isinstance(target, Membership):
        return f"{target.actor.slug}/{target.organization.slug}"
    return str(target.slug)


TARGET = Shape(
    "Target",
    "What a position is on.",
    (
        *addresses("the target"),
        Field(
            "kind",
            Literal["country", "organization", "agreement", "scope", "membership"],
            "What kind of record it is.",
            kind_of,
        ),
        Field("key", str, "As the filter `target` takes it: slug or member/organization.", key_of),
        Field("name", str, "Its name or title.", lambda target, asked: str(target)),
    ),
)


def _office(side: Any, asked: Asked) -> str | None:
    return side.office.title if side.office and side.office.is_published else None


SIDE = Shape(
    "Side",
    "On whose behalf a statement speaks, and by whom.",
    (
        plain("actor", ACTOR, "For whom."),
        visible("person", PERSON_REFERENCE, "Who spoke."),
        Field("office", str, "In office as.", _office, nullable=True),
    ),
)
_STATED = (
    plain("target", TARGET, "What it is on."),
    plain("stance", Stance, "The stance taken; on a country, how ties are."),
    maybe("text", str, "The position in our own words."),
    maybe("quotation", str, "The speaker's own words."),
)
STATED_POSITION = Shape(
    "StatedPosition", "A statement's stance on one target.", (*_STATED, PART_CITATIONS)
)


def _with_sides(rows: Rows) -> Rows:
    return rows.prefetch_related(with_sides("side_set"))


def _with_positions(rows: Rows) -> Rows:
    positions = Position.objects.visible().with_targets().prefetch_related(with_citations())
    return rows.prefetch_related(Prefetch("position_set", positions, to_attr="positions"))


STATEMENT = Shape(
    "Statement",
    "Something said in public: by officials for actors, or by a commentator.",
    (
        *addresses("the statement"),
        plain("slug", str, "The word in its address."),
        plain("title", str, "The headline, ours and neutral."),
        dated("date", "When it was said."),
        plain("medium", Medium, "Through what."),
        maybe("place", str, "Where."),
        plain("voice", Voice, "Official, or a commentary."),
        maybe("commentator", str, "Whose commentary it is."),
        many("sides", SIDE, "On whose behalf, and by whom.", "sides", _with_sides),
        many("positions", STATED_POSITION, "The stances taken.", "positions", _with_positions),
        maybe("summary", str, "A paraphrase in our own words."),
        maybe("quotation", str, "The speaker's own words."),
        maybe("language", str, "The original language, ISO 639-1."),
        plain("translated", bool, "Whether the quotation is a translation."),
        maybe("note", str, "Editors' note."),
        *EVIDENCE,
    ),
)

# Positions by themselves ----------------------------------------------------------------


def _with_statement(rows: Rows) -> Rows:
    return rows.select_related("statement")


def _with_targets(rows: Rows) -> Rows:
    return rows.with_targets()


def _with_sides_of_statement(rows: Rows) -> Rows:
    return rows.select_related("statement").prefetch_related(with_sides("statement__side_set"))


def _cited(rows: Rows) -> Rows:
    return rows.prefetch_related(with_citations())


_TARGET, *_REST = _STATED
POSITION = Shape(
    "Position",
    "A stance on one target, with the statement that it was stated in.",
    (
        *(
            replace(f, needs=_with_statement)
            for f in through("statement", addresses("the statement"))
        ),
        plain("statement", STATEMENT_REFERENCE, "The statement that it is a part of."),
        maybe("date", DATE, "When it was said.", "statement.date"),
        many("sides", SIDE, "Whose it is.", "statement.sides", _with_sides_of_statement),
        replace(_TARGET, needs=_with_targets),
        *_REST,
        many("citations", CITATION, "Further evidence.", "further_sources", _cited),
    ),
)
