"""Latin letters for those of other scripts, as anyascii gives them, letter by letter.

The index holds each text as it is written and, where it has other letters, in Latin
ones as well; a query is asked in both. So “Mirzoyan” finds Միրզոյան, and Мирзоян finds
either. The database does it itself, in its triggers, by a table of letters that is
filled from here: Python functions would not be there for SQL that is written by hand,
nor on PostgreSQL, and the index must be exact after every kind of write.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version

from anyascii import anyascii

TABLE = "relations_latin"
# Of what the table is made; another version fills it anew.
EDITION = f"anyascii {version('anyascii')} unicode {unicodedata.unidata_version}, signs"
_KEPT = {"Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl"}
_ACCENTS = re.compile("[\u0300-\u036f]+")
_CIRCLED = range(0x24B6, 0x24EA)
# Any letter that the table may change, as a set for GLOB and for regular expressions.
OTHER_LETTERS = (
    "ÆÐØÞßæðøþĐđĦħıĸŁłŊŋŒœŦŧƀ-\u02ff\u0370-\u1fff₲-\u20cf↊↋⏴-⏿Ⓐ-ⓩ✀⭍-\u2dff⸻-\ud7ff豈-\ufffd"
)


def without_accents(text: str) -> str:
    """Take accents off by decomposition: “Erdoğan” becomes “Erdogan”, “ø” stays."""
    return text if text.isascii() else _ACCENTS.sub("", unicodedata.normalize("NFD", text))


def fold(text: str) -> str:
    """Take accents and capitals off."""
    return without_accents(text).lower()


@cache
def latin_of(letter: str) -> str | None:
    """Give the Latin letters for one of another script; None for what stays as it is.

    A sign that came late to Unicode, as the rouble's, is a letter to SQLite, whose tables
    are of 2012, and would keep "500" from being found in "₽500": for it, a space. So for a letter
    in a circle, which is a sign, but to PostgreSQL a letter.
    """
    number, category = ord(letter), unicodedata.category(letter)
    if number < 0x80 or 0x300 <= number <= 0x36F:
        return None
    if category[0] in "PSN" and category not in _KEPT:
        new = unicodedata.ucd_3_2_0.category(letter) == "Cn"
        return " " if new or number in _CIRCLED else None
    if category[0] not in "LM":
        return None
    if without_accents(letter).isascii():
        return None
    return "".join(filter(str.isalnum, anyascii(letter))).lower()


def latin(text: str) -> str:
    """Write a text in Latin letters; accents stay on those that are Latin already."""
    if text.isascii():
        return text
    letters = unicodedata.normalize("NFC", text)
    return "".join(letter if (other := latin_of(letter)) is None else other for letter in letters)


def table() -> dict[str, str]:
    """Give each letter of the table with its Latin ones: all scripts of Unicode's first plane."""
    found = ((chr(number), latin_of(chr(number))) for number in range(0x80, 0x10000))
    return {letter: other for letter, other in found if other is not None}


def words_of(text: str) -> list[str]:
    """Split a text into words as the index does: letters and digits, with their marks."""
    words = spaced(text).split()
    return words if text.isascii() else [w for w in words if any(map(str.isalnum, w))]


def forms(text: str) -> set[str]:
    """Give a text without accents, capitals and punctuation, as written and in Latin letters."""
    told = {text} if text.isascii() else {text, latin(text)}
    return {" ".join(words_of(fold(one))) for one in told} - {""}


def forms_of(texts: Iterable[str]) -> list[str]:
    """Give the forms of several texts together."""
    return [form for text in texts for form in forms(text)]


def spaced(text: str) -> str:
    """Put a space in the place of each character that is part of no word. Not of "½" or "²"."""
    return text.translate(_SPACES)


class _Spaces(dict[int, int]):
    """What each character becomes, found out when it is first met: a search splits thousands."""

    def __missing__(self, number: int) -> int:
        kept = unicodedata.category(chr(number)) in _KEPT
        self[number] = number if kept else ord(" ")
        return self[number]


_SPACES = _Spaces()


def spellings(word: str) -> list[str]:
    """Give a word of a query as it is written and, where that differs, in Latin letters."""
    other = latin(word)
    return [word, other] if other and other != word else [word]
