"""The floor: one query that gives the page's rows as JSON, and a WSGI function around it.

As PostgREST does it: the database makes the JSON, nothing is computed in Python. Lists have no
facets, search is LIKE.
"""

from __future__ import annotations

import functools
import os
import sqlite3
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs

STATEMENT = """
{object}('slug', s.slug, 'title', s.title, 'date', s.date, 'medium', s.medium, 'place', s.place,
    'summary', s.summary, 'quotation', s.quotation,
    'source', (SELECT {object}('title', src.title, 'publisher', src.publisher, 'url', src.url)
        FROM relations_source src WHERE src.id = s.source_id),
    'sides', (SELECT {array}({object}('person', p.name, 'office', o.title, 'country', c.name,
            'organization', org.name))
        FROM relations_side side
        LEFT JOIN relations_person p ON p.id = side.person_id
        LEFT JOIN relations_office o ON o.id = side.office_id
        LEFT JOIN relations_country c ON c.id = side.actor_country_id
        LEFT JOIN relations_organization org ON org.id = side.actor_organization_id
        WHERE side.statement_id = s.id),
    'positions', (SELECT {array}({object}('stance', pos.stance, 'text', pos.text,
            'on', coalesce(c.name, org.name, a.title, scope.name)))
        FROM relations_position pos
        LEFT JOIN relations_country c ON c.id = pos.target_country_id
        LEFT JOIN relations_organization org ON org.id = pos.target_organization_id
        LEFT JOIN relations_agreement a ON a.id = pos.target_agreement_id
        LEFT JOIN relations_scope scope ON scope.id = pos.target_scope_id
        WHERE pos.statement_id = s.id))
"""
# Rows first, then what hangs on them: else the database would make the JSON of all rows.
ROWS = f"""
SELECT {{array}}({STATEMENT}) FROM (
    SELECT s.* FROM relations_statement s {{where}}
    ORDER BY s.date_earliest DESC NULLS LAST, s.title LIMIT {{limit}}) s
"""  # noqa: S608 our own words
PUBLISHED = "s.review = 'published'"
QUERIES = {
    "/list": ROWS.replace("{where}", f"WHERE {PUBLISHED}").replace("{limit}", "25"),
    "/search": ROWS.replace(
        "{where}",
        f"WHERE {PUBLISHED} AND (s.title {{like}} {{q}} OR s.summary {{like}} {{q}}"
        " OR s.quotation {like} {q})",
    ).replace("{limit}", "25"),
    "/statement": ROWS.replace("{where}", f"WHERE {PUBLISHED} AND s.slug = {{q}}").replace(
        "{limit}", "1"
    ),
    "/country": ROWS.replace(
        "{where}",
        f"WHERE {PUBLISHED} AND s.id IN (SELECT statement_id FROM relations_side JOIN"  # noqa: S608
        " relations_country c ON c.id = actor_country_id WHERE c.slug = {q})",
    ).replace("{limit}", "20"),
}

DIALECTS = {
    "sqlite": {"object": "json_object", "array": "json_group_array", "like": "LIKE", "q": ":q"},
    "postgresql": {
        "object": "json_build_object",
        "array": "json_agg",
        "like": "ILIKE",
        "q": "%(q)s",
    },
}


@functools.cache
def queries(vendor: str) -> dict[str, str]:
    """Give the SQL of each page in the words of a database."""
    found = dict(QUERIES)
    for word, meaning in DIALECTS[vendor].items():
        found = {path: sql.replace(f"{{{word}}}", meaning) for path, sql in found.items()}
    return found


def connected(url: str) -> tuple[str, Callable[[str, dict[str, str]], Any]]:
    """Give the kind of database, and what runs a query of one value on a kept connection."""
    if url.startswith("sqlite"):
        file = sqlite3.connect(f"file:{url.removeprefix('sqlite:///')}?mode=ro", uri=True)
        # What our settings give their connection.
        file.execute("PRAGMA mmap_size=134217728")
        file.execute("PRAGMA cache_size=-20000")
        return "sqlite", lambda sql, values: file.execute(sql, values).fetchone()[0]
    import psycopg
    from psycopg.types.json import set_json_loads

    server = psycopg.connect(url, autocommit=True, prepare_threshold=1)
    set_json_loads(bytes, server)  # as the database wrote it
    return "postgresql", lambda sql, values: server.execute(sql, values).fetchone()[0]


def application() -> Callable[[dict[str, Any], Any], Iterable[bytes]]:
    """Give the WSGI function on the database of ``DATABASE_URL``."""
    # At the first request: a connection can't be shared with the process that forked this one.
    connect = functools.cache(lambda: connected(os.environ["DATABASE_URL"]))

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path, query = environ["PATH_INFO"], parse_qs(environ["QUERY_STRING"])
        if path not in QUERIES:
            start_response("404 Not Found", [("Content-Length", "0")])
            return []
        word = query.get("q", [""])[0]
        vendor, ask = connect()
        found = ask(queries(vendor)[path], {"q": f"%{word}%" if path == "/search" else word})
        content = found.encode() if isinstance(found, str) else found or b"[]"
        headers = [("Content-Type", "application/json"), ("Content-Length", str(len(content)))]
        start_response("200 OK", headers)
        return [content]

    return answer
