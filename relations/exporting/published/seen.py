"""Which rows leave the database: those that readers may see, and whose every need they may.

A row needs what it can't be understood without: its principal source, what it is a part of,
whom or what it is about. What it merely mentions (the state that a territory is under, the
hand that signed, a part's own source) is left empty where readers may not see that.
"""

from __future__ import annotations

from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q

from relations import models
from relations.models.base import CuratedModel
from relations.querysets import Rows
from relations.vocabularies import Review

# In an order in which they load: what others point to stands first.
MODELS: tuple[Any, ...] = (
    models.Source,
    models.Scope,
    models.Country,
    models.Organization,
    models.OtherName,
    models.Person,
    models.Office,
    models.Agreement,
    models.Party,
    models.Act,
    models.Provision,
    models.AgreementLink,
    models.Membership,
    models.MembershipAct,
    models.Statement,
    models.Side,
    models.Position,
    models.Incompatibility,
    models.Citation,
    models.Claim,
    models.FormerSlug,
)
# These would need more joins than SQLite takes, which are 64: what they are about is asked
# for in subqueries.
ABOUT_ANYTHING = (models.Citation, models.Claim)
# Whose arc may be empty: an act of an agreement as a whole is nobody's in particular, and
# an incompatibility needn't have been stated.
ARC_MAY_BE_EMPTY = (models.Act, models.Incompatibility)


def arc_of(model: Any) -> list[Any]:
    """Give the nullable keys among a row's natural key: at most one of them is set."""
    fields = (model._meta.get_field(name) for name in model.natural_key_fields)
    return [field for field in fields if field.is_relation and field.null]


def mentions(model: Any) -> list[Any]:
    """Give the keys to what a row can do without."""
    arc = arc_of(model)
    return [
        field
        for field in model._meta.concrete_fields
        if field.many_to_one and field.null and field not in arc and not _is_evidence(model, field)
    ]


def _is_evidence(model: Any, field: Any) -> bool:
    return field.name == "source" and issubclass(model, CuratedModel)


def seen(model: Any, within: str = "") -> Rows:
    """Give the rows of one of ``MODELS`` that leave the database, in no order.

    ``within`` is a key to what is known to leave it: only rows of that are asked for.
    """
    return model._default_manager.order_by().filter(_seen(model, within=within))


def with_what_may_be_mentioned(rows: Rows) -> Rows:
    """Annotate ``_sees_<key>`` for each key of :func:`mentions`: whether readers may see it."""
    return rows.annotate(
        **{
            f"_sees_{field.name}": ExpressionWrapper(_among(field), output_field=BooleanField())
            for field in mentions(rows.model)
        }
    )


def _seen(model: Any, prefix: str = "", within: str = "") -> Q:
    condition = Q()
    arc, mentioned = arc_of(model), mentions(model)
    for field in model._meta.concrete_fields:
        if field.name == "review":
            condition &= Q(**{f"{prefix}review": Review.PUBLISHED})
        elif field.many_to_one and field not in (*arc, *mentioned) and field.name != within:
            condition &= _among(field, prefix)
    if arc:
        one = Q()
        for field in arc:
            one |= _in(field) if model in ABOUT_ANYTHING else _among(field, prefix)
        if model in ARC_MAY_BE_EMPTY:
            one |= Q(**{f"{prefix}{field.name}__isnull": True for field in arc})
        condition &= one
    return condition


def _among(field: Any, prefix: str = "") -> Q:
    """Give the condition that what a key points to is seen, by joins along the keys."""
    path = f"{prefix}{field.name}__"
    return Q(**{f"{path}isnull": False}) & _seen(field.related_model, path)


def _in(field: Any) -> Q:
    return Q(**{f"{field.name}__in": seen(field.related_model).values("pk")})
