"""JSON Lines for loaddata: the records of our fixtures, one a line; empty lines don't count."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.serializers.base import DeserializationError
from django.core.serializers.jsonl import Serializer as JSONLinesSerializer

from .json_format import Deserializer as JSONDeserializer
from .json_format import RememberedKeys, parse

__all__ = ["Deserializer", "Serializer"]


class Serializer(RememberedKeys, JSONLinesSerializer):
    """Writes one record a line, as Django does."""


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
            except UnicodeDecodeError as error:
                raise DeserializationError(f"line {number} is not UTF-8") from error
            if text.strip():
                yield parse(text.rstrip(), number)
