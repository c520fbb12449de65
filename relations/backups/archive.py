"""The file of a backup: whole under its name, or not there at all."""

from __future__ import annotations

import fcntl
import os
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from relations.durable import to_disk

MANIFEST = "manifest.json"
# What each kind of database leaves in the archive, and whether it is compressed already.
DUMPS = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
COMPRESSED = {"postgresql"}


class BackupError(Exception):
    """A backup that can't be made, read or restored, and why."""


@contextmanager
def workplace(path: Path) -> Iterator[Path]:
    """Give an empty directory beside ``path``, on the same disk; gone afterwards.

    A run that was killed leaves its own behind; the next one empties it. Raises
    BackupError where another run to the same path is going on.
    """
    place = path.with_name(f".{path.name}.part")
    try:
        # What is in it is as secret as the database.
        place.mkdir(mode=0o700, exist_ok=True)
        held = os.open(place, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise BackupError(f"{place} can't be made: {error.strerror}.") from error
    try:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BackupError(f"Another run works at {path} at this moment.") from error
        try:
            for left in place.iterdir():
                left.unlink()
            yield place
        except OSError as error:
            raise BackupError(f"{path} can't be written: {error}") from error
        finally:
            shutil.rmtree(place, ignore_errors=True)
    finally:
        os.close(held)


def pack(path: Path, place: Path, vendor: str, dump: Path, manifest: str) -> None:
    """Write the archive in ``place``, to the disk, and then give it the name ``path``."""
    made = place / "archive"
    how = zipfile.ZIP_STORED if vendor in COMPRESSED else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(made, "x") as archive:
        archive.write(dump, DUMPS[vendor], compress_type=how, compresslevel=1)
        archive.writestr(MANIFEST, manifest, compress_type=zipfile.ZIP_DEFLATED)
    made.chmod(0o600)
    to_disk(made)
    made.replace(path)
    to_disk(path.parent)


def read_manifest(path: Path) -> str:
    """Give the text of the manifest. Raises BackupError where ``path`` is no backup."""
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.read(MANIFEST).decode()
    except (OSError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise BackupError(f"{path} is not a backup: {error}") from error


def unpack(path: Path, place: Path, vendor: str) -> Path:
    """Take the database out of the archive; its checksum is compared on the way.

    Raises BackupError where a byte is wrong.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return Path(archive.extract(DUMPS[vendor], place))
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, EOFError, zlib.error) as error:
        raise BackupError(f"{path} is spoilt: {error}") from error
