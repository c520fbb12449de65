"""Filters of statements."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from relations.models import (
    Agreement,
    Country,
    Membership,
    Organization,
    Person,
    Position,
    Scope,
    Side,
    Statement,
)
from relations.querysets import Rows, newest, oldest
from relations.reading.facets import Counts
from relations.reading.gathered import FEW
from relations.reading.search import first_with_words
from relations.reading.statement_facets import StatementParts
from relations.vocabularies import Medium, Stance, Voice

from .list_filter import ListFilter
from .parts import (
    AnyActor,
    AnyOf,
    AnyRecord,
    AnyTarget,
    Facet,
    Since,
    Sort,
    Until,
    Values,
    Words,
    is_actor,
    numbers,
)


def on_target(values: list[str]) -> Q:
    """Give the condition that a position is on one of these; ties are member/organization.

    By numbers, so that each kind of target is found by its index.
    """
    memberships = Q(pk__in=[])
    for value in values:
        member, slash, organization = value.partition("/")
        if slash:
            memberships |= Q(organization__slug=organization) & is_actor([member])
    ties = Membership.objects.filter(memberships).values_list("pk", flat=True)
    return (
        Q(target_country__in=numbers(Country, values))
        | Q(target_organization__in=numbers(Organization, values))
        | Q(target_agreement__in=numbers(Agreement, values))
        | Q(target_scope__in=numbers(Scope, values))
        | Q(target_membership__in=list(ties))
    )


def _speaks_for(slugs: list[str]) -> Q:
    # Not EXISTS: SQLite would look at each statement, and not begin with the sides.
    return Q(pk__in=sides_of(slugs).values("statement"))


def sides_of(slugs: list[str]) -> Rows:
    """Give the sides of some actors."""
    return Side.objects.filter(
        Q(actor_country__in=numbers(Country, slugs))
        | Q(actor_organization__in=numbers(Organization, slugs))
    ).order_by()


def _spoken_by(slugs: list[str]) -> Q:
    sides = Side.objects.filter(person__in=numbers(Person, slugs))
    return Q(pk__in=sides.order_by().values("statement"))


class StatementFilter(ListFilter):
    most = 2_000

    q = Words()
    speaker = AnyRecord(_spoken_by, models=(Person,), label=_("Speaker"))
    on_behalf_of = AnyActor(_speaks_for, label=_("On behalf of"))
    target = AnyTarget(label=_("About"))
    stance = Facet(choices=Stance.choices, label=_("Stance"))
    kind = AnyOf(field_name="voice", choices=Voice.choices, label=_("Voice"))
    medium = AnyOf(field_name="medium", choices=Medium.choices, label=_("Medium"))
    from_ = Since(field_name="date", label=_("From"))
    to = Until(field_name="date", label=_("To"))
    sort = Sort(
        {
            "-date": (_("newest first"), (newest("date_earliest"),)),
            "date": (_("oldest first"), (oldest("date_earliest"),)),
            "title": (_("headline"), ("title",)),
        }
    )

    class Meta:
        model = Statement
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._parts_of: dict[str, StatementParts] = {}
        self._are_many = False

    def narrowed(self, rows: Rows, values: Values) -> Rows:
        """Narrow, and ask for target and stance in one and the same position."""
        rows = super().narrowed(rows, values)
        if values["target"]:
            # Few statements are on one target, and the index of that tells which.
            return rows.filter(pk__in=_meant(values).order_by().values("statement"))
        if values["stance"]:
            return rows.filter(Exists(_meant(values).filter(statement=OuterRef("pk"))))
        return rows

    def read_first_keys(self, without: frozenset[str]) -> list[int]:
        if (text := self.values["q"]) and "q" not in without:
            rows = self.in_order(self.matching(without={*without, "q"}))
            if (found := first_with_words(rows, text, self.most + 1)) is not None:
                return found
        return super().read_first_keys(without)

    def first_of(self, condition: Q, most: int) -> Rows:
        """As for any list. Words that are common, and statements that are few, are found apart.

        What an index names few of are found before they are put in order: told both at once,
        PostgreSQL walks the order until it has met enough, all of it where they stand at its end.
        """
        rows = self.qs.filter(condition)
        if text := self.values["q"]:
            others = self.in_order(self.matching(without={"q"})).filter(condition)
            found = first_with_words(others, text, most)
            return rows if found is None else others.filter(pk__among=found)
        few = any(self.values[word] for word in ("speaker", "on_behalf_of", "target"))
        if not few or self._are_many:
            return rows
        keys = list(rows.order_by().values_list("pk", flat=True)[: FEW + 1])
        self._are_many = len(keys) > FEW
        return rows if self._are_many else self.in_order(self.queryset.filter(pk__among=keys))

    def counted(self, word: str) -> Counts:
        return FACETS[word](self._parts(word))

    def _parts(self, word: str) -> StatementParts:
        """Give what is counted for a facet; the same for all of those without a choice made."""
        values = {**self.values, word: None}
        asked = str({name: value for name, value in values.items() if value})
        if asked not in self._parts_of:
            self._parts_of[asked] = StatementParts(self.counted_keys(word), _meant(values))
        return self._parts_of[asked]

    def on_the_day(self, rows: Rows, day: dt.date) -> Rows:
        return rows.filter(date_earliest__lte=day)


FACETS = {
    "speaker": StatementParts.speakers,
    "on_behalf_of": StatementParts.actors,
    "target": StatementParts.targets,
    "stance": StatementParts.stances,
    "kind": StatementParts.voices,
    "medium": StatementParts.mediums,
}


def _meant(values: Values) -> Rows:
    """Give the positions that are meant by ``target`` and ``stance``, of published statements."""
    positions = Position.objects.on_visible()
    if values["target"]:
        positions = positions.filter(on_target(values["target"]))
    if values["stance"]:
        positions = positions.filter(stance__in=values["stance"])
    return positions
