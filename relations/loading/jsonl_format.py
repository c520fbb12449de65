"""JSON Lines for loaddata: the records of our fixtures, one a line; empty lines don't count."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.core.serializers.base import DeserializationError
from django.core.serializers.jsonl import Serializer

from .json_format import Deserializer as JSONDeserializer
from .json_format import RepeatedKey, no_key_twice

__all__ = ["Deserializer", "Serializer"]


class Deserializer(JSONDeserializer):
    """Reads records line by line; each is checked as those of JSON are."""

    def records(self, stream_or_string: Any) -> Iterator[Any]:
        lines = (
            stream_or_string.splitlines()
            if isinstance(stream_or_string, str | bytes)
            else stream_or_string
        )
        for number, line in enumerate(lines, 1):
            try:
                text = line.decode("utf-8") if isinstance(line, bytes) else line
                if text.strip():
                    yield json.loads(text.rstrip(), object_pairs_hook=no_key_twice)
            except UnicodeDecodeError as error:
                raise DeserializationError(f"line {number} is not UTF-8") from error
            except json.JSONDecodeError as error:
                raise DeserializationError(
                    f"line {number}, column {error.colno}: not JSON ({error.msg})"
                ) from error
            except RepeatedKey as error:
                raise DeserializationError(
                    f"line {number}: “{error}” stands twice in one record"
                ) from error
