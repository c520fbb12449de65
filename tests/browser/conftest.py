"""Real Chromium, as Debian installs it, before a server process with all of fixtures/."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
# Without the last three Chromium asks the network for things at every start.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PASSWORD = "correct horse battery"
RENAME = (
    "from relations.models import Country; "
    "Country.objects.filter(name='{old}').update(name='{new}')"
)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def site(tmp_path_factory: Any) -> Iterator[str]:
    """The address of a server of its own, on a new database, started with the commands of use."""
    database = tmp_path_factory.mktemp("site") / "db.sqlite3"
    environment = {
        **os.environ,
        "DEBUG": "true",
        "DATABASE_URL": f"sqlite:///{database}",
        "DJANGO_SETTINGS_MODULE": "geopol.settings",
        "DJANGO_SUPERUSER_PASSWORD": PASSWORD,
        "RELEASES_ROOT": str(database.parent / "releases"),
    }

    def command(*args: str) -> list[str]:
        return [sys.executable, "manage.py", *args]

    options = {"cwd": settings.BASE_DIR, "env": environment}
    for args in (
        ("migrate", "--verbosity", "0"),
        ("load_fixtures", "--verbosity", "0"),
        ("createsuperuser", "--noinput", "--username", "analyst", "--email", "a@example.org"),
        # Two releases with something changed between them, then the data as they were.
        ("shell", "--verbosity", "0", "--command", RENAME.format(old="Armenia", new="Hayastan")),
        ("release",),
        ("shell", "--verbosity", "0", "--command", RENAME.format(old="Hayastan", new="Armenia")),
        ("release", "--notes", "With a name as it was."),
    ):
        subprocess.run(command(*args), check=True, **options)  # type: ignore[call-overload]  # noqa: S603
    port = free_port()
    server = subprocess.Popen(  # type: ignore[call-overload]  # noqa: S603
        command("runserver", "--noreload", str(port)), stderr=subprocess.DEVNULL, **options
    )
    wait_for(port)
    yield f"http://localhost:{port}"
    server.terminate()
    server.wait()


def wait_for(port: int) -> None:
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("The server did not start within ten seconds.")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page on which any complaint of the browser's console fails the test."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    complaints: list[str] = []
    # Of the context: popups count too.
    context.on(
        "console",
        lambda message: (
            complaints.append(message.text) if message.type in ("error", "warning") else None
        ),
    )
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    yield page
    context.close()
    ours = [c for c in complaints if "404 (Not Found)" not in c]
    assert not ours, ours


@pytest.fixture
def analyst_page(site: str, page: Page) -> Page:
    """A page logged into the admin."""
    page.goto(f"{site}/admin/")
    page.fill("#id_username", "analyst")
    page.fill("#id_password", PASSWORD)
    page.click("input[type=submit]")
    return page
