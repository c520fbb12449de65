"""The first page of the API: what there is, from when it is, and how to cite it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from relations.citing.citation import day_in_words
from relations.exporting.writing import LICENCE
from relations.reading.publication import Publication, publication

from .door import VERSION
from .kinds import KINDS, Kind
from .lists import answer, asked_of
from .queries import Query
from .records.parts import ROOT, URI
from .shapes import Asked, Field, Shape, plain


def _at(path: str) -> Callable[[Any, Asked], str]:
    return lambda found, asked: f"{asked.site}{ROOT}{path}"


def _list(kind: Kind, asked: Asked) -> str:
    return f"{asked.site}{ROOT}/{kind.place}/"


def _bulk(kind: Kind, asked: Asked) -> str:
    return f"{asked.site}{ROOT}/{kind.place}.jsonl"


def _changed(state: Publication, asked: Asked) -> str | None:
    return state.changed.isoformat(timespec="seconds") if state.changed else None


def _citation(state: Publication, asked: Asked) -> str:
    changed = timezone.localtime(state.changed).date() if state.changed else None
    version = f", data of {day_in_words(changed)}" if changed else ""
    today = day_in_words(timezone.localdate())
    return f"geopol: API {VERSION}{version}, accessed {today}. {asked.site}{ROOT}/"


LIST = Shape(
    "List",
    "A list of records.",
    (
        plain("name", str, "The word in its address.", "place"),
        plain("about", str, "What it holds."),
        Field("list", str, "The list in pages.", _list, schema=URI),
        Field("bulk", str, "The list as JSON Lines.", _bulk, schema=URI),
    ),
)
INDEX = Shape(
    "Index",
    "What there is.",
    (
        Field("self", str, "Where this is.", _at("/"), schema=URI),
        Field("version", str, "The version of the API.", lambda s, a: VERSION),
        Field("documentation", str, "How to use it.", _at("/docs/"), schema=URI),
        Field("openapi", str, "The same for programs.", _at("/openapi.json"), schema=URI),
        Field("licence", str, "Under what the data may be used.", lambda s, a: LICENCE[0]),
        Field("licence_url", str, "The licence in full.", lambda s, a: LICENCE[1], schema=URI),
        Field("citation", str, "How to cite it.", _citation),
        Field(
            "changed", str, "When the data last changed.", _changed,
            nullable=True, schema={"format": "date-time"},
        ),
        Field("lists", LIST, "The lists of records.", lambda s, a: KINDS, many=True),
    ),
)  # fmt: skip


def index(request: HttpRequest, query: Query) -> HttpResponse:
    return answer(INDEX.write(publication(), asked_of(request, query)))
