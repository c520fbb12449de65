"""The models of facts: those with a natural key, apart from the history and the work on them."""

from __future__ import annotations

from typing import Any

from django.apps import apps

from relations.models.base import NaturalKeyModel

FACTS: list[Any] = [
    model
    for model in apps.get_app_config("relations").get_models()
    if issubclass(model, NaturalKeyModel)
]
