"""Chainable filters, named after what a user asks for. Dates are arguments.

No model is imported here: querysets reach other models through their relations.
"""

from .among import Among
from .base import (
    ActorArcQuerySet,
    CuratedQuerySet,
    NaturalKeyQuerySet,
    NullsLast,
    Rows,
    about,
    among_actors,
    natural_lookup,
    newest,
    oldest,
    with_following,
)
from .prepared import parts, prepared
from .records import (
    AgreementQuerySet,
    IncompatibilityQuerySet,
    MembershipQuerySet,
    PositionQuerySet,
    SourceQuerySet,
    StatementQuerySet,
    visible_parties,
)
from .steps import ActQuerySet, MembershipActQuerySet

__all__ = [
    "Among",
    "ActQuerySet",
    "ActorArcQuerySet",
    "AgreementQuerySet",
    "CuratedQuerySet",
    "IncompatibilityQuerySet",
    "MembershipActQuerySet",
    "MembershipQuerySet",
    "NaturalKeyQuerySet",
    "NullsLast",
    "PositionQuerySet",
    "Rows",
    "SourceQuerySet",
    "StatementQuerySet",
    "about",
    "among_actors",
    "natural_lookup",
    "newest",
    "oldest",
    "parts",
    "prepared",
    "visible_parties",
    "with_following",
]
