"""What is indexed, and the one way to ask the index on either database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.apps import apps
from django.db import connections
from django.db.models.expressions import RawSQL

from . import letters, postgres, postgres_queries, sqlite, sqlite_queries
from .asked import Asked, Sought


@dataclass(frozen=True)
class Texts:
    """The columns of a table that are searched: those that name a record, and the rest.

    ``reviewed`` where a record is published or not by itself.
    """

    names: tuple[str, ...]
    texts: tuple[str, ...] = ()
    reviewed: bool = False

    @property
    def all(self) -> tuple[str, ...]:
        return self.names + self.texts


TEXTS: dict[str, Texts] = {
    "country": Texts(("name", "official_name", "code", "alpha2"), ("summary",), reviewed=True),
    "organization": Texts(("name", "acronym"), ("summary",), reviewed=True),
    "othername": Texts(("name",)),
    "agreement": Texts(("title", "short_title"), ("summary", "registration"), reviewed=True),
    "provision": Texts((), ("text",)),
    "statement": Texts(("title", "commentator"), ("summary", "quotation"), reviewed=True),
    "position": Texts((), ("text", "quotation")),
    "person": Texts(("name", "native_name"), ("summary",), reviewed=True),
    "scope": Texts(("name",), ("description",)),
    "source": Texts(("title", "publisher", "author"), ("url", "slug"), reviewed=True),
}
WORDS = 8  # further words of a query are left out
BACKENDS: dict[str, Any] = {"sqlite": sqlite, "postgresql": postgres}
_QUERIES: dict[str, Any] = {"sqlite": sqlite_queries, "postgresql": postgres_queries}


def install(using: str, *, rebuild: bool) -> None:
    """Set up the index on a database; ``rebuild`` where rows may have changed without it."""
    backend = BACKENDS[connections[using].vendor]
    with connections[using].cursor() as cursor:
        if not has_tables(using):
            return  # migrated to before the tables
        backend.prepare(cursor, rebuild)
        for _model, table, texts in tables():
            backend.install(cursor, table, texts, rebuild)


def add(using: str, model: Any, where: str) -> None:
    """Write rows that came without the triggers into the index; nothing where none is kept."""
    texts = TEXTS.get(model._meta.model_name)
    if texts is not None:
        with connections[using].cursor() as cursor:
            BACKENDS[connections[using].vendor].add(cursor, model._meta.db_table, texts, where)


def expect_many(using: str, model: Any) -> None:
    """Make the index of a model ready for :func:`add` of many rows, until :func:`as_usual`.

    Both in one transaction, so that nothing stays so where it fails.
    """
    _call("expect_many", using, model)


def as_usual(using: str, model: Any) -> None:
    """End :func:`expect_many`."""
    _call("as_usual", using, model)


def _call(what: str, using: str, model: Any) -> None:
    if model._meta.model_name in TEXTS:
        with connections[using].cursor() as cursor:
            getattr(BACKENDS[connections[using].vendor], what)(cursor, model._meta.db_table)


def has_tables(using: str) -> bool:
    """Say whether the tables that are searched are there."""
    present = set(connections[using].introspection.table_names())
    return present.issuperset(table for _model, table, _texts in tables())


def tables() -> Iterator[tuple[Any, str, Texts]]:
    """Give each model that is indexed, its table, and its texts."""
    for name, texts in TEXTS.items():
        model = apps.get_model("relations", name)
        yield model, model._meta.db_table, texts


def words_of(text: str) -> list[str]:
    """Split a query as the index splits texts."""
    return letters.words_of(text)[:WORDS]


class Beginnings:
    """The words of a query, to be looked for in many texts."""

    def __init__(self, words: list[str]) -> None:
        self._spelled = [[_begun(s) for s in letters.spellings(word)] for word in words]

    def stand_in(self, forms: Iterable[str]) -> bool:
        """Say whether every word begins a word of some texts, as the index would.

        They are given by their :func:`letters.forms`.
        """
        line = f" {' '.join(forms)} "
        return all(any(begun in line for begun in spelled) for spelled in self._spelled)


def _begun(word: str) -> str:
    word = letters.fold(word)
    return f" {word}" if len(word) > 1 else f" {word} "


def query(using: str, model: Any, words: list[str], *, names: bool = False) -> tuple[str, Any]:
    """Give a condition on the index of ``model`` that all words occur, and its parameters.

    With ``names`` they must occur in what names a record. In the condition the index goes
    by the name of :func:`index_of`.
    """
    queries = _QUERIES[connections[using].vendor]
    spelled = [letters.spellings(word) for word in words]
    return queries.query(index_of(model), spelled, names)


def sought(words: list[str], using: str = "default") -> Sought:
    """Say how words are best looked for: PostgreSQL asks its index for a rare one alone."""
    connection = connections[using]
    if connection.vendor != "postgresql" or len(words) < 2:  # noqa: PLR2004
        return Sought(words, [])
    with connection.cursor() as cursor:
        return postgres_queries.sought(cursor, words)


def matching(
    model: Any,
    words: Sought | list[str],
    *,
    names: bool = False,
    published: bool = False,
    limit: int | None = None,
    among: int | None = None,
    within: str = "",
    using: str = "default",
) -> RawSQL:
    """Give the numbers of the records with all words, for ``filter(pk__in=…)``.

    With ``published`` of records that are, where records of this kind may be drafts. With a
    ``limit`` the last entered, read no further than needed; on SQLite they hold the words
    themselves where those fill the limit, not only beginnings.

    With ``among`` as well, words that so many rows hold are common ones, and not all of the
    rows are looked through: for names only the last ``among`` (PostgreSQL) or ``limit`` (SQLite,
    by name or not), and on SQLite not for what a common word begins.

    ``within`` is SQL for the numbers of the few rows that are wanted, where others do no harm:
    PostgreSQL looks at just those, SQLite finds its words sooner than it looks at rows.
    """
    queries = _QUERIES[connections[using].vendor]
    asked = _asked(model, words, names=names, published=published, limit=limit or 0)
    asked = replace(asked, within=within)
    if limit is None:
        sql, parameters = queries.every(asked)
    elif among is None:
        sql, parameters = queries.last(asked)
    else:
        sql, parameters = queries.last_among(asked, among)
    return RawSQL(sql, parameters)  # noqa: S611 words are parameters, the rest is ours


def named_or_told(
    model: Any,
    words: Sought | list[str],
    *,
    limits: tuple[int, int],
    among: int,
    using: str = "default",
) -> RawSQL:
    """Give the numbers of the last published records with all words in their names, or in any text.

    So many of each as ``limits`` say; ``among`` as in :func:`matching`. On PostgreSQL the index
    is read once for both, and both are looked for among the same rows.
    """
    named, told = limits
    asked = _asked(model, words, names=True, published=True, limit=named)
    queries = _QUERIES[connections[using].vendor]
    return RawSQL(*queries.named_or_told(asked, told, among))  # noqa: S611 as above


def _asked(
    model: Any, words: Sought | list[str], *, names: bool, published: bool, limit: int
) -> Asked:
    words = words if isinstance(words, Sought) else Sought(words, [])
    spelled, checked = (
        [letters.spellings(word) for word in some] for some in (words.words, words.checked)
    )
    published &= TEXTS[model._meta.model_name].reviewed
    return Asked(model._meta.db_table, spelled, checked, names, published, limit)


def index_of(model: Any) -> str:
    return f"{model._meta.db_table}_words"
