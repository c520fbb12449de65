"""Poles: a country, an organization, or the members of an organization as of each day.

In the URL a pole is a slug (``russia``, ``eu``) or ``members:`` and the slug of an
organization (``members:g7``): no slug has a colon, so the two can't be confused.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from relations.models import Membership, Organization

from ..actors import current_slugs, find_actor
from .kinds import Wrong

PREFIX = "members:"
MOST_MEMBERS = 60

ActorKey = tuple[str, int]  # "country" or "organization", and the number of its row


def key_of(actor: Any) -> ActorKey:
    return actor._meta.model_name, actor.pk


def by_kind(keys: Iterable[ActorKey]) -> dict[str, list[int]]:
    """Give the numbers of each kind."""
    found: dict[str, list[int]] = {}
    for kind, number in keys:
        found.setdefault(kind, []).append(number)
    return found


def any_of(keys: Iterable[ActorKey], prefix: str = "actor") -> Q:
    """Give the condition that an arc points to one of these; of none, that nothing fulfils."""
    condition = Q(pk__in=[])
    for kind, numbers in by_kind(keys).items():
        condition |= Q(**{f"{prefix}_{kind}__in": numbers})
    return condition


@dataclass(frozen=True)
class Pole:
    """A pole. ``record`` is the actor, or the organization whose members it is.

    ``members`` are all who ever had a tie with that organization; who is one on a day
    follows from their acts. For a pole that is an actor they are that one.
    """

    slug: str
    record: Any
    of_members: bool
    members: frozenset[ActorKey]

    def __str__(self) -> str:
        name = getattr(self.record, "acronym", "") or str(self.record)
        return _("members of %(name)s") % {"name": name} if self.of_members else name

    @property
    def name(self) -> str:
        """The name in full."""
        if self.of_members:
            return _("the members of %(name)s") % {"name": self.record}
        return str(self.record)

    @property
    def href(self) -> str:
        return str(self.record.get_absolute_url())


def current(words: list[str]) -> list[str]:
    """Turn codes and former slugs into slugs of today, ``members:`` kept."""
    slugs = current_slugs([word.removeprefix(PREFIX) for word in words])
    return [
        PREFIX + slug if word.startswith(PREFIX) else slug
        for word, slug in zip(words, slugs, strict=True)
    ]


def find_pole(word: str) -> Pole | None:
    """Find the pole of this word; None where nothing that readers may see is meant.

    Raises Wrong where it has more than 60 members, or is no organization.
    """
    of_members = word.startswith(PREFIX)
    record = find_actor(word.removeprefix(PREFIX))
    if record is None:
        return None
    if not of_members:
        return Pole(word, record, of_members, frozenset({key_of(record)}))
    if not isinstance(record, Organization):
        raise Wrong({"pole": _("%(name)s has no members: it is a country.") % {"name": record}})
    rows = Membership.objects.visible().filter(organization=record)
    ends = rows.order_by().values_list("actor_country_id", "actor_organization_id")
    members = frozenset(
        ("country", country) if country else ("organization", organization)
        for country, organization in ends[: MOST_MEMBERS + 1]
    )
    if len(members) > MOST_MEMBERS:
        raise Wrong(
            {
                "pole": _("%(name)s has more than %(n)d members: too many for a pole.")
                % {"name": record, "n": MOST_MEMBERS}
            }
        )
    return Pole(word, record, of_members, members)
