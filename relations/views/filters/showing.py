"""What a reader sees of the filters: choices with counts, chips, and who emptied a list."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from geopol.operations.build import build
from relations.dates import PartialDate
from relations.reading.facets import Counted
from relations.reading.paging import counted as counted_rows
from relations.reading.publication import remembered

from ..as_of import WORD as AS_OF
from .list_filter import ListFilter
from .parts import Facet

# Words of a list's address that are no filters.
PAGE, SORT, FORMAT = "page", "sort", "format"
# A facet of more choices shows its commonest ones, and the rest in a select.
ALL_SHOWN, COMMONEST = 9, 6


@dataclass(frozen=True)
class Choice:
    """A choice of a facet, as a checkbox."""

    value: str
    label: str
    count: int
    chosen: bool

    @property
    def key(self) -> str:
        """The value as a part of an HTML id."""
        return re.sub(r"[^\w-]", ":", self.value)


@dataclass
class Group:
    """A facet: its word and name, what it shows, and the rest by groups for a select."""

    word: str
    label: str
    shown: list[Choice]
    more: list[tuple[str, list[Choice]]] = field(default_factory=list)
    rest: int = 0
    first: int = 0  # of a long list: how many of its rows are counted, the first ones


@dataclass(frozen=True)
class Chip:
    """One filter in use, and the address without it."""

    label: str
    value: str
    url: str


@dataclass(frozen=True)
class Without:
    """How many rows there would be without one of the filters, and with it alone.

    Counted as the lists are: ``more`` and ``alone_more`` say that there are more.
    """

    label: str
    count: int
    more: bool
    url: str
    alone: int
    alone_more: bool
    alone_url: str


def address(params: QueryDict, leaving: Iterable[str] = (), **changes: Any) -> str:
    """Give the query of the same list with some words changed or left out, from its page 1."""
    query = params.copy()
    for word in (PAGE, FORMAT, *leaving):
        query.pop(word, None)
    for word, value in changes.items():
        if isinstance(value, list):
            query.setlist(word, value)
        else:
            query[word] = str(value)
    for word, values in list(query.lists()):
        if kept := [value for value in values if value]:
            query.setlist(word, kept)
        else:
            del query[word]
    return f"?{query.urlencode()}"


def panel(filters: ListFilter, path: str) -> SafeString:
    """Draw the form of a list at a path: its facets with their counts, and the other filters.

    Each page of a list has the same: it is remembered until something is written, and not
    by another version of the code, which may draw it otherwise. What finds nothing is left out.
    """
    asked = {word: list(filter(None, filters.data.getlist(word))) for word in filters.filters}
    of_list = (type(filters).__name__, path, filters.on, filters.given, asked)
    return remembered(
        f"filters {build()} {get_language()} {of_list}",
        lambda: render_to_string(
            "relations/_filters.html",
            {
                "path": path,
                "day": filters.on if filters.given else None,
                "form": filters.form,
                "groups": _groups(filters),
            },
        ),
    )


def _groups(filters: ListFilter) -> list[Group]:
    found = []
    for word, item in filters.facets.items():
        group = _group(filters, word, item)
        group.first = filters.sampled if filters.is_cut_for(word) else 0
        found.append(group)
    return found


def _group(filters: ListFilter, word: str, item: Facet) -> Group:
    chosen = filters.values[word] or []
    counted = filters.counted(word)
    missing = [value for value in chosen if value not in {c.value for c in counted}]
    names = item.names(missing)
    counted = [*counted, *(Counted(value, names.get(value, value), 0) for value in missing)]
    label = str(item.label)
    if len(counted) <= ALL_SHOWN:
        return Group(word, label, [_choice(c, chosen) for c in counted])
    top = sorted(counted, key=lambda c: -c.count)[:COMMONEST]
    shown = [c for c in counted if c.value in chosen]
    shown += [c for c in counted if c in top and c not in shown]
    rest = [c for c in counted if c not in shown]
    more: dict[str, list[Choice]] = {}
    for c in sorted(rest, key=lambda c: c.label) if rest and rest[0].group else rest:
        more.setdefault(c.group, []).append(_choice(c, chosen))
    return Group(word, label, [_choice(c, chosen) for c in shown], list(more.items()), len(rest))


def _choice(counted: Counted, chosen: list[str]) -> Choice:
    label = counted.label[:1].upper() + counted.label[1:]
    return Choice(counted.value, label, counted.count, counted.value in chosen)


def chips(filters: ListFilter, params: QueryDict) -> list[Chip]:
    """Give each filter in use as given in the URL, known or not."""
    found = []
    for word, item in filters.form.fields.items():
        raw = [value for value in params.getlist(word) if value.replace("\x00", "")]
        if word == SORT or not raw:
            continue
        for value, name in zip(raw, _names(filters, word, raw), strict=True):
            rest = [v for v in raw if v != value]
            found.append(Chip(str(item.label), name, address(params, **{word: rest})))
    if filters.given:
        day = PartialDate.of(filters.on).words()
        found.append(Chip(_("As of"), day, address(params, [AS_OF])))
    return found


def _names(filters: ListFilter, word: str, raw: list[str]) -> list[str]:
    """Say the values of a word as readers call them; as given where they are unknown."""
    value = filters.values[word]
    if isinstance(value, PartialDate):
        return [value.words()] * len(raw)
    if word not in filters.facets or not value or len(value) != len(raw):
        return raw
    names = filters.facets[word].names(value)
    return [names.get(v, v).lstrip("– ") for v in value]


def unknown_words(filters: ListFilter, params: QueryDict) -> list[str]:
    """Give the words of the query that this list doesn't know."""
    known = {*filters.filters, PAGE, FORMAT, AS_OF}
    return [word for word in params if word not in known and params.get(word)]


def emptied_by(filters: ListFilter, params: QueryDict) -> list[Without]:
    """Say of each filter in use how many rows there would be without it, and with it alone."""
    words = [w for w in params if w in {*filters.filters, AS_OF} and any(params.getlist(w))]
    wrong = set(filters.form.errors)
    nothing, how_many = (0, False), partial(counted_rows, most=filters.most)
    return [
        Without(
            _label(filters, word),
            *(how_many(filters.matching(without=[word])) if not wrong - {word} else nothing),
            address(params, [word]),
            *(how_many(filters.matching(only=word)) if word not in wrong else nothing),
            address(params, [other for other in words if other != word]),
        )
        for word in words
        if word != SORT and (word != AS_OF or filters.given)
    ]


def _label(filters: ListFilter, word: str) -> str:
    if word == AS_OF:
        return _("As of %(day)s") % {"day": PartialDate.of(filters.on).words()}
    return str(filters.filters[word].label)


def left_out(filters: ListFilter, count: int) -> int:
    """Give how many rows the day alone takes away from those that meet the other filters.

    0 too where the list is too long to be counted.
    """
    if not filters.given:
        return 0
    without, more = counted_rows(filters.matching(without=[AS_OF]), filters.most)
    return 0 if more else without - count


def page_base(params: QueryDict) -> str:
    """Give the address of the list's pages but for the number at its end."""
    query = address(params)
    return f"{query}{'' if query == '?' else '&'}{PAGE}="


def carried(params: QueryDict) -> list[tuple[str, str]]:
    """Give the words and values that a form keeps which asks for another page."""
    rest = QueryDict(address(params).removeprefix("?"))
    return [(word, value) for word, values in rest.lists() for value in values]
