"""Which code runs here: the same name on every machine that has the same."""

from __future__ import annotations

import hashlib
import platform
import zlib
from functools import cache
from pathlib import Path

from django.conf import settings

CODE = ("geopol", "relations", "requirements.txt")


@cache
def build() -> str:
    """Give a digest of our files, of the pinned packages and of what compresses pages.

    Read once a process: code that is changed under it is not what runs.
    """
    root = Path(settings.BASE_DIR)
    paths = [root / name for name in CODE]
    files = sorted(
        file
        for path in paths
        for file in (path.rglob("*") if path.is_dir() else [path])
        if file.is_file() and file.suffix != ".pyc"
    )
    digest = hashlib.sha256(f"{platform.python_version()} {zlib.ZLIB_RUNTIME_VERSION}".encode())
    for file in files:
        content = file.read_bytes()
        digest.update(f"\n{file.relative_to(root)} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()
