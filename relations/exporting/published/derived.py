"""What follows from dated acts: the states of an agreement, the statuses of a membership.

Told of whole lives and not of a day, so that they are the same whenever they are written.
Only acts that leave the database count.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
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


def _phases(
    model: Any, step: Any, related: str, phases_of: Callable[[Iterable[Any]], list[Phase]]
) -> Iterator[PhaseRow]:
    whole = str(model._meta.model_name)
    # In the order of their keys: of two of one day it is always the same one that counts.
    steps = _with_keys(in_key_order(seen(step, within=whole), connection.vendor))
    rows = _with_keys(in_key_order(seen(model), connection.vendor))
    rows = rows.prefetch_related(Prefetch(related, steps, to_attr="acts"))
    for record in rows.iterator(chunk_size=CHUNK):
        whose = str(identifier(model, record.natural_key()))
        phases = phases_of(record.acts)
        ends = [phase.begin for phase in phases[1:]] + [None]
        for number, (phase, end) in enumerate(zip(phases, ends, strict=True), 1):
            begin = None if phase.begin == FIRST else phase.begin
            act = identifier(step, phase.step.act.natural_key())
            yield whose, number, phase.state or None, begin, end, str(act)


def _with_keys(rows: Rows) -> Rows:
    """Load what the natural key of a row is made of together with the row."""
    model = rows.model
    names = [n for n in model.natural_key_fields if model._meta.get_field(n).is_relation]
    return rows.select_related(*names)
