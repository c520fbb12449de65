"""Which addresses of the project are files: every pattern of the URLs is decided about here.

A test fails, and so does publishing, where a pattern stands that nobody decided about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse
from django.urls.exceptions import Resolver404

from relations.models import FormerSlug, Membership
from relations.reading.addresses import PLACE_OF, PLACES
from relations.reading.changes import visible

from .addresses import path_of, words_of

# Of a query, what leads to another page of the same list.
PAGING = {"page", "column_page", "before", "p"}
# What is left to the live server wherever it stands: other orders, files made on demand.
NEVER = {"sort", "format"}


@dataclass(frozen=True)
class Filed:
    """Addresses that are files: those that ``there`` gives, and those that pages link to.

    With ``queries`` also the filtered pages that a page without a query links to, and
    their further pages.
    """

    there: Callable[[], Iterable[str]] = tuple
    queries: bool = False


@dataclass(frozen=True)
class Live:
    """Addresses that only the live server answers, and why."""

    why: str


Decision = Filed | Live


def _at(name: str) -> Filed:
    return Filed(lambda: [reverse(name)])


def _list(name: str) -> Filed:
    return Filed(lambda: [reverse(name)], queries=True)


def _records(name: str, model: Any) -> Filed:
    def there() -> Iterator[str]:
        for slug in visible(model).order_by("pk").values_list("slug", flat=True):
            yield reverse(name, args=[slug])

    return Filed(there)


def _memberships() -> Iterator[str]:
    """Give the records of memberships in the API, which have no page of their own."""
    ties = visible(Membership).order_by("pk")
    slugs = ("actor_country__slug", "actor_organization__slug", "organization__slug")
    for country, member, organization in ties.values_list(*slugs):
        yield reverse("api-memberships-member-organization", args=[country or member, organization])


LINKED = Filed()
LISTED = (*(kind for kind in PLACE_OF if kind != "scope"), "membership", "incompatibility")
API_LISTS = (*PLACES, "memberships", "positions", "claims", "incompatibilities")
DECISIONS: dict[str, Decision] = {
    **{name: _at(name) for name in ("home", "about", "glossary", "unavailable", "robots")},
    **{name: _at(name) for name in ("data", "data-vocabulary", "sitemap")},
    **{f"{kind}-list": _list(f"{kind}-list") for kind in LISTED},
    **{
        name: _list(name)
        for name in ("between", "positions", "position-changes", "network", "changes")
    },
    **{kind: _records(kind, PLACES[place]) for kind, place in PLACE_OF.items()},
    # What pages link to: of pairs those only, as any two actors would be too many.
    **dict.fromkeys(("pair", "cite", "cite-pair", "versions"), LINKED),
    **{name: _at(name) for name in ("drift-entry", "drift-method")},
    "drift": LINKED,
    "drift/<slug:actor>/<pole:first>/<pole:second>/<slug:plot>.<picture:ending>": LINKED,
    **dict.fromkeys(("data-release", "data-file"), LINKED),
    "data-changes": Filed(queries=True),
    "django.contrib.sitemaps.views.sitemap": LINKED,
    **dict.fromkeys(("feed-countries", "feed-organizations", "feed-agreements"), LINKED),
    **{name: _at(name) for name in ("feed-all", "feed-agreement-list", "feed-statement-list")},
    "agreements/<slug:slug>/lifecycle.<picture:ending>": LINKED,
    "agreements/<slug:slug>/map.<picture:ending>": LINKED,
    "countries/<slug:slug>/memberships.<picture:ending>": LINKED,
    "organizations/<slug:slug>/memberships.<picture:ending>": LINKED,
    "organizations/<slug:slug>/map.<picture:ending>": LINKED,
    "network/network.<picture:ending>": LINKED,
    "favicon.ico": Filed(lambda: ["/favicon.ico"]),
    # The API: records, the first page of each list, whole lists as JSON Lines.
    **{name: _at(name) for name in ("api-index", "api-docs", "api-openapi", "api-glossary")},
    **{f"api-{place}": _at(f"api-{place}") for place in API_LISTS},
    **{f"api-{place}-jsonl-lines": _at(f"api-{place}-jsonl-lines") for place in API_LISTS},
    **{
        f"api-{place}-slug": _records(f"api-{place}-slug", model) for place, model in PLACES.items()
    },
    "api-memberships-member-organization": Filed(_memberships),
    "api-between-first-second": Live("any two actors"),
    "api-drift-actor-first-second": Live("any three actors"),
    "api-positions-changes": Live("as much as can be compared in half a second"),
    "api-search": Live("finds what somebody types"),
    "api-root": Live("the same address as api-index"),
    "api-nowhere": Live("says what is wrong with an address"),
    "search": Live("finds what somebody types"),
    "suggest": Live("finds what somebody types"),
    "language": Live("remembers a reader's language"),
}
CURATORS = Live("for curators")


def patterns() -> list[str]:
    """Give the name of every pattern of the public pages, its route where it has none."""
    return list(_walk(get_resolver().url_patterns, ""))


def _walk(found: Iterable[Any], before: str) -> Iterator[str]:
    for one in found:
        route = before + str(one.pattern).removeprefix("^")
        if route.startswith("admin/"):
            continue
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, route)
        elif isinstance(one, URLPattern):
            yield one.name or route


def undecided() -> list[str]:
    """Give the patterns that nobody decided about."""
    return sorted(set(patterns()) - set(DECISIONS))


def decision(address: str) -> Decision | None:
    """Give the decision about an address; None where it leads nowhere."""
    try:
        match = resolve(path_of(address))
    except Resolver404:
        return None
    if match.route.startswith("admin/"):
        return CURATORS
    return DECISIONS.get(match.url_name or match.route)


def starts() -> Iterator[str]:
    """Give every address that is a file whether or not a page links to it."""
    known = set(patterns())
    for name, decided in DECISIONS.items():
        if name in known and isinstance(decided, Filed):
            yield from decided.there()


def is_followed(address: str, page: str) -> bool:
    """Say whether an address that a page links to is to be a file."""
    decided = decision(address)
    if not isinstance(decided, Filed):
        return False
    words = words_of(address)
    if not words:
        return "?" not in address
    if not decided.queries or words.keys() & NEVER:
        return False
    return "?" not in page or _without(words) == _without(words_of(page))


def _without(words: dict[str, list[str]]) -> dict[str, list[str]]:
    return {word: values for word, values in words.items() if word not in PAGING}


def former_addresses(addresses: Iterable[str]) -> Iterator[str]:
    """Give where addresses were under former slugs, and pairs in the other order.

    The live server redirects from each.
    """
    former: dict[tuple[str, str], list[str]] = {}
    for row in FormerSlug.objects.order_by("pk").select_related(*PLACE_OF):
        kind = next(kind for kind in PLACE_OF if getattr(row, f"{kind}_id"))
        places = [PLACE_OF[kind], *(["between"] if kind in ("country", "organization") else [])]
        for place in places:
            former.setdefault((place, getattr(row, kind).slug), []).append(row.slug)
    for address in addresses:
        steps = address.split("/")
        if "?" in address:
            continue
        if steps[1] == "between" and len(steps) > 4:
            first, second, *rest = steps[2:]
            for one in (first, *former.get(("between", first), ())):
                for other in (second, *former.get(("between", second), ())):
                    yield "/".join(["", "between", other, one, *rest])
                    if (one, other) != (first, second):
                        yield "/".join(["", "between", one, other, *rest])
        for number, place in enumerate(steps[:-1]):
            slug, dot, ending = steps[number + 1].partition(".")
            for old in former.get((place, slug), ()) if place in PLACES else ():
                name = f"{old}{dot}{ending}"
                yield "/".join([*steps[: number + 1], name, *steps[number + 2 :]])
