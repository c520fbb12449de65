"""Publishes the whole public site as files: crawl, check, swap."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from geopol.operations.build import build
from relations.durable import Busy, alone
from relations.exporting.releases import as_it_stands

from .checking import faults, left_to_the_server
from .crawling import Crawl, Moment, Moved, Watch, Worker, crawl
from .decisions import undecided
from .redirects import nginx_map, redirects_file
from .trees import BESIDE, Making, Tree, clear, current_tree, digest

TRIES = 5
NOT_FOUND = "/-/"  # an address where nothing is, and which has no words to search for


class PublishingError(Exception):
    """The site can't be published; the tree that readers see is the one before."""


@dataclass(frozen=True)
class Report:
    """What was made: the tree, its files and bytes, how many are new, and what it leaves out."""

    tree: Tree
    files: int
    bytes: int
    new_files: int
    new_bytes: int
    gone: int
    redirects: int
    live: int


def unwatched(name: str, total: int, pages: Any) -> Any:
    return pages


def publish(
    root: Path,
    language: str,
    processes: int = 1,
    *,
    anew: bool = False,
    watch: Watch = unwatched,
) -> Report | None:
    """Publish the site to a directory; None where nothing changed since the last time.

    ``anew`` asks for every page again and writes every file. Raises PublishingError where
    a page fails, a link leads nowhere, or somebody else publishes to the same directory.
    """
    if nobody := undecided():
        raise PublishingError(
            f"Are these addresses files? Say so in publishing/decisions.py: {', '.join(nobody)}"
        )
    if not root.is_dir():
        root.mkdir(parents=True)
        root.chmod(0o755)  # for the web server, whatever the umask
    try:
        with alone(root):
            return _publish(root, language, processes, anew, watch)
    except Busy as error:
        raise PublishingError(str(error)) from error


def _publish(root: Path, language: str, processes: int, anew: bool, watch: Watch) -> Report | None:
    last = current_tree(root)
    if last and not anew and last.moment == fingerprint(Moment.now(), language):
        return None
    for _try in range(TRIES):
        making = Making(root, None if anew else last)
        try:
            worker = Worker(making, settings.SITE_URL, language)
            moment, done = crawl(worker, processes, watch)
            if wrong := faults(done):
                raise PublishingError(in_words(wrong))
            report = _finish(making, worker, fingerprint(moment, language), done, last)
        except Moved:
            making.give_up()
            continue
        except BaseException:
            making.give_up()
            raise
        clear(root, report.tree, last)
        return report
    raise PublishingError(f"Somebody wrote each of the {TRIES} times: try again.")


def _finish(making: Making, worker: Worker, moment: str, done: Crawl, last: Tree | None) -> Report:
    """Add what isn't asked for by an address, and swap."""
    pages = list(done.pages.values())
    kept = [page.kept for page in pages if page.kept]
    beside = {
        "404.html": worker.site.ask(NOT_FOUND).body,
        "_redirects": redirects_file(pages).encode(),
        f"{BESIDE}/permanent.map": nginx_map(pages, permanent=True).encode(),
        f"{BESIDE}/temporary.map": nginx_map(pages, permanent=False).encode(),
    }
    kept += [making.keep(file, body) for file, body in beside.items()]
    files = {one.file: one.sha256 for one in sorted(kept, key=lambda one: one.file)}
    about = {
        "moment": moment,
        "pages": len(pages),
    }
    tree = making.finish(moment, files, about)
    new = [one for one in kept if one.is_new]
    return Report(
        tree,
        files=len(kept),
        bytes=sum(one.bytes for one in kept),
        new_files=len(new),
        new_bytes=sum(one.bytes for one in new),
        gone=len(last.files.keys() - files.keys()) if last else 0,
        redirects=sum(page.is_redirect for page in pages),
        live=left_to_the_server(done),
    )


def in_words(wrong: list[str], most: int = 20) -> str:
    more = f"\nand {len(wrong) - most} more." if len(wrong) > most else ""
    return "\n".join(wrong[:most]) + more


def fingerprint(moment: Moment, language: str) -> str:
    """Say what all pages follow from: data, day, address, language, releases, and the code."""
    parts = (
        moment.stamp,
        moment.day,
        settings.SITE_URL,
        language,
        settings.STATIC_URL,
        as_it_stands(),
        build(),
    )
    return digest("\0".join(map(str, parts)).encode())
