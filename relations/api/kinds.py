"""The kinds of record: where each is, its shape, and what its list can be asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from relations.models import Position, Scope
from relations.querysets import Rows
from relations.reading import lists
from relations.reading.claims import visible_claims
from relations.reading.incompatibilities import incompatibilities_met
from relations.views import filters as filtersets
from relations.views.filters import ListFilter

from .filters import ClaimFilter, PositionListFilter, ScopeFilter
from .records.actors import COUNTRY, MEMBERSHIP, ORGANIZATION, PERSON
from .records.agreement import AGREEMENT
from .records.incompatibility import INCOMPATIBILITY
from .records.others import CLAIM, SCOPE, SOURCE
from .records.statement import POSITION, STATEMENT
from .shapes import Shape


@dataclass(frozen=True)
class Kind:
    """A kind of record. ``rows`` gives the published ones as of a day.

    ``place`` is the first word of their addresses; a kind that is not ``slugged`` has no
    records with an address of their own.
    """

    place: str
    shape: Shape
    filterset: type[ListFilter]
    rows: Callable[[dt.date], Rows]
    about: str
    slugged: bool = True


def _positions(on: dt.date) -> Rows:
    return Position.objects.visible()


def _scopes(on: dt.date) -> Rows:
    return Scope.objects.all()


def _claims(on: dt.date) -> Rows:
    return visible_claims()


KINDS = (
    Kind(
        "countries",
        COUNTRY,
        filtersets.CountryFilter,
        lists.countries_asked,
        "States, territories and former states.",
    ),
    Kind(
        "organizations",
        ORGANIZATION,
        filtersets.OrganizationFilter,
        lists.organizations_asked,
        "Organizations, alliances, forums and coalitions.",
    ),
    Kind(
        "agreements",
        AGREEMENT,
        filtersets.AgreementFilter,
        lists.agreements_asked,
        "What was agreed, between whom, and in which state it is.",
    ),
    Kind(
        "memberships",
        MEMBERSHIP,
        filtersets.MembershipFilter,
        lists.memberships_asked,
        "Who belongs to which organization, as what, and since when.",
        slugged=False,
    ),
    Kind(
        "incompatibilities",
        INCOMPATIBILITY,
        filtersets.IncompatibilityFilter,
        incompatibilities_met,
        "Organizations of which one can't belong to both, who says so, and who meets it.",
        slugged=False,
    ),
    Kind(
        "statements",
        STATEMENT,
        filtersets.StatementFilter,
        lists.statements_asked,
        "What officials said on behalf of states and organizations, and what others think.",
    ),
    Kind(
        "positions",
        POSITION,
        PositionListFilter,
        _positions,
        "Who takes which stand on what, one by one.",
        slugged=False,
    ),
    Kind(
        "people",
        PERSON,
        filtersets.PersonFilter,
        lists.people_asked,
        "Who speaks and signs for states and organizations, and in which office.",
    ),
    Kind("scopes", SCOPE, ScopeFilter, _scopes, "The fields of cooperation, in a small tree."),
    Kind(
        "sources", SOURCE, filtersets.SourceFilter, lists.sources_asked, "What the facts rest on."
    ),
    Kind(
        "claims",
        CLAIM,
        ClaimFilter,
        _claims,
        "Where sources may disagree: what each says.",
        slugged=False,
    ),
)


def kind_at(place: str) -> Any:
    """Give the kind with the records at a place. Raises StopIteration without."""
    return next(kind for kind in KINDS if kind.place == place)
