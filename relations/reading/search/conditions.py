"""Which records hold the words: in their own texts, or in the parts that readers see of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connections, router
from django.db.models.expressions import RawSQL

from relations.models import (
    Agreement,
    Country,
    Organization,
    OtherName,
    Person,
    Position,
    Provision,
    Side,
    Statement,
)
from relations.querysets import Rows, prepared
from relations.search import Sought, matching, named_or_told, sought, words_of
from relations.search.index import TEXTS
from relations.vocabularies import Review

# An answer of the search page looks no further than this, the last entered first.
NAMED = 200  # records of one kind that the words name
TOLD = 60  # records in whose texts they occur
AMONG = 2_000  # rows that hold a common word: by then not all are looked through
SPREAD = 2_000  # rows for each word, where the words stand apart in a record and its parts
NEXT = 400  # the last records with the first word, which are looked at for the others

_WITH_PARTS = (Country, Organization, Agreement, Statement)

Sql = tuple[str, tuple[Any, ...]]
Row = tuple[Any, ...]

# Asked by numbers in each search; who asks leaves out the statements that aren't published.
_STATED = prepared(Position.objects.on_visible().order_by().values_list("statement", flat=True))


def with_words(rows: Rows, text: str) -> Rows:
    """Keep the records of one kind in which, or in the parts of which, every word begins a word.

    All of them: nothing is cut, so that counts and downloads are right. Without a word
    all rows stay; where there is something and no word in it, none does.
    """
    words = words_of(text)
    if not words:
        return rows.none() if text.strip() else rows
    for word in words:
        rows = rows.filter(pk__in=_raw(_somewhere(rows.model, word, None)))
    return rows


def best_asked(words: list[str]) -> Sought:
    """Say how the words are looked for by :func:`candidates`; on PostgreSQL one query."""
    return sought(words, router.db_for_read(Statement))


def candidates(
    model: Any, words: Sought, text: str, columns: Sequence[str], *, names_only: bool = False
) -> list[Row]:
    """Give the published ones of the best of what is found: by code, by name, by texts.

    Of each its number, then these columns as the database has them. Not ranked, and bounded:
    each of its queries stops at a number of rows. All words stand in one text, or in one part
    of a record; :func:`apart` finds the others.
    """
    if names_only:
        own = _matching(model, words, names=True, published=True, limit=NAMED)
    else:
        own = named_or_told(model, words, limits=(NAMED, TOLD), among=AMONG)
    found = [
        *_with_code(model, text),
        _sql_of(own),
        *_further_names(model, words, NAMED),
        *([] if names_only else _parts(model, words, TOLD)),
    ]
    return _published(model, columns, _joined("UNION", found))


def apart(model: Any, words: Sought, columns: Sequence[str]) -> list[Row]:
    """Give the last records that hold each word somewhere, one in the title, one in a part.

    As :func:`candidates` does.
    """
    if model not in _WITH_PARTS:
        return []
    first, *others = words.all
    begun = sorted(_numbers(_somewhere(model, first, SPREAD)))
    last = sorted(_holding(model, others, set(begun[-NEXT:])))[-TOLD:]
    return _published(model, columns, (_listed(last), ())) if last else []


def _published(model: Any, columns: Sequence[str], numbers: Sql) -> list[Row]:
    asked, parameters = numbers
    rows = f"SELECT id, {', '.join(columns)} FROM {model._meta.db_table} WHERE id IN ({asked})"  # noqa: S608
    if TEXTS[model._meta.model_name].reviewed:
        # Not the bare column, by whose index SQLite would read all that is published.
        rows += f" AND review || '' = '{Review.PUBLISHED}'"
    return _fetched((rows, parameters))


def _holding(model: Any, words: list[str], records: set[int]) -> set[int]:
    """Give those of the records that hold each word somewhere."""
    for word in words:
        if records:
            records = records & _numbers(_somewhere(model, word, SPREAD, records))
    return records


def _matching(model: Any, words: Sought | list[str], *, limit: int | None, **asked: Any) -> RawSQL:
    return matching(model, words, limit=limit, among=limit and AMONG, **asked)


def _with_code(model: Any, text: str) -> list[Sql]:
    """Give the actors with just this code or acronym: a common word must not cut them off."""
    text = text.strip()[:30]
    if model is Country:
        return [("SELECT id FROM relations_country WHERE %s IN (code, alpha2)", (text.upper(),))]
    if model is Organization:
        acronym = "SELECT id FROM relations_organization WHERE upper(acronym) = upper(%s)"
        return [(acronym, (text,))]
    return []


def _further_names(
    model: Any, words: Sought | list[str], limit: int | None, of: set[int] | None = None
) -> list[Sql]:
    if model not in (Country, Organization):
        return []
    arc = f"actor_{model._meta.model_name}_id"
    within = _within(OtherName, arc, of)
    return [_owners(OtherName, arc, _matching(OtherName, words, limit=limit, within=within))]


def _owners(part: Any, column: str, asked: RawSQL, by: str = "id") -> Sql:
    """Give what parts are of, found by their numbers or another column."""
    owned = f"SELECT {column} FROM {part._meta.db_table} WHERE {by} IN ({asked.sql})"  # noqa: S608
    return f"{owned} AND {column} IS NOT NULL", tuple(asked.params)


def _within(part: Any, column: str, records: set[int] | None, number: str = "id") -> str:
    """Give the SQL for the parts of some records, '' for any."""
    if records is None:
        return ""
    return f"SELECT {number} FROM {part._meta.db_table} WHERE {column} IN ({_listed(records)})"  # noqa: S608


def _parts(
    model: Any, words: Sought | list[str], limit: int | None, of: set[int] | None = None
) -> list[Sql]:
    """Give the records in one of whose parts all words occur; of some records, or of any."""
    if model is Agreement:
        within = _within(Provision, "agreement_id", of)
        found = _matching(Provision, words, limit=limit, within=within)
        return [_owners(Provision, "agreement_id", found)]
    if model is Statement:
        return _positions_and_speakers(words, limit, of)
    return _further_names(model, words, limit, of)


def _positions_and_speakers(
    words: Sought | list[str], limit: int | None, of: set[int] | None
) -> list[Sql]:
    within = _within(Position, "statement_id", of)
    positions = _matching(Position, words, limit=limit, within=within)
    most = limit and min(limit, TOLD) if of is None else limit
    within = _within(Side, "statement_id", of, "person_id")
    people = _matching(Person, words, names=True, published=True, limit=most, within=within)
    if limit is None:
        said = Position.objects.visible().filter(pk__in=positions).order_by()
        return [_sql(said.values("statement")), _owners(Side, "statement_id", people, "person_id")]
    # Read here: PostgreSQL would first join all positions with their targets.
    found = []
    if numbers := _numbers(_sql_of(positions)):
        found.append(_these(_STATED.filter(pk__in=numbers)))
    if numbers := _numbers(_sql_of(people)):
        # Not by the bare column: SQLite would walk its index through all sides.
        sides = (
            f"SELECT statement_id FROM relations_side WHERE person_id IN ({_listed(numbers)})"  # noqa: S608
            f"{'' if of is None else f' AND statement_id IN ({_listed(of)})'}"
            f" ORDER BY statement_id + 0 DESC LIMIT {limit:d}"
        )
        found.append((sides, ()))
    return found


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(map(str, sorted(numbers)))


def _these(numbers: Iterable[int]) -> Sql:
    """Give numbers that were read as what can be joined with others."""
    listed = ", ".join(f"({number:d})" for number in numbers)
    return f"VALUES {listed}" if listed else "SELECT 0 WHERE 1 = 0", ()


def _numbers(asked: Sql) -> set[int]:
    return {number for (number,) in _fetched(asked)}


def _fetched(asked: Sql) -> list[Row]:
    with connections[router.db_for_read(Statement)].cursor() as cursor:
        cursor.execute(*asked)
        return cursor.fetchall()


def _somewhere(model: Any, word: str, limit: int | None, of: set[int] | None = None) -> Sql:
    """Give the records that hold the word in their texts or in a part; some come twice.

    Published or not: who asks filters that. To join here would be slow on PostgreSQL. With
    ``of`` only these are wanted; others may come as well.
    """
    own = _matching(model, [word], limit=limit, within="" if of is None else _listed(of))
    return _joined("UNION ALL", [_sql_of(own), *_parts(model, [word], limit, of)])


def _joined(how: str, queries: list[Sql]) -> Sql:
    sql = f" {how} ".join(f"SELECT * FROM ({one}) AS found" for one, _parameters in queries)  # noqa: S608
    return sql, tuple(p for _one, parameters in queries for p in parameters)


def _sql(rows: Rows) -> Sql:
    sql, parameters = rows.query.get_compiler(using=rows.db).as_sql()
    return sql, tuple(parameters)


def _sql_of(asked: RawSQL) -> Sql:
    return asked.sql, tuple(asked.params)


def _raw(asked: Sql) -> RawSQL:
    return RawSQL(*asked)  # noqa: S611 words are parameters, the rest is ours
