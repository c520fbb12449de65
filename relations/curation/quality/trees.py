"""Circles in what should be trees: a constraint sees only those of one record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from relations.models import Country, Organization, Scope

from .registry import Found, Weight, check

TREES = ((Scope, "parent"), (Organization, "parent"), (Country, "sovereign"))


def circles(parents: dict[int, int]) -> list[list[int]]:
    """Give each circle of a mapping from child to parent, from its smallest number on."""
    found: list[list[int]] = []
    done: set[int] = set()
    for start in sorted(parents):
        way: dict[int, None] = {}
        here = start
        while here in parents and here not in done and here not in way:
            way[here] = None
            here = parents[here]
        if here in way:
            steps = list(way)
            circle = steps[steps.index(here) :]
            smallest = circle.index(min(circle))
            found.append(circle[smallest:] + circle[:smallest])
        done.update(way)
    return found


@check(gettext_lazy("Records that are parts of themselves in a circle"), Weight.ERROR)
def circle() -> Iterator[Found]:
    for model, field in TREES:
        manager: Any = model._default_manager
        rows = manager.filter(**{f"{field}__isnull": False})
        for pks in circles(dict(rows.values_list("pk", f"{field}_id"))):
            records = manager.in_bulk(pks)
            members = tuple(records[pk] for pk in pks)
            names = ", ".join(str(record) for record in members)
            yield Found(
                members,
                _("Each of these is a part of the next, and the last of the first: %(names)s.")
                % {"names": names},
                pks,
            )
