"""What is asked of an index, as both kinds of database are told it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Asked:
    """The last ``limit`` rows of an index with some words, each in one of its spellings.

    With ``names`` in what names a record, with ``published`` only of records that are.
    ``checked`` are further words: few rows hold the others, which are looked at for these.
    ``within`` is SQL for the numbers of the only rows that are wanted, '' for any.
    """

    table: str
    words: list[list[str]]
    checked: list[list[str]]
    names: bool
    published: bool
    limit: int
    within: str = ""

    @property
    def index(self) -> str:
        return f"{self.table}_words"

    @property
    def all_words(self) -> list[list[str]]:
        return [*self.words, *self.checked]


@dataclass(frozen=True)
class Sought:
    """The words of a query, all of which are to be found; how, only the time depends on.

    An index is asked for ``words``, and its rows are looked at for those that are ``checked``.
    """

    words: list[str]
    checked: list[str]

    @property
    def all(self) -> list[str]:
        """All words."""
        return [*self.words, *self.checked]
