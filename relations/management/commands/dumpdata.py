"""Django's dumpdata, of facts: the history and the work on them stay where they are."""

from typing import Any

from django.apps import apps
from django.core.management.commands.dumpdata import Command as DumpdataCommand


class Command(DumpdataCommand):
    def handle(self, *app_labels: str, **options: Any) -> None:
        """Leave out the models of ours that have no natural key, unless they are named."""
        workplace = [
            model._meta.label
            for model in apps.get_app_config("relations").get_models()
            if not hasattr(model, "natural_key_fields")
        ]
        named = {label.lower() for label in app_labels}
        options["exclude"] = [
            *options["exclude"],
            *(label for label in workplace if label.lower() not in named),
        ]
        super().handle(*app_labels, **options)
