"""What each worker of a soak does once, and how what it was promised is looked up in the end."""

from __future__ import annotations

import json
import random
import threading
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import requests

from .admin_visitor import HEADERS, TIMEOUT, Visitor

Run = Callable[..., str]  # manage.py with these arguments gives what it printed

RECORDS = 12  # so few that analysts meet
ROWS = 40  # in each file
PAGES = (
    "/",
    "/countries/",
    "/countries/armenia/",
    "/organizations/eaeu/",
    "/agreements/",
    "/agreements/?party=armenia&state=in_force",
    "/agreements/us-armenia-charter-2025/",
    "/statements/",
    "/statements/?on_behalf_of=russia",
    "/between/armenia/russia/",
    "/search/?q=strategic+partnership",
    "/positions/",
    "/sources/",
    "/changes/",
    "/feeds/all.atom",
    "/api/v1/agreements/",
    "/api/v1/statements/?fields=title",
    "/healthz",
    "/readyz",
)


def reader(site: str, number: int) -> Callable[[], bool]:
    """Give the visit of one reader: a page by chance, at times with the tag seen before."""
    chance, session = random.Random(number), requests.Session()  # noqa: S311 the same walk each time
    session.headers.update(HEADERS)
    tags: dict[str, str] = {}

    def visit() -> bool:
        path = chance.choice(PAGES)
        headers = {"If-None-Match": tags[path]} if path in tags and chance.random() < 0.5 else {}
        answer = session.get(site + path, headers=headers, timeout=TIMEOUT)
        if answer.status_code not in (200, 304):
            raise RuntimeError(f"{path}: {answer.status_code}")
        if tag := answer.headers.get("ETag"):
            tags[path] = tag
        return True

    return visit


class Edits:
    """What analysts added to the notes of sources, and which of it was acknowledged.

    Every analyst appends a word of its own to a text that nobody shortens: in the end all
    words that were acknowledged must stand there, or one save undid another.
    """

    def __init__(self, run: Run) -> None:
        self._run, self._lock = run, threading.Lock()
        self._promised: dict[int, list[str]] = defaultdict(list)
        code = (
            "from relations.models import Source;"
            f"print(*Source.objects.order_by('pk').values_list('pk', flat=True)[:{RECORDS}])"
        )
        self._records = [int(number) for number in run("shell", "--no-imports", "-c", code).split()]

    def analyst(self, site: str, username: str, password: str) -> Callable[[], bool]:
        """Give one edit of an analyst who has logged in."""
        visitor, chance, count = Visitor(site, username, password), random.Random(username), 0  # noqa: S311

        def edit() -> bool:
            nonlocal count
            count += 1
            record, word = chance.choice(self._records), f"{username}.{count}"
            done = visitor.append(f"/admin/relations/source/{record}/change/", "note", word)
            if done:
                with self._lock:
                    self._promised[record].append(word)
            return done

        return edit

    def promised(self) -> dict[int, list[str]]:
        """What has been acknowledged until now."""
        with self._lock:
            return {record: list(words) for record, words in self._promised.items()}

    def lost(self) -> list[str]:
        """Name what was acknowledged and isn't there."""
        return missing(self.promised(), self._run, "the database")


def missing(promised: dict[int, list[str]], run: Run, where: str) -> list[str]:
    """Name the promised words that don't stand in the notes of the database behind ``run``."""
    code = (
        "import json; from relations.models import Source;"
        f"print(json.dumps(dict(Source.objects.filter(pk__in={sorted(promised)})"
        ".values_list('pk', 'note'))))"
    )
    notes = json.loads(run("shell", "--no-imports", "-c", code))
    return [
        f"{where} lacks the edit {word} of source {record}"
        for record, words in promised.items()
        for word in set(words) - set(notes.get(str(record), "").split())
    ]


class Files:
    """Files that are loaded and imported, each changed a little every time."""

    def __init__(self, directory: Path, run: Run) -> None:
        self._directory, self._run = directory, run
        self._loaded = self._imported = 0
        (directory / "map.toml").write_text(MAP)

    def load(self) -> bool:
        """Load a file: half of its records are new, the others changed."""
        number = self._loaded + 1
        path = self._directory / "more.jsonl"
        path.write_text("".join(json.dumps(source(n, number)) + "\n" for n in numbers(number)))
        self._run("load", str(path))
        self._loaded = number
        return True

    def import_rows(self) -> bool:
        """Import a table: half of its rows are new, the others changed."""
        number = self._imported + 1
        path = self._directory / "rows.csv"
        lines = [f"{n},Treaty {n} as told in {number}" for n in numbers(number)]
        path.write_text("\n".join(["Number,Title", *lines]) + "\n")
        self._run("import_dataset", "csv", "--map", str(self._directory / "map.toml"), str(path))
        self._imported = number
        return True

    def lost(self) -> list[str]:
        """Name how many records of loads and imports should be there and aren't."""
        code = (
            "from relations.models import Agreement, Source;"
            "print(Source.objects.filter(slug__startswith='soak-').count(),"
            "Agreement.objects.filter(title__startswith='Treaty ',"
            "title__contains=' as told in ').count())"
        )
        found = [int(count) for count in self._run("shell", "--no-imports", "-c", code).split()]
        wanted = [total(self._loaded), total(self._imported)]
        return [
            f"{count} records of {what}, {due} due"
            for what, count, due in zip(("loads", "imports"), found, wanted, strict=True)
            if count != due
        ]


class Backups:
    """Backups, and what the last of them must hold."""

    def __init__(self, directory: Path, run: Run, elsewhere: Run, edits: Edits) -> None:
        self._directory, self._run, self._elsewhere = directory, run, elsewhere
        self._edits, self._due = edits, {}
        self._last: Path | None = None
        self._count = 0

    def back_up(self) -> bool:
        due = self._edits.promised()
        self._count += 1
        path = self._directory / f"backup-{self._count}.zip"
        self._run("backup", str(path))
        if self._last:
            self._last.unlink()
        self._last, self._due = path, due
        return True

    def lost(self) -> list[str]:
        """Restore the last one, and name what it lacks of what was acknowledged before it."""
        if self._last is None:
            return ["no backup was made"]
        self._elsewhere("restore", str(self._last))
        return missing(self._due, self._elsewhere, "the last backup")


def numbers(time: int) -> range:
    """The records of the nth file: the second half of the one before, and as many new ones."""
    return range((time - 1) * ROWS // 2, (time + 1) * ROWS // 2)


def total(times: int) -> int:
    """How many records there are after so many files."""
    return (times + 1) * ROWS // 2 if times else 0


def source(number: int, time: int) -> dict[str, object]:
    """A record of a fixture file, made up."""
    fields = {
        "slug": f"soak-{number}",
        "kind": "reference_work",
        "publisher": "Nobody",
        "title": f"Made source {number}",
        "note": f"As told in {time}",
        "review": "published",
    }
    return {"model": "relations.source", "fields": fields}


MAP = """
[dataset]
name = "soak"
title = "Rows of a soak"
publisher = "Nobody"
url = "https://example.org/soak"
licence = "none"
citation = "Made up"
version = "1"

[[record]]
model = "agreement"
key = "Number"
[record.fields]
title = "Title"
kind = {value = "treaty"}
legal_force = {value = "binding"}
"""
