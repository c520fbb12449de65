"""The JSON of our fixtures, for loaddata and dumpdata.

Written: one record a line, what equals its default left out, text as text (not
escaped), so that people can read, edit and compare the files. Read: every fault
is reported with the record's place and key, the field, and what would be right.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, NoReturn

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist, ValidationError
from django.core.serializers.base import DeserializationError, DeserializedObject
from django.core.serializers.json import DjangoJSONEncoder
from django.core.serializers.json import Serializer as JSONSerializer
from django.core.serializers.python import Deserializer as PythonDeserializer
from django.core.serializers.python import Serializer as PythonSerializer
from django.db import DEFAULT_DB_ALIAS, DatabaseError, models

from relations.loading.refusals import explain, holds_nul
from relations.models.base import NaturalKeyModel
from relations.models.slug import Slugged

# Keys of rows that others point at: so many that memory doesn't grow with a dump.
REMEMBERED = 100_000


class RememberedKeys(PythonSerializer):
    """Asks for the natural key of a row once, not with every row that points at it."""

    use_natural_foreign_keys: bool
    _current: Any

    def start_serialization(self) -> None:
        super().start_serialization()
        self._keys: dict[tuple[Any, Any], Any] = {}

    def handle_fk_field(self, obj: Any, field: Any) -> None:
        row = field.remote_field.model, getattr(obj, field.attname)
        if row not in self._keys:
            if len(self._keys) >= REMEMBERED:
                self._keys.clear()
            super().handle_fk_field(obj, field)
            self._keys[row] = self._current[field.name]
        self._current[field.name] = self._keys[row]


class Serializer(RememberedKeys, JSONSerializer):
    """Writes one record a line, without what equals its default."""

    def start_serialization(self) -> None:
        super().start_serialization()
        self.json_kwargs = {"cls": DjangoJSONEncoder, "ensure_ascii": False}

    def get_dump_object(self, obj: Any) -> dict[str, Any]:
        data = super().get_dump_object(obj)
        if isinstance(obj, NaturalKeyModel):
            meta: Any = obj._meta
            data["fields"] = {
                name: value
                for name, value in data["fields"].items()
                if value != meta.get_field(name).get_default()
            }
        return data

    def end_object(self, obj: Any) -> None:
        self.stream.write("\n" if self.first else ",\n")
        json.dump(self.get_dump_object(obj), self.stream, **self.json_kwargs)
        self._current = None

    def end_serialization(self) -> None:
        self.stream.write("\n]\n")


class Record(DeserializedObject):
    """A record of a fixture: remembers where it stands, for whoever reports on it."""

    object: Any

    def __init__(self, obj: Any, deferred: dict[Any, Any], file: str, place: str) -> None:
        super().__init__(obj, {}, deferred)
        self.file, self.place = file, place

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and keep the address that a new slug replaces, where the slug is not the key."""
        record: Any = self.object
        has_another_key = "slug" not in record.natural_key_fields
        old = record.stored_slug() if has_another_key and isinstance(record, Slugged) else None
        super().save(*args, **kwargs)
        if old:
            record.remember_slug(old)

    def save_deferred_fields(self, using: Any = None) -> None:
        """Follow the references to records that came later. Says whose can't be followed."""
        place = f"Problem installing fixture {self.file}{self.place}"
        deferred: dict[Any, Any] = self.deferred_fields
        for field, key in deferred.items():
            manager = field.related_model._default_manager.db_manager(using)
            try:
                setattr(self.object, field.attname, manager.get_by_natural_key(*key).pk)
            except ObjectDoesNotExist as error:
                raise DeserializationError(
                    f"{place}, field “{field.name}”: there is no "
                    f"{field.related_model._meta.verbose_name} {json.dumps(key)}"
                ) from error
        try:
            self.save(using=using)
        except DatabaseError as error:
            raise DeserializationError(f"{place}: {explain(error, self.object)}") from error


