"""Takes an import back: what it made goes, what people have worked on since stays.

A record stays that somebody changed after the import, or that something points to which
this import didn't make; its parts stay with it. What a later import of the same data set
changed is the data set's all the same, and goes. Values that the import wrote into records
that were there before are emptied again if they still stand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from relations.curation.history import revision
from relations.models import DataSetImport, ImportedRow, Version
from relations.models.data_set import imported_model, imported_name
from relations.vocabularies import Origin

from .writing import ORDER

BATCH = 1000


class CantTakeBack(Exception):
    """It was taken back already."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A record that stays, and why."""

    what: str
    why: str


@dataclass
class TakenBack:
    removed: Counter[str] = field(default_factory=Counter)
    kept: list[Kept] = field(default_factory=list)


def take_back(made: DataSetImport, *, user: Any = None, dry_run: bool = False) -> TakenBack:
    """Undo an import, in one transaction, in the history. Raises CantTakeBack."""
    reason = f"Taken back: import {made.pk}, {made}"
    with transaction.atomic():
        with revision(user=user, origin=Origin.IMPORT, reason=reason):
            made = DataSetImport.objects.select_for_update(of=("self",)).get(pk=made.pk)
            if made.taken_back_at is not None:
                raise CantTakeBack(_("This import was taken back already."))
            back = _TakingBack(made).run()
            made.taken_back_at = timezone.now()
            made.save(update_fields=["taken_back_at"])
        if dry_run:
            transaction.set_rollback(True)
    return back


class _TakingBack:
    def __init__(self, made: DataSetImport) -> None:
        self.made = made
        self.back = TakenBack()
        imports = DataSetImport.objects.filter(data_set=made.data_set, revision__isnull=False)
        # What these wrote is the data set's own.
        self.own = set(imports.values_list("revision", flat=True))

    def run(self) -> TakenBack:
        self._remove("claim")
        for model in reversed(ORDER):
            name = imported_name(model)
            self._empty_what_was_filled(name, model)
            self._remove(name)
        return self.back

    def _rows(self, name: str) -> Any:
        return ImportedRow.objects.filter(last_import=self.made, **{f"{name}__isnull": False})

    def _empty_what_was_filled(self, name: str, model: Any) -> None:
        """Forget records that were only recognised; what was filled in them is emptied."""
        rows = self._rows(name).filter(made=False)
        for row in rows.exclude(values={}).select_related(name):
            record = getattr(row, name)
            filled = []
            for attribute, value in row.values.items():
                attr = model._meta.get_field(attribute)
                if attr.value_to_string(record) == value:
                    setattr(record, attribute, None if attr.null else attr.get_default() or "")
                    filled.append(attribute)
            if filled:
                record.save(update_fields=filled)
                self.back.removed[f"{name}, values"] += len(filled)
        rows.delete()

    def _remove(self, name: str) -> None:
        model = imported_model(name)
        keys = list(self._rows(name).filter(made=True).values_list(f"{name}_id", flat=True))
        for chunk in _chunks(keys):
            changed = self._changed_by_people(model, chunk)
            held = self._held(model, chunk)
            stay = held | changed
            for record in model._base_manager.filter(pk__in=stay):
                self.back.kept.append(Kept(f"{model._meta.verbose_name} {record}", stay[record.pk]))
            gone = [pk for pk in chunk if pk not in stay]
            model._base_manager.filter(pk__in=gone).delete()
            self.back.removed[name] += len(gone)

    def _changed_by_people(self, model: Any, keys: list[int]) -> dict[int, str]:
        """Give those that somebody changed, parts that the record still has included."""
        name = model._meta.model_name
        by_people = Version.objects.filter(
            ~Q(revision__in=self.own) | Q(revision__isnull=True), content=True, new__isnull=False
        )
        if model.part_of:
            found = by_people.filter(model=name, object_id__in=keys).values_list("object_id")
        else:
            found = by_people.filter(root_model=name, root_id__in=keys).values_list("root_id")
        return {pk: _("somebody changed it since") for (pk,) in found.distinct().order_by()}

    def _held(self, model: Any, keys: list[int]) -> dict[int, str]:
        """Give those that something else points to: parts that people added, citations, links."""
        held: dict[int, str] = {}
        for relation in model._meta.related_objects:
            other = relation.related_model
            if other is ImportedRow:
                continue
            field_name = relation.field.name
            found = other._base_manager.filter(**{f"{field_name}__in": keys})
            for pk in found.values_list(f"{field_name}_id", flat=True).distinct().order_by():
                held[pk] = _("%s rests on it") % other._meta.verbose_name
        return held


def _chunks(keys: Iterable[int]) -> Any:
    iterator = iter(keys)
    while chunk := list(islice(iterator, BATCH)):
        yield chunk
