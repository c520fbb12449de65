"""The kinds of record that are searched: how each is ranked, and what of it is shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from relations.models import (
    Agreement,
    Country,
    Organization,
    OtherName,
    Person,
    Position,
    Scope,
    Side,
    Source,
    Statement,
)
from relations.querysets import Rows, parts, prepared
from relations.search import Sought
from relations.vocabularies import NameKind, Review

from ..paging import in_order_of
from .conditions import TOLD, Row, apart, candidates
from .ranking import Candidate

Passage = tuple[Any, str]  # what a text is, and the text

_OTHER_NAMES = {
    arc: prepared(OtherName.objects.order_by().values_list(arc, "name", "kind"))
    for arc in ("actor_country", "actor_organization")
}


@dataclass(frozen=True)
class Kind:
    """One kind of record. ``list_url`` names the list that shows all of what was found."""

    model: Any
    one: Any
    many: Any
    names: tuple[str, ...]
    passages: Callable[[Any], Iterable[Passage]]
    aside: Callable[[Any], str]
    codes: tuple[str, ...] = ()
    parts: tuple[Any, ...] = ()
    list_url: str = ""
    day: str = ""

    def published(self) -> Rows:
        rows = self.model._default_manager.all()
        return rows if self.model is Scope else rows.published()

    @cached_property
    def _loaded(self) -> Rows:
        return prepared(self.published().prefetch_related(*self.parts))

    def find(self, words: Sought, text: str, *, names_only: bool = False) -> list[Candidate]:
        """Give what is found of this kind, in no order: its names and codes.

        Words that stand apart are looked for where few records hold all of them together.
        """
        columns, only = self._columns, names_only
        found = self._candidates(candidates(self.model, words, text, columns, names_only=only))
        if not names_only and len(words.all) > 1 and len(found) < TOLD:
            found |= self._candidates(apart(self.model, words, columns))
        if self.model in (Country, Organization):
            self._add_other_names(found)
        return list(found.values())

    @cached_property
    def _columns(self) -> tuple[str, ...]:
        return (*self.names, *self.codes, *([self.day] if self.day else []))

    def _candidates(self, rows: list[Row]) -> dict[int, Candidate]:
        return {key: self._candidate(key, values) for key, *values in rows}

    def _candidate(self, key: int, values: list[Any]) -> Candidate:
        names, rest = values[: len(self.names)], values[len(self.names) :]
        codes = rest[: len(self.codes)]
        # A date where the database has such a type, else its text.
        day = dt.date.fromisoformat(str(rest[-1])) if self.day and rest[-1] else None
        told = list(filter(None, names)), list(filter(None, codes))
        return Candidate(key, *told, day=day, is_title=self.model in (Statement, Source))

    def _add_other_names(self, found: dict[int, Candidate]) -> None:
        arc = f"actor_{self.model._meta.model_name}"
        for key, name, kind in _OTHER_NAMES[arc].filter(**{f"{arc}__in": list(found)}):
            (found[key].codes if kind == NameKind.ACRONYM else found[key].names).append(name)

    def load(self, keys: list[int]) -> list[Any]:
        """Give the records with these numbers, in this order, with what is shown of them."""
        return in_order_of(keys, self._loaded)


def _country(row: Any) -> Iterable[Passage]:
    yield _("Official name"), row.official_name
    yield from _other_names(row)
    yield "", row.summary


def _organization(row: Any) -> Iterable[Passage]:
    yield from _other_names(row)
    yield "", row.summary


def _other_names(row: Any) -> Iterable[Passage]:
    for other in row.othername_set.all():
        yield other.get_kind_display().capitalize(), other.name


def _agreement(row: Any) -> Iterable[Passage]:
    yield "", row.title if row.short_title else ""
    yield "", row.summary
    yield _("Registration"), row.registration
    for provision in row.provision_set.all():
        yield _("Provision"), provision.text


def _statement(row: Any) -> Iterable[Passage]:
    yield _("Quotation"), row.quotation
    yield "", row.summary
    for position in row.seen_positions:
        yield _("Position"), position.text
        yield _("Quotation"), position.quotation


def _person(row: Any) -> Iterable[Passage]:
    yield "", row.summary


def _scope(row: Any) -> Iterable[Passage]:
    yield "", row.description


def _source(row: Any) -> Iterable[Passage]:
    yield _("Author"), row.author
    yield _("Address"), row.url


def _speakers(row: Any) -> str:
    said_by = row.commentator or ", ".join(side.person.name for side in row.speakers)
    return " · ".join(filter(None, (said_by, row.date.words() if row.date else "")))


_POSITIONS = parts(
    "position_set", prepared(Position.objects.on_visible()), to_attr="seen_positions"
)
_SPEAKERS = parts(
    "side_set",
    prepared(Side.objects.filter(person__review=Review.PUBLISHED).select_related("person")),
    to_attr="speakers",
)

# In the order in which equally good answers stand.
KINDS = (
    Kind(
        Country,
        _("Country"),
        _("Countries"),
        ("name", "official_name"),
        _country,
        lambda row: row.code,
        ("code", "alpha2"),
        ("othername_set",),
        "country-list",
    ),
    Kind(
        Organization,
        _("Organization"),
        _("Organizations"),
        ("name",),
        _organization,
        lambda row: row.acronym,
        ("acronym",),
        ("othername_set",),
        "organization-list",
    ),
    Kind(
        Person,
        _("Person"),
        _("People"),
        ("name", "native_name"),
        _person,
        lambda row: row.native_name,
    ),
    Kind(
        Agreement,
        _("Agreement"),
        _("Agreements"),
        ("short_title", "title"),
        _agreement,
        lambda row: row.get_kind_display(),
        (),
        ("provision_set",),
        "agreement-list",
    ),
    Kind(
        Statement,
        _("Statement"),
        _("Statements"),
        ("title", "commentator"),
        _statement,
        _speakers,
        (),
        (_POSITIONS, _SPEAKERS),
        "statement-list",
        "date_earliest",
    ),
    Kind(Scope, _("Scope"), _("Scopes"), ("name",), _scope, lambda row: ""),
    Kind(
        Source,
        _("Source"),
        _("Sources"),
        ("title", "publisher"),
        _source,
        lambda row: row.publisher,
        (),
        (),
        "source-list",
    ),
)
SUGGESTED = tuple(k for k in KINDS if k.model in (Country, Organization, Agreement, Person))
