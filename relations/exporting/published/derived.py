"""What follows from dated acts: the states of an agreement, the statuses of a membership.

Told of whole lives and not of a day, so that they are the same whenever they are written.
Only acts that leave the database count.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from itertools import zip_longest
from typing import Any

from django.db import connection
from django.db.models import Prefetch

from relations.models import Act, Agreement, Membership, MembershipAct
from relations.querysets import Rows
from relations.reading.spans import FIRST, Phase, agreement_phases, membership_phases

from .keys import identifier, in_key_order
from .seen import seen

CHUNK = 500
PhaseRow = tuple[str, int, str | None, dt.date | None, dt.date | None, str]


def agreement_states() -> Iterator[PhaseRow]:
    """Give the states of each agreement: whose, number, state, first day, day after, its act."""
    return _phases(Agreement, Act, "act_set", agreement_phases)


def membership_statuses() -> Iterator[PhaseRow]:
    """Give the statuses of each membership, as :func:`agreement_states` gives states."""
    return _phases(Membership, MembershipAct, "membershipact_set", membership_phases)


def steps_that_count(step: Any, whole: str) -> Rows:
    """Give the acts that leave the database; ``whole`` is the key to what each is an act of.

    In the order of their keys: of two of one day it is always the same one that counts.
    """
    return in_key_order(seen(step, within=whole), connection.vendor)


def _phases(
    model: Any, step: Any, related: str, phases_of: Callable[[Iterable[Any]], list[Phase]]
) -> Iterator[PhaseRow]:
    whole = str(model._meta.model_name)
    steps = _with_keys(steps_that_count(step, whole), without=whole)
    rows = _with_keys(in_key_order(seen(model), connection.vendor))
    rows = rows.prefetch_related(Prefetch(related, steps, to_attr="acts"))
    for record in rows.iterator(chunk_size=CHUNK):
        whose = str(identifier(model, record.natural_key()))
        phases = phases_of(record.acts)
        for number, (phase, after) in enumerate(zip_longest(phases, phases[1:]), 1):
            end = after.begin if after else None
            begin = None if phase.begin == FIRST else phase.begin
            act = identifier(step, phase.step.act.natural_key())
            yield whose, number, phase.state or None, begin, end, str(act)


def _with_keys(rows: Rows, without: str = "") -> Rows:
    """Load what the natural key of a row is made of together with the row, but for one key."""
    model = rows.model
    names = [
        name
        for name in model.natural_key_fields
        if model._meta.get_field(name).is_relation and name != without
    ]
    # None of them means all of them to Django.
    return rows.select_related(*names) if names else rows
