"""The shapes of scopes, sources and claims."""

from __future__ import annotations

from typing import Any

from relations.models.claim import OWNER_NAMES, Claim, whole_of
from relations.querysets import Rows
from relations.vocabularies import SourceKind

from ..shapes import Asked, Field, Shape, maybe, plain
from .parts import (
    SCOPE_REFERENCE,
    SOURCE_REFERENCE,
    URI,
    address,
    addresses,
    dated,
    page,
)


def _with_parent(rows: Rows) -> Rows:
    return rows.select_related("parent")


SCOPE = Shape(
    "Scope",
    "A field of cooperation.",
    (
        *addresses("the scope"),
        plain("slug", str, "The word in its address."),
        plain("name", str, "Its name."),
        maybe("parent", SCOPE_REFERENCE, "The scope that it is part of.", needs=_with_parent),
        maybe("description", str, "What belongs there."),
    ),
)


def _day(source: Any, asked: Asked) -> str | None:
    return source.accessed.isoformat() if source.accessed else None


SOURCE = Shape(
    "Source",
    "Something published that facts rest on.",
    (
        *addresses("the source"),
        plain("slug", str, "The word in its address."),
        plain("kind", SourceKind, "What kind of source it is."),
        plain("publisher", str, "Who published it."),
        plain("title", str, "Its title."),
        maybe("author", str, "Who wrote it."),
        dated("published", "When it was published; null where it bears no date."),
        maybe("link", str, "Where it can be read, as it gives its address.", "url"),
        maybe("archived_link", str, "Where a copy is archived.", "archived_url"),
        Field("accessed", str, "When it was read.", _day, nullable=True, schema={"format": "date"}),
        maybe("language", str, "Its language, ISO 639-1."),
        maybe("note", str, "What doesn't hold in it, how far it can be trusted."),
    ),
)

# Claims ---------------------------------------------------------------------------------


def _with_owners(rows: Rows) -> Rows:
    return rows.select_related(*Claim.OWNERS, *OWNER_NAMES)


def _with_source(rows: Rows) -> Rows:
    return rows.select_related("source")


def record_of(claim: Any) -> Any:
    """Give the record whose page shows the dispute, which is also the one found here."""
    owner = claim.owner
    return owner.person if claim.owner_name == "office" else whole_of(owner)


CLAIM = Shape(
    "Claim",
    "What one source says about one field of a record, where sources may disagree.",
    (
        Field(
            "self",
            str,
            "Where the record is here that it is about.",
            lambda claim, asked: asked.site + address(record_of(claim)),
            _with_owners,
            schema=URI,
        ),
        Field("url", str, "The page that shows the dispute.", page, schema=URI),
        plain("kind", str, "What kind of record, or of part, it is about.", "owner_name"),
        Field("record", str, "The record or part in words.", lambda claim, asked: str(claim.owner)),
        plain("field", str, "Which field of it is in dispute."),
        plain("value", str, "What the source says, as the field is written."),
        plain("preferred", bool, "Whether the record itself says so.", "is_preferred"),
        plain("source", SOURCE_REFERENCE, "Which source says so.", needs=_with_source),
        maybe("locator", str, "Where in the source."),
        maybe("note", str, "What speaks for or against it."),
    ),
)
