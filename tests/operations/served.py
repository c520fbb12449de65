"""The site as gunicorn serves it, and those who ask it by HTTP."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings

from tests.admin.browsing import Forms

from .clusters import free_port, until


@dataclass
class Answer:
    status: int
    text: str


class Browser:
    """Asks as a browser does, and keeps its cookies."""

    def __init__(self, port: int) -> None:
        self.port, self.cookies = port, dict[str, str]()

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> Answer:
        """Raises OSError or HTTPException where no whole answer comes."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": "; ".join(f"{n}={v}" for n, v in self.cookies.items())}
        if form is not None:
            form = {**form, "csrfmiddlewaretoken": self.cookies.get("csrftoken", "")}
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, urlencode(form) if form else None, headers)
            response = connection.getresponse()
            for name, value in response.getheaders():
                if name.lower() == "set-cookie":
                    self.cookies.update({n: m.value for n, m in SimpleCookie(value).items()})
            return Answer(response.status, response.read().decode())
        finally:
            connection.close()

    def get(self, path: str) -> Answer:
        return self.ask("GET", path)

    def log_in(self, name: str, password: str) -> None:
        self.get("/admin/login/")
        form = {"username": name, "password": password, "next": "/admin/"}
        assert self.ask("POST", "/admin/login/", form).status == 302

    def adds_scope(self, slug: str) -> bool:
        """Enter a scope in the admin; say whether the site said that it was saved."""
        form = Forms("scope_form")
        form.feed(self.get("/admin/relations/scope/add/").text)
        values = {n: v for n, v in form.values if "__prefix__" not in n}
        values |= {"slug": slug, "name": f"Scope {slug}"}
        return self.ask("POST", "/admin/relations/scope/add/", values).status == 302

    def describes_scope(self, number: int, words: str) -> bool:
        """Change a scope's description in the admin; say whether the site said it was saved."""
        path = f"/admin/relations/scope/{number}/change/"
        form = Forms("scope_form")
        form.feed(self.get(path).text)
        values = {n: v for n, v in form.values if "__prefix__" not in n}
        return self.ask("POST", path, values | {"description": words}).status == 302


@dataclass
class Site:
    """A running site; ``process`` is gunicorn's arbiter."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path

    def workers(self) -> list[int]:
        listing = ["pgrep", "-P", str(self.process.pid)]
        found = subprocess.run(listing, capture_output=True, text=True, check=False)  # noqa: S603
        return [int(number) for number in found.stdout.split()]


@contextmanager
def served(log: Path, **environment: str) -> Iterator[Site]:
    """Serve the site with two workers and some settings until the end of the block."""
    port = free_port()
    known = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG")}
    known |= {"DEBUG": "true", "API_RATE": "", "LOG_LEVEL": "WARNING", "WEB_CONCURRENCY": "2"}
    known |= {"WEB_BIND": f"127.0.0.1:{port}", "PYTHONDONTWRITEBYTECODE": "1", **environment}
    words = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "geopol.wsgi"]
    with log.open("wb") as file:
        process = subprocess.Popen(  # noqa: S603
            words, cwd=settings.BASE_DIR, env=known, stdout=file, stderr=file
        )
    try:
        until(lambda: Browser(port).get("/healthz").status == 200, 120)
        yield Site(port, process, log)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


class Readers:
    """Several readers at once, each asking one page after the other until the block ends."""

    def __init__(self, port: int, pages: list[str], number: int = 3) -> None:
        self.port, self.pages = port, pages
        self.answered = 0
        self.failed: list[str] = []
        self._end = threading.Event()
        self._threads = [threading.Thread(target=self._read, args=(n,)) for n in range(number)]

    def __enter__(self) -> Readers:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._end.set()
        for thread in self._threads:
            thread.join()

    def read_on(self, pages: int) -> None:
        """Wait until they have read some more pages."""
        goal = self.answered + pages
        until(lambda: self.answered >= goal, 120)

    def _read(self, first: int) -> None:
        reader, place = Browser(self.port), first
        while not self._end.is_set():
            page = self.pages[place % len(self.pages)]
            place += 1
            try:
                answer = reader.get(page)
                if answer.status != 200:
                    self.failed.append(f"{page}: {answer.status}")
            except (OSError, http.client.HTTPException) as error:
                self.failed.append(f"{page}: {error!r}")
            self.answered += 1
