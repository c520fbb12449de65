"""JSON Lines: the records of fixtures/, one a line, by natural keys; they load again.

Those first that others point to, each as :mod:`relations.loading.json_format` writes it: what
equals its default is left out.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from relations.dates import PartialDate
from relations.exporting.published import MODELS, how_many, published_records

from .edition import Edition, Watch

FILE = "records.jsonl"


def write(directory: Path, edition: Edition, watch: Watch[Any]) -> Path:
    """Write records.jsonl and give its path."""
    path = directory / FILE
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for model in MODELS:
            name = str(model._meta.label_lower)
            file.writelines(watch(f"jsonl {name}", how_many(model), lines(model)))
    return path


def lines(model: Any) -> Iterator[str]:
    """Give the published records of a model, a line each."""
    label = str(model._meta.label_lower)
    defaults: dict[str, Any] = {}
    for record in published_records(model):
        if not defaults:
            defaults = {name: model._meta.get_field(name).get_default() for name in record}
        fields = {name: _plain(value) for name, value in record.items() if value != defaults[name]}
        line = json.dumps({"model": label, "fields": fields}, ensure_ascii=False)
        yield f"{line}\n"


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, PartialDate | dt.date) else value