class Deserializer(PythonDeserializer):
    """Reads records one by one; each is checked as a form would check its fields."""

    using: str
    handle_forward_references: bool

    def __init__(
        self, stream_or_string: Any, *, using: str = DEFAULT_DB_ALIAS, **options: Any
    ) -> None:
        name = getattr(stream_or_string, "name", "")
        self.file = f"{name}: " if name else ""
        self.place = "record 0"
        self._seen: dict[tuple[str, str], str] = {}
        self._known_keys: dict[tuple[Any, str], Any] = {}
        super().__init__(self.records(stream_or_string), using=using, **options)

    def records(self, stream_or_string: Any) -> Iterable[Any]:
        """Give the records of a file. Raises DeserializationError where it can't be read."""
        return _read(stream_or_string)

    def __iter__(self) -> Any:
        for number, record in enumerate(self.stream, start=1):
            self.place = f"record {number}"
            yield from self._handle_object(record)

    def _handle_object(self, record: Any) -> Iterator[DeserializedObject]:
        model, fields = self._open(record)
        if not issubclass(model, NaturalKeyModel):
            try:
                yield from super()._handle_object(record)  # type: ignore[misc]
            except (FieldDoesNotExist, ValidationError, TypeError, ValueError) as error:
                self._fail(str(error))
            return
        key = [fields.get(name) for name in model.natural_key_fields]
        self.place += f" ({record['model']} {json.dumps(key, ensure_ascii=False)})"
        self._refuse_repetition(model, fields)
        values: dict[str, Any] = {}
        deferred: dict[Any, Any] = {}
        for name, value in fields.items():
            field = self._field(model, name)
            if not field.is_relation:
                values[name] = self._plain(field, value)
            elif (pk := self._related_pk(field, value)) is not _LATER:
                values[field.attname] = pk
            else:
                deferred[field] = value
        instance: Any = model(**values)
        instance.pk = self._existing_pk(instance)
        instance._state.db = self.using
        self._clean(instance)
        yield Record(instance, deferred, self.file, self.place)

    def _open(self, record: Any) -> tuple[type[models.Model], dict[str, Any]]:
        if not isinstance(record, dict) or not isinstance(record.get("fields"), dict):
            self._fail('a record is {"model": "relations.country", "fields": {...}}')
        if unknown := set(record) - {"model", "fields", "pk"}:
            self._fail(f"“{sorted(unknown)[0]}” has no place beside “model” and “fields”")
        try:
            model = apps.get_model(str(record.get("model")))
        except (LookupError, ValueError):
            self._fail(f"there is no model “{record.get('model')}”")
        if issubclass(model, NaturalKeyModel) and "pk" in record:
            self._fail("a fixture knows records by their natural key: leave “pk” out")
        self._refuse_no_text(record["fields"])
        return model, record["fields"]

    def _refuse_no_text(self, fields: dict[str, Any]) -> None:
        """Refuse what no database keeps, in values and in keys."""
        for name, value in fields.items():
            written = json.dumps(value, ensure_ascii=False)
            if holds_nul(written):
                self._fail("holds a NUL character, which no database keeps", name)
            try:
                written.encode()
            except UnicodeEncodeError:
                self._fail("holds half of a pair of surrogates, which is no letter", name)

    def _refuse_repetition(self, model: type[models.Model], fields: dict[str, Any]) -> None:
        parts = []
        for name in model.natural_key_fields:  # type: ignore[attr-defined]
            field = model._meta.get_field(name)
            default = field.get_default()  # type: ignore[union-attr]
            parts.append(fields.get(name, default))
        seen = (model._meta.label, json.dumps(parts, default=str))
        if seen in self._seen:
            self._fail(f"repeats {self._seen[seen]}")
        self._seen[seen] = self.place

    def _field(self, model: type[models.Model], name: str) -> Any:
        try:
            field: Any = model._meta.get_field(name)
        except FieldDoesNotExist:
            field = None
        if field is None or not field.concrete or not field.serialize:
            fields: Any = model._meta.fields
            known = sorted(f.name for f in fields if f.serialize and not f.primary_key)
            self._fail(f"there is no such field; known are {', '.join(known)}", name)
        return field

    def _plain(self, field: Any, value: Any) -> Any:
        if isinstance(value, list | dict):
            self._fail("one value is wanted, not a list of them", field.name)
        try:
            return field.to_python(value)
        except (ValidationError, TypeError, ValueError) as error:
            self._fail("; ".join(getattr(error, "messages", [str(error)])), field.name)

    def _related_pk(self, field: Any, key: Any) -> Any:
        """Find the row that a key names. Only a row of the same model may come later."""
        if key is None:
            return None
        model = field.related_model
        if not isinstance(key, list):
            self._fail(
                f"a key of {model._meta.verbose_name} is a list, as {json.dumps([key])}", field.name
            )
        known = (model, json.dumps(key))
        if known in self._known_keys:
            return self._known_keys[known]
        try:
            found = model._default_manager.db_manager(self.using).get_by_natural_key(*key)
        except ObjectDoesNotExist:
            if model is field.model and self.handle_forward_references:
                return _LATER
            self._fail(f"there is no {model._meta.verbose_name} {json.dumps(key)}", field.name)
        except (TypeError, ValueError) as error:
            self._fail(str(error), field.name)
        self._known_keys[known] = found.pk
        return found.pk

    def _existing_pk(self, instance: Any) -> Any:
        """Find the row that this record would change, by its natural key."""
        lookup: dict[str, Any] = {}
        for name in instance.natural_key_fields:
            attname = instance._meta.get_field(name).attname
            value = getattr(instance, attname)
            lookup[f"{attname}__isnull" if value is None else attname] = (
                True if value is None else value
            )
        manager = type(instance)._default_manager.db_manager(self.using)
        return manager.filter(**lookup).values_list("pk", flat=True).first()

    def _clean(self, instance: models.Model) -> None:
        relations = {f.name for f in instance._meta.fields if f.is_relation}
        try:
            instance.clean_fields(exclude=relations)
        except ValidationError as error:
            field, messages = next(iter(error.message_dict.items()))
            self._fail(" ".join(messages), field)

    def _fail(self, message: str, field: str = "") -> NoReturn:
        where = f"{self.place}, field “{field}”" if field else self.place
        raise DeserializationError(f"{where}: {message}")


