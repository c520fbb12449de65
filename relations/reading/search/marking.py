"""Marks what matched in a text, and cuts a short excerpt around it."""

from __future__ import annotations

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from relations.search import letters

LENGTH = 220  # of an excerpt, in letters
READ = 20_000  # letters of a text that are looked through

Span = tuple[int, int]


class Marker:
    """Knows the words of a query, and finds them in texts as the index does."""

    def __init__(self, words: list[str]) -> None:
        spelled = [[letters.fold(s) for s in letters.spellings(word)] for word in words]
        self._words = spelled

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

    def _within(self, found: list[tuple[Span, int]], begin: int) -> int:
        reach = begin + LENGTH * 3 // 4
        return len({number for (start, _end), number in found if begin <= start < reach})

    def _found(self, text: str) -> list[tuple[Span, int]]:
        found = []
        for start, end in _words_in(text[:READ]):
            number = self._number(text[start:end])
            if number is not None:
                found.append(((start, end), number))
        return found

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


def _words_in(text: str) -> list[Span]:
    kept = text if text.isascii() else letters.spaced(text)
    return [match.span() for match in re.finditer(r"[^\W_]+" if text.isascii() else r"[^ ]+", kept)]
