"""What already rests on a source, for those who enter more from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, Window

from relations.models import Citation, Source
from relations.querysets import Rows

MOST = 20  # rows listed of each kind


@dataclass
class Resting:
    """The records of one kind that rest on a source: how many, and the last ones entered."""

    opts: Any
    count: int
    rows: list[Any]

    @property
    def more(self) -> int:
        return self.count - len(self.rows)


def resting_on(source: Source, kinds: Iterable[Rows]) -> list[Resting]:
    """Gather what rests on a source, in any state of review; one query a kind.

    ``kinds`` holds all records of each kind, loaded as their texts need it. Kinds of
    which nothing rests on the source are left out.
    """
    groups = []
    for records in kinds:
        found = records.filter(on(source, records.model)).order_by("-pk")
        rows = list(found.annotate(how_many=Window(Count("pk")))[:MOST])
        if rows:
            groups.append(Resting(records.model._meta, rows[0].how_many, rows))
    return groups


def on(source: Source, model: Any) -> Q:
    """Give the condition that a record rests on a source, as principal or as further evidence."""
    owner = (
        "membership_act" if model._meta.model_name == "membershipact" else model._meta.model_name
    )
    if owner not in Citation.OWNERS:
        return Q(source=source)
    cited = Citation.objects.filter(source=source, **{f"{owner}__isnull": False})
    return Q(source=source) | Q(pk__in=cited.values(owner))
