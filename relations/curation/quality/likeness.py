"""How alike two texts are, and which pairs of many to compare at all."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import fuzz

from .thresholds import thresholds

# Letters that are no accented form of another for Unicode, but are for people who type.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "ı": "i", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe"})
_ROMAN = re.compile(r"[ivx]+")
_WEAK = frozenset(("the", "of", "and", "on", "for", "in", "to", "a", "an", "s"))


def normal(text: str) -> str:
    """Give a text without case, accents and punctuation, its words apart by one space.

    A plus stays: OPEC+ is not OPEC.
    """
    parts = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in parts if not unicodedata.combining(c)).translate(_LETTERS)
    plain = plain.replace("co-operat", "cooperat")  # the one word that titles write both ways
    return " ".join(re.findall(r"[^\W_]+\+*", plain))


@dataclass(frozen=True, slots=True)
class Text:
    """A text ready to be compared; ``of`` is whatever it belongs to."""

    of: Any
    words: str = field(compare=False)  # sorted, so that their order doesn't count
    numbers: tuple[str, ...] = field(compare=False)

    @classmethod
    def read(cls, of: Any, text: str) -> Text:
        words = [word for word in normal(text).split() if word not in _WEAK]
        numbers = [w for w in words if w.isdigit() or _ROMAN.fullmatch(w)]
        return cls(of, " ".join(sorted(words)), tuple(sorted(numbers)))

    def is_like(self, other: Text, likeness: int) -> bool:
        """Whether two texts are nearly equal; the second protocol is not like the third."""
        if self.numbers != other.numbers or not self.words:
            return False
        return fuzz.ratio(self.words, other.words, score_cutoff=likeness) > 0


def near_pairs(block: list[Text], likeness: int) -> Iterator[tuple[Any, Any]]:
    """Give what belongs together in a block by its texts.

    A small block is compared pair by pair; of a large one, sorted by the texts, only
    neighbours, so that the time grows with the rows and not with their square.
    """
    limits = thresholds()
    if len(block) > limits.block_size:
        block = sorted(block, key=lambda text: text.words)
        reach = limits.neighbours
    else:
        reach = len(block)
    for number, first in enumerate(block):
        for second in block[number + 1 : number + 1 + reach]:
            if first.is_like(second, likeness):
                yield first.of, second.of


def blocks(rows: Iterable[Any], key: Any) -> Iterator[list[Any]]:
    """Cut rows that come sorted by a key into those with one key, leaving lone ones out."""
    block: list[Any] = []
    current: Any = None
    for row in rows:
        now = key(row)
        if block and now != current:
            if len(block) > 1:
                yield block
            block = []
        current = now
        block.append(row)
    if len(block) > 1:
        yield block
