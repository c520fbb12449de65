"""Changes of position for programs: the question of the page, in its words."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from pydantic import Field as Described

from relations.exporting.columns import reader_may_see
from relations.reading.matrix import TargetKind
from relations.reading.position_changes import By, TooMany, shown
from relations.views.as_of import WORD as AS_OF
from relations.views.filters.position_change import PositionChangeFilter
from relations.views.position_changes import too_many
from relations.vocabularies import Stance

from . import lists
from .cursors import decode, encode
from .edtf import PATTERN
from .lists import asked_of, unknown
from .problems import Problem
from .queries import (
    AS_OF_WORD,
    BETWEEN,
    CURSOR_WORD,
    LIMIT_WORD,
    TARGET,
    Fields,
    Flag,
    Slug,
    fields_word,
    word,
)
from .records.parts import SOURCE_REFERENCE, STATEMENT_REFERENCE, URI, address, dated, page
from .records.statement import SIDE
from .records.statement import TARGET as TARGET_SHAPE
from .shapes import Asked, Field, Shape, list_of, maybe, plain

PLACE = "positions/changes"


def _self(change: Any, asked: Asked) -> str:
    return asked.site + address(change.after.statement)


def _url(change: Any, asked: Asked) -> str:
    return page(change.after.statement, asked)


STATED = Shape(
    "StatedStance",
    "A stance as one side stated it.",
    (
        plain("statement", STATEMENT_REFERENCE, "The statement that it is a part of."),
        dated("date", "When it was said.", "statement.date"),
        plain("side", SIDE, "Whose it is, and who spoke."),
        plain("stance", Stance, "The stance taken.", "position.stance"),
        maybe("text", str, "The position in our own words.", "position.text"),
        maybe("quotation", str, "The speaker's own words.", "position.quotation"),
        Field(
            "source",
            SOURCE_REFERENCE,
            "The principal evidence of the statement.",
            lambda stated, asked: reader_may_see(stated.statement.source),
            nullable=True,
        ),
    ),
)


CHANGE = Shape(
    "PositionChange",
    "The same actor or speaker, the same target, another stance than before.",
    (
        Field("self", str, "Where the later statement is here.", _self, schema=URI),
        Field("url", str, "The page of the later statement.", _url, schema=URI),
        plain("target", TARGET_SHAPE, "What both stances are on."),
        plain(
            "certain",
            bool,
            "Whether dates say which came first, and the later stance wasn't taken with the "
            "earlier one.",
        ),
        plain("before", STATED, "What was stated before."),
        plain("after", STATED, "What was stated afterwards."),
    ),
)


def _any_of(type_: Any, description: str) -> tuple[Any, Any]:
    return word(list_of(type_), description, **BETWEEN)


def _terms(vocabulary: Any) -> Any:
    return Literal[tuple(vocabulary.values)]


_TARGETS = Annotated[str, Described(max_length=201, pattern=TARGET)]
WORDS: Fields = {
    "by": word(
        _terms(By), "Whose positions are compared: an actor's or a speaker's.", default="actor"
    ),
    "on_behalf_of": _any_of(Slug, "On whose behalf. Slugs, or codes of countries."),
    "speaker": _any_of(Slug, "Who spoke. Slugs."),
    "kind": _any_of(_terms(TargetKind), "What the positions are on. Any of several."),
    "target": _any_of(
        _TARGETS, "About what. Slugs, or codes of countries; a membership as member/organization."
    ),
    "scope": _any_of(Slug, "Agreements and scopes under. Slugs."),
    "stance": _any_of(_terms(Stance), "The stance afterwards. Any of several."),
    "from": word(str, "Changed from then on. A date in EDTF.", pattern=PATTERN),
    "to": word(str, "Changed until then. A date in EDTF.", pattern=PATTERN),
    "uncertain": word(Flag, "Whether also where dates leave open which came first.", default=False),
    AS_OF: AS_OF_WORD,
    "fields": fields_word(CHANGE),
    "limit": LIMIT_WORD,
    "cursor": CURSOR_WORD,
}


def position_changes(request: HttpRequest, query: Any) -> HttpResponse:
    """Give a page of the changes that meet the filters, the newest first. Raises Problem."""
    filters = PositionChangeFilter(request.GET, on=query.given)
    if errors := filters.form.errors:
        raise Problem("not-found", *unknown(errors))
    try:
        changes = filters.changes()
    except TooMany as error:
        raise Problem.invalid({"on_behalf_of": too_many()}) from error
    if query.cursor:
        day, *rest = decode(query.cursor, PLACE, query.by)
        last = (dt.date.fromisoformat(day), *rest)
        changes = [change for change in changes if change.order < last]
    asked = asked_of(request, query)
    chosen = changes[: query.limit]
    following = None
    if changes[query.limit :]:
        following = encode(PLACE, query.by, list(chosen[-1].order))
    records = [CHANGE.write(change, asked, query.choice) for change in shown(chosen)]
    return lists.page(request, query.cursor, following, records)
