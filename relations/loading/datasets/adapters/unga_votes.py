"""Roll calls of the UN General Assembly, as collected by Erik Voeten and others.

Columns and codes: those of ``UNVotes.csv`` on the Harvard Dataverse, a row for each state
and roll call: 1 yes, 2 abstain, 3 no, 8 absent, 9 not a member; states have COW codes.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from relations.models import Agreement, Position, Side, Statement
from relations.vocabularies import AgreementKind, LegalForce, Medium, Stance

from .. import cow
from ..adapter import Adapter, Column, File, Rejected
from ..parted_dates import whole
from ..rows import Row
from ..vocabulary import Oddity, Reason
from ..work import Candidate, Work


class Vote(NamedTuple):
    stance: Stance
    verb: str


VOTES = {
    1: Vote(Stance.SUPPORTS, "voted for"),
    # States abstain out of consent, doubt, protest and lack of interest alike.
    2: Vote(Stance.UNCLEAR, "abstained on"),
    3: Vote(Stance.OPPOSES, "voted against"),
}
NO_VOTES = {8: "absent", 9: "not a member"}


CODES = 1000  # COW codes have three digits


@dataclass
class Memory:
    """What must be known of rows that were written long ago: little, for a million of them."""

    resolutions: dict[int, Candidate] = field(default_factory=dict)
    # By roll call the vote of each state, at the place of its code.
    votes: dict[int, bytearray] = field(
        default_factory=lambda: defaultdict(lambda: bytearray(CODES))
    )


def take(work: Work, row: Row) -> None:
    """State what was voted on, and each vote as a statement with one position on it."""
    number = whole(row["rcid"])
    if number is None:
        raise Rejected(Reason.NO_NAME, "rcid")
    code = whole(row["vote"])
    if code in NO_VOTES:
        raise Rejected(Reason.NOT_A_FACT, "vote", NO_VOTES[code])
    if code not in VOTES:
        raise Rejected(Reason.NO_TERM, "vote")
    for column in ("amend", "para"):
        if row[column] and whole(row[column]) != 0:
            raise Rejected(Reason.OF_A_PART, column)
    date = row.date("date")
    if date is None:
        raise Rejected(Reason.NO_DATE, "date")
    actor = cow.state(work, row, "ccode", date)
    # Topics return each year: only the number tells what was voted on.
    name = (row["unres"] or f"roll call {number}")[:100]
    state = int(row["ccode"])
    if not 0 < state < CODES:
        raise Rejected(Reason.NO_NAME, "ccode", "is no COW code")
    resolution = _resolution(work, row, number, name)
    if (before := work.memory.votes[number][state]) != 0:
        if before != code:
            row.note("vote", Oddity.CONTRADICTION)
        work.repeats(row, resolution.row)
        return
    work.memory.votes[number][state] = code
    vote = VOTES[code]
    said = f"{vote.verb} {name}"
    statement = work.put(
        Statement,
        row,
        key=f"{number}/{state}",
        slug=f"unga-vote-{number}-{state}",
        title=f"{actor} {said} in the UN General Assembly"[:240],
        date=date,
        medium=Medium.LAW_OR_RESOLUTION,
    )
    work.put(Side, row, statement=statement, actor=actor)
    work.put(
        Position,
        row,
        statement=statement,
        target_agreement=resolution,
        stance=vote.stance,
        text=f"{said[0].upper()}{said[1:]}.",
    )


def _resolution(work: Work, row: Row, number: int, name: str) -> Candidate:
    memory: Memory = work.memory
    if number in memory.resolutions:
        return memory.resolutions[number]
    topic = row["short"] or row["descr"] or "Vote"
    room = 400 - len(f" ({name})")
    if len(topic) > room:
        row.note("short" if row["short"] else "descr", Oddity.TOO_LONG)
    memory.resolutions[number] = work.put(
        Agreement,
        row,
        key=str(number),
        slug=f"unga-vote-{number}",
        title=f"{topic[:room]} ({name})",
        kind=AgreementKind.RESOLUTION,
        legal_force=LegalForce.UNCLEAR,
        registration=row["unres"][:160],
        note=(
            f"Roll call {number} of the UN General Assembly, session {row['session']}. The "
            f"data set says of it: {row['descr'] or row['short'] or 'nothing'}"
        ),
    )
    return memory.resolutions[number]


ADAPTER = Adapter(
    name="unga-votes",
    title="United Nations General Assembly Voting Data",
    publisher="Harvard Dataverse",
    url="https://dataverse.harvard.edu/dataset.xhtml?persistentId=hdl:1902.1/12379",
    licence="CC0 1.0 by the default of the Dataverse; not confirmed on its page",
    citation=(
        "Bailey, Michael A., Anton Strezhnev, and Erik Voeten. 2017. Estimating Dynamic State "
        "Preferences from United Nations Voting Data. Journal of Conflict Resolution 61(2): "
        "430–456."
    ),
    version="1946–2023",
    files=(
        File(
            "votes",
            more_columns=True,
            or_else="cp1252",
            missing=frozenset({"", "NA", "NaN"}),
            take=take,
            columns=(
                Column("rcid", becomes="key of the resolution, the same in all releases"),
                Column("ccode", becomes="side of the statement, by its COW code on that day"),
                Column("vote", becomes="stance of the position"),
                Column("session", becomes="note of the resolution"),
                Column("date", becomes="date of the statement"),
                Column(
                    "unres",
                    becomes="registration of the resolution, part of titles",
                ),
                Column("amend", becomes="nothing is taken of votes on amendments"),
                Column("para", becomes="nothing is taken of votes on paragraphs"),
                Column("short", becomes="title of the resolution"),
                Column("descr", becomes="note of the resolution; title where there is no other"),
            ),
        ),
    ),
    memory=Memory,
    part=10_000,
    notes=(
        "What was voted on is a record of its own for each roll call, of the kind resolution: "
        "the same text may be voted on twice, and later ones may be separate votes on "
        "paragraphs, which the data mark until 1985 only. It has no parties and no "
        "acts: whether it was adopted isn't in the data, and a resolution binds nobody by its "
        "votes. Yes becomes “supports”, no “opposes”. An abstention becomes “unclear”, not "
        "“neutral”, since states abstain for opposite reasons. Absent states and those that "
        "weren't members said nothing: their rows state no fact. Not taken are the columns "
        "member, Country, Countryname and year (ccode and date say it better), yes, no, abstain "
        "(sums), importantvote (a judgement of the US State Department), me, nu, di, hr, co, ec "
        "(topics found by searching for words, not certain by their authors' own account), "
        "ident and resid (other numbers of the roll call). Checked against the header, the "
        "number of rows (1,266,486) and first rows of the release up to 2023 as the repository "
        "kerematas/un-hidden-blocs prints them in pipeline/build_db.ipynb, and those of the "
        "release up to 2021 in LuckYuanZ/CountryRelationByUnVotes, DataCleaning.ipynb: the "
        "first column has no name, numbers may have a decimal point, and later sessions leave "
        "amend and para empty. That release wasn't all in UTF-8: such characters are read as "
        "those of Windows-1252. No whole file was tried."
    ),
)
