"""Puts a record back as it was at some version. The restoring is itself a change."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, models, transaction
from django.db.models import ProtectedError
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from relations.loading.refusals import explain
from relations.models import FormerSlug
from relations.vocabularies import Origin, Review

from .history import Row, State, find, find_locked, model_called, record_of, revision, state_at

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
            find_locked(root_model, root_id)
            target = state_at(root_model, root_id, upto)
            if (root_model, root_id) not in target:
                raise ValidationError(_("At that version there was no such record."))
            now = state_at(root_model, root_id)
            addresses = _take_former_slugs(target, now)
            _keep_review(target, now)
            _remove([key for key in now if key not in target])
            _write(now, target)
            if (root_model, root_id) not in now:
                _lead_here_again(addresses)
            return find(root_model, root_id)
    except ProtectedError as error:
        holders = ", ".join(sorted({str(o) for o in error.protected_objects})[:5])
        raise ValidationError(
            _("A part that was added since is used elsewhere: %s.") % holders
        ) from error


def _take_former_slugs(*states: State) -> list[Row]:
    """Take the former slugs out of states. Gives those of the first."""
    taken = [
        {key: state.pop(key) for key in list(state) if key[0] == NEVER_UNDONE} for state in states
    ]
    return list(taken[0].values())


def _lead_here_again(addresses: list[Row]) -> None:
    """Let the former slugs of a record that came back lead to it, if they lead nowhere now."""
    FormerSlug.objects.bulk_create(
        [instance_of(FormerSlug, row) for row in addresses], ignore_conflicts=True
    )


def _keep_review(target: State, now: State) -> None:
    """Let each row keep the state of review that it has now; what comes back is a draft."""
    for key, row in target.items():
        if "review" in row:
            row["review"] = now[key]["review"] if key in now else Review.DRAFT.value


def _remove(keys: list[tuple[str, int]]) -> None:
    for name, number in sorted(keys, key=lambda key: -_rank(key[0])):
        if (row := find(name, number)) is not None:
            row.delete()


def _write(now: State, target: State) -> None:
    """Store the rows that differ; parts are taken out first, as they may have swapped keys.

    What others hold of a part stays: they point to its number, which is there again
    before the database looks at the end of the transaction.
    """
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
        row._state.adding = bool(kind.part_of) or (name, number) not in now
        _check(row)
        try:
            with transaction.atomic():
                row.save(force_insert=row._state.adding)
        except DatabaseError as error:
            raise ValidationError(f"{_called(row)}: {explain(error, row)}") from error


def _check(row: Any) -> None:
    """Look whether a row can be restored. Raises ValidationError in one sentence.

    What only a form asks for, the text of a provision, is not asked again of what was there.
    """
    said = [
        _("the %s that it points to was deleted: restore that first")
        % field.related_model._meta.verbose_name
        for field in row._meta.concrete_fields
        if field.is_relation and _is_gone(row, field)
    ]
    if row._state.adding and (moved := find(row._meta.model_name, row.pk)) is not None:
        said.append(_("it belongs to “%s” now") % record_of(moved))
    for look in (row.clean, row.validate_unique, row.validate_constraints):
        if not said:
            try:
                look()
            except ValidationError as error:
                said = error.messages
    if said:
        raise ValidationError(f"{_called(row)}: {'; '.join(said)}")


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
    kind: Any = model_called(name)
    above = (
        str(kind._meta.get_field(owner).related_model._meta.model_name) for owner in kind.part_of
    )
    return max((1 + _rank(owner) for owner in above), default=0)


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
