"""The pictures of one record, from the record alone: for their files."""

from __future__ import annotations

import datetime as dt
from typing import Any

from relations.drawing.svg import Picture
from relations.models import Party
from relations.querysets import visible_parties

from .agreements import parties_with
from .lifecycle import agreement_lifecycle
from .maps import member_map, party_map
from .membership_bars import membership_bars
from .shown_rows import members_of, memberships_of, visible_acts


def lifecycle(agreement: Any, day: dt.date) -> Picture | None:
    """Draw an agreement's life."""
    return agreement_lifecycle(
        agreement, list(visible_acts().filter(agreement__in=[agreement])), day
    )


def parties(agreement: Any, day: dt.date) -> Picture | None:
    """Draw an agreement's parties on the map."""
    acts = list(visible_acts().filter(agreement__in=[agreement]))
    rows = visible_parties(Party).filter(agreement__in=[agreement])
    return party_map(agreement, parties_with(rows, acts).rows, acts, day)


def memberships(actor: Any, day: dt.date) -> Picture | None:
    """Draw where an actor belongs, over time."""
    rows = memberships_of(actor, day=day)
    return membership_bars(actor, rows, label="organization", day=day)


def members(organization: Any, day: dt.date) -> Picture | None:
    """Draw who belongs to an organization, over time."""
    rows = members_of(organization, day=day)
    return membership_bars(organization, rows, label="actor", day=day)


def members_map(organization: Any, day: dt.date) -> Picture | None:
    """Draw who belongs to an organization, on the map."""
    rows = members_of(organization, day=day)
    return member_map(organization, rows, day)
