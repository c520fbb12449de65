"""The trees of files in a directory: one is written, then ``current`` leads to it.

``site-<n>`` are whole trees. ``current`` is a symbolic link to one of them and replaced by a
rename, so that every request finds either the old site or the new one. Whoever is killed in
the middle leaves a folder whose name begins with a dot, which nobody reads and the next run
takes away. A file that hasn't changed is the same file (a hard link) in both trees, with
the same time of change.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from relations.durable import to_disk

CURRENT = "current"
UNFINISHED = ".making-"
# For the web server, which gives nothing that begins with a dot to readers.
BESIDE = ".nginx"
MANIFEST = ".manifest.json"


@dataclass(frozen=True)
class Kept:
    """A file of a tree: its name in it, SHA-256 of its bytes, how many, and whether it is new."""

    file: str
    sha256: str
    bytes: int
    is_new: bool


def digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


@dataclass(frozen=True)
class Tree:
    """A whole tree, and what its manifest says of it."""

    folder: Path
    moment: str
    files: dict[str, str]  # name: SHA-256
    about: dict[str, Any]

    @property
    def number(self) -> int:
        return int(self.folder.name.removeprefix("site-"))


def current_tree(root: Path) -> Tree | None:
    """Give the tree that readers see; None before the first, or where its manifest is gone."""
    link = root / CURRENT
    try:
        said = json.loads((link / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return Tree(root / link.readlink(), said["moment"], said["files"], said["about"])


class Making:
    """A tree in the making, beside the last one, of which it takes what is unchanged."""

    def __init__(self, root: Path, last: Tree | None) -> None:
        self.root, self.last = root, last
        for left in root.glob(f"{UNFINISHED}*"):
            left.unlink() if left.is_symlink() else shutil.rmtree(left)
        self.folder = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=root))

    def keep(self, file: str, body: bytes) -> Kept:
        """Put a file in its place: the last tree's where it is the same, else a new one on disk."""
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        sha256 = digest(body)
        if self.last and self.last.files.get(file) == sha256:
            before = self.last.folder / file
            # Another length: somebody has been at it.
            if before.is_file() and before.stat().st_size == len(body):
                os.link(before, path)
                return Kept(file, sha256, len(body), is_new=False)
        with path.open("xb") as new:
            new.write(body)
        path.chmod(0o444)
        to_disk(path)
        return Kept(file, sha256, len(body), is_new=True)

    def finish(self, moment: str, files: dict[str, str], about: dict[str, Any]) -> Tree:
        """Give the tree its name, and let readers see it instead of the last one."""
        said = {"moment": moment, "about": about, "files": files}
        text = json.dumps(said, ensure_ascii=False, indent=0)
        self.keep(MANIFEST, f"{text}\n".encode())
        for folder, _folders, _files in os.walk(self.folder):
            Path(folder).chmod(0o755)
            to_disk(Path(folder))
        numbers = [int(path.name.removeprefix("site-")) for path in self.root.glob("site-*")]
        made = self.root / f"site-{max(numbers, default=0) + 1}"
        self.folder.rename(made)
        to_disk(self.root)
        link = self.root / f"{UNFINISHED}{CURRENT}"
        link.symlink_to(made.name)
        link.rename(self.root / CURRENT)
        to_disk(self.root)
        return Tree(made, moment, files, about)

    def give_up(self) -> None:
        """Take away what was made."""
        shutil.rmtree(self.folder, ignore_errors=True)


def clear(root: Path, now: Tree, last: Tree | None) -> None:
    """Remove all trees but that of now and the last one, whose files requests may still read."""
    kept = {now.folder, last.folder if last else now.folder}
    for folder in root.glob("site-*"):
        if folder not in kept:
            shutil.rmtree(folder)
