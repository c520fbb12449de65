"""Builders of the named constraints that several models share.

Every constraint is called ``relations_<model>_<rule>`` and carries the sentence
that a form shows to an analyst and that a failed load prints.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import CheckConstraint, F, Q, TextChoices, UniqueConstraint
from django.db.models.constraints import BaseConstraint
from django.utils.translation import gettext_lazy as _

# A sentence, translated or to be translated.
Text = Any


def _only(field: str, fields: Iterable[str]) -> Q:
    """Give the condition that of ``fields`` just ``field`` is set."""
    condition = Q(**{f"{field}__isnull": False})
    for other in fields:
        if other != field:
            condition &= Q(**{f"{other}__isnull": True})
    return condition


def none_of(fields: Iterable[str]) -> Q:
    """Give the condition that none of the fields is set."""
    condition = Q()
    for field in fields:
        condition &= Q(**{f"{field}__isnull": True})
    return condition


def exactly_one(name: str, fields: Sequence[str], message: Text) -> CheckConstraint:
    """Require that just one of the nullable keys is set."""
    condition = Q()
    for field in fields:
        condition |= _only(field, fields)
    return CheckConstraint(condition=condition, name=name, violation_error_message=message)


def at_most_one(name: str, fields: Sequence[str], message: Text) -> CheckConstraint:
    """Require that one or none of the nullable keys is set."""
    condition = none_of(fields)
    for field in fields:
        condition |= _only(field, fields)
    return CheckConstraint(condition=condition, name=name, violation_error_message=message)


def unique_per_target(
    name: str,
    fields: Sequence[str],
    targets: Sequence[str],
    message: Text,
    *,
    or_none: bool = False,
) -> list[BaseConstraint]:
    """Require that ``fields`` together with whichever target is set are unique.

    Databases take two NULLs as different, so each target needs an index of its
    own; ``or_none`` adds one for the rows without a target.
    """
    constraints: list[BaseConstraint] = [
        UniqueConstraint(
            fields=[*fields, target],
            condition=Q(**{f"{target}__isnull": False}),
            name=f"{name}_{target}",
            violation_error_message=message,
        )
        for target in targets
    ]
    if or_none:
        constraints.append(
            UniqueConstraint(
                fields=list(fields),
                condition=none_of(targets),
                name=f"{name}_none",
                violation_error_message=message,
            )
        )
    return constraints


def unique_when_set(name: str, field: str, message: Text) -> UniqueConstraint:
    """Require that a text is unique among the rows that have one."""
    return UniqueConstraint(
        fields=[field],
        condition=~Q(**{field: ""}),
        name=name,
        violation_error_message=message,
    )


def date_order(name: str, start: str, end: str, message: Text) -> CheckConstraint:
    """Require that a partial date may lie before another one.

    Refused is only what is wrong however kindly the two dates are read: the
    first possible day of the start after the last possible day of the end.
    """
    early, late = f"{start}_earliest", f"{end}_latest"
    return CheckConstraint(
        condition=Q(**{f"{early}__isnull": True})
        | Q(**{f"{late}__isnull": True})
        | Q(**{f"{late}__gte": F(early)}),
        name=name,
        violation_error_message=message,
    )


def vocabulary(
    model: str, *, or_empty: Iterable[str] = (), **fields: type[TextChoices]
) -> list[BaseConstraint]:
    """Require of each named field that it holds a term of its vocabulary.

    Those named in ``or_empty`` may also be empty.
    """
    return [
        CheckConstraint(
            condition=Q(
                **{f"{field}__in": ["", *terms.values] if field in or_empty else terms.values}
            ),
            name=f"relations_{model}_{field}_term",
            violation_error_message=_("“%(field)s” must be one of: %(terms)s.")
            % {"field": field, "terms": ", ".join(terms.values)},
        )
        for field, terms in fields.items()
    ]
