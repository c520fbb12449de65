"""What an import made and changed, all of it, whatever later ones did to the same records.

The history has it: an import is one revision. The imported rows know the last import only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef

from relations.curation.changes import Words
from relations.curation.history import model_called
from relations.models import DataSetImport, ImportedRow, Version
from relations.models.data_set import imported_name


@dataclass(frozen=True, slots=True)
class Written:
    """One record, or part of one, that an import wrote."""

    version: Version
    what: str
    is_there: bool
    rows: list[ImportedRow] = field(default_factory=list)  # none of what was taken back

    @property
    def made(self) -> bool:
        return self.version.old is None


def versions_of(made: DataSetImport) -> Any:
    """Give the first version that an import wrote of each record, in the order of writing."""
    versions = Version.objects.filter(revision=made.revision_id)
    earlier = versions.filter(
        model=OuterRef("model"), object_id=OuterRef("object_id"), pk__lt=OuterRef("pk")
    )
    return versions.filter(~Exists(earlier)).order_by("pk")


def written(made: DataSetImport, versions: Iterable[Version]) -> list[Written]:
    """Say what records some versions of an import are of. A few queries for each model."""
    versions = list(versions)
    numbers: dict[str, list[int]] = defaultdict(list)
    for version in versions:
        numbers[version.model].append(version.object_id)
    there: set[tuple[str, int]] = set()
    rows: dict[tuple[str, int], list[ImportedRow]] = defaultdict(list)
    for model, some in numbers.items():
        kind: Any = model_called(model)
        found = kind._base_manager.filter(pk__in=some).order_by()
        there |= {(model, number) for number in found.values_list("pk", flat=True)}
        if name := imported_name(kind):
            marked = ImportedRow.objects.filter(data_set=made.data_set_id, **{f"{name}__in": some})
            for row in marked.order_by("pk"):
                rows[model, row.target[1]].append(row)
    words = Words([(v.model, v.object_id, v.old, v.new) for v in versions])
    return [
        Written(
            version,
            words.row(version.model, version.new or {}),
            (version.model, version.object_id) in there,
            rows[version.model, version.object_id],
        )
        for version in versions
    ]
