"""Publishing in tests, and what was published."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.core.management import call_command


def publish(root: Path, **options: Any) -> str:
    """Publish to a directory and give what the command said."""
    out = io.StringIO()
    call_command("publish_static", root, **{"processes": 1, **options}, stdout=out)
    return out.getvalue()


def files(root: Path) -> dict[str, Path]:
    """Give the files that readers get, by the address that each stands for."""
    tree = root / "current"
    found = {}
    for path in sorted(tree.rglob("*")):
        name = path.relative_to(tree).as_posix()
        if path.is_file() and not name.startswith((".", "_redirects", "404.html")):
            found[address_of(name)] = path
    return found


def address_of(name: str) -> str:
    folder, _slash, last = name.rpartition("/")
    if last.startswith("@"):
        return f"/{folder}/?{last[1:].removesuffix('.html')}"
    if last in ("index.html", "index.json"):
        return f"/{folder}/" if folder else "/"
    return f"/{quote(name)}"


def text(root: Path, address: str) -> str:
    return files(root)[address].read_text(encoding="utf-8")
