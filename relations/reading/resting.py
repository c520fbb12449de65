"""What already rests on a source, for those who enter more from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Window

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
    """Gather what rests on a source, in any state of review.

    ``kinds`` holds all records of each kind, loaded as their texts need it. Kinds of
    which nothing rests on the source are left out. One query a kind for the numbers, and
    one more for the rows of those with any: to plan their many joins takes the database
    longer than to find out that there is nothing to join.
    """
    groups = []
    for records in kinds:
        model: Any = records.model
        found = model._base_manager.filter(pk__in=resting_keys(source, model)).order_by("-pk")
        keys = found.annotate(how_many=Window(Count("pk"))).values_list("pk", "how_many")[:MOST]
        if numbers := dict(keys):
            rows = list(records.filter(pk__in=list(numbers)).order_by("-pk"))
            groups.append(Resting(model._meta, next(iter(numbers.values())), rows))
    return groups


def resting_keys(source: Source, model: Any) -> Any:
    """Give the numbers of the records that rest on a source, as principal or further evidence.

    A union and no OR of the two: for that PostgreSQL reads the whole table backwards.
    """
    own = model._base_manager.order_by().filter(source=source).values("pk")
    owner = (
        "membership_act" if model._meta.model_name == "membershipact" else model._meta.model_name
    )
    if owner not in Citation.OWNERS:
        return own
    cited = Citation.objects.order_by().filter(source=source, **{f"{owner}__isnull": False})
    return own.union(cited.values(owner))
