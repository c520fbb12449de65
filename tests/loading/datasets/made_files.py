"""Made files in the formats of data sets, and the actors that they speak of."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from relations.loading.datasets.importing import Done
from relations.loading.datasets.report import FileReport
from relations.models import Alias
from tests.factories import CountryFactory, OrganizationFactory


def write_table(path: Path, header: str, rows: Iterable[str], encoding: str = "utf-8") -> Path:
    """Write a CSV file; header and rows are given as lines of it."""
    with path.open("w", encoding=encoding, newline="") as file:
        file.write("".join(f"{line}\n" for line in (header, *rows)))
    return path


def write_cells(path: Path, header: Iterable[str], rows: Iterable[dict[str, Any]]) -> Path:
    """Write a CSV file from rows by column; what isn't given is empty."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(header), restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def state(value: str, name: str, *, begin: str | None = None, end: str | None = None) -> Any:
    """Make a country with its COW code, for a time or for ever."""
    country = CountryFactory(name=name)
    Alias.objects.create(scheme="cow", value=value, actor_country=country, begin=begin, end=end)
    return country


def organization(value: str, name: str) -> Any:
    """Make an organization with its short name in the COW IGO data."""
    made = OrganizationFactory(name=name)
    Alias.objects.create(scheme="cow-igo", value=value, actor_organization=made)
    return made


def outcomes(counts: FileReport) -> dict[str, int]:
    """Give the outcomes that some row had. They add up to the rows."""
    assert counts.adds_up
    return {str(outcome): number for outcome, number in counts.outcomes.items() if number}


def reasons(done: Done, file: str) -> dict[str, int]:
    """Give why rows of a file were rejected, by the names of the reasons."""
    return {reason.name: number for reason, number in done.report.files[file].reasons.items()}


def oddities(done: Done, file: str) -> dict[tuple[str, str], int]:
    counts = done.report.files[file].oddities
    return {(oddity.name, column): number for (oddity, column), number in counts.items()}
