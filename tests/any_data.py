"""Rows of every kind with any values that they may have: every kind of date, script and null."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from hypothesis import strategies as st

from relations.fields import PartialDateField
from relations.models.base import NaturalKeyModel

from . import factories
from .any_dates import NOTATIONS

# Of every script; no database keeps NUL, and half a pair of surrogates is no letter.
LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")

FACTORIES: list[Any] = [
    factory
    for name in dir(factories)
    if name.endswith("Factory")
    and issubclass((factory := getattr(factories, name))._meta.model or object, NaturalKeyModel)
]


def _values(field: Any) -> st.SearchStrategy[Any] | None:
    """Give what a field may hold, as far as the field alone says; None to leave it."""
    kinds: list[st.SearchStrategy[Any]] = [st.none()] if field.null else []
    if isinstance(field, PartialDateField):
        kinds.append(NOTATIONS)
    elif field.choices:
        kinds.append(st.sampled_from([value for value, _label in field.flatchoices]))
    elif isinstance(field, models.SlugField | models.URLField):
        return None
    elif isinstance(field, models.CharField | models.TextField):
        kinds.append(st.text(LETTERS, max_size=min(field.max_length or 300, 40)))
    elif isinstance(field, models.BooleanField):
        kinds.append(st.booleans())
    elif isinstance(field, models.PositiveSmallIntegerField):
        kinds.append(st.integers(0, 32_767))
    else:
        return None
    return st.one_of(kinds)


@st.composite
def rows(draw: Any, max_size: int = 6) -> list[Any]:
    """Save some rows of drawn kinds, with all that they need, and give them."""
    made = []
    for factory in draw(st.lists(st.sampled_from(FACTORIES), min_size=1, max_size=max_size)):
        row = factory()
        for field in row._meta.fields:
            values = _values(field) if field.serialize and field.editable else None
            if values is None or not draw(st.booleans()):
                continue
            before = getattr(row, field.attname)
            setattr(row, field.attname, draw(values))
            try:
                row.full_clean()
            except ValidationError:
                setattr(row, field.attname, before)
        row.save()
        made.append(row)
    return made
