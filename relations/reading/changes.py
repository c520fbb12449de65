"""What changed lately in published records, for readers: in feeds, by day, by version.

Only what readers saw counts: the publication of a record, and what was changed while it was
published. Nothing of a draft, nothing from before a publication, no account, no comment to
a reviewer. What a change points to is named only where readers may see that as well.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Subquery

from relations.curation.changes import RowChange, Words, rows_of
from relations.curation.history import Row, model_called
from relations.models import (
    Agreement,
    Country,
    Membership,
    Organization,
    Person,
    Scope,
    Source,
    Statement,
    Version,
)
from relations.models.base import names_rest_on
from relations.querysets import Rows
from relations.vocabularies import Review

from .versions import group_of, review_in

# The records that have a page of their own, and memberships, which stand on their organization's.
KINDS: dict[str, Any] = {
    "agreement": Agreement,
    "statement": Statement,
    "membership": Membership,
    "country": Country,
    "organization": Organization,
    "person": Person,
    "source": Source,
    "scope": Scope,
}
HIDDEN_FIELDS = {"review", "url_key", "order"}
HIDDEN_ROWS = {"formerslug"}
# Where the last changes are looked for: in so many rows at first, then in many times as many.
STRETCH, LONGER = 2_000, 30
MOST_ROWS = 5000  # of the history that are read for one page of changes


@dataclass
class Change:
    """What one revision did to one published record.

    ``head`` is the last row of the history in it, ``published`` whether readers saw the record
    for the first time (or again); else ``rows`` say what changed.
    """

    record: Any
    at: dt.datetime
    head: int
    published: bool
    rows: list[RowChange] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """The kind of record, as in KINDS."""
        return str(self.record._meta.model_name)


@dataclass
class Changes:
    """Some changes, the newest first; ``older`` is where the next ones begin, None at the end."""

    entries: list[Change]
    older: int | None = None


def visible(model: Any) -> Rows:
    """Give the records of a model that readers may see."""
    if model is Membership:
        return Membership.objects.visible()
    records = model._default_manager.all()
    return records.published() if hasattr(records, "published") else records


def recent_changes(
    among: Q | None = None, *, before: int | None = None, limit: int = 50
) -> Changes:
    """Give the last ``limit`` changes at most, the newest first.

    ``among`` is a condition on the rows of the history (root_model, root_id), None for all
    records; ``before`` is the ``older`` of the changes that came before. A few queries,
    however long the history is.
    """
    heads = _heads()
    if among is not None:
        heads = heads.filter(among)
    # Some turn out to be about nothing that readers see; so a few more are asked for.
    found = _last(heads, before, 2 * limit + 1)
    more = len(found) > 2 * limit
    entries = _changes(found[: 2 * limit])
    if len(entries) > limit:
        return Changes(entries[:limit], entries[limit - 1].head)
    return Changes(entries, found[-2].pk if more else None)


def _last(heads: Rows, before: int | None, number: int) -> list[Version]:
    """Give the last rows before one, looked for in ever longer stretches of the history.

    Asked for the last of all of it, PostgreSQL judges every row before it sorts them.
    """
    end = before if before is not None else _end_of_history()
    found: list[Version] = []
    stretch = STRETCH
    while end > 0 and len(found) < number:
        start = max(end - stretch, 0)
        rows = heads.filter(pk__gte=start, pk__lt=end).order_by("-id")
        found += rows[: number - len(found)]
        end, stretch = start, stretch * LONGER
    return found


def _end_of_history() -> int:
    last = Version.objects.order_by("-id").values_list("id", flat=True).first()
    return 0 if last is None else last + 1


def changes_of(record: Any, limit: int = 200) -> list[Change]:
    """Give the last changes of one record, the newest first."""
    among = Q(root_model=record._meta.model_name, root_id=record.pk)
    return recent_changes(among, limit=limit).entries


def _heads() -> Rows:
    """Give the last row of the history of each revision of a record that readers saw then and now.

    Annotated: ``published``, whether the revision published the record.
    """
    same_record = Version.objects.filter(
        root_model=OuterRef("root_model"), root_id=OuterRef("root_id")
    )
    together = same_record.filter(
        Q(revision=OuterRef("revision")) | Q(revision__isnull=True, pk=OuterRef("pk"))
    )
    root_row = Version.objects.filter(model=OuterRef("root_model"), object_id=OuterRef("root_id"))
    review_then = root_row.filter(pk__lte=OuterRef("pk")).order_by("-id")
    publishing = together.annotate(was=review_in("old"), is_now=review_in("new")).filter(
        Q(was__isnull=True) | ~Q(was=Review.PUBLISHED),
        Q(is_now=Review.PUBLISHED) | Q(root_model="scope", old__isnull=True),
        model=F("root_model"),
        object_id=F("root_id"),
    )
    seen_now = Q()
    for name, model in KINDS.items():
        seen_now |= Q(Exists(visible(model).filter(pk=OuterRef("root_id"))), root_model=name)
    return (
        Version.objects.filter(seen_now)
        .filter(~Exists(same_record.filter(pk__gt=OuterRef("pk"), revision=OuterRef("revision"))))
        .annotate(
            review_then=Subquery(review_then.annotate(r=review_in("new")).values("r")[:1]),
            published=Exists(publishing),
        )
        .filter(Q(review_then=Review.PUBLISHED) | Q(root_model="scope"))
        .only("id", "at", "revision", "root_model", "root_id")
    )


def _changes(heads: list[Any]) -> list[Change]:
    records = _records(heads)
    rows = _rows([head for head in heads if not head.published])
    words = PublicWords([row for some in rows.values() for row in some])
    found = []
    for head in heads:
        record = records[head.root_model].get(head.root_id)
        if record is None:
            continue
        change = Change(record, head.at, head.pk, head.published)
        if not head.published:
            change.rows = words.changes(rows.get(head.pk, []))
            if not change.rows:
                continue
        found.append(change)
    return found


def _records(heads: list[Any]) -> dict[str, dict[int, Any]]:
    """Give the records of the changes, one query a kind of record."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for head in heads:
        wanted[head.root_model].add(head.root_id)
    return {
        name: visible(KINDS[name]).select_related(*names_rest_on(KINDS[name])).in_bulk(numbers)
        for name, numbers in wanted.items()
    }


