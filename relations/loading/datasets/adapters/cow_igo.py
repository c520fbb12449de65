"""Memberships of states in intergovernmental organizations: COW IGO, version 3.0.

Columns and codes: the state-year file ``state_year_formatv3.csv``. It has a row for each state
and year from 1816 to 2014, and beside ``ccode``, ``year`` and ``state`` a column for each
of 534 organizations, with the state's status in it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from relations.dates import PartialDate
from relations.models import Membership, MembershipAct, Organization
from relations.vocabularies import MembershipActKind as Kind

from .. import cow
from ..adapter import Adapter, Column, File, Rejected
from ..parted_dates import whole
from ..rows import Row
from ..spells import Change, changes
from ..vocabulary import Oddity, Reason
from ..work import Work

FIRST_YEAR, LAST_YEAR = 1816, 2014
YEARLY_FROM = 1966  # collected every fifth year before
# Codes of the data set, the closest tie first; of an organization with two columns it counts.
FULL, ASSOCIATE, OBSERVER, NONE, NO_ORGANIZATION = "1", "2", "3", "0", "-1"
CLOSEST = (FULL, ASSOCIATE, OBSERVER, NONE, NO_ORGANIZATION)
STEP = {FULL: Kind.JOINED, ASSOCIATE: Kind.ASSOCIATED, OBSERVER: Kind.OBSERVER}
# What may stand there already as the same step.
ALIKE: dict[Kind, tuple[str, ...]] = {
    Kind.JOINED: (Kind.FOUNDED, Kind.SUCCEEDED, Kind.READMITTED),
    Kind.ENDED: (Kind.WITHDREW, Kind.EXPELLED, Kind.LAPSED),
}
KNOWN_BY = ("ccode", "year", "state")


@dataclass
class Memory:
    # Column of the file to the organization that it is about; None where nobody matched it.
    organizations: dict[str, Organization | None] = field(default_factory=dict)
    # State and organization to year to code. Codes are few, so they are shared strings.
    status: dict[tuple[Any, Organization], dict[int, str]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    rows: dict[Any, dict[int, Row]] = field(default_factory=lambda: defaultdict(dict))


def take(work: Work, row: Row) -> None:
    """Keep the statuses of a state in one year in the organizations that we know."""
    year = whole(row["year"])
    if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
        raise Rejected(Reason.NO_DATE, "year")
    memory: Memory = work.memory
    actor = cow.state(work, row, "ccode", PartialDate.parse(str(year)))
    if year in memory.rows[actor]:
        raise Rejected(Reason.IMPOSSIBLE, "year", f"{actor} in {year} stands in an earlier row")
    belongs = False
    for column, cell in row.cells.items():
        if column in KNOWN_BY or not cell:
            continue
        code = _code(row, column, cell)
        if code is None:
            continue
        organization = _organization(work, row, column)
        if organization is None:
            continue
        seen = memory.status[actor, organization]
        seen[year] = min(code, seen.get(year, code), key=CLOSEST.index)
        belongs = belongs or code in STEP
    memory.rows[actor][year] = row
    # Only the outcome and the place are needed from here on.
    row.keep_only(*KNOWN_BY)
    if year == LAST_YEAR and belongs:
        row.note("year", Oddity.LAST_OBSERVED)


def _code(row: Row, column: str, cell: str) -> str | None:
    code = str(whole(cell))
    if code in CLOSEST:
        return code
    row.note(column, Oddity.UNKNOWN_TERM)
    return None


def _organization(work: Work, row: Row, column: str) -> Organization | None:
    """Give the organization of a column, asked for once."""
    known: dict[str, Organization | None] = work.memory.organizations
    if column not in known:
        try:
            found = work.reconciler.find(column.lower(), ("cow-igo",), None, row)
        except Rejected:
            found = None
        known[column] = found if isinstance(found, Organization) else None
    return known[column]


def finish(work: Work) -> None:
    memory: Memory = work.memory
    # An organization with two columns is called by the first of them, in whatever letters.
    called = {found: column.lower() for column, found in reversed(memory.organizations.items())}
    told: dict[Any, Row] = {}
    for (actor, organization), codes in memory.status.items():
        steps = _steps(codes)
        if not steps:
            continue
        rows = memory.rows[actor]
        first = rows[steps[0][1].year]
        told.setdefault(actor, first)
        membership = work.put(
            Membership,
            first,
            # One code may be two states in turn: by ours they differ.
            key=f"{first['ccode']}/{actor.natural_key()[0]}/{called[organization]}",
            locator=f"{first['state']} ({first['ccode']}), {called[organization]}",
            actor=actor,
            organization=organization,
        )
        turns: dict[Kind, int] = defaultdict(int)
        for kind, change in steps:
            turns[kind] += 1
            row = rows[change.year]
            work.put(
                MembershipAct,
                row,
                alike=ALIKE.get(kind, ()),
                membership=membership,
                kind=kind,
                occurrence=turns[kind],
                date=PartialDate.parse(change.date),
            )
            if change.before is None:
                row.note("year", Oddity.FIRST_OBSERVED)
    for actor, rows in memory.rows.items():
        for row in rows.values():
            if row.outcome is None:
                _settle(work, row, told.get(actor))


def _steps(codes: dict[int, str]) -> list[tuple[Kind, Change]]:
    statuses = ((year, code if code in STEP else "") for year, code in codes.items())
    found = changes(statuses, YEARLY_FROM)
    return [(STEP[c.after] if c.after else Kind.ENDED, c) for c in found]


def _settle(work: Work, row: Row, into: Row | None) -> None:
    """Say of a row in which nothing changed that it repeats, or that there was nothing in it."""
    if into is None:
        work.report.rejected(row, Reason.NOT_A_FACT, "year")
    else:
        work.repeats(row, into)


ADAPTER = Adapter(
    name="cow-igo",
    title="Intergovernmental Organizations",
    publisher="Correlates of War Project",
    url="https://correlatesofwar.org/data-sets/IGOs",
    licence="None stated that we found: free to use, citation asked for. Ask before you publish.",
    citation=(
        "Pevehouse, Jon C. W., Timothy Nordstrom, Roseanne W. McManus, and Anne Spencer "
        "Jamison. 2020. Tracking Organizations in the World: The Correlates of War IGO Version "
        "3.0 Datasets. Journal of Peace Research 57(3): 492–503. doi:10.1177/0022343319881175"
    ),
    version="3.0",
    files=(
        File(
            "state-years",
            more_columns=True,
            missing=frozenset({"", "NA", ".", "-9"}),
            take=take,
            columns=(
                Column("ccode", becomes="member, by its COW code in that year"),
                Column("year", becomes="dates of the acts of membership"),
                Column("state", why_not="short name of the state, which its code says better"),
            ),
        ),
    ),
    finish=finish,
    memory=Memory,
    notes=(
        "Every other column is one organization, known by its alias of the scheme cow-igo; "
        "those that nobody matched are listed, and no organization is made. Codes: 1 member, "
        "2 associate, 3 observer, 0 none, -1 the organization doesn't exist, -9 or empty "
        "nobody knows. A membership begins in its first year, and on or before it where the "
        "state wasn't looked at earlier. It ends in its last year or the next one; never where "
        "the data end or the state does. Up to 1965 the data were collected every fifth year, "
        "so a year there is approximate. Where an organization has two columns, as the "
        "European Communities and the Union, the closer tie counts. So the years become spells: "
        "a run of years with one status is one, over years in which nobody looked too, and a "
        "return after years outside is another. Of the other files the organization-years "
        "(igo_year_formatv3.csv, separated by tabs) hold the same statuses; they have the states "
        "by short names without a code, which don't tell Russia from the Soviet Union, and years "
        "before a state was in the system. The joint memberships of pairs of states follow from "
        "them too. Neither is read. Checked against the reference pages of the repository "
        "dieghernan/igoR (state_year_format3: 15,557 rows, 537 columns, first rows, codes), "
        "which has the file in R's format, and its data-raw/analysis-jpr.do, by the authors, "
        "which counts codes 1 and 2 from the columns AAAID to Wassen; first rows of 1816 and "
        "later were tried as typed from there, no whole file."
    ),
)
