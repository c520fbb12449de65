"""What a database holds at one moment, in few enough words to compare."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from .archive import BackupError

FORMAT = 1  # of the archive; a reader refuses a later one


@dataclass(frozen=True)
class Table:
    """The number of rows, and the SHA-256 of all of them in the order of their keys."""

    rows: int
    digest: str


@dataclass(frozen=True)
class Contents:
    """The tables, and the digest of how each trigger, index, constraint is defined."""

    tables: dict[str, Table]
    schema: dict[str, str]

    def differences(self, other: Contents) -> Iterator[str]:
        """Say in a sentence each what is otherwise in ``other``."""
        for name in sorted(self.tables.keys() | other.tables.keys()):
            mine, its = self.tables.get(name), other.tables.get(name)
            if mine is None or its is None:
                yield f"table {name}: {_missing(its is None)}"
            elif mine.rows != its.rows:
                yield f"table {name}: {its.rows} rows instead of {mine.rows}"
            elif mine.digest != its.digest:
                yield f"table {name}: {its.rows} rows as there should be, with other values"
        for name in sorted(self.schema.keys() | other.schema.keys()):
            if self.schema.get(name) != other.schema.get(name):
                both = name in self.schema and name in other.schema
                words = "is defined otherwise" if both else _missing(name not in other.schema)
                yield f"{name}: {words}"


def _missing(missing: bool) -> str:
    return "is missing" if missing else "should not be there"


@dataclass(frozen=True)
class Manifest:
    """What stands in ``manifest.json``. ``migrations`` are those that were applied."""

    vendor: str
    server: str
    made_at: str
    migrations: list[str]
    contents: Contents
    format: int = FORMAT

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.contents.tables.values())

    def as_json(self) -> str:
        return json.dumps(asdict(self), indent=1, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Manifest:
        """Read it. Raises BackupError where it isn't one, or of a later format."""
        try:
            data: dict[str, Any] = json.loads(text)
            if data["format"] > FORMAT:
                raise BackupError(
                    f"This backup has format {data['format']}; this version reads up to {FORMAT}."
                )
            contents = data.pop("contents")
            tables = {name: Table(**table) for name, table in contents["tables"].items()}
            return cls(**data, contents=Contents(tables, contents["schema"]))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BackupError(f"manifest.json is not that of a backup: {error!r}") from error
