"""The words of an address: what a list can be asked follows from the filters of its page."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any, Literal, get_origin

from django.http import HttpRequest
from django.utils import timezone, translation
from pydantic import BaseModel, BeforeValidator, Field, create_model

from relations.views.as_of import WORD as AS_OF
from relations.views.filters import ListFilter
from relations.views.filters.parts import (
    AnyActor,
    AnyRecord,
    AnyTarget,
    AnyText,
    DateBound,
    Facet,
    Sort,
    Words,
)

from .edtf import ONE_DAY, PATTERN
from .problems import Problem
from .shapes import Choice, Shape, chosen, list_of

LIMIT, MOST = 50, 200
LONGEST = 200  # letters of a query
SLUG = r"^[-a-zA-Z0-9_]+$"
# A country or organization, or anything else by slug; a membership is member/organization.
TARGET = r"^[-a-zA-Z0-9_]+(?:/[-a-zA-Z0-9_]+)?$"
# Any letters but NUL, which no database keeps.
TEXT = r"^[^\x00]+$"
CURSOR = r"^[-_:=.A-Za-z0-9]+$"


EACH = 100  # values of one word
SAID = {
    PATTERN: "Write a date as 2024-11-30, 2018-05, 2018 or 199X, with ~ (about) or ? (uncertain) "
    "behind it.",
    ONE_DAY: "Write a day of the calendar as 2020-11-10.",
    SLUG: "Write a slug or a code: letters without accents, figures, - and _.",
    TARGET: "Write a slug or a code, or member/organization for a membership.",
    TEXT: "Write something, without NUL.",
    CURSOR: "Take it from the link to the next page.",
}


def _whole(value: Any) -> Any:
    """Take figures only: pydantic would read 1.0 and +1 too."""
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{1,9}", value):
        raise ValueError("Write a whole number in figures.")
    return value


def _flag(value: Any) -> Any:
    """Take two words only: pydantic would read yes and 1 too."""
    if isinstance(value, str) and value not in ("true", "false"):
        raise ValueError("Write true or false.")
    return value


def _split(value: list[str]) -> list[str]:
    return [part for text in value for part in text.split(",")]


Slug = Annotated[str, Field(max_length=100, pattern=SLUG)]
Text = Annotated[str, Field(max_length=LONGEST, pattern=TEXT)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Fields = dict[str, tuple[Any, Any]]


def word(type_: Any, description: str, **kwargs: Any) -> tuple[Any, Any]:
    """Make a word that an address may hold; without it, it is None."""
    return type_, Field(**{"default": None, "description": description, **kwargs})


AS_OF_WORD = word(
    str,
    "The day that states and statuses follow from, as 2020-11-10; today where it isn't given. A "
    "list then leaves out what wasn't there by that day.",
    pattern=ONE_DAY,
)


def fields_word(shape: Shape) -> tuple[Any, Any]:
    names: Any = Literal[tuple(shape.paths)]
    return word(
        Annotated[list[names], BeforeValidator(_split)],
        "Only these fields, with commas between them, as title,parties.name. What isn't asked for "
        "isn't looked up either; `self` always comes along.",
        min_length=1,
    )


class Query(BaseModel):
    """The words that an address can hold; none here, see :func:`query_of`."""

    @classmethod
    def heed_all(cls, request: HttpRequest) -> None:
        """Refuse words that aren't known here, and single ones that are given twice.

        Raises Problem.
        """
        known = cls.model_fields
        wrong = {}
        for name, values in request.GET.lists():
            if name not in known:
                wrong[name[:40]] = (
                    f"“{name[:40]}” is not known here. Known are: {', '.join(known) or 'no words'}."
                )
            elif len(values) > 1 and (name == "fields" or not is_list(known[name])):
                wrong[name] = f"Give “{name}” once."
        if wrong:
            raise Problem.invalid(wrong)

    @property
    def given(self) -> dt.date | None:
        """The day that was asked for."""
        text = getattr(self, AS_OF, None)
        return dt.date.fromisoformat(text) if text else None

    @property
    def day(self) -> dt.date:
        return self.given or timezone.localdate()

    @property
    def choice(self) -> Choice | None:
        paths = getattr(self, "fields", None)
        return chosen(paths) if paths else None


def is_list(field: Any) -> bool:
    return get_origin(field.annotation) is list


def query_of(name: str, words: Fields) -> type[Query]:
    """Make what an address can hold of its words."""
    definitions: Any = words
    made: type[Query] = create_model(name, __base__=Query, **definitions)
    return made


def in_words(errors: list[dict[str, Any]]) -> dict[str, str]:
    """Say of each word what is wrong with it, and what would be right."""
    said: dict[str, str] = {}
    for error in errors:
        name = next(str(part) for part in reversed(error["loc"]) if not isinstance(part, int))
        pattern = error.get("ctx", {}).get("pattern")
        words = SAID.get(pattern) or str(error["msg"]).removeprefix("Value error, ")
        said.setdefault(name, f"{name}: {words.rstrip('.')}.")
    return said


def filter_words(filterset: type[ListFilter]) -> Fields:
    """Give the words of a list, with their allowed values, as its page has them."""
    with translation.override("en-gb"):  # the document is in English, whoever asks first
        return {name: _filter(item) for name, item in filterset.get_filters().items()}


def _filter(item: Any) -> tuple[Any, Any]:
    label = f"{str(item.label).capitalize()}."
    if isinstance(item, Sort):
        orders = "; ".join(f"`{value}`: {words}" for value, (words, _by) in item.orders.items())
        order: Any = Literal[tuple(item.orders)]
        return word(order, f"The order: {orders}.", default=item.usual)
    if isinstance(item, Words):
        return word(Text, "Every word must begin a word of the record or of its parts.")
    if isinstance(item, DateBound):
        return word(str, f"{label} A date in EDTF: 2024-11-30, 2018-05, 2018.", pattern=PATTERN)
    values, said = _values(item)
    return word(list_of(values), f"{label} {said}", **BETWEEN)


def _values(item: Facet) -> tuple[Any, str]:
    """Give what one value of a filter may be, and how to write it."""
    match item:
        case AnyTarget():
            target = Annotated[str, Field(max_length=201, pattern=TARGET)]
            return target, "Slugs, or codes of countries; a membership as member/organization."
        case AnyActor():
            return Slug, "Slugs, or codes of countries."
        case AnyRecord():
            return Slug, "Slugs."
        case AnyText():
            return Text, "To the letter."
    terms: Any = Literal[tuple(str(value) for value, _label in item.extra["choices"])]
    return terms, "Any of several."


BETWEEN = {"min_length": 1, "max_length": EACH}
LIMIT_WORD = word(
    Annotated[int, BeforeValidator(_whole)], "How many at most.", default=LIMIT, ge=1, le=MOST
)
CURSOR_WORD = word(
    str, "Where the page begins: from the link to it.", pattern=CURSOR, max_length=2_000
)
