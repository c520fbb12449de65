"""The search page as data."""

from __future__ import annotations

from html import unescape
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.html import strip_tags

from relations.reading.search import search
from relations.reading.search.answers import Answer
from relations.reading.search.kinds import KINDS

from .lists import answer, asked_of
from .records.parts import addresses, through
from .shapes import Asked, Field, Shape, many, maybe, plain


def _text(markup: Any) -> str:
    """Give marked-up text without the marks."""
    return unescape(strip_tags(markup))


def _kind(found: Any, asked: Asked) -> str:
    return str(found.kind.model._meta.model_name)


HIT = Shape(
    "Hit",
    "A record that was found.",
    (
        *through("record", addresses("the record")),
        Field("title", str, "Its name or title.", lambda h, a: _text(h.title)),
        Field("aside", str, "What else tells it apart.", lambda h, a: _text(h.aside) or None,
              nullable=True),
        Field("excerpt", str, "Where the words occur.", lambda h, a: _text(h.excerpt) or None,
              nullable=True),
    ),
)  # fmt: skip
MODELS: Any = Literal[tuple(str(kind.model._meta.model_name) for kind in KINDS)]
GROUP = Shape(
    "Hits",
    "What was found of one kind, the best first.",
    (
        Field("kind", MODELS, "What kind of record.", _kind),
        many("hits", HIT, "The best of what was found.", "hits"),
        plain("more", bool, "Whether there is more: filter the list with `q` for all."),
    ),
)
BEST = Shape(
    "BestHit",
    "The one record whose code or acronym was asked for.",
    (
        Field("kind", MODELS, "What kind of record.", _kind),
        plain("hit", HIT, "The record."),
    ),
)
ANSWER = Shape(
    "SearchAnswer",
    "What was found, the kind with the best answer first.",
    (
        maybe("shown_for", str, "What was searched for, if not what was asked."),
        maybe("meant", str, "Another spelling that would find more."),
        maybe("best", BEST, "What was asked for by its code or acronym."),
        many("groups", GROUP, "What was found, by kind.", "groups"),
    ),
)


def found(request: HttpRequest, query: Any) -> HttpResponse:
    result: Answer = search(query.q.strip(), as_typed=bool(query.as_typed))
    return answer(ANSWER.write(result, asked_of(request, query)))
