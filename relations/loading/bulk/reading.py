"""Reads records from files one after the other, each with the line that it begins in.

A file holds a JSON list of records, laid out in any way, or (``.jsonl``) one record a
line; ``.gz`` behind either means compressed. A fault of a file is a :class:`Fault` with
its place; what comes after it in that file can't be read.
"""

from __future__ import annotations

import codecs
import gzip
import json
import re
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from relations.loading.json_format import RepeatedKey, no_key_twice

CHUNK = 1 << 20
# Nothing that people write is as long; what is, may be made to exhaust the server.
LONGEST = 64 << 20
_BETWEEN = re.compile(r"[ \t\r\n]*")


class Fault(ValueError):
    """A file can't be read on from this place."""

    def __init__(self, place: str, message: str) -> None:
        super().__init__(f"{place}: {message}")
        self.place, self.message = place, message


def read(path: Path, advance: Callable[[int], None]) -> Iterator[tuple[str, Any]]:
    """Give place and value of each record; tell ``advance`` how many bytes were read."""
    names = path.suffixes[-2:] if path.suffix == ".gz" else path.suffixes[-1:]
    try:
        with path.open("rb") as raw:
            stream: Any = gzip.open(raw) if path.suffix == ".gz" else raw  # noqa: SIM115
            text = _Text(str(path), stream, raw, advance)
            yield from _lines(text) if ".jsonl" in names else _list(text)
    except OSError as error:
        raise Fault(str(path), error.strerror or str(error)) from error
    except (EOFError, zlib.error) as error:
        raise Fault(str(path), f"not a whole gzip file ({error})") from error


class _Text:
    """A window on the text of a file, with the number of the line at its beginning."""

    def __init__(
        self, name: str, stream: Any, raw: BinaryIO, advance: Callable[[int], None]
    ) -> None:
        self.name, self._stream, self._raw, self._advance = name, stream, raw, advance
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._bytes = self._told = 0
        self.window, self.at, self.line, self.ended = "", 0, 1, False
        # Up to where lines are counted; and what of the line has left the window.
        self._counted = self._passed = 0
        self.more()
        if self.window.startswith("\ufeff"):
            self.fail("it begins with a byte order mark: save it as UTF-8 without one")

    def more(self) -> None:
        """Read on, and forget what was passed."""
        self.here()
        if len(self.window) - self.at > LONGEST:
            self.fail(f"a record of more than {LONGEST >> 20} MB")
        data = self._stream.read(max(CHUNK, len(self.window) - self.at))
        self.ended = not data
        try:
            begun = len(self._decoder.getstate()[0])
            text = self._decoder.decode(data, self.ended)
        except UnicodeDecodeError as error:
            self.fail(f"byte {self._bytes - begun + error.start + 1} is not UTF-8")
        self._bytes += len(data)
        self._passed = self._column(self.at) - 1
        self.window = self.window[self.at :] + text
        self.at = self._counted = 0
        told = self._raw.tell()
        self._advance(told - self._told)
        self._told = told

    def here(self) -> int:
        """Give the number of the line that the reading has come to."""
        self.line += self.window.count("\n", self._counted, self.at)
        self._counted = self.at
        return self.line

    def _column(self, at: int) -> int:
        begin = self.window.rfind("\n", 0, at)
        return at - begin if begin >= 0 else self._passed + at + 1

    def place(self) -> str:
        return f"{self.name}, line {self.here()}"

    def fail(self, message: str) -> NoReturn:
        raise Fault(self.place(), message)

    def next(self) -> str:
        """Pass over white space; give the next character, '' at the end."""
        sign = self.window[self.at : self.at + 1]
        if sign > " ":  # as nearly always
            return sign
        while True:
            self.at = _BETWEEN.match(self.window, self.at).end()  # type: ignore[union-attr]
            if self.at < len(self.window):
                return self.window[self.at]
            if self.ended:
                return ""
            self.more()

    def passes(self, signs: str) -> bool:
        """Pass over these signs, if they come next."""
        found = self.window.startswith(signs, self.at)
        if found:
            self.at += len(signs)
        return found

    def value(self, end: int | None = None) -> Any:
        """Read one value, up to ``end`` of the window at most."""
        while True:
            try:
                value, self.at = _scan(self.window, self.at)
            except (json.JSONDecodeError, StopIteration) as error:
                # It may only be cut off by the window.
                if end is None and not self.ended:
                    self.more()
                    continue
                self._not_json(error)
            except RepeatedKey as error:
                self.fail(f"“{error}” stands twice in one record")
            except RecursionError:
                self.fail("nested too deeply")
            except ValueError as error:  # NaN, or more digits than Python reads
                self.fail(str(error).partition(":")[0])
            return value

    def _not_json(self, error: Any) -> NoReturn:
        said = getattr(error, "msg", "Expecting value")
        self.at = getattr(error, "pos", error.value if isinstance(error, StopIteration) else 0)
        place = f"{self.place()}, column {self._column(self.at)}"
        raise Fault(place, f"not JSON ({said})")


def _list(text: _Text) -> Iterator[tuple[str, Any]]:
    if text.next() != "[":
        if not text.window:
            text.fail("not JSON: the file is empty")
        text.value()
        text.fail("a fixture is a list of records: [{…}, {…}]")
    text.at += 1
    if text.next() != "]":
        while True:
            text.next()
            place = text.place()
            yield place, text.value()
            if text.passes(",\n"):  # as we write them
                continue
            if (sign := text.next()) == "]":
                break
            if sign != ",":
                text.fail("not JSON (a comma is wanted between two records, or ] at the end)")
            text.at += 1
    text.at += 1
    if text.next():
        text.fail("not JSON (something stands behind the list)")


def _lines(text: _Text) -> Iterator[tuple[str, Any]]:
    while text.next():
        while (end := text.window.find("\n", text.at)) < 0 and not text.ended:
            text.more()
        end = end if end >= 0 else len(text.window)
        place, begin = text.place(), text.at
        value = text.value(end)
        if text.at > end or text.window[text.at : end].strip(" \t\r"):
            text.at = begin
            text.fail("not JSON Lines (one record a line is wanted, and one line a record)")
        yield place, value


def _constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")


_decoder: Any = json.JSONDecoder(object_pairs_hook=no_key_twice, parse_constant=_constant)
_scan = _decoder.scan_once