_LATER = object()


class RepeatedKey(ValueError):
    """A key stands twice in one object of JSON; which, the error says."""


def no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make an object of JSON of its pairs. Raises RepeatedKey."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        raise RepeatedKey(next(name for name in names if names.count(name) > 1))
    return found


def parse(text: str, line: int = 0) -> Any:
    """Read JSON. ``line`` is where it stands, in a file with a record a line.

    Raises DeserializationError, which says where and why it can't be read.
    """
    where = f"line {line}: " if line else ""
    try:
        return json.loads(text, object_pairs_hook=no_key_twice)
    except json.JSONDecodeError as error:
        raise DeserializationError(
            f"line {line or error.lineno}, column {error.colno}: not JSON ({error.msg})"
        ) from error
    except RepeatedKey as error:
        raise DeserializationError(f"{where}“{error}” stands twice in one record") from error
    except RecursionError as error:
        raise DeserializationError(
            f"{where}lists stand in lists deeper than any record has"
        ) from error
    except ValueError as error:  # a number of more digits than Python reads
        raise DeserializationError(f"{where}a value can't be read: {error}") from error


def _read(stream_or_string: Any) -> list[Any]:
    text = (
        stream_or_string if isinstance(stream_or_string, str | bytes) else stream_or_string.read()
    )
    try:
        if isinstance(text, bytes):
            text = text.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DeserializationError(f"byte {error.start + 1} is not UTF-8") from error
    records = parse(text)
    if not isinstance(records, list):
        raise DeserializationError("a fixture is a list of records")
    return records
