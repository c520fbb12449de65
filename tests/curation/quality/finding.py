"""Runs one check in a test."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from relations.curation.quality import CHECKS


def found(check: str) -> list[set[Any]]:
    """Give the records of each finding of a check."""
    return [set(finding.records) for finding in CHECKS[check].run()]


def sentences(check: str) -> list[str]:
    return [finding.sentence for finding in CHECKS[check].run()]


def queries_of(check: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        list(CHECKS[check].run())
    return len(captured)
