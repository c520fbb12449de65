"""What readers see as a whole: whether anything of it has changed, cheaply."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Max, Q

from relations.models import ReviewRequest, Version

# How many of the last rows of the history are counted beside the number of the last.
RECENT = 1_000


@dataclass(frozen=True)
class Publication:
    """The state of the whole database as readers see it.

    ``stamp`` is another one after every write. ``changed`` is when the last was made, None
    before the first.
    """

    stamp: str
    changed: dt.datetime | None


def publication() -> Publication:
    """Give the present state. Three queries that read an index, however much there is.

    Every write leaves a row in the history. Its last number alone would not do: on
    PostgreSQL a transaction may commit after another one that took a higher number, and
    then only the count of the last thousand tells. What marks an edit as not yet reviewed
    is in no history, so the requests count too: of one record only one can be open.
    """
    last = Version.objects.order_by("-pk").values_list("pk", "at").first()
    number, at = last or (0, None)
    recent = Version.objects.filter(pk__gt=number - RECENT).count()
    requests = ReviewRequest.objects.aggregate(
        last=Max("pk"), open=Count("pk", filter=Q(decision="", is_live=True))
    )
    return Publication(f"{number}-{recent}-{requests['last']}-{requests['open']}", at)
