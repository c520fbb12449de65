"""What an adapter of a data set declares.

An adapter is a module of :mod:`relations.loading.datasets.adapters` with one constant::

    ADAPTER = Adapter(
        name="example", title=…, publisher=…, url=…, licence=…, citation=…, version="1.0",
        files=(
            File(
                "parties",
                columns=(
                    Column("stateID", becomes="country of the party"),
                    Column("Coder", why_not="who coded a row is no fact about it"),
                ),
                take=take_party,
            ),
        ),
    )

``take(work, row)`` is called for each row of its file, the files in the order in which
they are declared. It asks ``work`` for actors and puts candidates (see
:class:`~relations.loading.datasets.work.Work`)::

    def take_party(work, row):
        state = work.actor(row, "stateID", schemes=("iso3",), on=row.date("Signature"))
        agreement = work.find(Agreement, row["treatyID"], row)   # rejects the row if there is none
        party = work.put(Party, row, agreement=agreement, actor=state)
        if signed := row.date("StateSignature"):
            work.put(Act, row, agreement=agreement, actor=state, kind="signed", date=signed,
                     concerns="party")

A row is *loaded* if a candidate of it is new or says something new, *merged* if it only
repeats, *rejected* if :class:`Rejected` was raised (by ``work`` or by the adapter). An
adapter that must see several rows first keeps them and puts in ``finish``, each row
inside ``with work.taking(row):``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .vocabulary import Reason

if TYPE_CHECKING:
    from .rows import Row
    from .work import Work


class Rejected(Exception):
    """Nothing is taken of a row, for a reason of the vocabulary."""

    def __init__(self, reason: Reason, column: str = "", said: str = "") -> None:
        super().__init__(reason)
        self.reason, self.column, self.said = reason, column, said


@dataclass(frozen=True)
class Column:
    """A line of the codebook: what a column becomes, or why it is not taken."""

    name: str
    becomes: str = ""
    why_not: str = ""

    def __post_init__(self) -> None:
        if bool(self.becomes) == bool(self.why_not):
            raise ValueError(f"Say of “{self.name}” either what it becomes or why it is not taken.")


# Reads a file that is no CSV: yields number and cells of each row.
Reader = Callable[[Path], Iterable[tuple[int, dict[str, Any]]]]


@dataclass(frozen=True)
class File:
    """One kind of file of a data set. Recognised by its header: all columns of the codebook.

    With ``more_columns`` it may have others, as a table with a column for each state has.
    ``read`` reads what is no CSV; such a file is recognised by the end of its name, ``suffix``.
    A ``.gz`` behind the name is opened as such; ``encoding`` is that of the publisher, and
    ``or_else`` another one for the characters that aren't in it, where releases differ.
    """

    name: str
    columns: tuple[Column, ...]
    take: Callable[[Work, Row], None]
    required: bool = True
    more_columns: bool = False
    encoding: str = "utf-8"
    or_else: str = ""
    delimiter: str = ","
    missing: frozenset[str] = frozenset({"", "NA"})
    read: Reader | None = None
    suffix: str = ".csv"


@dataclass(frozen=True)
class Adapter:
    """A data set: who made it, what its files hold, and what becomes of it here."""

    name: str
    title: str
    publisher: str
    url: str
    licence: str
    citation: str
    version: str
    files: tuple[File, ...]
    finish: Callable[[Work], None] | None = None
    # Where rows refer to their neighbours only: what was stated is written and forgotten
    # whenever it is so many records, so that memory doesn't grow with the file.
    part: int | None = None
    # What must be known of the whole: what its dates mean, what is not taken and why.
    notes: str = ""
    # Kept for the adapter from one row to the next: made anew for each import.
    memory: Callable[[], Any] = field(default=dict)

    def codebook(self) -> Iterator[tuple[str, Column]]:
        """Give each column with the name of its file."""
        for file in self.files:
            for column in file.columns:
                yield file.name, column
