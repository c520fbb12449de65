"""Who takes which stand on what: actors against targets, a cell for each pair.

A cell tells the stance of the latest statement and what the actor said before. "Latest"
goes by the first possible day of a date, as the lists do, then by the last possible one;
undated statements count as the oldest. A joint statement is a stand of each of its sides; a
commentary is nobody's.

Support and characterisations of ties are different things, and an organization can be the
target of both: "the ties with it improve" is no change of mind of who supported it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db.models import Count, F, Q, TextChoices, Window
from django.db.models.functions import Coalesce, RowNumber
from django.utils.translation import gettext_lazy as _

from relations.dates import PartialDate
from relations.models import Country, Organization, Position
from relations.querysets import Rows, newest
from relations.vocabularies import TIES, Stance, Voice

from ..publication import remembered


class TargetKind(TextChoices):
    """What the columns are. The two ways to speak of an organization are two kinds."""

    AGREEMENT = "agreement", _("Agreements")
    ORGANIZATION = "organization", _("Organizations")
    SCOPE = "scope", _("Scopes")
    MEMBERSHIP = "membership", _("Memberships")
    TIES = "ties", _("Ties")


_ABOUT_TIES = Q(stance__in=TIES)
CONDITIONS = {
    TargetKind.AGREEMENT: Q(target_agreement__isnull=False),
    TargetKind.ORGANIZATION: Q(target_organization__isnull=False) & ~_ABOUT_TIES,
    TargetKind.SCOPE: Q(target_scope__isnull=False),
    TargetKind.MEMBERSHIP: Q(target_membership__isnull=False),
    TargetKind.TIES: Q(target_country__isnull=False)
    | Q(target_organization__isnull=False) & _ABOUT_TIES,
}
_KIND_OF = {
    "target_country": TargetKind.TIES,
    "target_organization": TargetKind.ORGANIZATION,
    "target_agreement": TargetKind.AGREEMENT,
    "target_scope": TargetKind.SCOPE,
    "target_membership": TargetKind.MEMBERSHIP,
}
_CELL = ("for_country", "for_organization", *Position.TARGETS)


class ActorKey(NamedTuple):
    """Which actor: the number of a country, or that of an organization."""

    country: int | None
    organization: int | None


class ColumnKey(NamedTuple):
    """Which column: its kind, the field that holds the target, the target's number."""

    kind: TargetKind
    field: str
    target: int


Key = TypeVar("Key", ActorKey, ColumnKey)


@dataclass(frozen=True)
class Said:
    """One stance of an actor on a target: when and where it was last stated, how often."""

    stance: Stance
    date: PartialDate | None
    order: tuple[dt.date, dt.date]
    statement: int
    times: int


@dataclass(frozen=True)
class Cell:
    """What one actor said on one target.

    ``latest`` is the stance of the latest statement; several where the date is the same.
    ``earlier`` are the stances that it held before and not now, oldest first; what was
    unclear tells nothing and is left out of them.
    """

    actor: ActorKey
    column: ColumnKey
    latest: tuple[Said, ...]
    earlier: tuple[Said, ...]
    times: int

    @property
    def differs(self) -> bool:
        """Whether statements of the same date take different stands."""
        return len(_clear(self.latest)) > 1

    @property
    def changed(self) -> bool:
        """Whether the actor changed its mind."""
        return len(self.earlier) > 1 or bool(self.earlier and _clear(self.latest))


def _clear(said: Iterable[Said]) -> list[Said]:
    return [one for one in said if one.stance != Stance.UNCLEAR]


def stated_positions(kinds: Collection[str] = ()) -> Rows:
    """Give the positions that actors stated on targets of the kinds (of any where empty).

    A row for each side of a statement: ``for_country`` or ``for_organization`` is whose
    position it is, both as readers may see them.
    """
    wanted = Q()
    for kind in kinds:
        wanted |= CONDITIONS[TargetKind(kind)]
    return (
        Position.objects.visible()
        # Not voice=official: SQLite would begin with the index of that, nearly all statements.
        .filter(wanted, ~Q(statement__voice=Voice.COMMENTARY))
        .annotate(
            for_country=F("statement__side__actor_country"),
            for_organization=F("statement__side__actor_organization"),
        )
        .filter(
            Q(for_country__in=Country.objects.published())
            | Q(for_organization__in=Organization.objects.published())
        )
    )


def certainly_by(day: dt.date) -> Q:
    """Give the condition that a position had certainly been stated by the day."""
    return Q(statement__date_latest__lte=day) | Q(statement__date_latest__isnull=True) & (
        Q(statement__date_earliest__isnull=True) | Q(statement__date_earliest__lte=day)
    )


