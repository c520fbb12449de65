"""GGO: the agreements and parties of manytreaties that its own team coded."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from relations.dates import PartialDate
from relations.models import Party
from relations.vocabularies import ActKind, AgreementKind

from .. import manydata
from ..adapter import Adapter, Column, File, Rejected
from ..manydata import Treaties, Treaty, put_act
from ..rows import Row
from ..vocabulary import Oddity, Reason
from ..work import Candidate, Work

# TypeAgree, where it says more than "agreement". The rest are no agreements of ours.
KINDS = {
    "Protocol": AgreementKind.PROTOCOL,
    "MOU": AgreementKind.MEMORANDUM,
}
BY_TITLE = ("Agreement", "Amendment", "Extending", "")
REGISTRATION, PLACE = 160, 120  # characters of the fields
OWN_DATES = ("StateSignature", "StateRatification", "StateForce")


@dataclass(slots=True)
class Tie:
    """A state and an agreement: what its first row says, and what later ones add."""

    row: Row
    treaty: Treaty
    actor: Any
    dates: dict[str, PartialDate | None]
    still_party: bool  # 9999-12-31 as its end
    again: dict[str, PartialDate | None] = field(default_factory=dict)


@dataclass(slots=True)
class Memory:
    treaties: Treaties = field(default_factory=lambda: Treaties("ggo"))
    ties: dict[tuple[Any, ...], Tie] = field(default_factory=dict)
    pairs: set[tuple[str, str]] = field(default_factory=set)


def take_agreement(work: Work, row: Row) -> None:
    work.memory.treaties.add(row, row["treatyID"], row["Title"], row["Begin"])


def state_agreement(work: Work, treaty: Treaty, key: str, slug: str) -> None:
    row = treaty.row
    kind = row["TypeAgree"]
    if kind not in KINDS and kind not in BY_TITLE:
        raise Rejected(Reason.NO_TERM, "TypeAgree", kind)
    values: dict[str, Any] = manydata.title_values(row, row["Title"])
    values["kind"] = KINDS.get(kind) or manydata.kind_of(row["Title"])
    if len(row["Published"]) <= REGISTRATION:
        values["registration"] = row["Published"]
    else:
        row.note("Published", Oddity.NO_ROOM)
    agreement = manydata.put_agreement(work, treaty, key, slug, **values)
    treaty.signed = row.date("Signature")
    force = row.date("Force")
    end = row.date("Term", sentinel=Oddity.NO_END_KNOWN)
    deemed = row.date("End", sentinel=Oddity.NO_END_KNOWN)
    treaty.ended = end or deemed
    place = row["Location"] if len(row["Location"]) <= PLACE else ""
    put_act(work, row, agreement, ActKind.SIGNED, treaty.signed, place=place)
    put_act(work, row, agreement, ActKind.ENTERED_INTO_FORCE, force)
    if treaty.ended:
        if manydata.is_before(treaty.ended, [treaty.signed, force]):
            row.note("Term" if end else "End", Oddity.OUT_OF_ORDER)
        else:
            put_act(work, row, agreement, ActKind.TERMINATED, treaty.ended)


def take_party(work: Work, row: Row) -> None:
    memory: Memory = work.memory
    memory.treaties.settle(work, state_agreement)
    # Read before anything is decided: what is odd in a row that is rejected counts too.
    dates = {column: row.date(column) for column in OWN_DATES}
    dates["StateEnd"] = row.date("StateEnd", sentinel=Oddity.NO_END_KNOWN)
    row.date("Term")
    if (pair := (row["stateID"], row["treatyID"])) in memory.pairs:
        row.note("treatyID", Oddity.REPEATED_PAIR)
    memory.pairs.add(pair)
    still_party = row["StateEnd"].startswith("9999")
    treaty = memory.treaties.find(row["treatyID"], row["Title"], row["Begin"])
    own = [date for name in OWN_DATES if (date := dates[name]) and date.earliest]
    on = min(own, key=lambda date: str(date.earliest), default=treaty.signed)
    actor = work.actor(row, "stateID", schemes=manydata.STATES, on=on)
    key = (id(treaty), actor._meta.model_name, actor.pk)
    if (tie := memory.ties.get(key)) is None:
        row.keep_only("stateID", "StateEnd")
        memory.ties[key] = Tie(row, treaty, actor, dates, still_party)
    else:
        work.repeats(row, tie.row, adds=_join(tie, row, dates, still_party))


def _join(tie: Tie, row: Row, dates: dict[str, PartialDate | None], still_party: bool) -> bool:
    """Take of a repeated row what the earlier ones left open; say whether that was anything."""
    if _came_back(tie, dates):
        row.note("StateForce", Oddity.AGAIN_IN_FORCE)
        tie.again = dates
        return True
    adds = False
    for column, date in dates.items():
        kept = tie.dates[column]
        settled = column == "StateEnd" and tie.still_party
        if date and not kept and not settled:
            tie.dates[column] = date
            adds = True
        elif date and (settled or date != kept):
            row.note(column, Oddity.CONTRADICTION)
    if still_party and tie.dates["StateEnd"]:
        row.note("StateEnd", Oddity.CONTRADICTION)
    return adds


def _came_back(tie: Tie, dates: dict[str, PartialDate | None]) -> bool:
    """Whether a repeated row tells of a second time: in force after the state's own end.

    GGO gives each such time a row. Most of its repeated rows have other dates of entry
    into force for states that never left, and are no second time.
    """
    ended, force = tie.dates["StateEnd"], dates["StateForce"]
    if tie.again or not ended or not force or not ended.latest or not force.earliest:
        return False
    return force.earliest > ended.latest and ended != tie.treaty.ended


def finish(work: Work) -> None:
    memory: Memory = work.memory
    memory.treaties.settle(work, state_agreement)
    while memory.ties:
        _key, tie = memory.ties.popitem()
        if (agreement := tie.treaty.record) is not None:
            with work.taking(tie.row):
                _state_tie(work, tie, agreement)


def _state_tie(work: Work, tie: Tie, agreement: Candidate) -> None:
    row, dates = tie.row, tie.dates
    work.put(Party, row, agreement=agreement, actor=tie.actor)
    where = f"{agreement.key}, {row['stateID']}"
    signed, ratified = dates["StateSignature"], dates["StateRatification"]
    put_act(work, row, agreement, ActKind.SIGNED, signed, actor=tie.actor, locator=where)
    said = f"{where}: StateRatification, which is ratification, accession or approval"
    put_act(work, row, agreement, ActKind.RATIFIED, ratified, actor=tie.actor, locator=said)
    for time, times in enumerate((dates, tie.again), start=1):
        more = {"actor": tie.actor, "locator": where, "occurrence": time}
        force, end = times.get("StateForce"), _own_end(tie, times)
        put_act(work, row, agreement, ActKind.ENTERED_INTO_FORCE, force, **more)
        put_act(work, row, agreement, ActKind.WITHDRAWN, end, **more)


def _own_end(tie: Tie, dates: dict[str, PartialDate | None]) -> PartialDate | None:
    """Give the day on which a state left, and not the agreement or the state itself ended."""
    end = dates.get("StateEnd")
    if not end or end == tie.treaty.ended:
        return None
    if manydata.is_before(end, [dates[column] for column in OWN_DATES]):
        tie.row.note("StateEnd", Oddity.OUT_OF_ORDER)
        return None
    over = tie.actor.end
    if over and over.earliest and end.latest and end.latest >= over.earliest:
        tie.row.note("StateEnd", Oddity.STATE_ENDED)
        return None
    return end


_CODER = "who coded a row is no fact about the agreement"
_OF_THE_AGREEMENT = "the agreement's own row says it"

AGREEMENTS = File(
    "agreements",
    take=take_agreement,
    columns=(
        Column("treatyID", "key of the agreement, with title and Begin where several share it"),
        Column("Title", "title; beyond 400 characters cut, and whole in the note"),
        Column("Begin", "nothing of its own: tells apart who share a treatyID"),
        Column("End", "act “terminated” where Term is empty; 9999-12-31 says: not ended"),
        Column("Signature", "act “signed” of the agreement"),
        Column("Force", "act “entered into force” of the agreement"),
        Column("Term", "act “terminated”"),
        Column("Grounds", why_not="empty in version 1.0.0"),
        Column("TypeDomain", why_not="a coder's classification; scopes here belong to provisions"),
        Column("TypeAgree", "kind; for agreements and amendments the first word of the title is"),
        Column("TypeAmbit", why_not="follows from the parties"),
        Column("TypeGeo", why_not="no such field; a coder's classification"),
        Column("TypeSubject", why_not="a keyword, and a provision says what was agreed"),
        Column("Location", "place of the act “signed”"),
        Column("Depository", why_not="free text of name and acronym: matched to nobody by guess"),
        Column("Published", "registration, up to 160 characters"),
        Column("Secretariat", why_not="no such field"),
        Column("Website", why_not="of the organization, and partly no addresses"),
        Column("TitleAlt", why_not="agreements have no further titles here"),
        Column("Language", why_not="of the text that the package keeps"),
        Column("Languages", why_not="no such field"),
        Column("Text", why_not="whether the package keeps a text"),
        Column("TextURL", why_not="nobody knows whether the pages still exist"),
        Column("Coder", why_not=_CODER),
        Column("Comments", why_not="coders' notes to each other; our note is ours"),
        Column("Source", why_not="free text; this data set is the source"),
    ),
)
PARTIES = File(
    "parties",
    take=take_party,
    columns=(
        Column("stateID", "actor of the party and its acts, by the code's meaning on their day"),
        Column("treatyID", "agreement, together with Title and Begin"),
        Column("Title", "agreement: tells apart who share a treatyID"),
        Column("Begin", "agreement: tells apart who share a treatyID"),
        Column("End", why_not=_OF_THE_AGREEMENT),
        Column("Signature", why_not=_OF_THE_AGREEMENT),
        Column("StateSignature", "act “signed” of the party"),
        Column("StateRatification", "act “ratified” of the party; may be accession or approval"),
        Column("Force", why_not=_OF_THE_AGREEMENT),
        Column("StateForce", "act “entered into force” of the party; again after an own end"),
        Column("Term", why_not="the agreement's, as a number of days from 1970-01-01"),
        Column("StateEnd", "act “withdrawn” of the party, unless agreement or state ended then"),
        Column("Coder", why_not=_CODER),
        Column("Comments", why_not="coders' notes to each other"),
    ),
    required=False,
)
ADAPTER = Adapter(
    name="ggo",
    title="manytreaties, data set of global governance agreements and their parties (GGO)",
    publisher=manydata.PUBLISHER,
    url=manydata.URL,
    licence=manydata.LICENCE,
    citation=(
        "Hollway, James, Henrique Sposito and Jael Tan: International agreements for manydata. "
        "manytreaties 1.0.0, table GGO."
    ),
    version="1.0.0",
    files=(AGREEMENTS, PARTIES),
    finish=finish,
    memory=Memory,
    notes=(
        "Dates are EDTF. 9999-12-31 as an end says that the agreement was known to be in force "
        "when it was coded, and nothing is written; an empty end says that nobody knows. "
        "A year alone was often entered as its 1 January: of each 1 January the year is "
        "written, which is true in both cases. Resolutions, regulations and reports of "
        "organizations are no agreements here. Where several rows tie one state to one "
        "agreement, the first one's dates hold, later ones fill what it leaves open, and only "
        "an entry into force after the state's own end is a second time."
    ),
)
