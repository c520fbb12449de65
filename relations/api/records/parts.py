"""Shapes that the records share: dates, references to other records, evidence."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

from relations.dates import PartialDate
from relations.exporting.columns import reader_may_see
from relations.querysets import Rows
from relations.reading.addresses import PLACE_OF
from relations.reading.sources import with_citations

from ..shapes import Asked, Field, Shape, many, maybe, plain

ROOT = "/api/v1"
URI: dict[str, Any] = {"format": "uri"}


def address(record: Any) -> str:
    """Give where a record is in the API: the address of its page behind /api/v1."""
    kind = str(record._meta.model_name)
    if kind == "membership":
        return f"{ROOT}/memberships/{record.actor.slug}/{record.organization.slug}/"
    return f"{ROOT}/{PLACE_OF[kind]}/{record.slug}/"


def addresses(what: str) -> tuple[Field, Field]:
    """Make the two fields that lead to a record: here, and its page."""
    return (
        Field("self", str, f"Where {what} is here.", lambda r, a: a.site + address(r), schema=URI),
        Field("url", str, f"The page of {what}.", page, schema=URI),
    )


def page(record: Any, asked: Asked) -> str:
    return asked.site + str(record.get_absolute_url())


def _bound(side: str) -> Any:
    def value(date: PartialDate, asked: Asked) -> str | None:
        day = getattr(date, side)
        return day.isoformat() if day else None

    return value


DATE = Shape(
    "PartialDate",
    "What is known of a date: a year, a month, a day, or a range that it lies in.",
    (
        Field(
            "edtf",
            str,
            "EDTF level 1 (ISO 8601-2): 2018-05, 2024-12~ (about), 2024? (uncertain), "
            "[2024-12-01..2024-12-10] (one day of these), .. (still running), XXXX (unknown).",
            lambda date, asked: date.notation,
        ),
        Field(
            "earliest",
            str,
            "The first possible day; null where there is no such bound.",
            _bound("earliest"),
            nullable=True,
            schema={"format": "date"},
        ),
        Field(
            "latest",
            str,
            "The last possible day; null where there is no such bound.",
            _bound("latest"),
            nullable=True,
            schema={"format": "date"},
        ),
    ),
)


def dated(name: str, meaning: str, path: str = "") -> Field:
    """Make the field of a partial date; null where nothing is recorded."""
    return maybe(name, DATE, meaning, path)


def kind_of(record: Any, asked: Asked) -> str:
    return str(record._meta.model_name)


def _code(actor: Any, asked: Asked) -> str | None:
    return getattr(actor, "code", None)


ACTOR_FIELDS = (
    *addresses("the actor"),
    Field("kind", Literal["country", "organization"], "Which of the two it is.", kind_of),
    Field("code", str, "ISO 3166-1 alpha-3 code of a country, or its like.", _code, nullable=True),
    plain("slug", str, "The word in its address."),
    plain("name", str, "The usual English name."),
)
ACTOR = Shape("ActorReference", "A country or an organization, in short.", ACTOR_FIELDS)


def through(name: str, fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """Make fields of a row of those of a record that the row points to."""

    def of_it(value: Any) -> Any:
        return lambda row, asked: value(getattr(row, name), asked)

    return tuple(replace(f, value=of_it(f.value)) for f in fields)


def named(what: str, name: str) -> Shape:
    """Make the shape of a reference to a record by slug and name."""
    return Shape(
        name,
        f"{what}, in short.",
        (
            *addresses(f"the {what.lower()}"),
            plain("slug", str, "The word in its address."),
            Field("name", str, "Its name or title.", lambda record, asked: str(record)),
        ),
    )


AGREEMENT_REFERENCE = named("Agreement", "AgreementReference")
STATEMENT_REFERENCE = named("Statement", "StatementReference")
PERSON_REFERENCE = named("Person", "PersonReference")
SCOPE_REFERENCE = named("Scope", "ScopeReference")

# Evidence -------------------------------------------------------------------------------

_OF_SOURCE = (
    *addresses("the source"),
    plain("slug", str, "The word in its address."),
    plain("publisher", str, "Who published it."),
    plain("title", str, "Its title."),
    maybe("link", str, "Where it can be read, as it gives its address.", "url"),
)
SOURCE_REFERENCE = Shape("SourceReference", "Something published that a fact rests on.", _OF_SOURCE)
CITATION = Shape(
    "Citation",
    "Further evidence for a record: a source, and where in it.",
    (
        *through("source", _OF_SOURCE),
        maybe("locator", str, "Where in the source: page, article, paragraph."),
        maybe("excerpt", str, "A short verbatim quotation from it."),
    ),
)


def _with_source(rows: Rows) -> Rows:
    return rows.select_related("source")


def _cited(rows: Rows) -> Rows:
    return rows.prefetch_related(with_citations())


def _with_edits(rows: Rows) -> Rows:
    return rows.with_edits()


def visible(name: str, shape: Shape, meaning: str, *, needs: Any = None) -> Field:
    """Make the field of a record that is null where readers may not see it."""
    return Field(
        name, shape, meaning, lambda r, a: reader_may_see(getattr(r, name)), needs, nullable=True
    )


SOURCE = visible("source", SOURCE_REFERENCE, "The principal evidence.", needs=_with_source)
OWN_SOURCE = visible("source", SOURCE_REFERENCE, "Where it is not that of the whole record.")
LOCATOR = maybe("locator", str, "Where in the source: page, article, paragraph.")
CITATIONS = many("citations", CITATION, "Further evidence.", "further_sources", _cited)
UNREVIEWED = plain(
    "unreviewed_edit",
    bool,
    "Whether it was edited since an editor last reviewed it.",
    "edited_since_review",
    needs=_with_edits,
)
EVIDENCE = (SOURCE, LOCATOR, CITATIONS, UNREVIEWED)
