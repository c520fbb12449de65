"""Formal alliances of the Correlates of War project, version 4.1: a row for each member.

Columns and codes: those of ``alliance_v4.1_by_member.csv`` in the project's archive
``version4.1_csv``. A day or month that isn't known is -9; an end that is empty means that
the alliance was in effect on 31 December 2012, where the data end.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from relations.dates import PartialDate

from .. import cow
from ..adapter import Adapter, Column, File, Rejected
from ..alliances import (
    CONSULTATION,
    DEFENCE,
    NEUTRALITY,
    NONAGGRESSION,
    Alliance,
    Pledge,
    Stay,
    put_alliance,
)
from ..parted_dates import date_of, on_or_before, whole
from ..rows import Row
from ..vocabulary import Oddity, Reason
from ..work import Work

PLEDGED: dict[str, Pledge] = {
    "defense": DEFENCE,
    "neutrality": NEUTRALITY,
    "nonaggression": NONAGGRESSION,
    "entente": CONSULTATION,
}

CENSORED = {"left_censor": Oddity.FIRST_OBSERVED, "right_censor": Oddity.LAST_OBSERVED}


@dataclass
class Memory:
    alliances: dict[int, Alliance] = field(default_factory=dict)
    # By alliance the members that nobody matched.
    unmatched: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))


def take(work: Work, row: Row) -> None:
    """Keep a member's row; an alliance is stated when all of its rows were read."""
    number = whole(row["version4id"])
    if number is None:
        raise Rejected(Reason.NO_NAME, "version4id")
    start, end = _period(row, "mem")
    if start is None:
        raise Rejected(Reason.NO_DATE, "mem_st_year")
    if _is_backwards(start, end):
        raise Rejected(Reason.IMPOSSIBLE, "mem_end_year", "the member left before it joined")
    memory: Memory = work.memory
    try:
        actor = cow.state(work, row, "ccode", start)
    except Rejected:
        memory.unmatched[number].append(row["state_name"])
        raise
    for column, oddity in CENSORED.items():
        if row[column] == "1":
            row.note(column, oddity)
    if number not in memory.alliances:
        note = f"Correlates of War alliance no. {number}."
        memory.alliances[number] = Alliance(str(number), row, *_period(row, "all"), note=note)
    stay = Stay(row, actor, start, end, frozenset(_pledges(row)))
    memory.alliances[number].stays.append(stay)


def _period(row: Row, whose: str) -> tuple[PartialDate | None, PartialDate | None]:
    start = date_of(row, f"{whose}_st_year", f"{whose}_st_month", f"{whose}_st_day")
    end = date_of(row, f"{whose}_end_year", f"{whose}_end_month", f"{whose}_end_day")
    if start and row["left_censor"] == "1":
        start = on_or_before(start)
    if row["right_censor"] == "1":
        end = None
    return start, end


def _is_backwards(start: PartialDate, end: PartialDate | None) -> bool:
    return bool(end and start.earliest and end.latest and end.latest < start.earliest)


def _pledges(row: Row) -> list[Pledge]:
    found = []
    for column, pledge in PLEDGED.items():
        if row[column] == "1":
            found.append(pledge)
        elif row[column] not in ("0", ""):
            row.note(column, Oddity.UNKNOWN_TERM)
    return found


def finish(work: Work) -> None:
    for number, alliance in work.memory.alliances.items():
        alliance.unmatched = work.memory.unmatched[number]
        put_alliance(work, "cow-alliance", alliance)


ADAPTER = Adapter(
    name="cow-alliances",
    title="Formal Alliances",
    publisher="Correlates of War Project",
    url="https://correlatesofwar.org/data-sets/formal-alliances",
    licence="None stated that we found: free to use, citation asked for. Ask before you publish.",
    citation=(
        "Gibler, Douglas M. 2009. International Military Alliances, 1648–2008. "
        "CQ Press. (Correlates of War Formal Alliances, version 4.1)"
    ),
    version="4.1",
    files=(
        File(
            "members",
            missing=frozenset({"", "NA", ".", "-9"}),
            take=take,
            columns=(
                Column("version4id", becomes="key of the agreement"),
                Column("ccode", becomes="party, by its COW code on the day of joining"),
                Column("state_name", becomes="name in our title where nobody is matched"),
                Column("all_st_day", becomes="entry into force of the agreement"),
                Column("all_st_month", becomes="entry into force of the agreement"),
                Column("all_st_year", becomes="entry into force of the agreement"),
                Column("all_end_day", becomes="termination of the agreement"),
                Column("all_end_month", becomes="termination of the agreement"),
                Column("all_end_year", becomes="termination of the agreement"),
                Column("ss_type", why_not="the strongest of the four pledges that follow"),
                Column("mem_st_day", becomes="entry into force for the party"),
                Column("mem_st_month", becomes="entry into force for the party"),
                Column("mem_st_year", becomes="entry into force for the party"),
                Column("mem_end_day", becomes="end for the party, where it left earlier"),
                Column("mem_end_month", becomes="end for the party, where it left earlier"),
                Column("mem_end_year", becomes="end for the party, where it left earlier"),
                Column("left_censor", becomes="“on or before” for the beginning"),
                Column("right_censor", becomes="no end: in effect where the data end"),
                Column("defense", becomes="provision: to aid an ally that is attacked"),
                Column("neutrality", becomes="provision: to help no enemy of an ally"),
                Column("nonaggression", becomes="provision: to use no force against an ally"),
                Column("entente", becomes="provision: to consult in a crisis"),
                Column("version", why_not="the version of the data set as a whole"),
            ),
        ),
    ),
    finish=finish,
    memory=Memory,
    notes=(
        "A beginning is when the alliance was in effect for the project, which our vocabulary "
        "calls entry into force; dates of signature aren't in the data. A member's end is "
        "written as an end for it, not as withdrawal or denunciation: the data don't say which, "
        "and some members ceased to exist. Nothing says what the treaty is called or whether "
        "it binds in law, so its title is ours and its legal force unclear. The yearly and "
        "dyadic files of the same release hold the same facts and aren't read. The 23 columns, "
        "-9 for a day that isn't known and empty cells for no end were checked against three "
        "public programs of others that read the file by these names; no whole file was tried."
    ),
)
