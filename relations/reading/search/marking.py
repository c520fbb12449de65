"""Marks what matched in a text, and cuts a short excerpt around it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from relations.search import letters

LENGTH = 220  # of an excerpt, in letters
READ = 20_000  # letters of a text that are looked through

Span = tuple[int, int]
Found = tuple[Span, int]  # where a word stands, and which of the query's it is

_LETTER = "[0-9a-z]"  # of a word in ASCII


class Marker:
    """Knows the words of a query, and finds them in texts as the index does."""

    def __init__(self, words: list[str]) -> None:
        self._words = [[letters.fold(s) for s in letters.spellings(word)] for word in words]
        # A group for each word of the query: the first that begins a word is meant.
        groups = (f"({'|'.join(map(_begun, spelled))})" for spelled in self._words)
        begun = "|".join(groups) or "(?!)"
        self._in_ascii = re.compile(f"(?<!{_LETTER})(?:{begun}){_LETTER}*")
        self._read: dict[str, list[Found]] = {}

    def mark(self, text: str) -> SafeString:
        """Give the text with ``<mark>`` around the words that matched, all else escaped."""
        return self._marked(text, 0, len(text), "", "")

    def holds(self, text: str) -> set[int]:
        """Say which words of the query the text holds, by their number."""
        return {number for _span, number in self._found(text)}

    def excerpt(self, text: str) -> SafeString:
        """Give the part of a text where most of the words stand close together, marked."""
        text = " ".join(text.split())
        found = self._found(text)
        if len(text) <= LENGTH or not found:
            return self._marked(text, 0, min(len(text), LENGTH), "", "…"[: len(text) > LENGTH])
        begins = [span[0] for span, _number in found]
        best = max(begins, key=lambda b: (self._within(found, b), -b))
        start = max(0, min(best - LENGTH // 4, len(text) - LENGTH))
        if start:
            start = min(text.find(" ", start) + 1 or start, best)
        end = min(len(text), start + LENGTH)
        if end < len(text):
            end = max(text.rfind(" ", start, end), start + LENGTH // 2)
        return self._marked(
            text, start, end, "… " if start else "", " …" if end < len(text) else ""
        )

    def _within(self, found: list[Found], begin: int) -> int:
        reach = begin + LENGTH * 3 // 4
        return len({number for (start, _end), number in found if begin <= start < reach})

    def _found(self, text: str) -> list[Found]:
        """Give the places of the words that matched; a text is asked for more than once."""
        if text not in self._read:
            read = text[:READ]
            self._read[text] = [*(self._ascii if read.isascii() else self._other)(read)]
        return self._read[text]

    def _ascii(self, text: str) -> Iterator[Found]:
        for match in self._in_ascii.finditer(text.lower()):
            yield match.span(), (match.lastindex or 1) - 1

    def _other(self, text: str) -> Iterator[Found]:
        for match in re.finditer("[^ ]+", letters.spaced(text)):
            number = self._number(text[match.start() : match.end()])
            if number is not None:
                yield match.span(), number

    def _number(self, word: str) -> int | None:
        told = {letters.fold(word), letters.fold(letters.latin(word))}
        for number, spelled in enumerate(self._words):
            for one in spelled:
                if any(w.startswith(one) if len(one) > 1 else w == one for w in told):
                    return number
        return None

    def _marked(self, text: str, start: int, end: int, before: str, after: str) -> SafeString:
        pieces, at = [before], start
        for (begin, stop), _number in self._found(text):
            if begin < start or stop > end:
                continue
            pieces += [escape(text[at:begin]), "<mark>", escape(text[begin:stop]), "</mark>"]
            at = stop
        pieces += [escape(text[at:end]), after]
        return mark_safe("".join(pieces))  # noqa: S308 each piece is escaped


def _begun(word: str) -> str:
    """Give the pattern of what begins with a word of a query; one letter is a word of its own."""
    return re.escape(word) if len(word) > 1 else f"{re.escape(word)}(?!{_LETTER})"
