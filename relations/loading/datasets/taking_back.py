"""Takes an import back: what it made goes, what people have worked on since stays.

A record stays that somebody changed after the import, or that something points to which
this import didn't make; its parts stay with it. What a later import of the same data set
changed is the data set's all the same, and goes. Records that were there before, from an
earlier import or by hand, get the values back that the import replaced, if its own still
stand.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from relations.curation.history import revision
from relations.curation.restoring import instance_of
from relations.models import DataSetImport, ImportedRow, Version
from relations.models.data_set import imported_model, imported_name
from relations.models.history import Revision
from relations.vocabularies import Origin

from .importing import wait_for_others
from .values import fields_of, text_of
from .writing import ORDER, chunks

BATCH = 1000
TAKEN_BACK = "Taken back: import"  # what the history says of it, in one language


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
    reason = f"{TAKEN_BACK} {made.pk}, {made}"
    with transaction.atomic():
        with revision(user=user, origin=Origin.IMPORT, reason=reason):
            wait_for_others(made.data_set.slug)
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
        # What these wrote is the data set's own, and what was put back is nobody's change.
        undone = Revision.objects.filter(origin=Origin.IMPORT, reason__startswith=f"{TAKEN_BACK} ")
        self.own = set(imports.values_list("revision", flat=True)) | set(
            undone.values_list("pk", flat=True)
        )
        standing = imports.filter(pk__lt=made.pk, taken_back_at=None)
        self.former = dict(standing.values_list("revision", "pk"))

    def run(self) -> TakenBack:
        self._remove("claim")
        for model in reversed(ORDER):
            name = imported_name(model)
            self._undo_changes(name, model)
            self._remove(name)
        return self.back

    def _versions(self, model: Any, **about: Any) -> Any:
        """Give what this import wrote of a model, or other revisions that are asked for."""
        about = {"revision__in": [self.made.revision_id]} | about
        return Version.objects.filter(model=model._meta.model_name, **about)

    def _made_here(self, name: str) -> Any:
        """Give the numbers of the records that this import made, whatever changed them since.

        Not of those that somebody deleted: no import makes them again after this either.
        """
        model = imported_model(name)
        born = self._versions(model, old__isnull=True).values("object_id")
        there = model._base_manager.filter(pk=OuterRef(f"{name}_id"))
        rows = ImportedRow.objects.filter(Exists(there), data_set=self.made.data_set, made=True)
        return rows.filter(**{f"{name}__in": born}).values_list(f"{name}_id", flat=True)

    def _undo_changes(self, name: str, model: Any) -> None:
        """Give records that were there before the values back that this import replaced.

        Those that it was the first to recognise are forgotten.
        """
        there = model._base_manager.filter(pk=OuterRef(f"{name}_id"))
        rows = ImportedRow.objects.filter(Exists(there), last_import=self.made)
        rows = rows.exclude(made=True, **{f"{name}__in": self._made_here(name)})
        for chunk in chunks(rows.select_related(name), BATCH):
            keys = [getattr(row, f"{name}_id") for row in chunk]
            about = {"object_id__in": keys}
            # The last one that is put in wins: the first version of this import.
            before = {v.object_id: v.old for v in self._versions(model, **about).order_by("-id")}
            former = self._versions(model, **about, revision__in=self.former).order_by("id")
            imports = {v.object_id: self.former[v.revision_id] for v in former}
            for row in chunk:
                record = getattr(row, name)
                if record.pk in before:
                    self._put_back(row, record, before[record.pk])
                if record.pk in imports:
                    row.last_import_id = imports[record.pk]
                    row.save(update_fields=["last_import", "values"])
                elif not row.made:
                    row.delete()

    def _put_back(self, row: ImportedRow, record: Any, old: dict[str, Any] | None) -> None:
        model: Any = type(record)
        before = instance_of(model, old) if old else model()
        changed = []
        for name, value in row.values.items():
            field = fields_of(model)[name]
            was = getattr(before, name)
            if text_of(field, getattr(record, name)) == value != text_of(field, was):
                setattr(record, name, was)
                row.values[name] = text_of(field, was)
                changed.append(name)
        if changed:
            record.save(update_fields=changed)
            self.back.removed[f"{imported_name(model)}, values"] += len(changed)

    def _remove(self, name: str) -> None:
        model = imported_model(name)
        for chunk in chunks(list(self._made_here(name)), BATCH):
            changed = self._changed_by_people(model, chunk)
            held = self._held(model, chunk)
            stay = held | changed
            for record in model._base_manager.filter(pk__in=stay):
                self.back.kept.append(Kept(f"{model._meta.verbose_name} {record}", stay[record.pk]))
            gone = [pk for pk in chunk if pk not in stay]
            model._base_manager.filter(pk__in=gone).delete()
            rows = ImportedRow.objects.filter(data_set=self.made.data_set)
            rows.filter(**{f"{name}__in": gone}).delete()
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
            field_name = relation.field.name
            found = other._base_manager.filter(**{f"{field_name}__in": keys})
            if other is ImportedRow:  # of another data set, which recognised it
                found = found.exclude(data_set=self.made.data_set)
            for pk in found.values_list(f"{field_name}_id", flat=True).distinct().order_by():
                held[pk] = _("%s rests on it") % other._meta.verbose_name
        return held
