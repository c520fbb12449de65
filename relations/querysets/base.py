"""What every queryset can do: natural keys, review, the arc to an actor, dates kept true."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OrderBy, OuterRef, Q
from django.db.models.indexes import IndexExpression
from django.utils.deconstruct import deconstructible

from ..fields import following
from ..vocabularies import (
    Review,
)


@deconstructible(path="relations.querysets.NullsLast")
class NullsLast(OrderBy):
    """An order with NULL last; it can be indexed on SQLite too.

    SQLite has NULL last in a falling order by itself, and refuses to be told so by an index.
    """

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        order = self.copy()
        if order.descending:
            order.nulls_last = None
        elif order.nulls_first:
            order.nulls_first = None
        return order.as_sql(compiler, connection, **context)


# An index takes the orders that it knows.
IndexExpression.register_wrappers(NullsLast, *IndexExpression.wrapper_classes)


def newest(column: str) -> OrderBy:
    """Order by a date, newest first and undated last: databases differ about NULL."""
    return NullsLast(F(column), descending=True, nulls_last=True)


def oldest(column: str) -> OrderBy:
    """Order by a date, oldest first and undated last."""
    return F(column).asc(nulls_last=True)


# A queryset of ours where a signature can't say which: the stubs know the chainable
# filters below of the concrete classes only.
Rows = Any


def about(actor: models.Model, prefix: str = "actor") -> Q:
    """Give the condition that the arc called ``prefix`` points to this country or organization."""
    return Q(**{f"{prefix}_{actor._meta.model_name}": actor})


def among_actors(*actors: models.Model) -> Q:
    """Give the condition that the arc points to one of these, as ``…__in``."""
    by_model: dict[str, list[models.Model]] = {}
    for actor in actors:
        by_model.setdefault(f"actor_{actor._meta.model_name}__in", []).append(actor)
    return Q(*by_model.items(), _connector=Q.OR)


class NaturalKeyQuerySet(models.QuerySet):
    """What every queryset of ours can do."""

    def get_by_natural_key(self, *parts: Any) -> Any:
        """Find the row with this natural key; keys of other rows in it are lists themselves."""
        return self.get(**natural_lookup(self.model, parts))

    def update(self, **kwargs: Any) -> int:
        """Update as Django does, and keep true what follows from a field: the bounds of a date."""
        for name, followers in following(self.model).items():
            names = [name, *(f.name for f in followers)]
            given = kwargs.keys() & set(names)
            if name in given and not hasattr(kwargs[name], "resolve_expression"):
                value = self.model._meta.get_field(name).to_python(kwargs[name])
                kwargs |= {name: value} | {f.name: f.follow(value) for f in followers}
            elif given and len(given) < len(names):
                raise TypeError(f"Set {', '.join(names)} together: they say the same.")
        return super().update(**kwargs)

    update.alters_data = True  # type: ignore[attr-defined]

    def bulk_update(self, objs: Any, fields: Any, batch_size: int | None = None) -> int:
        """Update as Django does, what follows from the fields included."""
        return super().bulk_update(objs, with_following(self.model, fields), batch_size)

    bulk_update.alters_data = True  # type: ignore[attr-defined]


def with_following(model: Any, fields: Any) -> list[str]:
    """Give the names of fields, and behind each those of the columns that follow it."""
    followers = following(model)
    names: list[str] = []
    for name in fields:
        names += [name, *(f.name for f in followers.get(name, ()))]
    return list(dict.fromkeys(names))


def natural_lookup(model: Any, parts: Any, prefix: str = "") -> dict[str, Any]:
    """Turn a natural key into filter arguments, following keys of keys in one query.

    Raises TypeError where the key has the wrong number of parts.
    """
    names = model.natural_key_fields
    if not isinstance(parts, list | tuple) or len(parts) != len(names):
        raise TypeError(
            f"a key of {model._meta.verbose_name} is a list of {len(names)}: {', '.join(names)}"
        )
    lookup: dict[str, Any] = {}
    for name, part in zip(names, parts, strict=True):
        field = model._meta.get_field(name)
        if part is None:
            lookup[f"{prefix}{name}__isnull"] = True
        elif field.is_relation:
            lookup |= natural_lookup(field.related_model, part, f"{prefix}{name}__")
        else:
            lookup[f"{prefix}{name}"] = part
    return lookup


class CuratedQuerySet(NaturalKeyQuerySet):
    """Records that are reviewed before readers see them."""

    def published(self) -> Self:
        """Keep what readers may see. Every public page starts here."""
        return self.filter(review=Review.PUBLISHED)

    def with_edits(self) -> Self:
        """Annotate ``edited_since_review``: whether readers see an edit that nobody confirmed."""
        requests = self.model._meta.apps.get_model("relations", "ReviewRequest").objects
        edits = requests.filter(
            model=self.model._meta.model_name, object_id=OuterRef("pk"), decision="", is_live=True
        )
        return self.annotate(edited_since_review=Exists(edits))


class ActorArcQuerySet(NaturalKeyQuerySet):
    """Rows that point to a country or an organization."""

    def for_actor(self, actor: models.Model) -> Self:
        """Keep the rows of this country or organization."""
        return self.filter(about(actor))

    def visible(self) -> Self:
        """Keep the rows whose actor readers may see, and those without one."""
        return self.filter(
            Q(actor_country__review=Review.PUBLISHED)
            | Q(actor_organization__review=Review.PUBLISHED)
            | Q(actor_country__isnull=True, actor_organization__isnull=True)
        )

    def with_actors(self) -> Self:
        """Load the country or organization together with the row."""
        return self.select_related("actor_country", "actor_organization")
