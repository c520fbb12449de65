"""Asks SQLite's index of words, which :mod:`.sqlite` keeps."""

from __future__ import annotations

from dataclasses import replace

from . import letters
from .asked import Asked


def query(index: str, words: list[list[str]], names: bool) -> tuple[str, list[str]]:
    """Give the condition in FTS5's notation.

    Each word in quotes, as a beginning from two letters on, in any of its spellings.
    """
    return f"{index} MATCH %s", [_match(words, names, "*")]


def every(asked: Asked) -> tuple[str, list[str]]:
    """Give the SQL of all rows."""
    sql = f"SELECT {asked.index}.rowid {_rows(asked, '%s')}"
    return sql, [_match(asked.all_words, asked.names, "*")]


def last(asked: Asked) -> tuple[str, list[str]]:
    """Give the SQL of the last rows.

    Where the words themselves are in as many rows as wanted, what they begin is not asked for:
    to find it FTS5 gathers all rows with a common word before it gives the last, while one word
    it walks from the end.
    """
    few = f"SELECT 1 {_rows(asked, '%s')} LIMIT {asked.limit:d}"
    many = f"(SELECT count(*) FROM ({few})) = {asked.limit:d}"  # noqa: S608
    whole, begun = (_match(asked.all_words, asked.names, ending) for ending in ("", "*"))
    return _last(asked, f"CASE WHEN {many} THEN %s ELSE %s END"), [whole, whole, begun]


def last_among(asked: Asked, among: int) -> tuple[str, list[str]]:
    """Give the SQL of the last rows, where some may be missed of words that ``among`` rows hold.

    What such a word begins is not asked for. Where so many rows hold all the words, they may
    stand anywhere though they were to stand in names: FTS5 looks for a column through all
    rows with the word, wherever it is told to begin.
    """
    rows = f"SELECT 1 FROM {asked.index} WHERE {asked.index} MATCH %s"  # noqa: S608
    many = f"EXISTS ({rows} ORDER BY rowid DESC LIMIT 1 OFFSET {among - 1:d})"
    words = asked.all_words
    match = " || ' AND ' || ".join([f"CASE WHEN {many} THEN %s ELSE %s END"] * len(words))
    parameters = [_match([spelled], False, ending) for spelled in words for ending in ("", "", "*")]
    if asked.names:
        whole = _match(words, False, "")
        match = f"CASE WHEN {many} THEN %s ELSE 'names : (' || {match} || ')' END"
        parameters = [whole, whole, *parameters]
    return _last(asked, match), parameters


def named_or_told(asked: Asked, told: int, among: int) -> tuple[str, list[str]]:
    """Give the SQL of the last rows by name, and of the last ``told`` by any text."""
    named, parameters = last_among(asked, among)
    anywhere, further = last_among(replace(asked, names=False, limit=told), among)
    sql = f"SELECT * FROM ({named}) AS named UNION SELECT * FROM ({anywhere}) AS told"  # noqa: S608
    return sql, parameters + further


def _last(asked: Asked, match: str) -> str:
    return (
        f"SELECT {asked.index}.rowid {_rows(asked, match)}"
        f" ORDER BY {asked.index}.rowid DESC LIMIT {asked.limit:d}"
    )


def _rows(asked: Asked, match: str) -> str:
    joined = further = ""
    if asked.published:
        joined = f" JOIN {asked.table} ON {asked.table}.id = {asked.index}.rowid"
        further = f" AND {asked.table}.review = 'published'"
    return f"FROM {asked.index}{joined} WHERE {asked.index} MATCH {match}{further}"


def _match(words: list[list[str]], names: bool, ending: str) -> str:
    def quoted(word: str) -> str:
        return f'"{word}"' + (ending if len(letters.fold(word)) > 1 else "")

    match = " AND ".join(f"({' OR '.join(map(quoted, spelled))})" for spelled in words)
    return f"names : ({match})" if names else match
