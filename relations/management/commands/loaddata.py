"""Django's loaddata, with errors that name the file, the record and the field."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands.loaddata import Command as LoaddataCommand
from django.core.serializers.base import DeserializationError
from django.db import DatabaseError

from relations.curation.history import revision
from relations.loading.refusals import explain
from relations.models.base import CuratedModel
from relations.vocabularies import Origin, Review

MANY = 5  # files that a revision names one by one


class Command(LoaddataCommand):
    def handle(self, *fixture_labels: str, **options: Any) -> None:
        names = ", ".join(Path(label).name for label in fixture_labels)
        reason = names if len(fixture_labels) <= MANY else f"{len(fixture_labels)} files"
        try:
            with revision(
                user=None, origin=Origin.FIXTURE, reason=reason, using=options["database"]
            ):
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
