"""The releases that are there: what their manifests say, and where their files lie."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from relations.exporting.formats import FORMATS, Edition

from .packing import sha256

MOST = 1_000_000  # releases; a longer number may be too long a name for a folder
MANIFEST = "manifest.json"
README = "README.md"
CHANGES_CSV = "changes.csv"
CHANGES_JSON = "changes.json"
CONTENT_TYPES = {
    MANIFEST: "application/json",
    README: "text/markdown; charset=utf-8",
    CHANGES_CSV: "text/csv; charset=utf-8",
    CHANGES_JSON: "application/json",
}


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
    day: dt.date
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
        return sum(sum(counts.values()) for counts in self.changes.values())


def releases(root: Path | None = None) -> list[Release]:
    """Give all releases, the newest first."""
    root = root or settings.RELEASES_ROOT
    numbers = sorted((int(p.name) for p in _folders(root)), reverse=True)
    return [_read(root / str(number)) for number in numbers]


def find_release(number: int, root: Path | None = None) -> Release | None:
    """Give one release; None where there is none of that number."""
    if not 0 < number < MOST:
        return None
    folder = (root or settings.RELEASES_ROOT) / str(number)
    return _read(folder) if (folder / MANIFEST).is_file() else None


def latest_release(root: Path | None = None) -> Release | None:
    """Give the release of the highest number; None before the first one."""
    numbers = [int(path.name) for path in _folders(root or settings.RELEASES_ROOT)]
    return find_release(max(numbers), root) if numbers else None


def _folders(root: Path) -> list[Path]:
    if not root.is_dir():
        return []
    return [
        path
        for path in root.iterdir()
        if path.name.isascii()
        and path.name.isdecimal()
        and not path.name.startswith("0")
        and (path / MANIFEST).is_file()
    ]


def _read(folder: Path) -> Release:
    said: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return Release(
        number=said["number"],
        day=dt.date.fromisoformat(said["date"]),
        folder=folder,
        files=tuple(ReleaseFile(**file) for file in said["files"]),
        counts=said["counts"],
        notes=said["notes"],
        site=said["site"],
        since=said["since"],
        changes=said["changes"],
    )
