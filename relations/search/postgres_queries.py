"""Asks PostgreSQL's index of words, which :mod:`.postgres` keeps."""

from __future__ import annotations

from itertools import chain
from typing import Any

from . import letters
from .asked import Asked, Sought


def query(index: str, words: list[list[str]], names: bool) -> tuple[str, list[str]]:
    """Give the condition that each word occurs in one of its spellings."""
    asked, parameters = _tsquery(words, "A" if names else "")
    return f"{index}.words @@ {asked}", parameters


def _tsquery(words: list[list[str]], weight: str) -> tuple[str, list[str]]:
    """Give what is looked for in texts of one weight or of all.

    Of ASCII nothing is to be folded: PostgreSQL plans that in a fifth of the time.
    """
    plain = [spelled[0] for spelled in words if _is_plain(spelled)]
    asked = " & ".join(f"{word}:{'*' if len(word) > 1 else ''}{weight}" for word in plain)
    found, parameters = (["to_tsquery('simple', %s)"], [asked]) if plain else ([], [])
    for spelled in words:
        if not _is_plain(spelled):
            found.append(f"({' || '.join(['relations_query(%s, %s)'] * len(spelled))})")
            parameters += chain.from_iterable((word, weight) for word in spelled)
    return f"({' && '.join(found)})", parameters


def _is_plain(spelled: list[str]) -> bool:
    return len(spelled) == 1 and spelled[0].isascii() and spelled[0].isalnum()


# Rows with words that GIN gathers in the time in which one row is fetched: 1.6 microseconds,
# beside 0.09 for each row with what a word begins, as measured at a million statements.
_GATHERED = 16


def sought(cursor: Any, words: list[str]) -> Sought:
    """Give the rarest word apart where it is quicker to fetch its rows and look for the others.

    GIN gathers all rows with what a word begins, be it for one row with a rare word as well.
    How many there are PostgreSQL estimates, by its statistics of statements.
    """
    index = "relations_statement_words"
    asked = [query(index, [letters.spellings(word)], False) for word in words]
    # OFFSET, so that each is planned by itself and tells all its rows.
    rows = " UNION ALL ".join(
        f"SELECT * FROM (SELECT id FROM {index} WHERE {condition} OFFSET 0) AS found"  # noqa: S608
        for condition, _parameters in asked
    )
    cursor.execute(f"EXPLAIN (FORMAT JSON) {rows}", [p for _one, each in asked for p in each])
    (plan,) = cursor.fetchone()[0]
    likely = [each["Plan Rows"] for each in plan["Plan"]["Plans"]]
    rarest = min(range(len(words)), key=likely.__getitem__)
    others = [word for number, word in enumerate(words) if number != rarest]
    if likely[rarest] * _GATHERED > sum(likely) - likely[rarest]:
        return Sought(words, [])
    return Sought([words[rarest]], others)


def every(asked: Asked) -> tuple[str, list[str]]:
    """Give the SQL of all rows."""
    rows, parameters = _holding(asked, asked.names)
    return f"SELECT id {rows}", parameters


def last(asked: Asked) -> tuple[str, list[str]]:
    """Give the SQL of the last rows."""
    rows, parameters = every(asked)
    return _last(rows, asked.limit), parameters


def last_among(asked: Asked, among: int) -> tuple[str, list[str]]:
    """Give the SQL of the last rows, where some may be missed of words that ``among`` rows hold.

    In names they are looked for among the last so many that hold them anywhere: GIN knows
    nothing of weights, and PostgreSQL would look at each row with a common word.
    """
    if not asked.names:
        return last(asked)
    rows, parameters = _last_holding(asked, among)
    named = f"SELECT id FROM ({rows}) AS holding WHERE named"  # noqa: S608
    return _last(named, asked.limit), parameters


def named_or_told(asked: Asked, told: int, among: int) -> tuple[str, list[str]]:
    """Give the SQL of the last rows by name, and of the last ``told`` by any text.

    Both among the last ``among`` rows that hold the words, which are read once.
    """
    rows, parameters = _last_holding(asked, among)
    by_name = _last("SELECT id FROM holding WHERE named", asked.limit)
    anywhere = _last("SELECT id FROM holding", told)
    return f"WITH holding AS MATERIALIZED ({rows}) ({by_name}) UNION ({anywhere})", parameters


def _last_holding(asked: Asked, among: int) -> tuple[str, list[str]]:
    """Give the SQL of the last rows that hold the words, and whether their names do."""
    named, parameters = query(asked.index, asked.all_words, True)
    rows, further = _holding(asked, False)
    return _last(f"SELECT id, {named} AS named {rows}", among), parameters + further


def _holding(asked: Asked, names: bool) -> tuple[str, list[str]]:
    """Give from where, and the conditions on a row: by the index, then by what it holds."""
    weight = "A" if names else ""
    looked_up, checked = (asked.words, asked.checked) if not asked.within else ([], asked.all_words)
    conditions: list[str] = []
    parameters: list[str] = []
    if asked.within:
        conditions.append(f"{asked.index}.id IN ({asked.within})")
    if looked_up:
        found, parameters = query(asked.index, looked_up, names)
        conditions.append(found)
    if checked:
        # The function and not its operator, for which the index would be read.
        found, further = _tsquery(checked, weight)
        conditions.append(f"ts_match_vq({asked.index}.words, {found})")
        parameters += further
    if asked.published:
        conditions.append(f"{asked.index}.published")
    return f"FROM {asked.index} WHERE {' AND '.join(conditions)}", parameters


def _last(rows: str, limit: int) -> str:
    return f"{rows} ORDER BY id DESC LIMIT {limit:d}"
