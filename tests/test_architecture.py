"""Imports run one way: dates and vocabularies, models, services, faces."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)

# What stands lower may not import what stands higher.
LAYERS = [
    {"dates", "durable", "vocabularies", "constraints", "web_addresses", "drawing", "analysis"},
    {"fields", "glossary", "rendering"},
    {"querysets", "triggers", "migrating"},
    {"models"},
    {"backups", "curation", "reading", "search", "loading", "exporting", "citing"},
    {"apps", "admin", "views", "api", "feeds", "sitemaps", "templatetags", "urls"},
    {"publishing"},
    {"management"},
]
FILES = [
    path
    for path in sorted((ROOT / "relations").rglob("*.py"))
    if path.name != "__init__.py" and "migrations" not in path.parts
]


def part_of(path: Path) -> str:
    return path.relative_to(ROOT / "relations").parts[0].removesuffix(".py")


def level(part: str) -> int:
    for number, parts in enumerate(LAYERS):
        if part in parts:
            return number
    raise AssertionError(f"relations/{part} stands in no layer: add it to LAYERS")


def imported_parts(path: Path) -> set[str]:
    package = path.relative_to(ROOT).with_suffix("").parts
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: -node.level]) if node.level else ""
            module = ".".join(filter(None, (base, node.module)))
            names = [f"{module}.{alias.name}" for alias in node.names]
        for name in names:
            parts = name.split(".")
            if parts[0] == "relations" and len(parts) > 1:
                found.add(parts[1])
    return found - {part_of(path)}


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_nothing_imports_upwards(path: Path) -> None:
    own = level(part_of(path))
    upwards = {part for part in imported_parts(path) if level(part) > own}
    assert not upwards, f"{path} imports {upwards}, which stands above it"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_file_is_readable_in_one_sitting(path: Path) -> None:
    length = len(path.read_text(encoding="utf-8").splitlines())
    assert length <= 350, f"{path} has {length} lines: split it by subject"


@pytest.mark.parametrize(
    "path", sorted((ROOT / "relations" / "analysis").glob("*.py")), ids=lambda p: str(p.name)
)
def test_the_analysis_knows_nothing_of_django_nor_of_the_rest(path: Path) -> None:
    allowed = sys.stdlib_module_names | {"networkx", "numpy"}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            assert {alias.name.split(".")[0] for alias in node.names} <= allowed
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            assert (node.module or "").split(".")[0] in allowed
    assert not imported_parts(path)


def test_there_is_no_junk_drawer() -> None:
    for name in ("utils.py", "helpers.py", "common.py", "misc.py"):
        assert not list((ROOT / "relations").rglob(name))
