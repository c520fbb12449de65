"""Django's loaddata, with errors that name the file, the record and the field."""

import json
from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands.loaddata import Command as LoaddataCommand
from django.core.serializers.base import DeserializationError
from django.db import DatabaseError

from relations.loading.refusals import explain
from relations.models.base import CuratedModel
from relations.vocabularies import Review


class Command(LoaddataCommand):
    def handle(self, *fixture_labels: str, **options: Any) -> None:
        try:
            super().handle(*fixture_labels, **options)
        except DeserializationError as error:
            raise CommandError(f"{error} Nothing was changed.") from error

    def loaddata(self, fixture_labels: Any) -> None:
        """Load, and refuse the whole where something published rests on a draft source."""
        super().loaddata(fixture_labels)
        for model in self.models:
            if issubclass(model, CuratedModel):
                published = model._default_manager.using(self.using).filter(review=Review.PUBLISHED)
                wrong = published.exclude(source__review=Review.PUBLISHED).first()
                if wrong is not None:
                    key = f"{model._meta.label_lower} {json.dumps(wrong.natural_key())}"
                    raise DeserializationError(
                        f"{key}, field “source”: it is published, but “{wrong.source}” is not."
                    )

    def save_obj(self, obj: Any) -> bool:
        try:
            return super().save_obj(obj)
        except DatabaseError as error:
            place = getattr(obj, "place", obj.object._meta.label)
            raise DeserializationError(f"{place}: {explain(error, obj.object)}") from error
