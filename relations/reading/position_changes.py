"""Changes of position: the same actor or speaker, the same target, another stance than before.

Each clear stance is compared with the one stated before it on the same target, by the same
actor (whoever spoke for it) or by the same speaker (whomever he spoke for). A joint statement
counts for each of its sides, a commentary for nobody, an unclear stance not at all. Support
is one thing and how ties are characterised another: the two are never compared.

A change is certain where the later statement was certainly made after the earlier one, and
the same stance wasn't stated together with the earlier one (that day it stated both). Where
dates leave open which came first, or whether the stance was held all along, nothing is said
to have changed: such pairs are given on request only, and marked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Case, F, Max, Q, RowRange, TextChoices, Value, When, Window
from django.db.models.functions import Lag
from django.utils.translation import gettext_lazy as _

from relations.models import Person, Position
from relations.querysets import Rows
from relations.vocabularies import TIES, Stance

from .matrix import certainly_by, stated_positions
from .shown_rows import position_rows

# Positions that are compared for one page or answer: half a second of SQLite, as measured.
MOST = 20_000


class By(TextChoices):
    """Whose position it is."""

    ACTOR = "actor", _("Country or organization")
    SPEAKER = "speaker", _("Speaker")


class TooMany(Exception):
    """More positions than can be compared at once."""


class Place(NamedTuple):
    """Where a position stands: its number, that of the side whose it is, and when it was stated."""

    position: int
    side: int
    stance: str
    earliest: dt.date | None
    latest: dt.date | None


class Change(NamedTuple):
    """Two positions that differ, the earlier one first; ``certain`` as the module says."""

    before: Place
    after: Place
    certain: bool
    country: int | None
    organization: int | None
    person: int | None

    @property
    def order(self) -> tuple[Any, ...]:
        """What newest first goes by; no two changes share it."""
        return (self.after.earliest or dt.date.min, self.after.position, self.after.side)


@dataclass(frozen=True)
class Wanted:
    """Which of the changes are asked for; an empty value asks for all.

    ``stances`` are those after the change, ``since`` and ``until`` bounds of when it was
    stated, ``people``, ``countries`` and ``organizations`` the numbers of who stated it.
    """

    stances: Collection[str] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    people: Collection[int] | None = None
    actors: tuple[Collection[int], Collection[int]] | None = None
    uncertain: bool = False

    def keeps(self, change: Change) -> bool:
        """Whether a change is asked for."""
        after = change.after
        return (
            (change.certain or self.uncertain)
            and (not self.stances or after.stance in self.stances)
            and (self.since is None or after.latest is None or after.latest >= self.since)
            and (self.until is None or after.earliest is None or after.earliest <= self.until)
            and (self.people is None or change.person in self.people)
            and (self.actors is None or self._is_among(change, *self.actors))
        )

    @staticmethod
    def _is_among(
        change: Change, countries: Collection[int], organizations: Collection[int]
    ) -> bool:
        return change.country in countries or change.organization in organizations


ALL = Wanted()


def comparable(by: str = By.ACTOR, kinds: Collection[str] = (), on: dt.date | None = None) -> Rows:
    """Give the positions that are compared, a row for each side whose they are.

    ``kinds`` are kinds of target (:class:`.matrix.TargetKind`), all where empty; ``on`` leaves
    out what wasn't certainly stated by that day. To be filtered further by who and on what,
    not by when or by stance: what is left out is not compared.
    """
    rows = stated_positions(kinds).exclude(stance=Stance.UNCLEAR)
    rows = rows.annotate(
        for_side=F("statement__side"),
        for_person=F("statement__side__person"),
        is_ties=Case(When(stance__in=TIES, then=Value(1)), default=Value(0)),
    )
    if by == By.SPEAKER:
        rows = rows.filter(for_person__in=Person.objects.published())
    return rows.filter(certainly_by(on)) if on else rows


def position_changes(
    rows: Rows, by: str = By.ACTOR, wanted: Wanted = ALL, *, bounded: bool = True
) -> list[Change]:
    """Find the changes among :func:`comparable` positions, the newest first. Two queries.

    The database compares each position with the one before (a window over each actor or
    speaker and target), and only those that differ leave it. Raises TooMany where there are
    more than ``MOST`` of them, unless it isn't ``bounded``.
    """
    if bounded and rows.order_by()[: MOST + 1].count() > MOST:
        raise TooMany
    found = (_change(row) for row in _differing(rows, by))
    kept = [change for change in found if change is not None and wanted.keeps(change)]
    return sorted(kept, key=lambda change: change.order, reverse=True)


DATES = ("statement__date_earliest", "statement__date_latest")
_PLACE = ("pk", "for_side", "stance", *DATES)


def _differing(rows: Rows, by: str) -> Rows:
    """Give the positions whose stance is another one than that of the position before."""
    whose = ["for_person"] if by == By.SPEAKER else ["for_country", "for_organization"]
    group = [F(name) for name in (*whose, *Position.TARGETS, "is_ties")]
    in_time = [
        *(F(date).asc(nulls_first=True) for date in DATES),
        F("stance").asc(),
        F("pk").asc(),
        F("for_side").asc(),
    ]
    before = {
        f"before_{number}": Window(Lag(name), partition_by=group, order_by=in_time)
        for number, name in enumerate(_PLACE)
    }
    same_before = Window(
        Max("statement__date_latest"),
        partition_by=[*group, F("stance")],
        order_by=in_time,
        frame=RowRange(start=None, end=-1),
    )
    return (
        rows.order_by()
        .annotate(**before, same_before=same_before)
        .filter(Q(before_2__isnull=False) & ~Q(before_2=F("stance")))
        .values_list(
            *_PLACE, *before, "same_before", "for_country", "for_organization", "for_person"
        )
    )


def _change(row: tuple[Any, ...]) -> Change | None:
    """Read a row of :func:`_differing`; None where it was stated before too."""
    after, before, (same, *whose) = Place(*row[:5]), Place(*row[5:10]), row[10:]
    in_order = (
        before.latest is not None and after.earliest is not None and before.latest < after.earliest
    )
    held = same is not None and before.earliest is not None and same >= before.earliest
    if in_order and held and same < after.earliest:
        return None
    return Change(before, after, in_order and not held, *whose)


@dataclass(frozen=True)
class Stated:
    """A position as one side stated it, loaded to be shown."""

    position: Any
    side: Any

    @property
    def statement(self) -> Any:
        return self.position.statement


@dataclass(frozen=True)
class ShownChange:
    """A change with all that its two quotations, dates and sources show."""

    before: Stated
    after: Stated
    certain: bool

    @property
    def target(self) -> Any:
        return self.after.position.target

    @property
    def actor(self) -> Any:
        return self.after.side.actor


def shown(changes: Iterable[Change]) -> list[ShownChange]:
    """Load what some changes show. As many queries for any number of them."""
    changes = list(changes)
    places = {place for change in changes for place in (change.before, change.after)}
    rows = position_rows().filter(pk__in={place.position for place in places})
    positions = {position.pk: position for position in rows}

    def stated(place: Place) -> Stated:
        position = positions[place.position]
        side = next(side for side in position.statement.sides if side.pk == place.side)
        return Stated(position, side)

    return [ShownChange(stated(c.before), stated(c.after), c.certain) for c in changes]
