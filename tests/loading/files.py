"""Writes fixtures, loads them, and dumps what is stored."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from relations.vocabularies import Review
from tests.facts import FACTS


def record(model: str, **fields: Any) -> dict[str, Any]:
    return {"model": f"relations.{model}", "fields": fields}


def country(code: str, **fields: Any) -> dict[str, Any]:
    return record(
        "country", **{"code": code, "slug": code.lower(), "name": f"Land {code}", **fields}
    )


def organization(slug: str, **fields: Any) -> dict[str, Any]:
    return record(
        "organization", **{"slug": slug, "name": f"Organization {slug}", "kind": "forum", **fields}
    )


def write(path: Path, content: Any) -> Path:
    """Write bytes or text as they are, anything else as JSON."""
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
        path.write_text(text, encoding="utf-8")
    return path


def load(*paths: Path) -> None:
    call_command("loaddata", *map(str, paths), verbosity=0)


def refusal(path: Path) -> str:
    """Load a file that must be refused, and give the message."""
    before = dump()
    with pytest.raises(CommandError) as error:
        load(path)
    assert dump() == before
    return str(error.value)


def dump(*labels: str) -> str:
    out = io.StringIO()
    call_command(
        "dumpdata",
        *(labels or ["relations"]),
        natural_foreign=True,
        natural_primary=True,
        stdout=out,
    )
    return out.getvalue()


def empty() -> None:
    """Delete every row, whatever protects it."""
    with connection.cursor() as cursor:
        for model in FACTS:
            cursor.execute(f"DELETE FROM {model._meta.db_table}")  # noqa: S608


PUBLISHED = Review.PUBLISHED.value
