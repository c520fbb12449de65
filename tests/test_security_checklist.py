"""What the security checklist names is there: each test, file and setting."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
CHECKLIST = (ROOT / "deploy" / "SECURITY.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`([^`]+)`", CHECKLIST)))
PATHS = [word for word in NAMED if re.fullmatch(r"[\w./-]+(?:\.\w+|/)", word)]
# Names of ours, as they stand in the table without quotes.
SETTINGS = sorted(set(re.findall(r"\b[A-Z][A-Z]+_[A-Z_]+\b", CHECKLIST)))
# Made or kept elsewhere.
ELSEWHERE = {"/etc/geopol/geopol.env", "robots.txt"}


@pytest.mark.parametrize("path", PATHS)
def test_each_file_that_it_names_is_there(path: str) -> None:
    places = (ROOT, ROOT / "tests")
    assert path in ELSEWHERE or any((place / path).exists() for place in places)


@pytest.mark.parametrize("name", SETTINGS)
def test_each_setting_that_it_names_is_one(name: str) -> None:
    read = (ROOT / "geopol" / "settings.py").read_text(encoding="utf-8")
    assert re.search(rf"\b{name}\b", read)


def test_no_rule_that_it_names_is_switched_off() -> None:
    lint = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["ruff"]
    rules = set(re.findall(r"\bS\d{3}\b", CHECKLIST))
    assert rules
    assert "S" in lint["lint"]["select"]
    assert not rules & set(lint["lint"]["ignore"])
