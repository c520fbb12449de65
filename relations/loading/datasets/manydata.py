"""What the data sets of manydata have in common: identifiers that several treaties share.

A ``treatyID`` is made of a treaty's parties, year and kind, and so is not its own alone:
181 of GGO stand for several treaties, told apart by title and date. The parties, in a file
of their own, name the treaty by the identifier, title and beginning, not always alike.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.text import slugify

from relations.dates import PartialDate
from relations.models import Act, Agreement
from relations.vocabularies import ActKind, AgreementKind, Concerns

from .adapter import Rejected
from .reconciling import fold
from .rows import Row
from .vocabulary import Oddity, Reason
from .work import Candidate, Work

URL = "https://github.com/globalgov/manytreaties"
PUBLISHER = "globalgov"
LICENCE = "CC BY 4.0"

# The schemes of ``stateID``, in the order of trust: codes of the R package manystates where
# they differ from ISO 3166-1; then these; a few rows have a name in the place of a code.
STATES = ("manystates", "iso3", "name")

TITLE_LENGTH = 400
# What an agreement calls itself, by the first word of its title.
SELF_CALLED = {
    "treaty": AgreementKind.TREATY,
    "convention": AgreementKind.CONVENTION,
    "charter": AgreementKind.CHARTER,
    "protocol": AgreementKind.PROTOCOL,
    "declaration": AgreementKind.DECLARATION,
    "memorandum": AgreementKind.MEMORANDUM,
    "arrangement": AgreementKind.ARRANGEMENT,
}


def kind_of(title: str) -> AgreementKind:
    """Give the kind that an agreement calls itself; agreement where it does not say."""
    return SELF_CALLED.get(title.partition(" ")[0].casefold(), AgreementKind.AGREEMENT)


@dataclass(slots=True)
class Treaty:
    """A row of the file of treaties, and the record it became."""

    row: Row
    identifier: str
    title: str
    begin: str
    record: Candidate | None = None  # None where it was rejected
    signed: Any = None
    ended: Any = None

    @property
    def agreement(self) -> Candidate:
        """Give the record. Raises Rejected where the row was rejected."""
        if self.record is None:
            raise Rejected(Reason.OF_REJECTED, "treatyID", self.identifier)
        return self.record


class Treaties:
    """All treaties of a data set: kept until the last is read, since identifiers repeat."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.by_identifier: dict[str, list[Treaty]] = defaultdict(list)
        self._taken: dict[str, str] = {}
        self.settled = False

    def add(self, row: Row, identifier: str, title: str, begin: str) -> None:
        """Remember a treaty. Raises Rejected where the row names none."""
        if not identifier or not title:
            raise Rejected(Reason.NO_NAME, "treatyID" if title else "Title")
        self.by_identifier[identifier].append(Treaty(row, identifier, fold(title), begin))

    def settle(self, work: Work, state: Callable[[Work, Treaty, str, str], None]) -> None:
        """Let ``state(work, treaty, key, slug)`` state each treaty, once all are known.

        The key is the identifier. Where several treaties share it, something is added that
        doesn't depend on their order: it is made of title and beginning.
        """
        if self.settled:
            return
        self.settled = True
        for identifier, treaties in self.by_identifier.items():
            several = len({(t.title, t.begin) for t in treaties}) > 1
            for treaty in treaties:
                key = identifier
                if several:
                    said = f"{treaty.title}|{treaty.begin}"
                    key += "#" + hashlib.sha256(said.encode()).hexdigest()[:6]
                with work.taking(treaty.row):
                    state(work, treaty, key, self._slug(key))

    def find(self, identifier: str, title: str, begin: str) -> Treaty:
        """Give the treaty that a party's row means. Raises Rejected where none or several may be.

        The title decides, then the beginning; the identifier alone never does.
        """
        sharing = self.by_identifier.get(identifier)
        if not sharing:
            raise Rejected(Reason.NO_RECORD, "treatyID", identifier)
        folded = fold(title)
        titled = [treaty for treaty in sharing if treaty.title == folded]
        begun = [treaty for treaty in sharing if treaty.begin == begin]
        both = [treaty for treaty in titled if treaty.begin == begin]
        for found in (both, titled, begun):
            if len({(t.title, t.begin) for t in found}) == 1:
                treaty = found[0]
                if treaty.record is None:
                    raise Rejected(Reason.OF_REJECTED, "treatyID", identifier)
                return treaty
        reason = Reason.SEVERAL_RECORDS if titled or begun else Reason.OTHER_RECORD
        raise Rejected(reason, "Title", title)

    def _slug(self, key: str) -> str:
        words = re.sub(r"[^A-Za-z0-9]+", "-", key)
        slug = f"{self.prefix}-{slugify(words)}"[:90]
        if self._taken.setdefault(slug, key) != key:
            slug += f"-{hashlib.sha256(key.encode()).hexdigest()[:6]}"
        return slug


def title_values(row: Row, title: str) -> dict[str, Any]:
    """Give title and note: a title longer than ours may be stands whole in the note."""
    if len(title) <= TITLE_LENGTH:
        return {"title": title}
    row.note("Title", Oddity.TOO_LONG)
    cut = title[: TITLE_LENGTH - 2].rpartition(" ")[0] + " …"
    return {"title": cut, "note": f"The whole title: {title}"}


def put_agreement(work: Work, treaty: Treaty, key: str, slug: str, **values: Any) -> Candidate:
    """State an agreement with what its row says of the whole."""
    treaty.record = work.put(Agreement, treaty.row, key=key, slug=slug, **values)
    return treaty.record


def put_act(
    work: Work,
    row: Row,
    agreement: Candidate,
    kind: ActKind,
    date: PartialDate | None,
    **values: Any,
) -> None:
    """State an act of the agreement, or of the ``actor`` among the values; none without a date."""
    if date:
        values.setdefault("occurrence", 1)
        values["concerns"] = Concerns.PARTY if values.get("actor") else Concerns.AGREEMENT
        work.put(Act, row, agreement=agreement, kind=kind, date=date, **values)


def is_before(end: PartialDate, starts: list[PartialDate | None]) -> bool:
    """Say whether an end lies before some beginning for certain."""
    return any(
        start and start.earliest and end.latest and end.latest < start.earliest for start in starts
    )