ChangedRow = tuple[str, int, Row | None, Row | None]


def _rows(heads: list[Any]) -> dict[int, list[ChangedRow]]:
    """Give what changed by the head of each change, as :func:`rows_of` does. One query."""
    if not heads:
        return {}
    keys = {
        (head.root_model, head.root_id, group_of(head.revision_id, head.pk)): head.pk
        for head in heads
    }
    versions = Version.objects.filter(
        Q(revision__in={h.revision_id for h in heads if h.revision_id is not None})
        | Q(pk__in=[h.pk for h in heads if h.revision_id is None]),
        root_model__in={h.root_model for h in heads},
        root_id__in={h.root_id for h in heads},
    ).order_by("-id")[:MOST_ROWS]
    groups: dict[int, list[Version]] = defaultdict(list)
    for version in reversed(versions):
        group = group_of(version.revision_id, version.pk)
        head = keys.get((version.root_model, version.root_id, group))
        if head is not None:
            groups[head].append(version)
    return {head: list(filter(None, map(_public, rows_of(some)))) for head, some in groups.items()}


def _public(row: ChangedRow) -> ChangedRow | None:
    """Keep of a change what readers saw before and after it; None for nothing."""
    model, number, old, new = row
    if model in HIDDEN_ROWS:
        return None
    old, new = (_if_published(side) for side in (old, new))
    return (model, number, old, new) if old != new else None


def _if_published(row: Row | None) -> Row | None:
    return row if row and row.get("review", Review.PUBLISHED) == Review.PUBLISHED else None


class PublicWords(Words):
    """Words for readers: what a key points to has no name where they can't see it."""

    def names(self, target: Any, numbers: set[int]) -> dict[int, str]:
        rows = visible(target).filter(pk__in=numbers).select_related(*names_rest_on(target))
        return {row.pk: str(row) for row in rows} if numbers else {}

    def changes(self, rows: Any) -> list[RowChange]:
        """Say what happened, rows left out that tell of what readers can't see."""
        shown = [row for row in rows if all(map(self._names_all, self._sides(row)))]
        found = super().changes(shown)
        for change in found:
            change.fields = [f for f in change.fields if f.name not in HIDDEN_FIELDS]
        return [change for change in found if change.fields or change.kind != "changed"]

    def row(self, model: str, row: Row) -> str:
        """Say by its key which part of a record a row is: “3” of a provision; '' for one only."""
        kind: Any = model_called(model)
        said = []
        for name in kind.natural_key_fields:
            if name in kind.part_of or (name == "occurrence" and row.get(name) == 1):
                continue
            one = kind._meta.get_field(name)
            said.append(self.value(one, row.get(one.attname)))
        return ", ".join(filter(None, said))

    def value(self, one: Any, value: Any) -> str:
        if one.is_relation and value not in self._names.get(one.related_model, {}):
            return ""
        return super().value(one, value)

    @staticmethod
    def _sides(row: ChangedRow) -> list[tuple[str, Row]]:
        return [(row[0], side) for side in row[2:] if side]

    def _names_all(self, side: tuple[str, Row]) -> bool:
        """Whether everything that the row is known by has a name for readers."""
        model, row = side
        kind: Any = model_called(model)
        for name in kind.natural_key_fields:
            one = kind._meta.get_field(name)
            key = row.get(one.attname) if one.is_relation else None
            if key is not None and key not in self._names.get(one.related_model, {}):
                return False
        return True
