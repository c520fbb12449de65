"""What an import made and changed, all of it, whatever later ones did to the same records.

The history has it: an import is one revision. The imported rows know the last import only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q

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
    # Before a record was made there is none: so most needn't be looked for.
    return versions.filter(Q(old__isnull=True) | ~Exists(earlier)).order_by("pk")


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
            # By the records alone: the data set has far more rows than a page.
            marked = ImportedRow.objects.filter(**{f"{name}__in": some}).order_by(f"{name}_id")
            for row in marked:
                if row.data_set_id == made.data_set_id:
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
