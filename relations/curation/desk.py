"""An analyst's work at a glance: what is begun, what came back, what waits, what changed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from relations.models import ReviewRequest, Revision, Version
from relations.vocabularies import Decision, Origin, Review

from .changes import names_rest_on
from .history import is_curated, model_called

SHOWN = 10
# How many of one's own last revisions are looked through for drafts: some days of work.
LOOKED_AT = 500


@dataclass
class Item:
    """A record with what is to be said of it: a revision, or a request for review."""

    record: Any
    model: str
    about: Any


@dataclass
class Desk:
    """What the first page of the admin shows one user."""

    drafts: list[Item]
    sent_back: list[Item]
    waiting: list[ReviewRequest]
    waiting_count: int
    recent: list[Item]


def desk(user: Any) -> Desk:
    """Gather a user's desk. A fixed number of queries, whatever the number of records."""
    own = list(Revision.objects.filter(user=user).order_by("-id")[:LOOKED_AT])
    mine = Version.objects.filter(revision__in=own, content=True).order_by("-id")
    touched = list(dict.fromkeys(mine.values_list("root_model", "root_id")))
    drafts = [i for i in _items(touched) if getattr(i.record, "review", None) == Review.DRAFT]
    requests = ReviewRequest.objects.select_related("requested_by", "decided_by")
    back = requests.filter(requested_by=user, decision=Decision.SENT_BACK).order_by("-decided_at")
    reasons = {(r.model, r.object_id): r for r in reversed(back[:50])}
    returned = [i for i in drafts if (i.model, i.record.pk) in reasons]
    for item in returned:
        item.about = reasons[item.model, item.record.pk]
    waiting = requests.waiting().exclude(requested_by=user)
    # What people did: a load of thousands of rows would hide it.
    revisions = list(Revision.objects.exclude(origin=Origin.FIXTURE).order_by("-id")[: 3 * SHOWN])
    # The bound keeps a database that walks back by number from walking through all history.
    oldest = Version.objects.filter(revision=revisions[-1] if revisions else None).order_by("id")
    latest = Version.objects.filter(revision__in=revisions, id__gte=oldest.values("id")[:1])
    latest = latest.select_related("revision")
    latest = latest.order_by("-id")[: SHOWN * SHOWN]
    last: dict[tuple[str, int], Any] = {}
    for version in latest:
        last.setdefault((version.root_model, version.root_id), version)
    recent = _items(list(last)[:SHOWN])
    for item in recent:
        item.about = last[item.model, item.record.pk]
    return Desk(
        drafts=[i for i in drafts if i not in returned][:SHOWN],
        sent_back=returned[:SHOWN],
        waiting=list(waiting[:SHOWN]),
        waiting_count=waiting.count(),
        recent=recent,
    )


def _items(keys: list[tuple[str, int]]) -> list[Item]:
    """Give the records of (model, number), in that order, those that are gone left out."""
    numbers: dict[str, set[int]] = defaultdict(set)
    for model, number in keys:
        numbers[model].add(number)
    found: dict[tuple[str, int], Any] = {}
    for model, wanted in numbers.items():
        kind: Any = model_called(model)
        if not is_curated(kind) and kind.part_of:
            continue
        rows = kind._base_manager.select_related(*names_rest_on(kind)).in_bulk(wanted)
        found |= {(model, pk): row for pk, row in rows.items()}
    return [Item(found[key], key[0], None) for key in keys if key in found]
