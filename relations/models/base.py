"""What the models share: natural keys, review and sources, slugs, the arc to an actor."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.constraints import BaseConstraint
from django.utils.encoding import force_str
from django.utils.translation import gettext_lazy as _

from ..constraints import at_most_one, exactly_one, vocabulary
from ..fields import FollowingField, following
from ..querysets import (
    ActorArcQuerySet,
    CuratedQuerySet,
    NaturalKeyQuerySet,
    with_following,
)
from ..vocabularies import Review


class NaturalKeyModel(models.Model):
    """A row that fixtures know by a key of its own words, never by a number."""

    natural_key_fields: ClassVar[tuple[str, ...]]
    # The keys to the record that a row is a part of (the one that is set counts): its
    # history, review and stamp are that record's. Empty for a record of its own.
    part_of: ClassVar[tuple[str, ...]] = ()

    objects = NaturalKeyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, **kwargs: Any) -> None:
        """Save as Django does; with each field what follows from it."""
        for name, followers in following(type(self)).items():
            if name in self.__dict__:  # else both are deferred
                for field in followers:
                    self.__dict__.setdefault(field.attname, None)
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = with_following(type(self), kwargs["update_fields"])
        super().save(**kwargs)

    def _get_FIELD_display(self, field: Any) -> str:
        """Give the label of a term, as Django does for each ``get_…_display``.

        Django makes a table of all terms anew each time, and translates and hashes every
        label for it: a third of the time of a page with many rows.
        """
        value = getattr(self, field.attname)
        return force_str(_labels(field).get(value, value), strings_only=True)

    def natural_key(self) -> list[Any]:
        """Give the key as a list; where a part is another row, that row's key."""
        parts = (getattr(self, name) for name in self.natural_key_fields)
        return [p.natural_key() if isinstance(p, NaturalKeyModel) else p for p in parts]

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Check the constraints as Django does, those on computed columns included.

        A form leaves the two bound columns of a date out, as they are not for
        editing, and Django would then skip every constraint on them.
        """
        kept = set(exclude or ())
        for field in self._meta.fields:
            if isinstance(field, FollowingField) and field.source not in kept:
                kept.discard(field.name)
        super().validate_constraints(exclude=kept)


@cache
def _labels(field: Any) -> dict[Any, Any]:
    """Give the labels of a field's terms, each to be translated when it is said."""
    return dict(field.flatchoices)


def published_needs_source(model: str) -> list[BaseConstraint]:
    """Require a source of whatever readers see, and a review that we know."""
    return [
        models.CheckConstraint(
            condition=~Q(review=Review.PUBLISHED) | Q(source__isnull=False),
            name=f"relations_{model}_published_has_source",
            violation_error_message=_("Only a sourced record can be published: choose its source."),
        ),
        *vocabulary(model, review=Review),
    ]


class CuratedModel(NaturalKeyModel):
    """A record that is sourced and reviewed before readers see it.

    ``source`` is the principal evidence and stands in the row itself, so that
    the database can refuse to publish without it; further evidence is kept as
    :class:`~relations.models.source.Citation`.
    """

    review = models.CharField(
        _("review"),
        max_length=12,
        choices=Review.choices,
        default=Review.DRAFT,
        db_index=True,
        help_text=_("Readers see published records only."),
    )
    source = models.ForeignKey(
        # A source that something rests on must not vanish.
        "relations.Source",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("source"),
        related_name="%(class)s_set",
        help_text=_("The principal evidence. Required before publication."),
    )
    locator = models.CharField(
        _("locator"),
        max_length=200,
        blank=True,
        help_text=_("Where in the source: page, article, paragraph, entry."),
    )

    objects = CuratedQuerySet.as_manager()

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.review == Review.PUBLISHED and self.source and not self.source.is_published:
            raise ValidationError(
                {"source": _("Publish this source first: readers could not see it.")}
            )

    @property
    def is_published(self) -> bool:
        return self.review == Review.PUBLISHED


class ActorArc(NaturalKeyModel):
    """A row that belongs to an actor: to just one country or just one organization."""

    # CASCADE would take facts away with an actor; what is tied can't be deleted.
    actor_country = models.ForeignKey(
        "relations.Country",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("country"),
    )
    actor_organization = models.ForeignKey(
        "relations.Organization",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("organization"),
    )

    ACTOR: ClassVar[tuple[str, str]] = ("actor_country", "actor_organization")

    objects = ActorArcQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def actor(self) -> Any:
        """The country or organization; None where the arc is empty."""
        return self.actor_country or self.actor_organization


def one_actor(model: str) -> models.CheckConstraint:
    return exactly_one(
        f"relations_{model}_one_actor",
        ActorArc.ACTOR,
        _("Choose either a country or an organization, not both and not neither."),
    )


def one_actor_or_none(model: str) -> models.CheckConstraint:
    return at_most_one(
        f"relations_{model}_one_actor_at_most",
        ActorArc.ACTOR,
        _("Choose a country or an organization, not both."),
    )


def names_rest_on(model: Any) -> list[str]:
    """Give the keys to follow, as for select_related, so that naming a row asks nothing more.

    A row with a name or title of its own needs whose it is at most: the title of an office.
    """
    names = {f.name for f in model._meta.concrete_fields}
    if {"name", "title"} & names:
        return sorted(names & {*ActorArc.ACTOR, "person"})
    keys = [f for f in model._meta.concrete_fields if f.many_to_one and f.name != "source"]
    return [
        path
        for f in keys
        for path in (f.name, *(f"{f.name}__{n}" for n in names_rest_on(f.related_model)))
        if f.related_model is not model
    ]
