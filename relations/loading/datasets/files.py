"""Opens the files of a data set, recognises which is which, and reads their rows."""

from __future__ import annotations

import codecs
import csv
import gzip
import hashlib
import io
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

from .adapter import Adapter, File
from .refusal import ImportRefused, Problem
from .rows import Row

LONGEST_LINE = 1_000_000  # characters; no cell of a data set is as long, but a bomb is
LARGEST = 4 << 30  # bytes of a file, unpacked


@dataclass(frozen=True)
class Opened:
    """A file that was recognised."""

    file: File
    path: Path
    sha256: str
    size: int
    header: tuple[str, ...]

    @property
    def described(self) -> dict[str, Any]:
        """What an import remembers of it."""
        return {"name": self.path.name, "size": self.size, "sha256": self.sha256}

    def rows(self) -> Iterator[Row]:
        """Read the rows; the header is row 1. Raises ImportRefused where one can't be read."""
        if self.file.read is not None:
            for number, record in self.file.read(self.path):
                yield Row(self.file, number, record)
            return
        missing = self.file.missing
        with _lines(self.path, self.file) as lines, _readable(self.path.name, lines):
            reader = csv.reader(lines, delimiter=self.file.delimiter, strict=True)
            header = next(reader)
            for number, cells in enumerate(reader, start=2):
                if len(cells) != len(header):
                    if not cells:
                        continue
                    message = f"has {len(cells)} cells, and the header {len(header)}"
                    raise ImportRefused(Problem(self.path.name, number, "", message))
                texts = ("" if cell.strip() in missing else cell.strip() for cell in cells)
                yield Row(self.file, number, dict(zip(header, texts, strict=True)))


def recognise(adapter: Adapter, paths: Iterable[Path]) -> list[Opened]:
    """Tell which file is which by their headers, in the order of the adapter.

    Raises ImportRefused for a file that isn't of the data set, given twice, or missing.
    """
    found: dict[str, Opened] = {}
    problems: list[Problem] = []
    for path in paths:
        try:
            opened = _recognised(adapter, path)
        except ImportRefused as refused:
            problems += refused.problems
            continue
        if (twin := found.get(opened.file.name)) is not None:
            message = f"is the file “{opened.file.name}” of the data set, as {twin.path.name} is"
            problems.append(Problem(path.name, 0, "", message))
        found[opened.file.name] = opened
    for file in adapter.files:
        if file.required and file.name not in found and not problems:
            names = ", ".join(column.name for column in file.columns)
            message = f"is missing: the file with the columns {names}"
            problems.append(Problem(f"“{file.name}”", 0, "", message))
    if problems:
        raise ImportRefused(*problems)
    return [found[file.name] for file in adapter.files if file.name in found]


def _recognised(adapter: Adapter, path: Path) -> Opened:
    if not path.is_file():
        raise ImportRefused(Problem(str(path), 0, "", "there is no such file"))
    name = path.name.removesuffix(".gz")
    for file in adapter.files:
        if file.read is not None and name.endswith(file.suffix):
            return Opened(file, path, *_fingerprint(path), ())
    complaints = []
    for file in adapter.files:
        if file.read is None:
            header = _header(path, file)
            complaint = _differs(file, header)
            if not complaint:
                return Opened(file, path, *_fingerprint(path), header)
            complaints.append((len(complaint), f"for “{file.name}” {complaint}"))
    told = min(complaints)[1] if complaints else f"its name ends in none of its suffixes: {name}"
    raise ImportRefused(Problem(path.name, 1, "", f"is no file of {adapter.name}: {told}"))


def _differs(file: File, header: tuple[str, ...]) -> str:
    """Say what tells a header from that of the codebook; '' for nothing."""
    wanted = [column.name for column in file.columns]
    parts = []
    if repeated := sorted({name for name in header if header.count(name) > 1}):
        parts.append(f"these columns stand there twice: {', '.join(repeated)[:200]}")
    if lacking := [name for name in wanted if name not in header]:
        parts.append(f"these columns are missing: {', '.join(lacking)}")
    further = [name for name in header if name not in wanted]
    if further and not file.more_columns:
        parts.append(f"these are unknown: {', '.join(further)[:200]}")
    return "; ".join(parts)


def _header(path: Path, file: File) -> tuple[str, ...]:
    with _lines(path, file) as lines, _readable(path.name, lines):
        reader = csv.reader(lines, delimiter=file.delimiter, strict=True)
        return tuple(cell.strip() for cell in next(reader, []))


class _Lines:
    """The lines of a text, counted, none of them endless."""

    def __init__(self, text: Any) -> None:
        self.text, self.number, self.length = text, 0, 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        self.number += 1
        line: str = self.text.readline(LONGEST_LINE)
        self.length += len(line)
        if not line:
            raise StopIteration
        if len(line) == LONGEST_LINE or self.length > LARGEST:
            raise csv.Error("is longer than any line of a data set")
        if "\0" in line:
            raise csv.Error("holds a NUL character: this is no text")
        return line


@contextmanager
def _lines(path: Path, file: File) -> Iterator[_Lines]:
    binary: BinaryIO
    try:
        binary = gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb")  # type: ignore[assignment]  # noqa: SIM115
    except OSError as error:
        raise ImportRefused(Problem(path.name, 0, "", str(error))) from error
    encoding = "utf-8-sig" if file.encoding == "utf-8" else file.encoding
    errors = _read_else(file.or_else) if file.or_else else "strict"
    with binary, io.TextIOWrapper(binary, encoding=encoding, errors=errors, newline="") as text:
        yield _Lines(text)


@cache
def _read_else(encoding: str) -> str:
    """Name a way to read in another encoding what isn't in the first."""
    name = f"geopol-or-{encoding}"

    def read(error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeDecodeError):
            raise error
        return error.object[error.start : error.end].decode(encoding), error.end

    codecs.register_error(name, read)
    return name


@contextmanager
def _readable(name: str, lines: _Lines) -> Iterator[None]:
    """Turn what can go wrong in reading into a problem with its line."""
    try:
        yield
    except UnicodeDecodeError as error:
        message = f"is not in {error.encoding}: {error.reason} (near line {lines.number})"
        raise ImportRefused(Problem(name, 0, "", message)) from error
    except csv.Error as error:
        raise ImportRefused(Problem(name, 0, "", f"line {lines.number} {error}")) from error
    except (OSError, EOFError, zlib.error) as error:
        message = f"can't be unpacked: {error}"
        raise ImportRefused(Problem(name, 0, "", message)) from error


def _fingerprint(path: Path) -> tuple[str, int]:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size
