"""IEADB: the International Environmental Agreements Database, as manytreaties gives it.

The columns are those of manytreaties 1.0.0, tables ``agreements$IEADB`` and
``parties$IEADB``, as its reference pages list them; what they hold follows from the scripts
that make them of the database's own files. Both name a treaty by its number there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from relations.dates import PartialDate
from relations.models import Agreement, Party
from relations.vocabularies import ActKind, AgreementKind

from .. import manydata
from ..adapter import Adapter, Column, File, Rejected
from ..manydata import put_act
from ..parted_dates import whole
from ..rows import Row
from ..vocabulary import Oddity, Reason
from ..work import Candidate, Work

# TypeAgree, where it is a kind of ours; of the other terms the title says it.
KINDS = {
    "Treaty": AgreementKind.TREATY,
    "Convention": AgreementKind.CONVENTION,
    "Protocol": AgreementKind.PROTOCOL,
    "Declaration": AgreementKind.DECLARATION,
    "Memorandum of Understanding": AgreementKind.MEMORANDUM,
}
# Acts of an organization, and bodies: no agreements.
NO_AGREEMENTS = ("Resolution", "Commission")
# Years of the database for “not known” and, of an entry into force, “not yet”: 2599, 2899.
UNKNOWN, NOT_YET, FAR = 1111, 2500, 9999
PLACE = 120  # characters of the field


@dataclass(slots=True)
class Treaty:
    record: Candidate
    signed: PartialDate | None


@dataclass(slots=True)
class Memory:
    # By number; None for one that was rejected.
    treaties: dict[int, Treaty | None] = field(default_factory=dict)


def take_agreement(work: Work, row: Row) -> None:
    number = _number(row, "mitchID")
    treaties: dict[int, Treaty | None] = work.memory.treaties
    if number in treaties:
        raise Rejected(Reason.IMPOSSIBLE, "mitchID", f"{number} stands in an earlier row")
    treaties[number] = None
    if not row["Title"]:
        raise Rejected(Reason.NO_NAME, "Title")
    if row["TypeAgree"] in NO_AGREEMENTS:
        raise Rejected(Reason.NO_TERM, "TypeAgree")
    where = f"IEA# {number}, {row['treatyID']}"
    values: dict[str, Any] = manydata.title_values(row, row["Title"])
    values["kind"] = KINDS.get(row["TypeAgree"]) or manydata.kind_of(row["Title"])
    agreement = work.put(
        Agreement, row, key=str(number), slug=f"ieadb-{number}", locator=where, **values
    )
    signed, force = _date(row, "Signature"), _date(row, "Force")
    treaties[number] = Treaty(agreement, signed)
    place = row["Location"] if len(row["Location"]) <= PLACE else ""
    put_act(work, row, agreement, ActKind.SIGNED, signed, place=place, locator=where)
    put_act(work, row, agreement, ActKind.ENTERED_INTO_FORCE, force, locator=where)
    ended = _date(row, "Term")
    if ended and manydata.is_before(ended, [signed, force]):
        row.note("Term", Oddity.OUT_OF_ORDER)
    else:
        put_act(work, row, agreement, ActKind.TERMINATED, ended, locator=where)


def take_party(work: Work, row: Row) -> None:
    number = _number(row, "ieadbID")
    if number not in work.memory.treaties:
        raise Rejected(Reason.NO_RECORD, "ieadbID")
    treaty: Treaty | None = work.memory.treaties[number]
    if treaty is None:
        raise Rejected(Reason.OF_REJECTED, "ieadbID")
    acts = {
        ActKind.SIGNED: _date(row, "stateSignature"),
        ActKind.RATIFIED: _date(row, "Rat"),
        ActKind.ENTERED_INTO_FORCE: _date(row, "Force"),
    }
    own = [date for date in acts.values() if date and date.earliest]
    on = min(own, key=lambda date: str(date.earliest), default=treaty.signed)
    actor = work.actor(row, "stateID", schemes=manydata.STATES, on=on)
    where = f"IEA# {number}, {row['stateID']}"
    work.put(Party, row, agreement=treaty.record, actor=actor)
    for kind, date in acts.items():
        put_act(work, row, treaty.record, kind, date, actor=actor, locator=where)


def _number(row: Row, column: str) -> int:
    number = whole(row[column])
    if number is None:
        raise Rejected(Reason.NO_NAME, column)
    return number


def _date(row: Row, column: str) -> PartialDate | None:
    year = whole(row[column][:4])
    if year is not None and (year == UNKNOWN or NOT_YET <= year < FAR):
        row.note(column, Oddity.NO_DAY_MEANT)
        return None
    return row.date(column, sentinel=Oddity.NO_END_KNOWN)


_AGREEMENT = "the agreement's own row says it"

ADAPTER = Adapter(
    name="ieadb",
    title="International Environmental Agreements Database (IEADB), as in manytreaties",
    publisher="Ronald B. Mitchell and the IEA Database Project",
    url="https://www.iea.ulaval.ca/en/agreements",
    licence="manytreaties: CC BY 4.0; of the database itself none known to us",
    citation=(
        "Mitchell, Ronald B., et al. (2020): What we know (and could know) about international "
        "environmental agreements. Global Environmental Politics 20(1), 103–121. "
        "manytreaties 1.0.0, table IEADB."
    ),
    version="manytreaties 1.0.0",
    files=(
        File(
            "agreements",
            take=take_agreement,
            columns=(
                Column("treatyID", "in the locator: an identifier of the package"),
                Column("Title", "title; beyond 400 characters cut, and whole in the note"),
                Column("Begin", why_not="Signature, else Force"),
                Column("End", why_not="the same as Term"),
                Column("Signature", "act “signed” of the agreement"),
                Column("Force", "act “entered into force” of the agreement"),
                Column("Term", "act “terminated”"),
                Column("Grounds", why_not="free text on the termination"),
                Column("TypeAmbit", why_not="bilateral or multilateral follows from the parties"),
                Column("TypeAgree", "kind; where it is none of ours the first word of the title"),
                Column("TypeSubject", why_not="a coder's classification; provisions have scopes"),
                Column("Lineage", why_not="a coder's grouping, and no relation of two treaties"),
                Column("Location", "place of the act “signed”"),
                Column("Auspices", why_not="free text of names: matched to nobody by guess"),
                Column("Secretariat", why_not="no such field"),
                Column("TitleAlt", why_not="agreements have no further titles here"),
                Column("TextURL", why_not="nobody knows whether the pages still exist"),
                Column("Language", why_not="of the text that the database keeps"),
                Column("Coder", why_not="who coded a row is no fact about the agreement"),
                Column("Comments", why_not="coders' notes to each other"),
                Column("Version", why_not="of the row in the database"),
                Column("mitchID", "key: the number of the database, IEA#"),
            ),
        ),
        File(
            "parties",
            take=take_party,
            required=False,
            columns=(
                Column("stateID", "actor of the party and its acts, by the code's meaning then"),
                Column("treatyID", why_not="made of the state's first date: another for each"),
                Column("Begin", why_not="the first of the state's dates"),
                Column("End", why_not="tterm, the termination of the treaty: no act of the state"),
                Column("Title", why_not=_AGREEMENT),
                Column("stateSignature", "act “signed” of the party"),
                Column("Signature", why_not=_AGREEMENT),
                Column("Rat", "act “ratified” of the party; may be accession or approval"),
                Column("Force", "act “entered into force” of the party"),
                Column("ieadbID", "agreement: the number of the database"),
            ),
        ),
    ),
    memory=Memory,
    notes=(
        "Columns checked against the reference pages of manytreaties 1.0.0 (repository "
        "globalgov/manytreaties, reference/agreements.html and parties.html: 3,583 and 15,463 "
        "rows); values against its scripts prepare-IEADB.R in data-raw/agreements/IEADB and "
        "data-raw/parties/IEADB, and an older file of the database, treaties.csv, beside the "
        "first. The tables themselves are in R's format and weren't tried. The database writes "
        "1111-11-11 for a day that isn't known and years such as 2599 and 2899 for a treaty "
        "that isn't in force yet: neither is written. Of a 1 January the year is written. The "
        "package keeps rows of parties with an entry into force only."
    ),
)
