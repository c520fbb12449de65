"""Whether somebody else changed what an import is about, between the look and the deed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from relations.curation.changes import RowChange, Words, rows_of
from relations.curation.history import find, model_called, stamps, version_of
from relations.models import Version

from .sheets import batches

# Records whose changes are shown one by one.
SHOWN = 20


@dataclass
class Meanwhile:
    """One revision of a record by somebody else."""

    record: Any
    revision: Any
    at: Any
    changes: list[RowChange]


def lock_roots(model: Any, numbers: list[Any]) -> dict[str, str]:
    """Lock the records that rows of a model belong to; give their stamps as “agreement:12”.

    Forms lock the same records before they compare and write, so that neither can
    write between the other's look and deed.
    """
    marks = {}
    for name, roots in sorted(_roots(model, numbers).items()):
        for some in batches(sorted(roots)):
            rows = model_called(name)._base_manager.filter(pk__in=some).order_by("pk")
            locked = list(rows.select_for_update(no_key=True))
            marks.update({f"{name}:{number}": mark for number, mark in stamps(locked).items()})
    return marks


def _roots(model: Any, numbers: list[Any]) -> dict[str, set[int]]:
    """Give the numbers of the records that rows are a part of, by model name."""
    if not model.part_of:
        return {model._meta.model_name: set(numbers)}
    paths = list(_paths(model, ""))
    found: dict[str, set[int]] = defaultdict(set)
    for some in batches(numbers):
        rows = model._base_manager.filter(pk__in=some)
        for values in rows.values_list(*(path for path, _name in paths)):
            for (_path, name), number in zip(paths, values, strict=True):
                if number is not None:
                    found[name].add(number)
    return found


def _paths(model: Any, prefix: str) -> Iterable[tuple[str, str]]:
    """Give the ways from a row to its record, each with the record's model."""
    for owner in model.part_of:
        above = model._meta.get_field(owner).related_model
        if above.part_of:
            yield from _paths(above, f"{prefix}{owner}__")
        else:
            yield f"{prefix}{owner}_id", above._meta.model_name


def meanwhile(before: dict[str, str], after: dict[str, str]) -> list[Meanwhile]:
    """Give what was done since to the records whose stamps differ; the last of it first."""
    changed = [key for key, mark in before.items() if after.get(key) != mark][:SHOWN]
    found = []
    for key in changed:
        name, number = key.split(":")
        versions = Version.objects.of(name, int(number)).select_related("revision__user")
        seen = version_of(before[key], name, int(number)) or 0
        later = list(versions.filter(pk__gt=seen)) or list(versions)[-1:]
        groups: dict[Any, list[Version]] = defaultdict(list)
        for version in later:
            groups[version.revision_id or f"version {version.pk}"].append(version)
        record = find(name, int(number))
        for group in groups.values():
            rows = rows_of(group)
            changes = Words(rows).changes(rows)
            found.append(Meanwhile(record, group[0].revision, group[-1].at, changes))
    return sorted(found, key=lambda one: one.at, reverse=True)
