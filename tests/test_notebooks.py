"""The examples of notebooks/ find in a release file the figure that the site shows."""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from relations.exporting.formats import FORMATS, Edition
from relations.exporting.releases.packing import pack
from relations.models import Membership, Organization

NOTEBOOKS = Path(settings.BASE_DIR) / "notebooks"
PAGE = "/memberships/?organization=eu&status=member&as_of={}-12-31"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("our_data")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the CSV file of a release of our data."""
    pack(FORMATS["csv"].write(tmp_path, Edition(1, dt.date(2026, 11, 29))))
    return tmp_path


def run(folder: Path, *command: str) -> dict[int, int]:
    """Run an example beside the release file, and read the members by year that it wrote."""
    environment = {**os.environ, "GEOPOL_CSV": str(folder / "csv.zip")}
    result = subprocess.run(  # noqa: S603
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    with (folder / "members.csv").open(encoding="utf-8", newline="") as file:
        return {int(row["year"]): int(row["members"]) for row in csv.DictReader(file)}


def shown(client: Client, year: int) -> int:
    """Read from the page how many members it finds."""
    page = client.get(PAGE.format(year)).content.decode()
    count = re.search(r'id="found">(\d+)', page)
    assert count
    return int(count[1])


def as_on_the_site(reader: Client, members: dict[int, int]) -> None:
    union = Membership.objects.visible().filter(organization=Organization.objects.get(slug="eu"))
    for year, number in members.items():
        on_the_day = union.with_status(dt.date(year, 12, 31)).filter(status="member")
        assert on_the_day.count() == number, year
    assert list(members) == list(range(1958, 2026))
    for year in (1958, 1973, 2004, 2025):
        assert shown(reader, year) == members[year]


def cells() -> list[dict[str, str]]:
    notebook = json.loads((NOTEBOOKS / "members_over_time.ipynb").read_text(encoding="utf-8"))
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def test_the_python_notebook_finds_what_the_page_shows(reader: Client, folder: Path) -> None:
    """Its cells are plain Python: run one after the other, as a kernel would."""
    script = folder / "cells.py"
    script.write_text("\n".join("".join(cell["source"]) for cell in cells()), encoding="utf-8")
    as_on_the_site(reader, run(folder, sys.executable, str(script)))


def test_the_notebook_is_kept_without_what_it_printed() -> None:
    assert not [cell for cell in cells() if cell["outputs"] or cell["execution_count"]]


@pytest.mark.skipif(not shutil.which("Rscript"), reason="needs Rscript (Debian: r-base-core)")
def test_the_r_script_finds_what_the_page_shows(reader: Client, folder: Path) -> None:
    script = NOTEBOOKS / "members_over_time.R"
    as_on_the_site(reader, run(folder, "Rscript", "--vanilla", str(script)))
