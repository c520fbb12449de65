"""What :mod:`.growth` opens and looks for, and how one process does it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

SEARCH_LIMIT = 50  # milliseconds, p95
SEARCHES, SLOW_SEARCHES = 40, 1
WORDS = (
    ("a rare word", "zugzwang"),
    ("a common word", "cooperation"),
    ("another common word", "minister"),
    ("the beginning of common words", "co"),
    ("two common words", "cooperation minister"),
    ("three common words", "cooperation minister agreement"),
    ("a rare and a common word", "zugzwang cooperation"),
    ("a country", "armenia"),
    ("a country and a common word", "armenia cooperation"),
    ("two countries", "armenia france"),
    ("a speaker", "anna kov"),
    ("a speaker and a common word", "anna cooperation"),
    ("a publisher", "treaty news"),
    ("Cyrillic", "армения"),
    ("Armenian", "Հայաստան"),
    ("a phrase", '"border talks" minister'),
    ("a code", "ARM"),
    ("a misspelt name", "armeina"),
    ("nonsense", "qqxyzzy"),
    ("one letter", "c"),
)

PUBLIC = (
    ("home", "/"),
    ("countries", "/countries/"),
    ("organizations", "/organizations/"),
    ("agreements", "/agreements/"),
    ("memberships", "/memberships/"),
    ("people", "/people/"),
    ("people, last page", "/people/?page=1000000"),
    ("people, by number of statements", "/people/?sort=-statements"),
    ("sources", "/sources/"),
    ("sources, last page", "/sources/?page=1000000"),
    ("sources, of a kind", "/sources/?kind=press"),
    ("statements", "/statements/"),
    ("statements, page 2", "/statements/?page=2"),
    ("statements, last page", "/statements/?page=1000000"),
    ("statements, by headline", "/statements/?sort=title"),
    ("statements, oldest first", "/statements/?sort=date"),
    ("statements, official", "/statements/?kind=official"),
    ("statements, commentaries", "/statements/?kind=commentary"),
    ("statements, of a medium", "/statements/?medium=interview"),
    ("statements, of a stance", "/statements/?stance=supports"),
    ("statements, on behalf of Armenia", "/statements/?on_behalf_of=armenia"),
    ("statements, on behalf of Armenia, last page", "/statements/?on_behalf_of=armenia&page=9999"),
    ("statements, about the EU", "/statements/?target=eu"),
    ("statements, of Armenia about the EU", "/statements/?on_behalf_of=armenia&target=eu"),
    ("statements, of some years", "/statements/?from=2015&to=2017"),
    ("statements, as of a day", "/statements/?as_of=2015-01-01"),
    ("statements, a common word", "/statements/?q=cooperation"),
    ("statements, two common words", "/statements/?q=cooperation+minister"),
    ("statements, a rare word", "/statements/?q=zugzwang"),
    ("statements, nonsense", "/statements/?q=qqxyzzy"),
    ("a country", "/countries/armenia/"),
    ("a country on a day", "/countries/armenia/?as_of=2015-01-01"),
    ("an organization", "/organizations/eu/"),
    ("an agreement", "/agreements/us-armenia-charter-2025/"),
    ("a pair", "/between/armenia/russia/"),
    ("matrix, agreements", "/positions/"),
    ("matrix, ties", "/positions/?kind=ties"),
    ("matrix, of Armenia", "/positions/?kind=ties&on_behalf_of=armenia"),
    ("matrix, changes of mind", "/positions/?kind=ties&changed=on"),
    ("changes of position", "/positions/changes/"),
    ("changes of position, of Armenia", "/positions/changes/?on_behalf_of=armenia"),
    ("network", "/network/"),
    ("changes", "/changes/"),
    ("changes of statements", "/changes/?kind=statement"),
    ("feed", "/feeds/all.atom"),
    ("feed of statements", "/feeds/statements.atom"),
    ("feed of statements of Armenia", "/feeds/statements.atom?on_behalf_of=armenia"),
    ("feed of a country", "/feeds/countries/armenia.atom"),
    ("feed of an agreement", "/feeds/agreements/us-armenia-charter-2025.atom"),
    ("search, a country", "/search/?q=armenia"),
    ("search, a common word", "/search/?q=cooperation"),
    ("search, nonsense", "/search/?q=qqxyzzy"),
    ("suggestions", "/search/suggest/?q=arm"),
    ("drift", "/drift/armenia/russia/eu/"),
    ("drift, members of a group", "/drift/armenia/russia/members:g7/"),
    ("drift, members of two groups", "/drift/armenia/members:csto/members:eu/"),
    ("data", "/data/"),
    ("API, statements", "/api/v1/statements/"),
    ("API, statements of Armenia", "/api/v1/statements/?on_behalf_of=armenia"),
    ("API, statements with a stance", "/api/v1/statements/?stance=supports"),
    ("API, statements with a word", "/api/v1/statements/?q=cooperation"),
    ("API, sources", "/api/v1/sources/"),
    ("API, a country", "/api/v1/countries/armenia/"),
)
ADMIN = {
    "statement": ("", "p=1000000", "review__exact=draft", "o=1", "q=cooperation", "q=zugzwang"),
    "position": ("", "p=1000000", "stance__exact=supports", "q=cooperation"),
    "side": ("", "p=1000000", "q=anna"),
    "source": ("", "p=1000000", "q=cooperation"),
    "person": ("", "p=1000000", "q=anna"),
}


class Visit:
    """What one process does at the database of its size."""

    def __init__(self, rows: int, client: Any) -> None:
        self.rows, self.client = rows, client

    def vendor(self) -> str:
        from django.db import connection

        return connection.vendor

    def timed(self, action: Callable[[], object]) -> float:
        """Give the milliseconds of one call: on SQLite of processor, else of waiting.

        What runs beside it on the machine disturbs the first less.
        """
        clock = time.process_time if self.vendor() == "sqlite" else time.perf_counter
        start = clock()
        action()
        return (clock() - start) * 1000

    @cached_property
    def addresses(self) -> dict[str, str]:
        return dict([*PUBLIC, *self.generated(), *self.changelists()])

    def pages(self) -> list[str]:
        return list(self.addresses)

    def generated(self) -> Iterator[tuple[str, str]]:
        """Give the pages of records that were made, from the middle and the busiest."""
        from relations.models import Person, Scope, Source, Statement

        for model in (Statement, Person, Source):
            name = str(model._meta.verbose_name)
            made = model.objects.published().filter(slug__startswith="generated-").order_by("pk")
            middle = made[made.count() // 2]
            yield f"a {name}", middle.get_absolute_url()
        yield "a scope", Scope.objects.order_by("pk")[0].get_absolute_url()

    def changelists(self) -> Iterator[tuple[str, str]]:
        for model, queries in ADMIN.items():
            for query in queries:
                yield f"admin {model} {query}".strip(), f"/admin/relations/{model}/?{query}"

    def open(self, name: str) -> tuple[int, int]:
        """Give status and number of queries of a page that is asked for the first time."""
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        self.client.get(self.addresses[name])
        forget()
        with CaptureQueriesContext(connection) as captured:
            response = self.client.get(self.addresses[name])
        return response.status_code, len(captured)

    def time(self, name: str) -> tuple[float, float]:
        """Give the milliseconds of a page, nothing remembered, and again."""
        forget()
        cold, warm = (self.timed(lambda: self.client.get(self.addresses[name])) for _ in range(2))
        return cold, warm

    def search(self, text: str) -> list[float]:
        """Give the milliseconds of ranked searches."""
        from relations.reading.search import search

        search(text)
        return [self.timed(lambda: search(text)) for _ in range(SEARCHES)]

    def icontains(self, text: str) -> list[float]:
        """Give the milliseconds of the best as many with icontains of the columns searched."""
        from relations.reading.finding import best_first, find
        from relations.reading.search.answers import EACH
        from relations.reading.search.kinds import KINDS
        from relations.search.index import TEXTS

        def slow() -> None:
            for kind in KINDS:
                columns = list(TEXTS[kind.model._meta.model_name].all)
                if kind.model._meta.model_name == "statement":
                    columns += ["position__text", "position__quotation", "side__person__name"]
                list(best_first(find(kind.published(), text, columns), text, columns)[: EACH + 1])

        return [self.timed(slow) for _ in range(SLOW_SEARCHES)]


def forget() -> None:
    """Give the site another version, as a write does: what was remembered holds no longer."""
    import secrets

    from django.core.cache import cache

    from relations.models import Stamp

    cache.clear()
    Stamp.objects.update(token=secrets.token_hex(16))
