"""Dated steps of agreements and memberships, and which of them was the last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Self

from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from ..vocabularies import (
    ENDING,
    LEAVING,
    STATE_AFTER,
    STATUS_AFTER,
    ActKind,
    Concerns,
    MembershipActKind,
)
from .base import ActorArcQuerySet


class StepQuerySet(ActorArcQuerySet):
    """Dated steps of an agreement or a membership."""

    parent: str  # the field that names whose step it is
    kinds: type[models.TextChoices]
    endings: tuple[str, ...]  # after which it is over
    late: tuple[str, ...]  # which usually follow others
    outcomes: Mapping[Any, Any]  # the state after each kind

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
        """Annotate when a step took effect: its own date of effect, else its date.

        An effect without a lower bound can't lie before the act.
        """
        has_effect = Q(effect__isnull=False)
        return self.annotate(
            _earliest=Case(
                When(has_effect, then=Coalesce("effect_earliest", "date_earliest")),
                default=F("date_earliest"),
            ),
            _latest=Case(When(has_effect, then=F("effect_latest")), default=F("date_latest")),
        )

    def in_order(self) -> Self:
        """Order steps as they followed each other, as far as their dates say.

        The first possible day decides, then the usual order of the kinds; what
        usually comes late in a life (entry into force, leaving) and is known only
        roughly is put on its last possible day. Unknown dates stand first, endings
        of unknown date last. Steps of one day and kind stand as they were entered.
        """
        roughly_late = Q(kind__in=self.late) & ~Q(_latest=F("_earliest"))
        order = Case(
            When(roughly_late, then=Coalesce("_latest", self._unknown())),
            default=Coalesce("_earliest", "_latest", self._unknown()),
        )
        return (
            self.with_effect()
            .annotate(_order=order, _rank=self._rank())
            .order_by("_order", "_rank", "occurrence", "pk")
        )

    def of_the_whole(self) -> Self:
        """Keep the steps that change the state of what they are steps of: all."""
        return self

    def resulting_state(self, on: dt.date) -> Coalesce:
        """Give the state that follows from the steps by a day, '' where none happened.

        For an annotation on whose steps they are. The table of states is applied
        inside the subquery, so that the database looks for the last step once.
        """
        by_state: dict[str, list[str]] = {}
        for step, state in self.outcomes.items():
            by_state.setdefault(str(state), []).append(str(step))
        state_after = Case(
            *[When(kind__in=steps, then=Value(state)) for state, steps in by_state.items()],
            default=Value(""),
            output_field=models.CharField(),
        )
        steps = self.happened_by(on).last_first().filter(**{self.parent: OuterRef("pk")})
        last = steps.annotate(_state=state_after).values("_state")[:1]
        return Coalesce(Subquery(last), Value(""))

    def last_first(self) -> Self:
        """Order so that the step comes first which the present state follows from.

        Only those can be the last that may have happened on or after the latest
        day on which some step began for certain. Among them, where the dates
        leave it open, the usual order of the kinds decides: a treaty signed on 18
        October 2011 that entered into force in 2011 is in force.
        """
        steps = self.with_effect().annotate(
            _begin=Coalesce("_earliest", self._unknown()),
            _end=Coalesce("_latest", self._unknown(bounded_below=Q(_earliest__isnull=False))),
        )
        siblings = steps.filter(**{self.parent: OuterRef(self.parent)})
        latest_begin = siblings.order_by("-_begin").values("_begin")[:1]
        return (
            steps.annotate(_rank=self._rank())
            .filter(_end__gte=Subquery(latest_begin))
            .order_by("-_rank", "-occurrence", "-_begin")
        )

    def _rank(self) -> Case:
        return Case(
            *[When(kind=kind, then=Value(number)) for number, kind in enumerate(self.kinds.values)],
            default=Value(0),
        )

    def _unknown(self, bounded_below: Q | None = None) -> Case:
        """Stand in for a missing bound: endings go last, and what may still be to come."""
        late = Q(kind__in=self.endings)
        return Case(
            When(late | bounded_below if bounded_below else late, then=Value(dt.date.max)),
            default=Value(dt.date.min),
            output_field=models.DateField(),
        )


class ActQuerySet(StepQuerySet):
    parent = "agreement"
    kinds = ActKind
    endings = ENDING
    outcomes = STATE_AFTER
    late = (ActKind.ENTERED_INTO_FORCE, ActKind.SUSPENDED, ActKind.RESUMED, *ENDING)

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
    parent = "membership"
    kinds = MembershipActKind
    endings = LEAVING
    late = LEAVING
    outcomes = STATUS_AFTER


@lru_cache(maxsize=256)
def resulting_state(acts: type[models.Model], on: dt.date) -> Coalesce:
    """Give the state after the steps of this model by a day, to annotate those whose they are.

    Made once for each day: to make it takes longer than many a database takes to answer.
    """
    steps: StepQuerySet = acts._default_manager.all()
    return steps.of_the_whole().resulting_state(on)
