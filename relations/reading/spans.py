"""From dated acts to the states over time that follow from them.

What :meth:`~relations.querysets.steps.StepQuerySet.resulting_state` asks the database of
one day, this tells of a whole life, from acts that are loaded already. The two say the
same of every day; tests hold them together.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from relations.models import Act, MembershipAct
from relations.querysets import ActQuerySet, MembershipActQuerySet
from relations.vocabularies import STATE_AFTER, Concerns

FIRST, LAST = dt.date.min, dt.date.max


@dataclass(frozen=True)
class Step:
    """An act with the days between which it took effect; None where there is no bound."""

    act: Any
    earliest: dt.date | None
    latest: dt.date | None
    rank: int
    is_ending: bool

    @property
    def certain(self) -> dt.date:
        """The day from which it has happened for certain."""
        return self.latest or self.earliest or FIRST

    @property
    def begin(self) -> dt.date:
        return self.earliest or (LAST if self.is_ending else FIRST)

    @property
    def end(self) -> dt.date:
        return self.latest or (LAST if self.is_ending or self.earliest else FIRST)


@dataclass(frozen=True)
class Phase:
    """A state from ``begin`` (FIRST where unknown) until the next one, and the step to it.

    ``state`` is '' where the acts leave it open.
    """

    state: str
    begin: dt.date
    step: Step

    def label(self, vocabulary: Any) -> str:
        """Say the state in the words of its vocabulary; '' where it is open."""
        return str(vocabulary(self.state).label) if self.state else ""


def _step(act: Any, rules: Any) -> Step:
    earliest = act.date.earliest if act.date else None
    latest = act.date.latest if act.date else None
    if act.effect:
        earliest = act.effect.earliest or earliest
        latest = act.effect.latest
    return Step(
        act,
        earliest,
        latest,
        list(rules.kinds.values).index(act.kind),
        act.kind in rules.endings,
    )


def step_of_act(act: Act) -> Step:
    """Give an act of an agreement with the bounds of the day on which it took effect."""
    return _step(act, ActQuerySet)


def agreement_phases(acts: Iterable[Act]) -> list[Phase]:
    """Give the states of an agreement in their order. ``acts`` are all of its acts."""
    of_the_whole = [
        act
        for act in acts
        if act.kind in STATE_AFTER and (act.concerns == Concerns.AGREEMENT or act.kind == "signed")
    ]
    return _phases(of_the_whole, ActQuerySet)


def membership_phases(acts: Iterable[MembershipAct]) -> list[Phase]:
    """Give the statuses of a membership in their order. ``acts`` are all of its acts."""
    return _phases(acts, MembershipActQuerySet)


def phase_on(phases: Sequence[Phase], day: dt.date) -> Phase | None:
    """Give the phase of a day; None before the first."""
    begun = [phase for phase in phases if phase.begin <= day]
    return begun[-1] if begun else None


def _phases(acts: Iterable[Any], rules: Any) -> list[Phase]:
    steps = [_step(act, rules) for act in acts]
    phases: list[Phase] = []
    for day in sorted({step.certain for step in steps}):
        happened = [step for step in steps if step.certain <= day]
        last = _last(happened)
        state = str(rules.outcomes.get(last.act.kind, "")) if last else ""
        if not phases or phases[-1].state != state:
            phases.append(Phase(state, day, last or happened[-1]))
    return phases


def _last(happened: list[Step]) -> Step | None:
    """Give the step that the state follows from, as ``last_first`` orders them.

    None where that keeps none: an ending of which only the last possible day is known.
    """
    latest_begin = max(step.begin for step in happened)
    possible = [step for step in happened if step.end >= latest_begin]
    return max(possible, key=lambda s: (s.rank, s.act.occurrence, s.begin), default=None)
