"""The rows that pages share, with all that one of them shows.

What begins with "Prepare" is asked for by the values of columns, once
(:func:`relations.querysets.prepared`).
"""

from __future__ import annotations

import datetime as dt
from functools import cache, lru_cache
from typing import Any

from django.db.models import Prefetch
from django.db.models.functions import Coalesce

from relations.models import (
    Act,
    Agreement,
    Membership,
    MembershipAct,
    Office,
    Party,
    Position,
    Side,
    Statement,
)
from relations.querysets import Rows, among_actors, newest, parts, prepared
from relations.vocabularies import Review

from .gathered import Gathered
from .origins import with_origins
from .paging import in_order_of
from .sources import with_citations

DAYS = 16  # of which what is prepared is kept: nearly all readers ask for today
NEWEST_STATEMENTS: Any = Statement._meta.ordering
NEWEST_POSITIONS = (newest("statement__date_earliest"), "statement__title", "pk")


@lru_cache(DAYS)
def agreement_rows(day: dt.date) -> Rows:
    """Prepare what a table of agreements shows, the newest first: state that day, date, parties."""
    return prepared(
        Agreement.objects.published()
        .with_state(day)
        .with_first_date()
        .with_parties()
        .order_by(newest("first_day"), "title")
    )


def agreements_of(*actors: Any) -> list[int]:
    """Give the numbers of the agreements to which each of the actors is a party in any role."""
    found = [set(_agreements().filter(among_actors(actor))) for actor in actors]
    return sorted(set.intersection(*found))


@cache
def _agreements() -> Rows:
    return prepared(Party.objects.order_by().values_list("agreement", flat=True))


def memberships_of(*actors: Any, day: dt.date) -> list[Any]:
    """Give the memberships of actors, by organization; see :func:`membership_rows`."""
    return list(_memberships(day, "organization").filter(among_actors(*actors)))


def members_of(*organizations: Any, day: dt.date) -> list[Any]:
    """Give the memberships in organizations, by member; see :func:`membership_rows`."""
    return list(_memberships(day, "member").filter(organization__in=organizations))


@lru_cache(2 * DAYS)
def _memberships(day: dt.date, order: str) -> Rows:
    by = {
        "organization": "organization__name",
        "member": Coalesce("actor_country__name", "actor_organization__name"),
    }
    return prepared(membership_rows(day).order_by(by[order]))


def membership_rows(day: dt.date) -> Rows:
    """Load what a table of memberships shows: status, both ends, acts in order, sources.

    And the rows of data sets that they came from. The status is that on the day.
    """
    return (
        Membership.objects.visible()
        .with_status(day)
        .with_edits()
        .with_actors()
        .select_related("organization", "source")
        .prefetch_related(
            parts("membershipact_set", _steps(), to_attr="acts"),
            with_citations(),
            with_origins(),
        )
    )


@cache
def _steps() -> Rows:
    steps = MembershipAct.objects.in_order().select_related("source")
    return prepared(steps.prefetch_related(with_citations()))


def acts_among(memberships: list[Any]) -> list[MembershipAct]:
    """Give the acts of memberships loaded by :func:`membership_rows`."""
    return [act for membership in memberships for act in membership.acts]


@cache
def visible_acts() -> Rows:
    """Prepare the acts in their order, with everything that a line about one shows."""
    return prepared(
        Act.objects.visible()
        .with_actors()
        .select_related("person", "source")
        .prefetch_related(with_citations())
        .in_order()
    )


@cache
def office_rows() -> Rows:
    """Prepare what the offices under an actor show: who holds it, source. The newest first."""
    return prepared(
        Office.objects.published()
        .filter(person__review=Review.PUBLISHED)
        .with_actors()
        .select_related("person", "source")
        .prefetch_related(with_citations())
        .order_by(newest("start_earliest"), "person__name")
    )


def with_sides(relation: str) -> Prefetch:
    """Load as ``sides`` on whose behalf statements speak, with speaker and office."""
    return parts(relation, _sides(), to_attr="sides")


@cache
def _sides() -> Rows:
    return prepared(Side.objects.visible().with_actors().select_related("person", "office"))


@cache
def position_rows() -> Rows:
    """Prepare what a list of positions shows: target, statement, whose it is, source."""
    return prepared(
        Position.objects.visible()
        .with_targets()
        .select_related("statement__source")
        .prefetch_related(with_citations(), with_sides("statement__side_set"))
        .order_by(*NEWEST_POSITIONS)
    )


@cache
def statement_rows() -> Rows:
    """Prepare :func:`statements_shown`."""
    return prepared(statements_shown())


def statements_shown() -> Rows:
    """Load what a list of statements shows: whose it is, positions with targets, source."""
    return (
        Statement.objects.published()
        .select_related("source")
        .prefetch_related(
            with_sides("side_set"), parts("position_set", _positions(), to_attr="positions")
        )
    )


@cache
def _positions() -> Rows:
    return prepared(Position.objects.on_visible().with_targets())


def first_positions(positions: Rows, most: int) -> list[Position]:
    """Load the first of :func:`position_rows`."""
    return newest_positions(visible_positions(positions), most)


def visible_positions(positions: Rows) -> Gathered:
    """Gather the positions among some that readers may see, with their stances."""
    return Gathered(positions.visible(), "statement__date_earliest", "stance")


def newest_positions(gathered: Gathered, most: int) -> list[Position]:
    """Load the newest of :func:`visible_positions`."""
    return in_order_of(gathered.first(NEWEST_POSITIONS, most), position_rows())


def first_statements(statements: Rows, most: int) -> list[int]:
    """Give the numbers of the newest that readers may see, in the order of lists."""
    return newest_statements(published_statements(statements), most)


def published_statements(statements: Rows) -> Gathered:
    """Gather the statements among some that readers may see."""
    return Gathered(statements.published(), "date_earliest")


def newest_statements(gathered: Gathered, most: int) -> list[int]:
    """Give the numbers of the newest of :func:`published_statements`."""
    return gathered.first(NEWEST_STATEMENTS, most)
