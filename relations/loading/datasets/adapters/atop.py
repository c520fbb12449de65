"""ATOP, the Alliance Treaty Obligations and Provisions project, version 5.1.

Columns and codes: those of ``atop5_1m.csv`` (a row for each member and phase) and
``atop5_1a.csv`` (a row for each alliance) in the project's archive. States have COW codes;
an exit in the year 0 means that the member was in it where the data end, in 2018.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from .. import cow
from ..adapter import Adapter, Column, File, Rejected
from ..alliances import (
    CONSULTATION,
    DEFENCE,
    NEUTRALITY,
    NONAGGRESSION,
    OFFENCE,
    Alliance,
    Pledge,
    Stay,
    joined,
    put_alliance,
)
from ..parted_dates import date_of, whole
from ..rows import Row
from ..vocabulary import Oddity, Reason
from ..work import Work

PLEDGED: dict[str, Pledge] = {
    "defense": DEFENCE,
    "offense": OFFENCE,
    "neutral": NEUTRALITY,
    "nonagg": NONAGGRESSION,
    "consul": CONSULTATION,
}
MISSING = frozenset({"", "NA", ".", "-9"})


@dataclass
class Memory:
    alliances: dict[int, Alliance] = field(default_factory=dict)
    stays: dict[int, dict[Any, list[Stay]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    unmatched: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))


def take_alliance(work: Work, row: Row) -> None:
    """Keep when an alliance as a whole began and ended."""
    number = _number(row)
    if number in work.memory.alliances:
        raise Rejected(Reason.IMPOSSIBLE, "atopid", f"{number} stands in an earlier row")
    start = date_of(row, "begyr", "begmo", "begday")
    end = date_of(row, "endyr", "endmo", "endday")
    if start is None:
        raise Rejected(Reason.NO_DATE, "begyr")
    if row["ineffect"] == "1":
        row.note("ineffect", Oddity.LAST_OBSERVED)
        end = None
    note = f"ATOP alliance no. {number}."
    if row["cowid"]:
        note += f" In the Correlates of War alliances: no. {row['cowid']}."
    work.memory.alliances[number] = Alliance(str(number), row, start, end, note=note)


def take_member(work: Work, row: Row) -> None:
    """Keep a phase of a member."""
    number = _number(row)
    start = date_of(row, "yrent", "moent", "dayent")
    end = date_of(row, "yrexit", "moexit", "dayexit")
    if start is None:
        raise Rejected(Reason.NO_DATE, "yrent")
    if end and start.earliest and end.latest and end.latest < start.earliest:
        raise Rejected(Reason.IMPOSSIBLE, "yrexit", "the member left before it joined")
    try:
        actor = cow.state(work, row, "member", start)
    except Rejected:
        work.memory.unmatched[number].append(f"COW state {row['member']}")
        raise
    if end is None:
        row.note("yrexit", Oddity.LAST_OBSERVED)
    pledges = frozenset(pledge for column, pledge in PLEDGED.items() if row[column] == "1")
    work.memory.stays[number][actor].append(Stay(row, actor, start, end, pledges))


def _number(row: Row) -> int:
    number = whole(row["atopid"])
    if number is None:
        raise Rejected(Reason.NO_NAME, "atopid")
    return number


def finish(work: Work) -> None:
    memory: Memory = work.memory
    for number in sorted({*memory.alliances, *memory.stays}):
        stays = [stay for each in memory.stays[number].values() for stay in joined(each)]
        alliance = memory.alliances.get(number) or _from_members(number, stays)
        alliance.stays, alliance.unmatched = stays, memory.unmatched[number]
        put_alliance(work, "atop", alliance)


def _from_members(number: int, stays: list[Stay]) -> Alliance:
    """Make an alliance from its members' rows, where the file of alliances wasn't given.

    It began with the first of them; of its end nothing is known.
    """
    first = min(stays, key=lambda stay: (stay.start and stay.start.earliest) or _latest(stay))
    return Alliance(str(number), first.row, first.start, note=f"ATOP alliance no. {number}.")


def _latest(stay: Stay) -> Any:
    return stay.start and stay.start.latest


def _dated(what: str, *columns: str) -> tuple[Column, ...]:
    return tuple(Column(column, becomes=what) for column in columns)


ADAPTER = Adapter(
    name="atop",
    title="Alliance Treaty Obligations and Provisions (ATOP)",
    publisher="ATOP project, Rice University",
    url="http://www.atopdata.org/",
    licence="None stated: its download page asks for the citation. Ask before you publish.",
    citation=(
        "Leeds, Brett Ashley, Jeffrey M. Ritter, Sara McLaughlin Mitchell, and Andrew G. Long. "
        "2002. Alliance Treaty Obligations and Provisions, 1815–1944. International "
        "Interactions 28: 237–260."
    ),
    version="5.1",
    files=(
        File(
            "alliances",
            required=False,
            more_columns=True,
            missing=MISSING,
            take=take_alliance,
            columns=(
                Column("atopid", becomes="key of the agreement"),
                Column("cowid", becomes="note: the same in the Correlates of War data"),
                *_dated("entry into force of the agreement", "begyr", "begmo", "begday"),
                *_dated("termination of the agreement", "endyr", "endmo", "endday"),
                Column("ineffect", becomes="no end: in effect where the data end"),
            ),
        ),
        File(
            "members",
            more_columns=True,
            missing=MISSING,
            take=take_member,
            columns=(
                Column("atopid", becomes="key of the agreement"),
                Column("member", becomes="party, by its COW code on the day of joining"),
                *_dated("entry into force for the party", "yrent", "moent", "dayent"),
                *_dated("end for the party, where it left earlier", "yrexit", "moexit", "dayexit"),
                Column("phase", why_not="phases without a day between are one stay"),
                Column("defense", becomes="provision: to aid an ally that is attacked"),
                Column("offense", becomes="provision: to fight beside an ally"),
                Column("neutral", becomes="provision: to help no enemy of an ally"),
                Column("nonagg", becomes="provision: to use no force against an ally"),
                Column("consul", becomes="provision: to consult in a crisis"),
            ),
        ),
    ),
    finish=finish,
    memory=Memory,
    notes=(
        "The two files have many more columns, on conditions, secrecy, institutions and how an "
        "alliance ended: none is taken, since no field of ours holds what they say. A pledge "
        "of any phase counts. Without the file of alliances one begins with its first member, "
        "and no end of the whole is written. As in the Correlates of War alliances the title "
        "is ours, beginning and end are those of being in effect, and legal force is unclear. "
        "The same alliance in both data sets makes two records; the note names the other. Columns, "
        "empty days and the exit in the year 0 were checked against both files of version 4 in "
        "the repository joshuaalley/arms-allies (data/atop-member-level.csv and "
        "data/atop-alliance-level.csv), of which rows of each kind were tried; version 5.1 has "
        "the same columns by programs of others that read it."
    ),
)
