"""The work of one import: what the adapter takes of the rows, before anything is written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

from relations.dates import PartialDate
from relations.models import Country, Organization
from relations.models.base import ActorArc, NaturalKeyModel

from .adapter import Adapter, Rejected
from .report import Report
from .rows import Row
from .vocabulary import Oddity, Outcome, Reason


@dataclass(slots=True, eq=False)
class Candidate:
    """A record or a part of one as the data set states it.

    ``values`` hold plain values, records of ours (a country), and other candidates.
    ``key`` is what the data set calls it, the same in its next version.
    """

    model: type[NaturalKeyModel]
    key: str
    values: dict[str, Any]
    row: Row
    # Kinds of act that count as the same step where the record has one of them already.
    alike: tuple[str, ...] = ()
    locator: str = ""
    pk: int | None = field(default=None)
    made: bool = field(default=False)  # by this import, so that nothing was below it
    unwanted: str = field(default="")  # who deleted it, see :mod:`.unwanted`


class Reconciler(Protocol):
    """Knows actors by names and codes, see :mod:`relations.loading.datasets.reconciling`."""

    def find(
        self, said: str, schemes: tuple[str, ...], on: PartialDate | None, row: Row
    ) -> Country | Organization: ...


class Work:
    """What adapters talk to."""

    def __init__(self, adapter: Adapter, reconciler: Reconciler, report: Report) -> None:
        self.adapter, self.reconciler, self.report = adapter, reconciler, report
        self.memory = adapter.memory()
        self.candidates: dict[tuple[Any, ...], Candidate] = {}
        self._by_key: dict[tuple[type[NaturalKeyModel], str], Candidate] = {}

    @contextmanager
    def taking(self, row: Row) -> Iterator[None]:
        """Whatever is put inside comes from this row; Rejected settles it as rejected."""
        try:
            yield
        except Rejected as rejected:
            self.report.rejected(row, rejected.reason, rejected.column, rejected.said)

    def actor(
        self, row: Row, column: str, *, schemes: tuple[str, ...], on: PartialDate | None = None
    ) -> Any:
        """Give the country or organization that a cell names, on a day where that matters.

        ``schemes`` are those of its aliases, in the order of trust: "iso3", "cow", "name" or
        one of the data set's own. Raises Rejected where nobody of ours is known by it; the name
        is then kept for analysts to decide. Nothing is matched by likeness.
        """
        said = row[column]
        if not said:
            raise Rejected(Reason.NO_NAME, column)
        return self.reconciler.find(said, schemes, on, row)

    def put(
        self,
        model: type[NaturalKeyModel],
        row: Row,
        *,
        key: str = "",
        actor: Any = None,
        alike: tuple[str, ...] = (),
        locator: str = "",
        **values: Any,
    ) -> Candidate:
        """State a record or a part; give it, or the one stated before with the same natural key.

        ``key`` is the data set's own identifier, needed for whole records; that of a part is
        made from its record's. ``locator`` says where in the data set, if the key doesn't.
        ``actor`` fills the arc to a country or organization. A date is
        a PartialDate or its notation. What an earlier row left empty is filled; where it said
        something else the earlier row holds, and the contradiction is counted.
        """
        if issubclass(model, ActorArc):
            values |= _arc(actor)
        identity = (model, *(_plain(values.get(name)) for name in model.natural_key_fields))
        if (known := self.candidates.get(identity)) is not None:
            self._merge(known, row, values)
            return known
        made = Candidate(model, key or _part_key(model, values), values, row, alike, locator)
        if not made.key:
            raise ValueError(f"A {model._meta.verbose_name} of its own needs a key.")
        self.candidates[identity] = made
        if not model.part_of:
            self._by_key[model, made.key] = made
        self.report.loaded(row)
        return made

    def find(self, model: type[NaturalKeyModel], key: str, row: Row, column: str = "") -> Candidate:
        """Give the record that an earlier row stated under this key. Raises Rejected."""
        if (found := self._by_key.get((model, key))) is None:
            raise Rejected(Reason.NO_RECORD, column, key)
        return found

    def repeats(self, row: Row, earlier: Row, *, adds: bool = False) -> None:
        """Settle a row that an adapter joined with an earlier one itself."""
        if adds:
            self.report.loaded(row)
        else:
            self.report.merged(row, earlier)

    def report_unwanted(self) -> None:
        """Settle the rows of which something, or nothing, was written as somebody deleted it."""
        taken = {id(each.row) for each in self.candidates.values() if not each.unwanted}
        for each in self.candidates.values():
            if each.unwanted:
                self.report.not_wanted(each.row, each.unwanted, in_part=id(each.row) in taken)

    def forget(self) -> None:
        """Let go of what was written, where the adapter works in parts."""
        self.candidates.clear()
        self._by_key.clear()

    def _merge(self, known: Candidate, row: Row, values: dict[str, Any]) -> None:
        new = False
        for name, value in values.items():
            before = known.values.get(name)
            if value in (None, "") or _plain(value) == _plain(before):
                continue
            if before in (None, ""):
                known.values[name] = value
                new = True
            else:
                row.note(name, Oddity.CONTRADICTION)
        if new:
            self.report.loaded(row)
        else:
            self.report.merged(row, known.row)


def _arc(actor: Any) -> dict[str, Any]:
    country = actor if isinstance(actor, Country) else None
    organization = actor if isinstance(actor, Organization) else None
    return {"actor_country": country, "actor_organization": organization}


def _plain(value: Any) -> Any:
    """Give what tells one value of a natural key from another."""
    if isinstance(value, NaturalKeyModel):
        return (value._meta.model_name, value.pk)
    return value.notation if isinstance(value, PartialDate) else value


def _part_key(model: type[NaturalKeyModel], values: dict[str, Any]) -> str:
    """Make the key of a part: its record's, what it is, and what tells it from its like."""
    words = []
    whole = ""
    for name in model.natural_key_fields:
        value = values.get(name)
        if isinstance(value, Candidate) and not whole:
            whole = value.key
        elif value is not None:
            words.append(_word(value))
    return "/".join([whole, str(model._meta.model_name), *words]) if whole else ""


def _word(value: Any) -> str:
    if isinstance(value, Candidate):
        return value.key
    if isinstance(value, Country):
        return value.code
    if isinstance(value, NaturalKeyModel):
        return "+".join(_word(part) for part in value.natural_key() if part is not None)
    return str(value)


__all__ = ["Candidate", "Oddity", "Outcome", "Reconciler", "Work"]
