"""Chainable filters, named after what a user asks for. Dates are arguments.

No model is imported here: querysets reach other models through their relations.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import Case, Exists, F, OrderBy, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from .fields import PartialDateField, read_date
from .vocabularies import (
    ENDING,
    LEAVING,
    STATE_AFTER,
    STATUS_AFTER,
    ActKind,
    Concerns,
    MembershipActKind,
    Review,
)


def newest(column: str) -> OrderBy:
    """Order by a date, newest first and undated last: databases differ about NULL."""
    return F(column).desc(nulls_last=True)


def oldest(column: str) -> OrderBy:
    """Order by a date, oldest first and undated last."""
    return F(column).asc(nulls_last=True)


# A queryset of ours where a signature can't say which: the stubs know the chainable
# filters below of the concrete classes only.
Rows = Any


def about(actor: models.Model, prefix: str = "actor") -> Q:
    """Give the condition that the arc called ``prefix`` points to this country or organization."""
    return Q(**{f"{prefix}_{actor._meta.model_name}": actor})


class NaturalKeyQuerySet(models.QuerySet):
    """What every queryset of ours can do."""

    def get_by_natural_key(self, *parts: Any) -> Any:
        """Find the row with this natural key; keys of other rows in it are lists themselves."""
        return self.get(**natural_lookup(self.model, parts))

    def update(self, **kwargs: Any) -> int:
        """Update as Django does, and keep the bounds of partial dates true to them."""
        for name, value in list(kwargs.items()):
            field = self.model._meta.get_field(name)
            if not isinstance(field, PartialDateField):
                continue
            date = read_date(value)
            kwargs[name] = date
            kwargs[f"{name}_earliest"] = date.earliest if date else None
            kwargs[f"{name}_latest"] = date.latest if date else None
        return super().update(**kwargs)

    update.alters_data = True  # type: ignore[attr-defined]


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


# Steps, and what follows from them ------------------------------------------------


class StepQuerySet(ActorArcQuerySet):
    """Dated steps of an agreement or a membership."""

    kinds: type[models.TextChoices]
    endings: tuple[str, ...]

    def happened_by(self, on: dt.date) -> Self:
        """Keep the steps that had certainly taken effect on that day.

        A step known only to the year has certainly happened when the year is
        over; one without an upper bound as soon as it may have begun.
        """
        return self.with_effect().filter(
            Q(_latest__lte=on)
            | Q(_latest__isnull=True) & (Q(_earliest__isnull=True) | Q(_earliest__lte=on))
        )

    def with_effect(self) -> Self:
        """Annotate when a step took effect: its own date of effect, else its date."""
        has_effect = Q(effect__isnull=False)
        return self.annotate(
            _earliest=Case(When(has_effect, then=F("effect_earliest")), default=F("date_earliest")),
            _latest=Case(When(has_effect, then=F("effect_latest")), default=F("date_latest")),
        )

    def in_order(self) -> Self:
        """Order steps as they followed each other.

        The first possible day decides, then the usual order of the kinds. A step
        of unknown date stands first, an ending of unknown date last.
        """
        rank = Case(
            *[When(kind=kind, then=Value(number)) for number, kind in enumerate(self.kinds.values)],
            default=Value(0),
        )
        unknown = Case(
            When(kind__in=self.endings, then=Value(dt.date.max)),
            default=Value(dt.date.min),
            output_field=models.DateField(),
        )
        return (
            self.with_effect()
            .annotate(_order=Coalesce("_earliest", "_latest", unknown), _rank=rank)
            .order_by("_order", "_rank", "occurrence")
        )

    def latest_kind(self) -> Subquery:
        """Give the kind of the last step, for use in an annotation."""
        last = self.in_order().order_by("-_order", "-_rank", "-occurrence")
        return Subquery(last.values("kind")[:1])


class ActQuerySet(StepQuerySet):
    kinds = ActKind
    endings = ENDING

    def of_the_whole(self) -> Self:
        """Keep the steps that change the state of the agreement as a whole.

        Besides those marked so, a signature by any party: from then on the
        agreement is one that was signed.
        """
        return self.filter(
            Q(concerns=Concerns.AGREEMENT) | Q(kind=ActKind.SIGNED),
            kind__in=STATE_AFTER,
        )


class MembershipActQuerySet(StepQuerySet):
    kinds = MembershipActKind
    endings = LEAVING


def _translated(kind: Subquery, table: dict[str, Any]) -> Case:
    """Turn the kind of a step into the state that follows from it."""
    by_state: dict[str, list[str]] = {}
    for step, state in table.items():
        by_state.setdefault(str(state), []).append(str(step))
    return Case(
        *[When(_last_step__in=steps, then=Value(state)) for state, steps in by_state.items()],
        default=Value(""),
        output_field=models.CharField(),
    )


class AgreementQuerySet(CuratedQuerySet):
    def with_state(self, on: dt.date | None = None) -> Self:
        """Annotate ``state`` as it follows from the acts on a day (today where None)."""
        acts = self.model._meta.get_field("act").related_model.objects
        last = (
            acts.filter(agreement=OuterRef("pk"))
            .of_the_whole()
            .happened_by(on or timezone.localdate())
            .latest_kind()
        )
        return self.annotate(_last_step=last).annotate(state=_translated(last, STATE_AFTER))

    def of(self, *actors: models.Model) -> Self:
        """Keep the agreements to which every one of the actors is a party in any role."""
        parties = self.model._meta.get_field("party").related_model.objects
        kept = self
        for actor in actors:
            kept = kept.filter(Exists(parties.filter(about(actor), agreement=OuterRef("pk"))))
        return kept

    def with_parties(self) -> Self:
        return self.prefetch_related("party_set__actor_country", "party_set__actor_organization")

    def with_first_date(self) -> Self:
        """Annotate the first possible day and the notation of the earliest dated act."""
        acts = self.model._meta.get_field("act").related_model.objects
        first = acts.filter(agreement=OuterRef("pk"), date_earliest__isnull=False).order_by(
            "date_earliest"
        )
        return self.annotate(
            first_day=Subquery(first.values("date_earliest")[:1]),
            first_date=Subquery(first.values("date")[:1]),
        )


class MembershipQuerySet(CuratedQuerySet, ActorArcQuerySet):
    def with_status(self, on: dt.date | None = None) -> Self:
        """Annotate ``status`` as it follows from the acts on a day (today where None)."""
        acts = self.model._meta.get_field("membershipact").related_model.objects
        last = (
            acts.filter(membership=OuterRef("pk"))
            .happened_by(on or timezone.localdate())
            .latest_kind()
        )
        return self.annotate(_last_step=last).annotate(status=_translated(last, STATUS_AFTER))

    def visible(self) -> Self:
        """Keep the published memberships whose two ends readers may see as well."""
        return self.published().filter(
            Q(actor_country__review=Review.PUBLISHED)
            | Q(actor_organization__review=Review.PUBLISHED),
            organization__review=Review.PUBLISHED,
        )


class StatementQuerySet(CuratedQuerySet):
    def on_behalf_of(self, actor: models.Model) -> Self:
        """Keep the statements that speak for this country or organization."""
        sides = self.model._meta.get_field("side").related_model.objects
        return self.filter(Exists(sides.filter(about(actor), statement=OuterRef("pk"))))

    def with_sides(self) -> Self:
        return self.prefetch_related(
            "side_set__actor_country",
            "side_set__actor_organization",
            "side_set__person",
            "side_set__office",
        )


class PositionQuerySet(NaturalKeyQuerySet):
    def visible(self) -> Self:
        """Keep the positions whose statement and target readers may see."""
        return self.filter(
            Q(target_country__review=Review.PUBLISHED)
            | Q(target_organization__review=Review.PUBLISHED)
            | Q(target_agreement__review=Review.PUBLISHED)
            | Q(target_membership__review=Review.PUBLISHED)
            | Q(target_scope__isnull=False),
            statement__review=Review.PUBLISHED,
        )

    def with_targets(self) -> Self:
        """Load the target together with the position."""
        return self.select_related(
            "target_country",
            "target_organization",
            "target_agreement",
            "target_scope",
            "target_membership__actor_country",
            "target_membership__actor_organization",
            "target_membership__organization",
        )

    def on_actor(self, actor: models.Model) -> Self:
        """Keep the positions on an actor itself and on its memberships."""
        return self.filter(about(actor, "target") | about(actor, "target_membership__actor"))

    def stated_for(self, actor: models.Model) -> Self:
        """Keep the positions stated on behalf of this country or organization."""
        sides = (
            self.model._meta.get_field("statement")
            .related_model._meta.get_field("side")
            .related_model.objects
        )
        return self.filter(Exists(sides.filter(about(actor), statement=OuterRef("statement"))))