class Wanted(NamedTuple):
    """Which cells are asked for: by the latest stance, and whether changes of mind only."""

    stances: Collection[str] = ()
    only_changed: bool = False

    def keeps(self, cell: Cell) -> bool:
        """Whether a cell is asked for."""
        return (cell.changed or not self.only_changed) and (
            not self.stances or any(said.stance in self.stances for said in cell.latest)
        )


EVERY_CELL = Wanted()


def cells(rows: Rows, wanted: Wanted = EVERY_CELL) -> list[Cell]:
    """Put the positions of :func:`stated_positions`, filtered or not, into cells. One query.

    The database keeps of each stance the latest statement and the number.
    """
    by_cell: dict[tuple[ActorKey, ColumnKey], list[Said]] = {}
    for country, organization, *targets, stance, date, statement, times in _last_of_each(rows):
        column = _column(dict(zip(Position.TARGETS, targets, strict=True)), stance)
        said = Said(Stance(stance), date, _order(date), statement, times)
        by_cell.setdefault((ActorKey(country, organization), column), []).append(said)
    found = (_cell(*key, said) for key, said in by_cell.items())
    return [cell for cell in found if wanted.keeps(cell)]


def _last_of_each(rows: Rows) -> Rows:
    stance = [F(name) for name in (*_CELL, "stance")]
    day = Coalesce("statement__date_earliest", "statement__date_latest")
    latest_first = [newest("day"), newest("statement__date_latest"), F("statement").desc()]
    return (
        rows.order_by()
        .alias(day=day)
        .annotate(
            times=Window(Count("*"), partition_by=stance),
            place=Window(RowNumber(), partition_by=stance, order_by=latest_first),
        )
        .filter(place=1)
        .values_list(*_CELL, "stance", "statement__date", "statement", "times")
    )


def _order(date: PartialDate | None) -> tuple[dt.date, dt.date]:
    """Give what latest goes by, as the database has it."""
    bounds = (date.earliest, date.latest) if date else (None, None)
    return (bounds[0] or bounds[1] or dt.date.min, bounds[1] or dt.date.min)


def _column(targets: dict[str, int | None], stance: str) -> ColumnKey:
    field, number = next((f, n) for f, n in targets.items() if n is not None)
    kind = TargetKind.TIES if stance in TIES else _KIND_OF[field]
    return ColumnKey(kind, field, number)


def _cell(actor: ActorKey, column: ColumnKey, said: list[Said]) -> Cell:
    last = max(one.order for one in said)
    said.sort(key=lambda one: (one.order, one.stance))
    return Cell(
        actor,
        column,
        latest=tuple(one for one in said if one.order == last),
        earlier=tuple(_clear(one for one in said if one.order < last)),
        times=sum(one.times for one in said),
    )


def columns_of(rows: Rows, wanted: Wanted) -> list[ColumnKey]:
    """Give the columns that cells of the positions are in, those with most positions first.

    Remembered until the next write: of a million positions it takes seconds, and then only the
    cells of a page are made.
    """
    try:
        sql, parameters = rows.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return []
    return remembered(
        f"columns {sql} {parameters} {wanted}",
        lambda: (
            _counted_columns(rows)
            if wanted == EVERY_CELL
            else by_weight(cells(rows, wanted), lambda cell: cell.column)
        ),
    )


def _counted_columns(rows: Rows) -> list[ColumnKey]:
    """Give all columns, without a look at the cells."""
    counted: Counter[ColumnKey] = Counter()
    of_stances = rows.order_by().values_list(*Position.TARGETS, "stance")
    of_stances = of_stances.annotate(times=Count("*"))
    for *targets, stance, times in of_stances:
        counted[_column(dict(zip(Position.TARGETS, targets, strict=True)), stance)] += times
    return _heaviest(counted)


def on_columns(columns: Iterable[ColumnKey]) -> Q:
    """Give the condition that a position is on the target of one of the columns."""
    numbers: dict[str, list[int]] = {}
    for column in columns:
        numbers.setdefault(f"{column.field}__in", []).append(column.target)
    return Q(*numbers.items(), _connector=Q.OR) if numbers else Q(pk__in=[])


def by_weight(found: Iterable[Cell], part: Callable[[Cell], Key]) -> list[Key]:
    """Give the actors or the columns of cells, those with most positions first."""
    counted: Counter[Key] = Counter()
    for cell in found:
        counted[part(cell)] += cell.times
    return _heaviest(counted)


def _heaviest(counted: Counter[Key]) -> list[Key]:
    # Which of two comes first where they have as many never varies: pages rest on it.
    return sorted(counted, key=lambda key: (-counted[key], [str(value) for value in key]))
