"""Keeping the present filters of a list under a name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import QueryDict

from relations.models import SavedFilter

# What belongs to one look at a list and not to the question that it answers.
PASSING = frozenset({"p", "all", "e", "_popup", "_to_field", "_facets", "_changelist_filters"})


def question(query: str) -> QueryDict:
    """Give what a query string asks of a list: its filters, search and order."""
    asked = QueryDict(query, mutable=True)
    for name in list(asked):
        values = [value for value in asked.getlist(name) if value]
        if name in PASSING or not values:
            del asked[name]
        else:
            asked.setlist(name, values)
    return asked


def save_filter(*, owner: Any, list_of: str, name: str, query: str, shared: bool) -> SavedFilter:
    """Keep a question under a name.

    Raises ValidationError, in words, where the owner has that name at that list
    already, or nothing is asked.
    """
    row = SavedFilter(
        owner=owner,
        list=list_of,
        name=name.strip(),
        query=question(query).urlencode(),
        shared=shared,
    )
    row.full_clean()
    row.save()
    return row


def still_answerable(query: str, answers: Callable[[QueryDict], bool]) -> tuple[str, list[str]]:
    """Give what of a stored query a list can still answer, and the names that it can't.

    A list changes after a filter was stored: a field goes, a term is renamed.
    ``answers`` says whether the list takes a question without complaint.
    """
    asked = question(query)
    if answers(asked):
        return asked.urlencode(), []
    unknown = []
    for name in list(asked):
        alone = QueryDict(mutable=True)
        alone.setlist(name, asked.getlist(name))
        if not answers(alone):
            unknown.append(name)
            del asked[name]
    # Each may be fine alone and the whole not.
    return (asked.urlencode(), unknown) if answers(asked) else ("", [*unknown, *asked])
