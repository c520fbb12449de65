"""The redirects of a tree, for nginx and for hosts that read ``_redirects``."""

from __future__ import annotations

from collections.abc import Iterable

from .addresses import path_of, words_of
from .crawling import Page

PERMANENT = (301, 308)


def nginx_map(pages: Iterable[Page], *, permanent: bool) -> str:
    """Give lines for a ``map $request_uri``: an address, and where it leads."""
    return "".join(
        f'"{page.address}" "{page.location}";\n'
        for page in sorted(pages, key=lambda page: page.address)
        if page.is_redirect and (page.status in PERMANENT) is permanent
    )


def redirects_file(pages: Iterable[Page]) -> str:
    """Give ``_redirects``, as Netlify reads it: what is asked, where it leads, the status.

    Pages of a query are files of another name there; what has no file and is the live
    server's leads to the page that says so.
    """
    lines = []
    for page in sorted(pages, key=lambda page: page.address):
        words = {word: values[0] for word, values in words_of(page.address).items()}
        asked = " ".join([path_of(page.address), *(f"{w}={v}" for w, v in words.items())])
        if page.is_redirect:
            lines.append(f"{asked} {page.location} {page.status}")
        elif words and page.kept:
            lines.append(f"{asked} /{page.kept.file} 200!")
    lines += [f"{asked} /unavailable/ 302" for asked in ("/search/ q=:q", "/search/suggest/*")]
    return "\n".join([*lines, ""])
