"""Puts a record back as it was at some version. The restoring is itself a change."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DatabaseError, models, transaction
from django.db.models import ProtectedError
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from relations.loading.refusals import explain
from relations.models import FormerSlug
from relations.vocabularies import Origin, Review

from .history import Row, State, find, locked, model_called, revision, state_at

# An address that was public once redirects for ever, whatever is restored.
NEVER_UNDONE = str(FormerSlug._meta.model_name)


def restore(root_model: str, root_id: int, upto: int, user: Any, reason: str = "") -> Any:
    """Put a record and all of its parts back as they were after version ``upto``.

    A record that was deleted comes back with its number, as a draft; one that is there
    keeps its state of review. Gives the record. Raises ValidationError, and changes
    nothing, where something that it points to is gone, where another record has taken
    its place, or where other records hold on to a part that would go.
    """
    try:
        with revision(user=user, origin=Origin.RESTORE, reason=reason), transaction.atomic():
            model = model_called(root_model)
            present = locked(model(pk=root_id))
            target = _without_former_slugs(state_at(root_model, root_id, upto))
            if (root_model, root_id) not in target:
                raise ValidationError(_("At that version there was no such record."))
            now = _without_former_slugs(state_at(root_model, root_id))
            _remove([key for key in now if key not in target])
            _write(now, target, getattr(present, "review", Review.DRAFT))
            return find(root_model, root_id)
    except ProtectedError as error:
        holders = ", ".join(sorted({str(o) for o in error.protected_objects})[:5])
        raise ValidationError(
            _("A part that was added since is used elsewhere: %s.") % holders
        ) from error


def _without_former_slugs(state: State) -> State:
    return {key: row for key, row in state.items() if key[0] != NEVER_UNDONE}


def _remove(keys: list[tuple[str, int]]) -> None:
    for name, number in sorted(keys, key=lambda key: -_rank(key[0])):
        if (row := find(name, number)) is not None:
            row.delete()


def _write(now: State, target: State, review: str) -> None:
    """Store the rows that differ; parts are taken out first, as they may have swapped keys."""
    changed = [key for key, row in target.items() if now.get(key) != row]
    changed.sort(key=lambda key: _rank(key[0]))
    for name, number in changed:
        kind = model_called(name)
        if kind.part_of and (name, number) in now:
            rows = kind._base_manager.filter(pk=number)
            rows._raw_delete(rows.db)
    for name, number in changed:
        kind = model_called(name)
        row = instance_of(kind, target[name, number])
        if not kind.part_of and hasattr(row, "review"):
            row.review = review
        elif hasattr(row, "review") and (name, number) not in now:
            row.review = Review.DRAFT
        row._state.adding = bool(kind.part_of) or (name, number) not in now
        _check(row)
        try:
            with transaction.atomic():
                row.save(force_insert=row._state.adding)
        except DatabaseError as error:
            raise ValidationError(f"{_called(row)}: {explain(error, row)}") from error


def _check(row: Any) -> None:
    """Validate a row that is to be restored. Raises ValidationError in one sentence."""
    try:
        row.full_clean()
    except ValidationError as error:
        said = []
        for name, messages in error.message_dict.items():
            field = row._meta.get_field(name) if name != NON_FIELD_ERRORS else None
            if field is not None and field.is_relation and _is_gone(row, field):
                gone = field.related_model._meta.verbose_name
                said.append(_("the %s that it points to was deleted: restore that first") % gone)
            else:
                said.append(" ".join(messages))
        raise ValidationError(f"{_called(row)}: {'; '.join(said)}") from error


def _is_gone(row: Any, field: Any) -> bool:
    number = getattr(row, field.attname)
    return number is not None and find(field.related_model._meta.model_name, number) is None


def _called(row: Any) -> str:
    try:
        name = str(row)
    except (AttributeError, models.ObjectDoesNotExist):
        name = str(row.pk)
    return f"{capfirst(row._meta.verbose_name)} “{name}”"


def _rank(name: str) -> int:
    """Give how deep a row stands: a record 0, its parts 1, evidence of its parts 2."""
    kind = model_called(name)
    return 0 if not kind.part_of else 2 if len(kind.part_of) > 2 else 1


def instance_of(kind: Any, row: Row) -> Any:
    """Make an unsaved instance of the values that a version holds.

    Columns that the model has no more are left out, new ones get their default.
    """
    values = {
        field.attname: field.to_python(row[field.column])
        for field in kind._meta.concrete_fields
        if field.column in row
    }
    return kind(**values)
