"""Whether every link of a tree leads somewhere: to a file, a redirect, or the live server."""

from __future__ import annotations

from django.conf import settings

from .addresses import path_of
from .crawling import Crawl
from .decisions import Filed, Live, decision


def faults(crawl: Crawl) -> list[str]:
    """Say of each page that doesn't answer, and of each link that leads nowhere, what is wrong."""
    found = [
        f"{page.address} answers {page.status}; {_where_from(crawl, page.address)}"
        for page in crawl.pages.values()
        if page.status != 200 and not page.is_redirect
    ]
    for link, page in crawl.linked_from.items():
        if link not in crawl.pages and not is_left_to_the_server(crawl, link):
            found.append(f"{page} links to {link}, where nothing is.")
    return sorted(found)


def _where_from(crawl: Crawl, address: str) -> str:
    if address in crawl.linked_from:
        return f"{crawl.linked_from[address]} links to it."
    return "it is published."


def is_left_to_the_server(crawl: Crawl, link: str) -> bool:
    """Say whether a link that is no file leads to what only the live server answers.

    That is an address that is never a file, or a query of a page that is one.
    """
    if link.startswith(settings.STATIC_URL):
        return False
    decided = decision(link)
    if isinstance(decided, Live):
        return True
    page = crawl.pages.get(path_of(link))
    return isinstance(decided, Filed) and "?" in link and page is not None and page.status == 200


def left_to_the_server(crawl: Crawl) -> int:
    """Count the addresses that pages link to and only the live server answers."""
    return sum(
        link not in crawl.pages and is_left_to_the_server(crawl, link) for link in crawl.linked_from
    )
