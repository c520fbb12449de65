"""One file out of a folder, always the same bytes; and what is told of a file."""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from pathlib import Path

# The first moment that the format knows: of no day, so that the bytes are the same on any.
NO_TIME = (1980, 1, 1, 0, 0, 0)


def pack(folder: Path) -> Path:
    """Put a folder of files into <folder>.zip, and take it away. Gives the path of the zip."""
    path = folder.with_name(f"{folder.name}.zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for file in sorted(folder.iterdir()):
            info = zipfile.ZipInfo(file.name, NO_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3  # Unix, wherever it is written
            info.external_attr = 0o644 << 16
            info.file_size = file.stat().st_size  # so that it knows what needs ZIP64
            with file.open("rb") as source, archive.open(info, "w") as target:
                shutil.copyfileobj(source, target)
    shutil.rmtree(folder)
    return path


def sha256(path: Path) -> str:
    """Give the checksum of a file, as sha256sum writes it."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
