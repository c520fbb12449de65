"""Addresses of the site: which file stands for one, and which ones a page links to.

An address is a path with its query, without the host: ``/countries/?page=2``.
"""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

# What may stand in the name of a file: no slash of a query leads out of its folder.
PATH = re.compile(r"(?:/[A-Za-z0-9_-][A-Za-z0-9._:-]*)*/?")
QUERY = re.compile(r"[A-Za-z0-9_=&%+.,:~-]{1,200}")
HTML, JSON = "text/html", "application/json"
ENDINGS = {HTML: ".html", JSON: ".json"}

_IN_MARKUP = re.compile(r"""\s(?:xlink:)?(?:href|src|action|data-href|data-hx-get)="([^"]*)\"""")
_IN_SITEMAPS = re.compile(r"<loc>([^<]*)</loc>")
_IN_STYLES = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)""")
_LINKS = {
    HTML: _IN_MARKUP,
    "image/svg+xml": _IN_MARKUP,
    "application/atom+xml": _IN_MARKUP,
    "application/xml": _IN_SITEMAPS,
    "text/css": _IN_STYLES,
}


class NoFileName(ValueError):
    """An address can't be the name of a file."""


def file_of(address: str, content_type: str) -> str:
    """Give the file that stands for an address, relative to the tree.

    ``/a/`` is ``a/index.html`` (or ``.json``), ``/a/?page=2`` is ``a/@page=2.html``, and
    ``/a/b.svg`` is itself. Raises NoFileName for anything else.
    """
    path, _mark, query = address.partition("?")
    is_folder = path.endswith("/")
    if not PATH.fullmatch(path) or (query and not (is_folder and QUERY.fullmatch(query))):
        raise NoFileName(f"{address} can't be the name of a file.")
    if not is_folder:
        return path[1:]
    ending = ENDINGS.get(content_type)
    if ending is None:
        raise NoFileName(f"{address} is {content_type}: no file of a folder is that.")
    return f"{path[1:]}@{query}{ending}" if query else f"{path[1:]}index{ending}"


def links_in(address: str, content_type: str, body: bytes, site: str) -> set[str]:
    """Give the addresses of this site that a page links to, without what stands behind #.

    ``site`` is scheme and host of the site. Reads HTML, SVG, Atom, sitemaps and style
    sheets as this site writes them: attributes in double quotes.
    """
    pattern = _LINKS.get(content_type)
    if pattern is None:
        return set()
    found = set()
    for link in set(pattern.findall(body.decode())):
        target = urldefrag(urljoin(site + address, html.unescape(link))).url
        if target == site or target.startswith((f"{site}/", f"{site}?")):
            found.add(target.removeprefix(site) or "/")
    return found


def path_of(address: str) -> str:
    """Give an address without its query."""
    return urlsplit(address).path


def words_of(address: str) -> dict[str, list[str]]:
    """Give the words of an address's query with their values."""
    words: dict[str, list[str]] = {}
    for word, value in parse_qsl(urlsplit(address).query, keep_blank_values=True):
        words.setdefault(word, []).append(value)
    return words
