"""Which page of which server is set beside which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

# As the report calls the servers.
OURS, KEPT, STOCK, DATASETTE = "geopol", "geopol, pages kept", "stock Django", "Datasette"
BARE, FILE = "bare SQL", "nginx, a file"

LIST, STATEMENT, PERSON = "list of statements", "a statement", "a person, 20 statements"
COUNTRY = "a country, 20 statements"
PAIR, MATRIX = "pair", "matrix"
FREQUENT_WORD, RARE_WORD = "search, a word of most", "search, a rare word"
ADMIN, EMPTY, KEPT_LIST, KNOWN = "list in the admin", "empty view", "list, kept", "list, 304"
STATIC = "list, a file"


@dataclass(frozen=True)
class Page:
    """A page of a server. ``holds`` is what it must show for the comparison to be of the same."""

    kind: str
    server: str
    path: str
    holds: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def pages(facts: Mapping[str, Any], filed: Mapping[str, Any], tag: str) -> list[Page]:
    """Give all pages.

    ``facts`` are of the data, ``filed`` those of the same data in the SQLite file that
    Datasette reads, where rows may have other numbers; ``tag`` is the validator of our kept list.
    """
    slug, newest = facts["statement"], facts["newest"]
    found = [
        Page(LIST, OURS, "/statements/", newest),
        Page(LIST, STOCK, "/statements/", newest),
        Page(
            LIST, DATASETTE, _table(_sort_desc="date_earliest", _facet=["voice", "medium"]), newest
        ),
        Page(LIST, BARE, "/list", newest),
        Page(STATEMENT, OURS, f"/statements/{slug}/", slug),
        Page(STATEMENT, STOCK, f"/statements/{slug}/", slug),
        Page(STATEMENT, DATASETTE, f"/data/relations_statement/{filed['number']}", slug),
        Page(STATEMENT, BARE, f"/statement?q={slug}", slug),
        Page(PERSON, OURS, f"/people/{facts['speaker']}/", "/statements/generated-"),
        Page(PERSON, DATASETTE, f"/data/relations_person/{filed['speaker_number']}", "generated-"),
        Page(COUNTRY, OURS, "/countries/armenia/", "Armenia"),
        Page(COUNTRY, STOCK, "/countries/armenia/", "Armenia"),
        Page(COUNTRY, DATASETTE, f"/data/relations_country/{filed['country']}", "Armenia"),
        Page(COUNTRY, BARE, "/country?q=armenia"),
        Page(PAIR, OURS, "/between/armenia/russia/", "Russia"),
        Page(MATRIX, OURS, "/positions/"),
    ]
    for kind in (FREQUENT_WORD, RARE_WORD):
        word = facts["words"][kind]
        found += [
            Page(kind, OURS, f"/search/?q={word}", word),
            Page(kind, STOCK, f"/statements/?q={word}"),
            Page(kind, DATASETTE, _table(_search=word)),
            Page(kind, BARE, f"/search?q={word}"),
        ]
    changelist, session = "/admin/relations/statement/", facts["session"]
    found += [
        Page(ADMIN, OURS, changelist, headers={"Cookie": f"__Host-sessionid={session}"}),
        Page(ADMIN, STOCK, changelist, headers={"Cookie": f"sessionid={session}"}),
        Page(EMPTY, KEPT, "/language/empty/"),
        Page(EMPTY, STOCK, "/empty/"),
        Page(KEPT_LIST, KEPT, "/statements/", newest),
        Page(KNOWN, KEPT, "/statements/", status=304, headers={"If-None-Match": tag}),
        Page(STATIC, FILE, "/list.html", newest),
    ]
    return found


def _table(**words: Any) -> str:
    """Give the address of Datasette's list of as many published statements as ours shows."""
    query = urlencode({"review__exact": "published", "_size": 25, **words}, doseq=True)
    return f"/data/relations_statement?{query}"
