"""Agreements, memberships, statements and positions, asked as users ask."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from ..vocabularies import Review
from ..web_addresses import page_key
from .base import ActorArcQuerySet, CuratedQuerySet, NaturalKeyQuerySet, Rows, about
from .prepared import parts, prepared
from .steps import resulting_state


def happened_by(on: dt.date, field: str) -> Q:
    """Give the condition that a partial date had certainly come by a day, if it ever does."""
    earliest, latest = f"{field}_earliest", f"{field}_latest"
    return Q(**{f"{latest}__lte": on}) | Q(**{f"{latest}__isnull": True}) & (
        Q(**{f"{earliest}__isnull": True}) | Q(**{f"{earliest}__lte": on})
    )


@cache
def visible_parties(party: Any) -> Rows:
    """Prepare the parties that readers may see, with their actors; ``party`` is the model."""
    return prepared(party.objects.visible().with_actors())


class AgreementQuerySet(CuratedQuerySet):
    def with_state(self, on: dt.date | None = None) -> Self:
        """Annotate ``state`` as it follows from the acts on a day (today where None)."""
        acts = self.model._meta.get_field("act").related_model
        return self.annotate(state=resulting_state(acts, on or timezone.localdate()))

    def of(self, *actors: models.Model) -> Self:
        """Keep the agreements to which every one of the actors is a party in any role."""
        parties = self.model._meta.get_field("party").related_model.objects
        kept = self
        for actor in actors:
            kept = kept.filter(Exists(parties.filter(about(actor), agreement=OuterRef("pk"))))
        return kept

    def with_parties(self) -> Self:
        """Load the parties that readers may see as ``parties``."""
        parties = visible_parties(self.model._meta.get_field("party").related_model)
        return self.prefetch_related(parts("party_set", parties, to_attr="parties"))

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
        acts = self.model._meta.get_field("membershipact").related_model
        return self.annotate(status=resulting_state(acts, on or timezone.localdate()))

    def visible(self) -> Self:
        """Keep the published memberships whose two ends readers may see as well."""
        return self.published().filter(
            Q(actor_country__review=Review.PUBLISHED)
            | Q(actor_organization__review=Review.PUBLISHED),
            organization__review=Review.PUBLISHED,
        )


class IncompatibilityQuerySet(CuratedQuerySet):
    def visible(self) -> Self:
        """Keep the published ones whose organizations and statement readers may see as well."""
        return self.published().filter(
            Q(statement__isnull=True) | Q(statement__review=Review.PUBLISHED),
            first__review=Review.PUBLISHED,
            second__review=Review.PUBLISHED,
        )

    def holding(self, on: dt.date) -> Self:
        """Keep those that held on a day: begun for certain by then, and not over for certain.

        One without a beginning of its own begins with the statement that states it, and
        without that too it held from the beginning.
        """
        own, said = Q(since__isnull=False), Q(statement__date__isnull=False)
        return self.exclude(until_latest__lt=on).filter(
            own & happened_by(on, "since")
            | ~own & said & happened_by(on, "statement__date")
            | ~own & ~said
        )

    def between(self, first: models.Model, second: models.Model) -> Self:
        """Keep those of two organizations, in either order."""
        return self.filter(Q(first=first, second=second) | Q(first=second, second=first))


class SourceQuerySet(CuratedQuerySet):
    def at(self, url: str) -> Self:
        """Keep the source with the page at this URL, however it is written; none for ''."""
        key = page_key(url)
        return self.filter(url_key=key) if key else self.none()


class StatementQuerySet(CuratedQuerySet):
    def on_behalf_of(self, actor: models.Model) -> Self:
        """Keep the statements that speak for this country or organization."""
        sides = self.model._meta.get_field("side").related_model.objects
        # Not EXISTS: SQLite would look at each statement, and not begin with the actor's sides.
        own = sides.filter(about(actor)).order_by()
        return self.filter(pk__in=own.values("statement"))


class PositionQuerySet(NaturalKeyQuerySet):
    def visible(self) -> Self:
        """Keep the positions whose statement and target readers may see."""
        return self.filter(statement__review=Review.PUBLISHED).on_visible()

    def on_visible(self) -> Self:
        """Keep the positions whose target readers may see; of statements that they may.

        By the few records that they may not see, and not by joins with all eight tables: of so
        many PostgreSQL doesn't look for the best order, and to look took as long as to read.
        """
        found = self
        for name in ("target_country", "target_organization", "target_agreement"):
            hidden = self._targets(name).exclude(review=Review.PUBLISHED)
            found = found.exclude(**{f"{name}__in": hidden.order_by().values("pk")})
        ties = self._targets("target_membership").visible().filter(pk=OuterRef("target_membership"))
        return found.filter(Q(target_membership__isnull=True) | Exists(ties))

    def _targets(self, name: str) -> Rows:
        return self.model._meta.get_field(name).related_model.objects.all()

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
        """Keep the positions on an actor itself, on its memberships and on memberships in it."""
        ties = self._targets("target_membership")
        member = about(actor)
        if actor._meta.model_name == "organization":
            member |= Q(organization=actor)
        # A union and no OR of the two: for that either database reads all positions.
        rows = self.model._base_manager.order_by()
        on_itself = rows.filter(about(actor, "target")).values("pk")
        on_ties = rows.filter(target_membership__in=ties.filter(member).order_by().values("pk"))
        return self.filter(pk__in=on_itself.union(on_ties.values("pk")))

    def stated_for(self, actor: models.Model) -> Self:
        """Keep the positions stated on behalf of this country or organization."""
        sides = (
            self.model._meta.get_field("statement")
            .related_model._meta.get_field("side")
            .related_model.objects
        )
        # As in on_behalf_of().
        own = sides.filter(about(actor)).order_by()
        return self.filter(statement__in=own.values("statement"))
