"""Makes rows that break a rule, and stores them past every check of ours."""

from __future__ import annotations

import copy
from typing import Any

from relations.fields import FollowingField


def unsaved(factory: Any, **values: Any) -> Any:
    """Give a valid row that is not stored (what it points to is), with some values changed."""
    row = factory()
    row.delete()
    row._state.adding = True
    return changed(row, **values)


def changed(row: Any, **values: Any) -> Any:
    for name, value in values.items():
        setattr(row, name, value)
    return row


def again(row: Any, **values: Any) -> Any:
    """Give a second row like one that is stored."""
    second = copy.copy(row)
    second.pk = None
    second._state.adding = True
    return changed(second, **values)


def to_itself(factory: Any, field: str) -> Any:
    row = factory()
    return changed(row, **{field: row})


def write(row: Any) -> None:
    """Store a row as it stands, past full_clean() and save()."""
    if row._state.adding:
        type(row).objects.bulk_create([row])
        return
    values = {
        field.name: getattr(row, field.name)
        for field in row._meta.fields
        if not field.primary_key and not isinstance(field, FollowingField)
    }
    type(row).objects.filter(pk=row.pk).update(**values)
