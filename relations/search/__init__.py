"""Full text: in which records do these words occur?

A table ``relations_<model>_words`` beside each searched table holds the words, and
triggers keep it true; :mod:`.sqlite` and :mod:`.postgres` say how, the modules of queries
beside them ask it. Every word must begin a word of the record, in any of its texts; capitals,
accents and punctuation don't count, and :mod:`.letters` lets scripts find one another.
:func:`find` is for the admin, its answers bounded: no more than ``LIMIT`` rows are looked up.
The public search is :mod:`relations.reading.search`.
"""

from .asked import Sought
from .checking import check
from .index import (
    add,
    as_usual,
    expect_many,
    install,
    matching,
    named_or_told,
    sought,
    words_of,
)
from .records import Found, find, is_searched

__all__ = [
    "Found",
    "Sought",
    "add",
    "as_usual",
    "check",
    "expect_many",
    "find",
    "install",
    "is_searched",
    "matching",
    "named_or_told",
    "sought",
    "words_of",
]
