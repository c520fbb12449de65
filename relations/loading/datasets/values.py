"""Candidates as rows of the database: their values checked, and what tells them apart."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from relations.dates import PartialDate
from relations.fields import FollowingField
from relations.models import DataSet, ImportedRow
from relations.models.base import NaturalKeyModel
from relations.vocabularies import Review

from .refusal import Problem
from .work import Candidate

KEY_LENGTH = ImportedRow._meta.get_field("key").max_length or 0


class Values:
    """Turns candidates into instances. What equal values were cleaned to is kept."""

    def __init__(self, data_set: DataSet, publish: bool) -> None:
        self.source_id = data_set.source_id
        self.review = Review.PUBLISHED if publish else Review.DRAFT
        self.problems: list[Problem] = []
        self._cleaned: dict[tuple[Any, Any], Any] = {}

    def instance(self, candidate: Candidate) -> Any:
        """Make the row that a candidate would be, resting on the data set, as a draft."""
        model = candidate.model
        made: Any = model()
        if len(candidate.key) > KEY_LENGTH:
            row = candidate.row
            said = f"the identifier is too long: “{candidate.key[:60]}…”"
            self.problems.append(Problem(row.file.name, row.number, "", said))
        names = fields_of(model)
        if "review" in names:
            made.review = self.review
        if "source" in names and not candidate.values.get("source"):
            made.source_id = self.source_id
            made.locator = (candidate.locator or candidate.key)[:200]
        for name, value in candidate.values.items():
            field = names[name]
            if field.is_relation:
                setattr(made, field.attname, value.pk if value is not None else None)
            else:
                setattr(made, name, self._clean(candidate, field, value, made))
        return made

    def cleaned(self, candidate: Candidate) -> dict[str, Any]:
        """Give the plain values of a candidate as their fields keep them."""
        names = fields_of(candidate.model)
        return {
            name: self._clean(candidate, names[name], value, None)
            for name, value in candidate.values.items()
            if not names[name].is_relation
        }

    def _clean(self, candidate: Candidate, field: Any, value: Any, made: Any) -> Any:
        text = value.notation if isinstance(value, PartialDate) else value
        key = (field, text)
        try:
            return self._cleaned[key]
        except KeyError:
            pass
        try:
            cleaned = field.clean(value, made)
        except ValidationError as error:
            row = candidate.row
            message = f"{field.verbose_name}: {' '.join(error.messages)} (“{str(text)[:80]}”)"
            self.problems.append(Problem(row.file.name, row.number, "", message))
            return value
        if len(str(text)) < 40 and not field.unique:
            self._cleaned[key] = cleaned
        return cleaned


@cache
def fields_of(model: type[models.Model]) -> dict[str, Any]:
    """Give the fields that one can write, by name."""
    return {
        field.name: field
        for field in model._meta.concrete_fields
        if not isinstance(field, FollowingField)
    }


def text_of(field: Any, value: Any) -> str:
    """Write a value in its field's notation; '' for nothing."""
    if value is None:
        return ""
    return value.notation if isinstance(value, PartialDate) else str(value)


def claim_key(candidate: Candidate, name: str, said: str) -> str:
    """Give the key of a claim: what is too long is told apart by a digest."""
    key = f"{candidate.key}/claim/{name}/{said}"
    if len(key) <= KEY_LENGTH:
        return key
    digest = hashlib.sha256(key.encode()).hexdigest()[:16]
    return f"{key[: KEY_LENGTH - 17]}#{digest}"


def leaves_open(said: Any, stands: Any) -> bool:
    """Say whether a date is only less exact than the one that stands: 1949 beside 4 April 1949."""
    if not isinstance(said, PartialDate) or not isinstance(stands, PartialDate):
        return False
    if not stands.earliest or not stands.latest:
        return False
    return (said.earliest is not None or said.latest is not None) and (
        (said.earliest is None or said.earliest <= stands.earliest)
        and (said.latest is None or stands.latest <= said.latest)
    )


def identity(instance: NaturalKeyModel) -> tuple[Any, ...]:
    """Give the natural key of a row in columns."""
    fields = fields_of(type(instance))
    return tuple(getattr(instance, fields[name].attname) for name in instance.natural_key_fields)
