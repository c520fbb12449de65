"""Alliances of states from tables that have a row for each member, as COW's and ATOP's.

Neither gives the title of the treaty, so the record gets one of ours that says who
allied and when, and a note that says so.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from relations.dates import PartialDate
from relations.models import Act, Agreement, Party, Provision, Scope
from relations.vocabularies import ActKind, AgreementKind, Concerns, LegalForce, ProvisionForce

from .rows import Row
from .work import Candidate, Work


class Pledge(NamedTuple):
    """What allies promise each other, and how it is filed here."""

    name: str
    scope: str
    force: ProvisionForce
    text: str


DEFENCE = Pledge(
    "Defence pact",
    "defence",
    ProvisionForce.OBLIGATION,
    "To come to the aid of an ally that is attacked.",
)
OFFENCE = Pledge(
    "Offensive alliance",
    "defence",
    ProvisionForce.OBLIGATION,
    "To fight at the side of an ally also where it wasn't attacked.",
)
NEUTRALITY = Pledge(
    "Neutrality pact",
    "defence",
    ProvisionForce.OBLIGATION,
    "To help no enemy of an ally that is at war.",
)
NONAGGRESSION = Pledge(
    "Non-aggression pact",
    "security",
    ProvisionForce.OBLIGATION,
    "To use no force against an ally.",
)
CONSULTATION = Pledge(
    "Consultation pact",
    "defence",
    ProvisionForce.TALKS,
    "To consult each other in a crisis that could become an armed conflict.",
)
PLEDGES = (DEFENCE, OFFENCE, NEUTRALITY, NONAGGRESSION, CONSULTATION)
NAMED = 6  # states named in a title before “and others”


@dataclass
class Stay:
    """A member in an alliance from one date to another; without an end where none is known."""

    row: Row
    actor: Any
    start: PartialDate | None
    end: PartialDate | None
    pledges: frozenset[Pledge] = frozenset()
    # Rows that only go on with it, as those of later phases of the alliance.
    later: list[Row] = field(default_factory=list)


@dataclass
class Alliance:
    number: str
    row: Row
    start: PartialDate | None = None
    end: PartialDate | None = None
    stays: list[Stay] = field(default_factory=list)
    # Of members that nobody matched: what the data set calls them.
    unmatched: list[str] = field(default_factory=list)
    note: str = ""

    @property
    def pledges(self) -> list[Pledge]:
        made = {pledge for stay in self.stays for pledge in stay.pledges}
        return [pledge for pledge in PLEDGES if pledge in made]

    @property
    def title(self) -> str:
        """Say what was pledged first, by whom and when: “Defence pact of A and B (1907)”."""
        kind = self.pledges[0].name if self.pledges else "Alliance"
        names = [str(actor) for actor in dict.fromkeys(stay.actor for stay in self.stays)]
        names = sorted({*names, *self.unmatched})
        if len(names) > NAMED:
            names = [*names[:NAMED], f"{len(names) - NAMED} others"]
        *most, last = names or ["unknown states"]
        whose = f"{', '.join(most)} and {last}" if most else last
        year = self.start.latest.year if self.start and self.start.latest else None
        return f"{kind} of {whose}" + (f" ({year})" if year else "")


def put_alliance(work: Work, prefix: str, alliance: Alliance) -> None:
    """State an alliance with its parties, when it began and ended for each, and its pledges."""
    stays = [*alliance.stays]
    row = alliance.row
    record: Candidate | None = None
    with work.taking(row):
        record = work.put(
            Agreement,
            row,
            key=alliance.number,
            slug=f"{prefix}-{alliance.number}",
            title=alliance.title[:400],
            kind=AgreementKind.AGREEMENT,
            legal_force=LegalForce.UNCLEAR,
            note=f"The data set gives no title: this one is ours. {alliance.note}".strip(),
        )
        _put_step(work, row, record, ActKind.ENTERED_INTO_FORCE, alliance.start)
        _put_step(work, row, record, ActKind.TERMINATED, alliance.end)
    if record is None:
        return
    turns: dict[tuple[Any, ActKind], int] = defaultdict(int)
    for stay in stays:
        with work.taking(stay.row):
            work.put(Party, stay.row, agreement=record, actor=stay.actor)
            steps = [(ActKind.ENTERED_INTO_FORCE, stay.start)]
            if stay.end and stay.end != alliance.end:
                steps.append((ActKind.TERMINATED, stay.end))
            for kind, date in steps:
                turns[stay.actor, kind] += 1
                turn = turns[stay.actor, kind]
                _put_step(work, stay.row, record, kind, date, actor=stay.actor, occurrence=turn)
        for row in stay.later:
            work.repeats(row, stay.row)
    _put_provisions(work, record, alliance)


def _put_step(
    work: Work,
    row: Row,
    record: Candidate,
    kind: ActKind,
    date: PartialDate | None,
    *,
    actor: Any = None,
    occurrence: int = 1,
) -> None:
    if date is None:
        return
    work.put(
        Act,
        row,
        agreement=record,
        actor=actor,
        kind=kind,
        occurrence=occurrence,
        concerns=Concerns.PARTY if actor else Concerns.AGREEMENT,
        date=date,
    )


def _put_provisions(work: Work, record: Candidate, alliance: Alliance) -> None:
    scopes = {scope.slug: scope for scope in Scope.objects.filter(slug__in=_SCOPES)}
    members = {stay.actor for stay in alliance.stays}
    for pledge in alliance.pledges:
        bound = [stay for stay in alliance.stays if pledge in stay.pledges]
        who = sorted({str(stay.actor) for stay in bound})
        text = pledge.text
        if len(who) < len(members):
            text += f" Pledged by {', '.join(who)}."
        if pledge.scope in scopes:
            with work.taking(bound[0].row):
                work.put(
                    Provision,
                    bound[0].row,
                    agreement=record,
                    number=PLEDGES.index(pledge) + 1,
                    scope=scopes[pledge.scope],
                    force=pledge.force,
                    text=text,
                )


def joined(stays: Iterable[Stay]) -> list[Stay]:
    """Make one stay of those of a member that follow each other without a day between.

    So are phases of an alliance, which begin anew where its terms changed.
    """
    found: list[Stay] = []
    for stay in sorted(stays, key=_first_day):
        last = found[-1] if found else None
        if last and last.actor == stay.actor and _goes_on(last, stay):
            last.later.append(stay.row)
            last.end = stay.end
            last.pledges |= stay.pledges
        else:
            found.append(stay)
    return found


def _goes_on(last: Stay, stay: Stay) -> bool:
    end = last.end.latest if last.end else None
    start = stay.start.earliest if stay.start else None
    return bool(end and start and start <= end + dt.timedelta(days=1))


def _first_day(stay: Stay) -> dt.date:
    return (stay.start and (stay.start.earliest or stay.start.latest)) or dt.date.min


_SCOPES = {pledge.scope for pledge in PLEDGES}
