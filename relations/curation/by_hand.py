"""Edits of published records by hand: from a shell, or in SQL.

Triggers keep them in the history, but nobody has asked for their review, so that readers
see them unmarked. Every run of the quality desk's checks makes up for it.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Exists, Max, Min, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from relations.models import ReviewRequest, Version
from relations.models.base import names_rest_on
from relations.vocabularies import Decision, Review

from .history import is_curated, model_called

REVIEWED = (Decision.PUBLISHED, Decision.CONFIRMED, Decision.REVERTED)
BATCH = 1000


@transaction.atomic
def queue_edits_by_hand() -> int:
    """Let each published record that was edited outside a revision wait for review.

    Readers then see the mark, and editors all that changed since: a request that waits
    already, for a later edit, is widened. Gives how many records wait that did not before,
    or for less. A few queries for each kind of record.
    """
    names = _edits().order_by().values_list("root_model", flat=True).distinct()
    return sum(_queue(kind) for name in names if is_curated(kind := model_called(name)))


def _edits() -> Any:
    return Version.objects.filter(revision__isnull=True, content=True)


def _first_edits(kind: Any) -> dict[int, tuple[int, Any]]:
    """Give number and time of the first version by hand since its last review, by record.

    Only what was changed after readers could see the record: its making is no edit.
    """
    name = kind._meta.model_name
    decided = ReviewRequest.objects.filter(
        model=name, object_id=OuterRef("root_id"), decision__in=REVIEWED
    )
    last = decided.order_by().values("object_id").annotate(last=Max("upto")).values("last")
    seen = Version.objects.filter(
        model=name, object_id=OuterRef("root_id"), pk__lt=OuterRef("pk"), new__review="published"
    )
    edits = _edits().filter(Exists(seen), root_model=name).order_by()
    edits = edits.filter(pk__gt=Coalesce(Subquery(last), Value(0)))
    firsts = edits.values_list("root_id").annotate(Min("pk"), Min("at"))
    return {number: (version, at) for number, version, at in firsts}


def _queue(kind: Any) -> int:
    name, first = kind._meta.model_name, _first_edits(kind)
    numbers = list(first)
    total = 0
    for start in range(0, len(numbers), BATCH):
        some = numbers[start : start + BATCH]
        records = kind._base_manager.filter(pk__in=some, review=Review.PUBLISHED)
        waiting = {
            request.object_id: request
            for request in ReviewRequest.objects.waiting().filter(model=name, object_id__in=some)
        }
        made, widened = [], []
        for record in records.select_related(*names_rest_on(kind)):
            version, at = first[record.pk]
            base = version - 1
            if (request := waiting.get(record.pk)) is None:
                made.append(_request(name, record, base, at))
            elif request.base > base:
                request.base = base
                widened.append(request)
        # Another transaction may have asked at the same time; one request waits, whoever asked.
        ReviewRequest.objects.bulk_create(made, ignore_conflicts=True)
        ReviewRequest.objects.bulk_update(widened, ["base"])
        total += len(made) + len(widened)
    return total


def _request(name: str, record: Any, base: int, since: Any) -> ReviewRequest:
    return ReviewRequest(
        model=name,
        object_id=record.pk,
        label=str(record)[:400],
        is_live=True,
        note=_("Changed outside the application: nobody is known to have done it."),
        base=base,
        since=since,
    )
