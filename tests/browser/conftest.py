"""Real Chromium, as Debian installs it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
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

# Playwright's synchronous interface runs an event loop in this thread, in which
# Django would refuse to touch the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def site(transactional_db: Any, live_server: Any) -> str:
    """The address of a server with all of fixtures/."""
    call_command("load_fixtures", verbosity=0)
    return str(live_server.url)


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page on which any complaint of the browser's console fails the test."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    complaints: list[str] = []
    page.on(
        "console",
        lambda message: (
            complaints.append(message.text) if message.type in ("error", "warning") else None
        ),
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    ours = [c for c in complaints if "404 (Not Found)" not in c]
    assert not ours, ours


@pytest.fixture
def analyst_page(site: str, page: Page) -> Page:
    """A page logged into the admin."""
    get_user_model().objects.create_superuser("analyst", password="correct horse battery")
    page.goto(f"{site}/admin/")
    page.fill("#id_username", "analyst")
    page.fill("#id_password", "correct horse battery")
    page.click("input[type=submit]")
    return page
