"""IEADB: the International Environmental Agreements Database, as manyenviron gives it.

The columns are those that the documentation of manyenviron's tables ``agreements$IEADB``
and ``memberships$IEADB_MEM`` lists; what they hold follows from the scripts that made them.
The tables of later packages have other columns, which nobody documented when this was
written: such a file is refused by its header.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from relations.models import Party
from relations.vocabularies import ActKind, AgreementKind

from .. import manydata
from ..adapter import Adapter, Column, File, Rejected
from ..manydata import Treaties, Treaty, put_act
from ..rows import Row
from ..vocabulary import Oddity, Reason
from ..work import Work

# The letters of AgreementType. W is a resolution, which is no agreement here.
KINDS = {
    "A": None,  # as its title says
    "E": None,  # an amendment
    "X": None,  # an exchange of notes
    "P": AgreementKind.PROTOCOL,
    "Q": AgreementKind.ARRANGEMENT,  # agreed minute
    "V": AgreementKind.DECLARATION,
    "Y": AgreementKind.MEMORANDUM,
}


@dataclass(slots=True)
class Memory:
    treaties: Treaties = field(default_factory=lambda: Treaties("ieadb"))


def take_agreement(work: Work, row: Row) -> None:
    work.memory.treaties.add(row, row["ieadbID"], row["Title"], row["Begin"])


def state_agreement(work: Work, treaty: Treaty, key: str, slug: str) -> None:
    row = treaty.row
    if row["AgreementType"] not in KINDS:
        raise Rejected(Reason.NO_TERM, "AgreementType", row["AgreementType"])
    values: dict[str, Any] = manydata.title_values(row, row["Title"])
    values["kind"] = KINDS[row["AgreementType"]] or manydata.kind_of(row["Title"])
    where = f"IEA {row['ieadbID']}"
    agreement = manydata.put_agreement(work, treaty, key, slug, locator=where, **values)
    treaty.signed = row.date("Signature")
    put_act(work, row, agreement, ActKind.SIGNED, treaty.signed, locator=where)
    force = row.date("Force")
    put_act(work, row, agreement, ActKind.ENTERED_INTO_FORCE, force, locator=where)


def take_party(work: Work, row: Row) -> None:
    treaties: Treaties = work.memory.treaties
    treaties.settle(work, state_agreement)
    acts = {
        ActKind.SIGNED: row.date("stateSignature"),
        ActKind.RATIFIED: row.date("Rat"),
        ActKind.ENTERED_INTO_FORCE: row.date("Force"),
    }
    row.date("End", sentinel=Oddity.NO_END_KNOWN)
    # Begin is here the state's own first date: the identifier and the title tell the treaty.
    treaty = treaties.find(row["ieadbID"], row["Title"], row["Begin"])
    own = [date for date in acts.values() if date and date.earliest]
    on = min(own, key=lambda date: str(date.earliest), default=treaty.signed)
    actor = work.actor(row, "stateID", schemes=manydata.STATES, on=on)
    where = f"IEA {row['ieadbID']}, {row['stateID']}"
    work.put(Party, row, agreement=treaty.agreement, actor=actor)
    for kind, date in acts.items():
        put_act(work, row, treaty.agreement, kind, date, actor=actor, locator=where)


def finish(work: Work) -> None:
    work.memory.treaties.settle(work, state_agreement)


_PACKAGE = "an identifier of the package, made of title and date"

ADAPTER = Adapter(
    name="ieadb",
    title="International Environmental Agreements Database (IEADB), as in manyenviron",
    publisher="Ronald B. Mitchell and the IEA Database Project",
    url="https://www.iea.ulaval.ca/en/agreements",
    licence="see the data set",
    citation=(
        "Mitchell, Ronald B., et al. (2020): What we know (and could know) about international "
        "environmental agreements. Global Environmental Politics 20(1), 103–121."
    ),
    version="manyenviron",
    files=(
        File(
            "agreements",
            take=take_agreement,
            columns=(
                Column("manyID", why_not=_PACKAGE),
                Column("Title", "title; with Begin tells apart who share an ieadbID"),
                Column("Begin", "nothing of its own: Signature, else Force"),
                Column("DocType", why_not="bilateral or multilateral follows from the parties"),
                Column("AgreementType", "kind; for A, E and X the first word of the title is"),
                Column("Signature", "act “signed” of the agreement"),
                Column("Force", "act “entered into force” of the agreement"),
                Column("Lineage", why_not="made of the title by the package"),
                Column("treatyID", why_not=_PACKAGE),
                Column("ieadbID", "key"),
            ),
        ),
        File(
            "parties",
            take=take_party,
            required=False,
            columns=(
                Column("manyID", why_not=_PACKAGE),
                Column("treatyID", why_not=_PACKAGE),
                Column("Title", "agreement, together with ieadbID"),
                Column("Begin", "nothing of its own: the first of the state's dates"),
                Column("stateID", "actor of the party and its acts"),
                Column("End", why_not="tterm, the termination of the treaty: no act of the state"),
                Column("stateSignature", "act “signed” of the party"),
                Column("Signature", why_not="the agreement's own row says it"),
                Column("Rat", "act “ratified” of the party; may be accession or approval"),
                Column("Force", "act “entered into force” of the party"),
                Column("DocType", why_not="bilateral or multilateral follows from the parties"),
                Column("ieadbID", "agreement"),
            ),
        ),
    ),
    finish=finish,
    memory=Memory,
    notes="Not tried on a whole file of this data set, only on made rows in its form.",
)
