"""Django's loaddata, with errors that name the file, the record and the field."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands.loaddata import Command as LoaddataCommand
from django.core.serializers.base import DeserializationError
from django.db import DatabaseError

from relations.loading.refusals import explain


class Command(LoaddataCommand):
    def handle(self, *fixture_labels: str, **options: Any) -> None:
        try:
            super().handle(*fixture_labels, **options)
        except DeserializationError as error:
            raise CommandError(f"{error} Nothing was changed.") from error

    def save_obj(self, obj: Any) -> bool:
        try:
            return super().save_obj(obj)
        except DatabaseError as error:
            place = getattr(obj, "place", obj.object._meta.label)
            raise DeserializationError(f"{place}: {explain(error, obj.object)}") from error
