"""DESTA: trade agreements and their parties, as manytreaties gives them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from relations.models import Party
from relations.vocabularies import ActKind, AgreementKind

from .. import manydata
from ..adapter import Adapter, Column, File
from ..manydata import Treaties, Treaty, put_act
from ..rows import Row
from ..work import Work


@dataclass(slots=True)
class Memory:
    treaties: Treaties = field(default_factory=lambda: Treaties("desta"))


def take_agreement(work: Work, row: Row) -> None:
    work.memory.treaties.add(row, row["destaID"], row["Title"], row["Begin"])


def state_agreement(work: Work, treaty: Treaty, key: str, slug: str) -> None:
    row = treaty.row
    values: dict[str, Any] = manydata.title_values(row, row["Title"])
    protocol = row["TypeAgree"] == "Protocol"
    values["kind"] = AgreementKind.PROTOCOL if protocol else AgreementKind.AGREEMENT
    where = f"destaID {row['destaID']}, {row['treatyID']}"
    agreement = manydata.put_agreement(work, treaty, key, slug, locator=where, **values)
    treaty.signed = row.date("Signature")
    put_act(work, row, agreement, ActKind.SIGNED, treaty.signed, locator=where)
    force = row.date("Force")
    put_act(work, row, agreement, ActKind.ENTERED_INTO_FORCE, force, locator=where)


def take_party(work: Work, row: Row) -> None:
    treaties: Treaties = work.memory.treaties
    treaties.settle(work, state_agreement)
    treaty = treaties.find(row["destaID"], row["Title"], row["Begin"])
    actor = work.actor(row, "stateID", schemes=manydata.STATES, on=treaty.signed)
    work.put(Party, row, agreement=treaty.agreement, actor=actor)


def finish(work: Work) -> None:
    work.memory.treaties.settle(work, state_agreement)


_ITS_AGREEMENT = "of the agreement or of an accession to it, and not of this state"

ADAPTER = Adapter(
    name="desta",
    title="Design of Trade Agreements (DESTA), as in manytreaties",
    publisher="Andreas Dür, Leonardo Baccini, Manfred Elsig",
    url="https://www.designoftradeagreements.org/downloads/",
    licence=manydata.LICENCE,
    citation=(
        "Dür, Andreas, Leonardo Baccini and Manfred Elsig (2014): The Design of International "
        "Trade Agreements: Introducing a New Database. The Review of International "
        "Organizations 9(3), 353–375. manytreaties 1.0.0, table DESTA."
    ),
    version="manytreaties 1.0.0",
    files=(
        File(
            "agreements",
            take=take_agreement,
            columns=(
                Column("treatyID", "in the locator; the parties' file writes it otherwise"),
                Column("Title", "title; with Begin tells apart who share a destaID"),
                Column("Begin", "nothing of its own: it equals Signature"),
                Column("Signature", "act “signed” of the agreement, a year"),
                Column("Force", "act “entered into force” of the agreement, a year"),
                Column("TypeAgree", "kind: protocol, else agreement"),
                Column("TypeAmbit", why_not="follows from the parties"),
                Column("TypeGeo", why_not="no such field"),
                Column("TitleAlt", why_not="agreements have no further titles here"),
                Column("Language", why_not="of the text that the package keeps"),
                Column("destaID", "key: that of the base treaty, which its amendments share"),
            ),
        ),
        File(
            "parties",
            take=take_party,
            required=False,
            columns=(
                Column("stateID", "actor of the party, by the code's meaning when it was signed"),
                Column("treatyID", why_not="the agreements' file writes it otherwise"),
                Column("Begin", "agreement, together with destaID and Title"),
                Column("Title", "agreement, together with destaID and Begin"),
                Column("Signature", why_not=_ITS_AGREEMENT),
                Column("Force", why_not=_ITS_AGREEMENT),
                Column("StateName", why_not="stateID says it"),
                Column("destaID", "agreement, together with Title and Begin"),
            ),
        ),
    ),
    finish=finish,
    memory=Memory,
    notes=(
        "Dates are years. The parties of an accession or a consolidated text repeat those of "
        "the agreement: they are merged. Agreements under negotiation have no year. Nothing "
        "says when a state signed, ratified or left."
    ),
)
