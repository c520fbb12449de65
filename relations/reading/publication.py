"""What readers see as a whole: whether anything of it has changed, cheaply."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import BigIntegerField, Count, ExpressionWrapper, Max, Q, Subquery

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
    """Give the present state. Two queries that read the end of an index, however much there is.

    Every write leaves a row in the history. Its last number alone would not do: on
    PostgreSQL a transaction may commit after another one that took a higher number, and
    then only the count of the last thousand tells. What marks an edit as not yet reviewed
    is in no history, so the requests count too: of one record only one can be open.
    """
    last = Version.objects.order_by("-pk").values("pk")[:1]
    since = ExpressionWrapper(Subquery(last) - RECENT, output_field=BigIntegerField())
    seen = Version.objects.filter(pk__gt=since).aggregate(
        last=Max("pk"), recent=Count("pk"), changed=Max("at")
    )
    requests = ReviewRequest.objects.aggregate(
        last=Max("pk"), open=Count("pk", filter=Q(decision="", is_live=True))
    )
    numbers = (seen["last"], seen["recent"], requests["last"], requests["open"])
    return Publication("-".join(str(number or 0) for number in numbers), seen["changed"])
