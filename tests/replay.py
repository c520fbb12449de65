"""Whether the history tells, for every row of every table, just what the table holds."""

from __future__ import annotations

from typing import Any

from django.apps import apps

from relations.curation.history import model_called
from relations.curation.restoring import instance_of
from relations.models import Version
from relations.models.base import NaturalKeyModel

Rows = dict[tuple[str, int], dict[str, Any]]


def values(row: Any) -> dict[str, Any]:
    return {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}


def stored() -> Rows:
    """Give every row of every table that has a history."""
    return {
        (str(model._meta.model_name), row.pk): values(row)
        for model in apps.get_app_config("relations").get_models()
        if issubclass(model, NaturalKeyModel)
        for row in model._base_manager.all()
    }


def replayed() -> Rows:
    """Give the same, from the history alone, played from its beginning.

    Each version must begin where the one before it ended.
    """
    state: dict[tuple[str, int], dict[str, Any]] = {}
    for version in Version.objects.order_by("id"):
        key = version.model, version.object_id
        assert state.get(key) == version.old, f"{key} was changed without a version"
        if version.new is None:
            del state[key]
        else:
            state[key] = version.new
    return {key: values(instance_of(model_called(key[0]), row)) for key, row in state.items()}
