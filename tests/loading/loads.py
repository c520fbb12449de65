"""Loads records by the bulk loader, from files whose lines are known."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from relations.loading import bulk
from relations.loading.bulk.report import Counts

from .files import dump


def lines(path: Path, *records: Any) -> Path:
    """Write a fixture with a record a line: the first one stands in line 2."""
    rows = ",\n".join(json.dumps(record, ensure_ascii=False) for record in records)
    path.write_text(f"[\n{rows}\n]\n", encoding="utf-8")
    return path


def loaded(*files: Path, **options: Any) -> dict[str, Counts]:
    """Load what must be right; give the counts by the name of the model."""
    report = bulk.load(list(files), **options)
    assert not report.problems
    return {str(model._meta.model_name): counts for model, counts in report.counts.items()}


def refused(*sources: Any, **options: Any) -> list[str]:
    """Load what must be refused, and change nothing; give what is wrong with it."""
    before = dump()
    report = bulk.load(list(sources), **options)
    assert report.failed == len(report.problems) > 0
    assert dump() == before
    return [str(problem) for problem in report.problems]
