"""The glossary as data: every code that records hold, its name and its meaning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from relations.glossary import VOCABULARIES, anchor_of
from relations.vocabularies import Region, Review, Subregion

from .lists import answer, asked_of
from .queries import Query
from .records.parts import URI
from .shapes import Asked, Field, Shape, many, maybe, plain


@dataclass(frozen=True)
class _Term:
    code: str
    name: str
    meaning: str
    anchor: str


@dataclass(frozen=True)
class _Vocabulary:
    name: str
    title: str
    terms: list[_Term]


def _url(term: _Term, asked: Asked) -> str | None:
    return f"{asked.site}{reverse('glossary')}#{term.anchor}" if term.anchor else None


TERM = Shape(
    "Term",
    "A code and what it means.",
    (
        plain("code", str, "As it stands in records and filters."),
        plain("name", str, "Its name."),
        maybe("meaning", str, "What it means, in our own words."),
        Field("url", str, "Where the glossary has it.", _url, nullable=True, schema=URI),
    ),
)
VOCABULARY = Shape(
    "Vocabulary",
    "The codes of one field.",
    (
        plain("name", str, "The schema of the field in the OpenAPI document."),
        plain("title", str, "What the codes are about."),
        many("terms", TERM, "The codes.", "terms"),
    ),
)
GLOSSARY = Shape(
    "Glossary",
    "Every controlled vocabulary.",
    (Field("vocabularies", VOCABULARY, "All of them.", lambda found, asked: found, many=True),),
)


def _terms(vocabulary: type[TextChoices], kind: str, meanings: Any) -> list[_Term]:
    return [
        _Term(
            str(value),
            str(label),
            str(meanings.get(value, "")),
            anchor_of(kind, str(value)) if value in meanings else "",
        )
        for value, label in vocabulary.choices
    ]


def vocabularies() -> list[_Vocabulary]:
    """Give the vocabularies whose codes stand in records."""
    found = [
        _Vocabulary(vocabulary.__name__, str(title), _terms(vocabulary, kind, meanings))
        for kind, (_anchor, title, vocabulary, meanings) in VOCABULARIES.items()
        if vocabulary is not Review  # readers see published records only
    ]
    for area, title in ((Region, "Regions of M49"), (Subregion, "Sub-regions of M49")):
        found.append(_Vocabulary(area.__name__, title, _terms(area, "", {})))
    return found


def glossary(request: HttpRequest, query: Query) -> HttpResponse:
    return answer(GLOSSARY.write(vocabularies(), asked_of(request, query)))
