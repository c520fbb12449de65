"""Makes the next release: written under another name and renamed when it is whole.

Whoever is killed in the middle leaves a folder whose name begins with a dot, which nobody
reads and the next release takes away.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings

from relations.citing.formats import as_text
from relations.durable import Busy, alone, to_disk
from relations.exporting.formats import FORMATS, Edition, Watch, unwatched
from relations.exporting.formats.sqlite_file import FILE as SQLITE
from relations.exporting.published import MODELS, snapshot
from relations.exporting.published import how_many as count_of
from relations.exporting.published.tables import name_of
from relations.exporting.writing import LICENCE

from .changelog import compare, write_changes
from .packing import pack, sha256
from .shelf import (
    CHANGES_CSV,
    CHANGES_JSON,
    CONTENT_TYPES,
    HIGHEST,
    MANIFEST,
    MOST,
    README,
    Release,
    highest_number,
    latest_release,
)

UNFINISHED = ".making-"


class NothingChanged(Exception):
    """The data are those of the last release: there is nothing to release."""


class ReleaseUnderWay(Exception):
    """Somebody else is making a release of the same folder."""


class NumberTaken(Exception):
    """A release of this or a higher number was made, or it is too high for any."""


def make_release(
    day: dt.date,
    notes: str = "",
    root: Path | None = None,
    watch: Watch[Any] = unwatched,
    number: int | None = None,
) -> Release:
    """Make a release of what is published now, with the next number, or with a higher one.

    ``day`` is that of its network and citation. Raises NothingChanged where no record differs
    from the last release, ReleaseUnderWay where another is being made, BrokenRelease where
    the last one can't be read, NumberTaken for a number that isn't free; none leaves anything.
    """
    root = root or settings.RELEASES_ROOT
    root.mkdir(parents=True, exist_ok=True)
    with _alone(root):
        for left in root.glob(f"{UNFINISHED}*"):
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        last, highest = latest_release(root), highest_number(root)
        number = number or highest + 1
        if number <= highest:
            raise NumberTaken(f"Release {highest} was made: the next number is {highest + 1}.")
        if number >= MOST:
            raise NumberTaken(f"A release has a number below {MOST}.")
        edition = Edition(number, day)
        folder = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=root))
        try:
            _fill(folder, edition, last, notes, watch)
            _settle(folder)
            # First: should it break off here, a number is skipped and none is given twice.
            _remember(root, number)
            folder.rename(root / str(number))
            to_disk(root)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
    made = latest_release(root)
    assert made is not None  # noqa: S101 - it was renamed to that just now
    return made


def _fill(
    folder: Path, edition: Edition, last: Release | None, notes: str, watch: Watch[Any]
) -> None:
    files: dict[str, str] = {}
    changes: dict[str, dict[str, int]] = {}
    with snapshot():
        # SQLite first: it tells whether there is anything to release.
        for name in sorted(FORMATS, key=lambda name: name != "sqlite"):
            path = FORMATS[name].write(folder, edition, watch)
            if name == "sqlite" and last:
                changes = _changes(folder, last)
            files[(pack(path) if path.is_dir() else path).name] = name
        counts = {name_of(model): count_of(model) for model in MODELS}
    (folder / README).write_text(_readme(edition, notes), encoding="utf-8")
    beside = [README, *([CHANGES_CSV, CHANGES_JSON] if last else [])]
    order = list(FORMATS.values())
    listed = sorted(files, key=lambda name: order.index(FORMATS[files[name]]))
    manifest = {
        **edition.lines(),
        "number": edition.number,
        "site": edition.base,
        "licence_url": LICENCE[1],
        "citation": as_text(edition.cited),
        "notes": notes,
        "since": last.number if last else None,
        "counts": counts,
        "changes": changes,
        "files": [_described(folder / name, files.get(name, "")) for name in (*listed, *beside)],
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1)
    (folder / MANIFEST).write_text(f"{text}\n", encoding="utf-8")


def _changes(folder: Path, last: Release) -> dict[str, dict[str, int]]:
    differing = compare(last.folder / SQLITE, folder / SQLITE)
    changes = write_changes(differing, folder / CHANGES_CSV, folder / CHANGES_JSON)
    if not changes:
        raise NothingChanged(f"Nothing changed since release {last.number} of {last.day}.")
    return changes


def _readme(edition: Edition, notes: str) -> str:
    files = "\n".join(
        f"- {one.file}{'.zip' if one.content_type == 'application/zip' else ''}: {one.label}"
        for one in FORMATS.values()
    )
    return edition.readme(f"\n{files}\n" + (f"\n{notes}\n" if notes else ""))


def _described(path: Path, name: str) -> dict[str, Any]:
    content_type = FORMATS[name].content_type if name else CONTENT_TYPES[path.name]
    return {
        "name": path.name,
        "format": name,
        "size": path.stat().st_size,
        "sha256": sha256(path),
        "content_type": content_type,
    }


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    try:
        with alone(root):
            yield
    except Busy:
        raise ReleaseUnderWay(f"Another release is being made in {root}.") from None


def _remember(root: Path, number: int) -> None:
    """Note down the highest number, whole or not at all."""
    unfinished = root / f"{UNFINISHED}{HIGHEST}"
    unfinished.write_text(f"{number}\n", encoding="ascii")
    to_disk(unfinished)
    unfinished.rename(root / HIGHEST)


def _settle(folder: Path) -> None:
    """Put all files on the disk, readable for the server and written by nobody any more."""
    for path in folder.iterdir():
        to_disk(path)
        path.chmod(0o444)
    folder.chmod(0o755)
    to_disk(folder)
