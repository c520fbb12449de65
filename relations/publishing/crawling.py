"""Asks the site for every page and keeps it as a file, in several processes at one moment."""

from __future__ import annotations

import datetime as dt
import logging
import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import connections
from django.utils import timezone

from relations.exporting.published import snapshot
from relations.reading.publication import publication

from .addresses import file_of, links_in
from .asking import REDIRECTS, Site, asset, unlimited
from .decisions import former_addresses, is_followed, starts
from .trees import Kept, Making

Watch = Callable[[str, int, Iterator[Any]], Iterator[Any]]
AT_ONCE = 8  # addresses that a process takes at a time


class Moved(Exception):
    """Somebody wrote, or a day ended, while the processes began: they see different moments."""


@dataclass(frozen=True)
class Moment:
    """What the pages of one tree have in common: the stamp of the data, and the day."""

    stamp: str
    day: dt.date

    @classmethod
    def now(cls) -> Moment:
        return cls(publication().stamp, timezone.localdate())


@dataclass(frozen=True)
class Page:
    """What came of an address: a file, a redirect, or neither (``status`` says what then)."""

    address: str
    status: int
    content_type: str
    kept: Kept | None = None
    location: str = ""
    links: frozenset[str] = frozenset()

    @property
    def is_redirect(self) -> bool:
        return self.status in REDIRECTS


@dataclass
class Crawl:
    """All pages by address, and for each address that is linked to one page that does."""

    pages: dict[str, Page] = field(default_factory=dict)
    linked_from: dict[str, str] = field(default_factory=dict)


class Worker:
    """What one process does: asks, keeps, reads the links."""

    def __init__(self, making: Making, url: str, language: str) -> None:
        self.making, self.url = making, url
        self.site = Site(url, language)

    def page(self, address: str) -> Page:
        if address.startswith(settings.STATIC_URL):
            return self._asset(address)
        answer = self.site.ask(address)
        if answer.location:
            links = frozenset([answer.location])
            return Page(address, answer.status, "", location=answer.location, links=links)
        if answer.status != 200:
            return Page(address, answer.status, answer.content_type)
        kept = self.making.keep(file_of(address, answer.content_type), answer.body)
        links = frozenset(links_in(address, answer.content_type, answer.body, self.url))
        return Page(address, 200, answer.content_type, kept, links=links)

    def _asset(self, address: str) -> Page:
        path = asset(address)
        if path is None:
            return Page(address, 404, "")
        body = path.read_bytes()
        kept = self.making.keep(address[1:], body)
        content_type = "text/css" if path.suffix == ".css" else ""
        links = frozenset(links_in(address, content_type, body, self.url))
        return Page(address, 200, content_type, kept, links=links)


_mine: dict[str, Any] = {}  # of a process of the pool: its worker, the moment it sees


def _begin(worker: Worker, moment: Moment) -> None:
    """Begin a process: its own connection, on which it sees one moment until it ends."""
    logging.getLogger("geopol.requests").setLevel(logging.WARNING)
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    stack = ExitStack()
    stack.enter_context(unlimited())
    stack.enter_context(snapshot())
    _mine.update(stack=stack, worker=worker, is_same=Moment.now() == moment)


def _end_with(parent: int) -> None:
    """End this process soon after the one that began it, be that killed: it holds its lock."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


def _pages(addresses: list[str]) -> list[Page] | None:
    if not _mine["is_same"]:
        return None
    worker: Worker = _mine["worker"]
    return [worker.page(address) for address in addresses]


@contextmanager
def several(worker: Worker, moment: Moment, processes: int) -> Iterator[Executor]:
    """Give a pool of processes, each with the worker."""
    # A connection can't be shared.
    for connection in connections.all(initialized_only=True):
        connection.close()
        if hasattr(connection, "close_pool"):
            connection.close_pool()
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(processes, context, _begin, (worker, moment)) as pool:
        pool.submit(bool).result()  # the first task forks them all: before a connection is opened
        yield pool


def crawl(worker: Worker, processes: int, watch: Watch) -> tuple[Moment, Crawl]:
    """Make a file of every page, of one moment.

    With one process in this one, on its connection. Raises Moved where the processes don't
    see the same moment; what was kept until then is not to be used.
    """
    if processes == 1:
        with unlimited(), snapshot():
            moment = Moment.now()
            return moment, _follow(lambda some: map(worker.page, some), watch, moment)
    moment = Moment.now()
    with several(worker, moment, processes) as pool:

        def ask(addresses: list[str]) -> Iterator[Page]:
            parts = [addresses[at : at + AT_ONCE] for at in range(0, len(addresses), AT_ONCE)]
            for pages in pool.map(_pages, parts):
                if pages is None:
                    raise Moved
                yield from pages

        try:
            return moment, _follow(ask, watch, moment)
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise


def _follow(ask: Callable[[list[str]], Iterable[Page]], watch: Watch, moment: Moment) -> Crawl:
    done = Crawl()
    wanted = list(dict.fromkeys(starts()))
    number = 0
    while wanted:
        number += 1
        found = iter(ask(wanted))
        for page in watch(f"round {number}", len(wanted), found):
            done.pages[page.address] = page
            for link in page.links:
                done.linked_from.setdefault(link, page.address)
        wanted = [
            link
            for link, page in sorted(done.linked_from.items())
            if link not in done.pages and is_file(link, page)
        ]
    moved = [one for one in former_addresses(done.pages) if one not in done.pages]
    for page in watch("redirects", len(moved), iter(ask(list(dict.fromkeys(moved))))):
        if page.is_redirect:
            done.pages[page.address] = page
    if timezone.localdate() != moment.day:
        raise Moved
    return done


def is_file(link: str, page: str) -> bool:
    """Say whether an address that a page links to is to be a file of the tree."""
    return link.startswith(settings.STATIC_URL) or is_followed(link, page)
