"""What somebody deleted: no import makes it again until somebody lets it.

The decision is the deletion itself, by whatever way: in the admin, a shell or SQL. The
imported row keeps the number of the record that is gone (:class:`relations.models.ImportedRow`),
and the history says who deleted it, when and why. Whatever else undoes the deletion ends
the decision: a record that is restored is there again, with its number.

What went with an import that was taken back, or since the files of a load didn't have it,
nobody decided on one by one: an import may make it again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef

from relations.curation.changes import Words
from relations.models import ImportedRow, Version
from relations.models.data_set import IMPORTED, imported_model
from relations.vocabularies import Origin

from .work import Candidate

# By these ways much goes at once, and back comes what the next import has.
NO_DECISION = (Origin.IMPORT, Origin.FIXTURE)


def deletions(model: Any, numbers: Collection[int]) -> dict[int, Version]:
    """Give by number how records that are gone were deleted; only where that is a decision."""
    name = model._meta.model_name
    found = Version.objects.filter(model=name, object_id__in=numbers, new__isnull=True)
    # The last one counts: it may have been restored in between.
    last = {each.object_id: each for each in found.select_related("revision").order_by("id")}
    return {number: each for number, each in last.items() if _is_decision(each)}


def _is_decision(deletion: Version) -> bool:
    return deletion.revision is None or deletion.revision.origin not in NO_DECISION


def told(deletion: Version) -> str:
    """Say when, by whom and why: “deleted on 2026-03-05 by anna: no treaty at all”."""
    made = deletion.revision
    who = (made.username if made else "") or (made.get_origin_display() if made else "SQL")
    why = f": {made.reason}" if made and made.reason else ""
    return f"deleted on {deletion.at:%Y-%m-%d} by {who}{why}"


def of_unwanted(candidate: Candidate) -> str:
    """Say why a candidate is a part of what isn't wanted, or refers to it; '' where it isn't."""
    values = candidate.values.values()
    return next((v.unwanted for v in values if isinstance(v, Candidate) and v.unwanted), "")


@dataclass
class Unwanted:
    """A record that somebody deleted, with the parts that went with it."""

    row: ImportedRow
    deletion: Version
    parts: list[ImportedRow] = field(default_factory=list)

    @property
    def at(self) -> dt.datetime:
        return self.deletion.at

    @property
    def model(self) -> Any:
        return imported_model(self.row.target[0])


def unwanted() -> list[Unwanted]:
    """Give what imports don't make again, the last deletion first. A query for each model."""
    gone = []
    for name in IMPORTED:
        model = imported_model(name)
        deleted = Version.objects.filter(model=model._meta.model_name, new__isnull=True)
        rows = ImportedRow.objects.filter(
            ~Exists(model._base_manager.filter(pk=OuterRef(f"{name}_id"))),
            **{f"{name}__in": deleted.values("object_id")},
        ).select_related("data_set")
        by_number: dict[int, list[ImportedRow]] = {}
        for row in rows:
            by_number.setdefault(row.target[1], []).append(row)
        for number, deletion in deletions(model, by_number).items():
            gone += [(row, deletion) for row in by_number[number]]
    return sorted(_with_parts(gone), key=lambda each: -each.deletion.pk)


def _with_parts(gone: Iterable[tuple[ImportedRow, Version]]) -> list[Unwanted]:
    """Put parts to the record that they went with."""
    wholes: dict[tuple[Any, ...], Unwanted] = {}
    parts = []
    for row, deletion in gone:
        each = Unwanted(row, deletion)
        if deletion.model == deletion.root_model:
            wholes[_with(row, deletion)] = each
        else:
            parts.append(each)
    alone = []
    for part in parts:
        if (whole := wholes.get(_with(part.row, part.deletion))) is not None:
            whole.parts.append(part.row)
        else:
            alone.append(part)
    return [*wholes.values(), *alone]


def _with(row: ImportedRow, deletion: Version) -> tuple[Any, ...]:
    """What a record and its parts share that were deleted at once."""
    return (row.data_set_id, deletion.root_model, deletion.root_id, deletion.revision_id)


def in_words(some: Iterable[Unwanted]) -> list[str]:
    """Say what each of some was: “Agreement: treaty-of-rome, Treaty of Rome”."""
    deleted = [each.deletion for each in some]
    words = Words([(v.model, v.object_id, v.old, None) for v in deleted])
    return [words.row(v.model, v.old or {}) for v in deleted]


def let(each: Unwanted) -> None:
    """Let the next import make a record again, and the parts that went with it."""
    numbers = [each.row.pk, *(row.pk for row in each.parts)]
    ImportedRow.objects.filter(pk__in=numbers).delete()
