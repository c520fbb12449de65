"""Making a backup, restoring it, comparing a database with one."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from relations import search

from . import archive, postgres, sqlite
from .archive import BackupError
from .manifest import Manifest

BACKENDS: dict[str, Any] = {"sqlite": sqlite, "postgresql": postgres}


def back_up(path: Path, using: str = "default") -> Manifest:
    """Write one moment of the database to ``path``; others may go on writing.

    A file of that name is replaced once the new one is whole and on the disk. Raises
    BackupError where something is wrong; then what stood there still stands.
    """
    connection = connections[using]
    with archive.workplace(path) as place:
        dump = place / "copy"
        # Before the copy: what is applied in between is then missing here, and restore says so.
        migrations = _migrations(using)
        contents = BACKENDS[connection.vendor].copy(connection.settings_dict, dump)
        manifest = Manifest(
            vendor=connection.vendor,
            server=BACKENDS[connection.vendor].server(connection.settings_dict),
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            migrations=migrations,
            contents=contents,
        )
        archive.pack(path, place, connection.vendor, dump, manifest.as_json())
    return manifest


def restore(path: Path, using: str = "default", *, overwrite: bool = False) -> Manifest:
    """Make the database what it was when ``path`` was written, and prove it.

    One transaction: until its end others see what was there, and nothing of it is lost
    where it fails. Raises BackupError where the database isn't empty (unless
    ``overwrite``), the file is spoilt, of the other kind of database, or something is
    otherwise afterwards.
    """
    manifest = _manifest_for(path, using)
    connection = connections[using]
    connection.close()
    # Beside what it fills, or in the directory of the backup where that isn't a file.
    beside = Path(connection.settings_dict["NAME"]) if connection.vendor == "sqlite" else path
    with archive.workplace(beside) as place:
        dump = archive.unpack(path, place, connection.vendor)
        BACKENDS[connection.vendor].put(
            connection.settings_dict, dump, manifest.contents, overwrite
        )
    if wrong := differences(path, using):
        raise BackupError("The restored database differs: " + "; ".join(wrong))
    return manifest


def differences(path: Path, using: str = "default") -> list[str]:
    """Say in sentences where the database is otherwise than the backup; none where equal.

    Rows and their digest for each table, triggers, indexes and constraints, and the search
    index against the tables where the code is of the same migrations.
    """
    manifest = _manifest_for(path, using)
    settings = connections[using].settings_dict
    wrong = list(manifest.contents.differences(BACKENDS[manifest.vendor].contents(settings)))
    if not wrong and not unapplied(using):
        for part in search.check(using):
            wrong += [f"search index {part.table}: {words}" for words in part.other]
            if part.rows:
                wrong.append(f"search index {part.table}: {len(part.rows)} rows differ")
    return wrong


def unapplied(using: str = "default") -> bool:
    """Say whether the code knows a migration that the database hasn't, or the other way."""
    return _migrations(using) != sorted(
        f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations
    )


def _migrations(using: str) -> list[str]:
    applied = MigrationRecorder(connections[using]).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


def _manifest_for(path: Path, using: str) -> Manifest:
    manifest = Manifest.from_json(archive.read_manifest(path))
    if manifest.vendor != (vendor := connections[using].vendor):
        raise BackupError(
            f"{path} was made on {manifest.vendor} and the database is {vendor}: move the"
            " records with dumpdata and loaddata instead."
        )
    return manifest
