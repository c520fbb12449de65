"""What is asked of an index, as both kinds of database are told it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Asked:
    """The last ``limit`` rows of an index with some words, each in one of its spellings.

    With ``names`` in what names a record. ``joined`` is SQL that stands behind the index,
    ``further`` behind the condition on it.
    """

    index: str
    words: list[list[str]]
    names: bool
    limit: int
    joined: str = ""
    further: str = ""
