"""What is indexed, and the one way to ask the index on either database."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django.apps import apps
from django.db import connections

from . import postgres, sqlite

# The texts of each kind of record that are searched.
TEXTS: dict[str, tuple[str, ...]] = {
    "agreement": ("title", "short_title", "summary", "registration"),
    "statement": ("title", "summary", "quotation", "commentator"),
    "position": ("text", "quotation"),
    "person": ("name", "native_name"),
    "source": ("title", "publisher", "author", "url", "slug"),
}
WORDS = 8  # further words of a query are left out
BACKENDS: dict[str, Any] = {"sqlite": sqlite, "postgresql": postgres}


def install(using: str, *, rebuild: bool) -> None:
    """Set up the index on a database; ``rebuild`` where rows may have changed without it."""
    connection = connections[using]
    models = [apps.get_model("relations", name) for name in TEXTS]
    tables = set(connection.introspection.table_names())
    if not tables.issuperset(model._meta.db_table for model in models):
        return  # migrated to before the tables
    with connection.cursor() as cursor:
        BACKENDS[connection.vendor].prepare(cursor)
        for model in models:
            table, columns = model._meta.db_table, TEXTS[str(model._meta.model_name)]
            BACKENDS[connection.vendor].install(cursor, table, columns, rebuild)


def words_of(text: str) -> list[str]:
    """Split a query as the index splits texts."""
    return re.findall(r"[^\W_]+", text)[:WORDS]


def holds(texts: list[str], words: list[str]) -> bool:
    """Say whether every word begins one of the texts' words, as the index would."""
    told = " ".join(["", *re.findall(r"[^\W_]+", _fold(" ".join(texts))), ""])
    return all((f" {word}" if len(word) > 1 else f" {word} ") in told for word in map(_fold, words))


def _fold(text: str) -> str:
    """Take accents and capitals off."""
    if not text.isascii():
        text = re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFD", text))
    return text.lower()


def query(using: str, model: Any, words: list[str]) -> tuple[str, str]:
    """Give a condition on the index ``model`` that all words occur, and its parameter.

    The index has the name ``words`` in it, and the number of the record is ``words.rowid``
    or ``words.id``: see :func:`key`.
    """
    backend = BACKENDS[connections[using].vendor]
    return backend.CONDITION.format(table=index_of(model)), backend.query(words)


def key(using: str) -> str:
    """Give the column of an index that holds the number of the record."""
    return str(BACKENDS[connections[using].vendor].KEY)


def index_of(model: Any) -> str:
    return f"{model._meta.db_table}_words"
