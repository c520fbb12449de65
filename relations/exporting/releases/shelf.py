"""The releases that are there: what their manifests say, and where their files lie."""

from __future__ import annotations

import datetime as dt
import json
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from django.conf import settings
from pydantic import Field, TypeAdapter

from relations.exporting.formats import FORMATS, Edition

from .packing import sha256

MOST = 1_000_000  # releases; a longer number may be too long a name for a folder
MANIFEST = "manifest.json"
# The highest number that was ever given: that of a release which was deleted isn't free.
HIGHEST = "highest-number.txt"
README = "README.md"
CHANGES_CSV = "changes.csv"
CHANGES_JSON = "changes.json"
CONTENT_TYPES = {
    MANIFEST: "application/json",
    README: "text/markdown; charset=utf-8",
    CHANGES_CSV: "text/csv; charset=utf-8",
    CHANGES_JSON: "application/json",
}
log = logging.getLogger(__name__)


class BrokenRelease(Exception):
    """Something of a release can't be read."""


@dataclass(frozen=True)
class ReleaseFile:
    """A file of a release: ``format`` is the word for its format, '' for what lies beside."""

    name: str
    format: str
    size: int
    sha256: str
    content_type: str

    @property
    def label(self) -> str:
        return FORMATS[self.format].label if self.format in FORMATS else ""

    @property
    def sentence(self) -> str:
        return str(FORMATS[self.format].sentence) if self.format in FORMATS else ""


@dataclass(frozen=True)
class Release:
    """One release. ``changes`` counts added, changed and removed records by table."""

    number: int
    day: Annotated[dt.date, Field(alias="date")]
    folder: Path
    files: tuple[ReleaseFile, ...]
    counts: dict[str, int]
    notes: str
    site: str
    since: int | None
    changes: dict[str, dict[str, int]]

    @property
    def edition(self) -> Edition:
        return Edition(self.number, self.day, self.site)

    def file(self, name: str) -> ReleaseFile | None:
        """Give a file that the manifest names, or the manifest; None for any other name."""
        if name == MANIFEST:
            path = self.folder / MANIFEST
            return ReleaseFile(
                MANIFEST, "", path.stat().st_size, sha256(path), CONTENT_TYPES[MANIFEST]
            )
        return next((file for file in self.files if file.name == name), None)

    @property
    def changed(self) -> int:
        """How many records were added, changed or removed since the release before."""
        return self.changed_in("")

    def changed_in(self, table: str) -> int:
        """How many of one table; of all for ''."""
        tables = [table] if table else list(self.changes)
        return sum(sum(self.changes[name].values()) for name in tables)


_manifests = TypeAdapter(Release)


def releases(root: Path | None = None) -> list[Release]:
    """Give all releases, the newest first. A broken one is logged and left out."""
    root = root or settings.RELEASES_ROOT
    found = (find_release(number, root) for number in sorted(_numbers(root), reverse=True))
    return [release for release in found if release]


def find_release(number: int, root: Path | None = None) -> Release | None:
    """Give one release; None where there is none of that number, or a broken one (logged)."""
    if not 0 < number < MOST:
        return None
    folder = (root or settings.RELEASES_ROOT) / str(number)
    if not (folder / MANIFEST).is_file():
        return None
    try:
        return _read(folder)
    except BrokenRelease as error:
        log.error("%s", error)
        return None


def latest_release(root: Path | None = None) -> Release | None:
    """Give the release of the highest number; None before the first one.

    Raises BrokenRelease where it is there and can't be read.
    """
    root = root or settings.RELEASES_ROOT
    numbers = _numbers(root)
    return _read(root / str(max(numbers))) if numbers else None


def as_it_stands(root: Path | None = None) -> str:
    """Name what releases there are, without opening one: another text whenever one is another."""
    root = root or settings.RELEASES_ROOT
    manifests = [
        (number, (root / str(number) / MANIFEST).stat()) for number in sorted(_numbers(root))
    ]
    return " ".join(f"{n}:{found.st_size}:{found.st_mtime_ns}" for n, found in manifests)


def highest_number(root: Path) -> int:
    """Give the highest number that a release of this folder ever had; 0 before the first one.

    Raises BrokenRelease where the file that remembers it holds no number.
    """
    kept = root / HIGHEST
    try:
        remembered = int(kept.read_text(encoding="ascii"))
    except FileNotFoundError:
        remembered = 0
    except (OSError, ValueError) as error:
        raise BrokenRelease(
            f"{kept}: {error}. Write the highest number that was ever released into it."
        ) from error
    return max(remembered, *_numbers(root), 0)


def _numbers(root: Path) -> list[int]:
    if not root.is_dir():
        return []
    return [
        int(path.name)
        for path in root.iterdir()
        if path.name.isascii()
        and path.name.isdecimal()
        and not path.name.startswith("0")
        and (path / MANIFEST).is_file()
    ]


def _read(folder: Path) -> Release:
    path = folder / MANIFEST
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        release = _manifests.validate_python({**said, "folder": folder})
    except (OSError, ValueError, TypeError, RecursionError) as error:
        raise BrokenRelease(
            f"{path} is no manifest: {error}. Put the release back from a backup, or take its "
            "folder away; its number stays taken."
        ) from error
    if str(release.number) != folder.name:
        raise BrokenRelease(f"{path} is the manifest of release {release.number}.")
    return release
