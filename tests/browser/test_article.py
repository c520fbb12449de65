"""The whole way of an article: typed by an analyst, reviewed by an editor, read by a reader.

From a database that holds countries and organizations, and nothing else.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from . import article
from .conftest import free_port, wait_for

pytestmark = pytest.mark.browser

PASSWORD = "correct horse battery"
# Set to a folder to look at every step: SHOTS=/tmp/shots make browser
SHOTS = os.environ.get("SHOTS", "")

PREPARE = f"""
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.db.models import ProtectedError
from relations.models import Source
for source in Source.objects.all():
    try:
        source.delete()  # what countries and organizations rest on stays
    except ProtectedError:
        pass
for name in ("Analyst", "Editor"):
    user = User.objects.create_user(name.lower(), password="{PASSWORD}", is_staff=True)
    user.groups.add(Group.objects.get(name=name))
"""


@pytest.fixture(scope="module")
def empty_site(tmp_path_factory: Any) -> Iterator[str]:
    """The address of a server whose database holds countries and organizations only."""
    environment = {
        **os.environ,
        "DEBUG": "true",
        "DATABASE_URL": f"sqlite:///{tmp_path_factory.mktemp('empty') / 'db.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "geopol.settings",
    }
    fixtures = Path(settings.FIXTURE_DIRS[0])
    files = [
        fixtures / "15_sources.json",
        *sorted((fixtures / "20_countries").glob("*.json")),
        *sorted((fixtures / "30_organizations").glob("*.json")),
    ]

    def manage(*args: str, **options: Any) -> Any:
        return subprocess.run(  # noqa: S603
            [sys.executable, "manage.py", *args],
            cwd=settings.BASE_DIR,
            env=environment,
            check=True,
            **options,
        )

    manage("migrate", "--verbosity", "0")
    manage("loaddata", "--verbosity", "0", *map(str, files))
    manage("shell", "--verbosity", "0", "--command", PREPARE)
    port = free_port()
    server = subprocess.Popen(  # noqa: S603
        [sys.executable, "manage.py", "runserver", "--noreload", str(port)],
        cwd=settings.BASE_DIR,
        env=environment,
        stderr=subprocess.DEVNULL,
    )
    wait_for(port)
    yield f"http://localhost:{port}"
    server.terminate()
    server.wait()


class Desk:
    """Somebody at work in the admin, in a browser of their own."""

    def __init__(self, chromium: Browser, site: str, name: str) -> None:
        self.site, self.name = site, name
        self.page = chromium.new_context(viewport={"width": 1280, "height": 900}).new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._listen)
        self.page.goto(f"{site}/admin/")
        self.page.fill("#id_username", name)
        self.page.fill("#id_password", PASSWORD)
        self.page.click("input[type=submit]")
        self.look("desk")

    def _listen(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def look(self, step: str) -> None:
        """Keep a picture of the step, where one is wanted."""
        if SHOTS:
            self.page.screenshot(path=f"{SHOTS}/{self.name}-{step}.png", full_page=True)

    def fill(self, field: str, value: Any, page: Page | None = None) -> None:
        """Fill one input as a person does: type, choose from a list, pick a suggestion."""
        page = page or self.page
        found = page.locator(f"#id_{field}")
        if isinstance(value, tuple):
            term, option = value
            page.locator(f"#id_{field} ~ .select2").first.click()
            page.locator(".select2-search__field").last.fill(term)
            page.locator(".select2-results__option", has_text=option).first.click()
        elif found.evaluate("e => e.tagName") == "SELECT":
            found.select_option(value)
        else:
            found.fill(value)

    def row(self, group: str, values: dict[str, Any]) -> int:
        """Add a row to an inline and fill it. Gives its number."""
        number = int(self.page.locator(f"#id_{group}-TOTAL_FORMS").input_value())
        self.page.locator(f"#{group}-group .add-row a").click()
        for field, value in values.items():
            self.fill(f"{group}-{number}-{field}", value)
        return number

    def save(self, button: str = "_hand_in") -> None:
        self.page.locator(f"input[name={button}]").first.click()
        expect(self.page.locator(".messagelist .success").first).to_be_visible()
        assert not self.page.locator(".messagelist .warning").count()


def test_an_article_goes_from_the_analyst_by_the_editor_to_the_reader(
    empty_site: str, chromium: Browser
) -> None:
    editor = Desk(chromium, empty_site, "editor")
    keep_the_scopes(editor)
    analyst = Desk(chromium, empty_site, "analyst")
    records = enter_all(analyst)
    send_one_back(editor, analyst)
    review_all(editor, records)
    read(chromium, empty_site, editor)
    assert not analyst.complaints + editor.complaints


def keep_the_scopes(editor: Desk) -> None:
    for number, (name, parent) in enumerate(article.SCOPES):
        editor.page.goto(f"{editor.site}/admin/relations/scope/add/")
        editor.fill("name", name)
        editor.fill("order", str(number))
        if parent:
            editor.fill("parent", (parent, parent))
        editor.save("_save")


def enter_all(analyst: Desk) -> int:
    """Enter all that the article says, from its source's page. Gives the number of records."""
    page = analyst.page
    page.goto(f"{analyst.site}/admin/relations/source/from-article/")
    page.fill("#id_url", f"{article.URL}/?utm_source=newsletter")
    page.locator("#content-main form input[type=submit], form.from-article input").last.click()
    for field, value in article.SOURCE.items():
        analyst.fill(field, value)
    analyst.fill("url", article.URL)
    analyst.look("source")
    analyst.save("_save")
    source_page = page.url
    count = 0

    def enter(kind: str, values: dict[str, Any], parts: dict[str, list[dict[str, Any]]]) -> None:
        nonlocal count
        page.goto(source_page)
        page.locator(".add-facts a", has_text=re.compile(f"^{kind}$", re.I)).click()
        for field, value in values.items():
            analyst.fill(field, value)
        for group, rows in parts.items():
            for row in rows:
                if row.get("person") == ("Lavrov", "Sergey Lavrov"):
                    add_official_without_leaving(analyst, row)
                else:
                    analyst.row(f"{group}_set", row)
        count += 1
        analyst.look(f"{count:02}-{kind}")
        analyst.save()

    for name, title, actor, start in article.PEOPLE:
        office = {"title": title, "actor_country": actor, **({"start": start} if start else {})}
        enter("person", {"name": name}, {"office": [office]})
    for values, parts in article.AGREEMENTS:
        enter("agreement", values, parts)
    for values, parts in article.MEMBERSHIPS:
        enter("membership", values, parts)
    for values, parts in article.STATEMENTS:
        enter("statement", values, parts)
    page.goto(source_page)
    analyst.look("source-with-all-that-rests-on-it")
    expect(page.locator(".resting")).to_contain_text("Lavrov on the agreement")
    page.goto(f"{analyst.site}/admin/relations/source/from-article/")
    page.fill("#id_url", article.URL.replace("https://", "http://www.") + "#comments")
    page.locator("form.from-article input").last.click()
    assert page.url.split("?")[0] == source_page.split("?")[0], "one page is one source"
    return count + 1  # with the official who was added on the way


def add_official_without_leaving(analyst: Desk, row: dict[str, Any]) -> None:
    """Fill a side whose speaker nobody has entered yet, through the form's “+”."""
    name, title, actor = article.LAVROV
    number = analyst.row("side_set", {"actor_country": row["actor_country"]})
    with analyst.page.expect_popup() as opened:
        analyst.page.click(f"#add_id_side_set-{number}-person")
    popup = opened.value
    popup.fill("#id_name", name)
    popup.locator("#office_set-group .add-row a").click()
    popup.fill("#id_office_set-0-title", title)
    analyst.fill("office_set-0-actor_country", actor, popup)
    with popup.expect_event("close"):
        popup.locator("input[name=_save]").first.click()
    chosen = analyst.page.locator(f"#id_side_set-{number}-person option:checked")
    expect(chosen).to_have_text(name)


def send_one_back(editor: Desk, analyst: Desk) -> None:
    """The editor doubts the first record; its author reads why, mends it, hands it in again."""
    page = editor.page
    page.goto(f"{editor.site}/admin/relations/reviewrequest/")
    page.locator("#content-main tbody th a").first.click()
    page.fill("#id_comment", "Where in the article?")
    page.locator("button[value=send_back]").click()
    expect(page.locator(".messagelist .success").first).to_be_visible()
    analyst.page.goto(f"{analyst.site}/admin/")
    analyst.look("desk-sent-back")
    expect(analyst.page.locator(".desk")).to_contain_text("Where in the article?")
    analyst.page.locator(".desk section", has_text="Sent back").locator("a").first.click()
    analyst.fill("locator", "paragraph 1")
    analyst.save()


def review_all(editor: Desk, records: int) -> None:
    """Look at each record that waits, and publish it."""
    page = editor.page
    page.goto(f"{editor.site}/admin/")
    editor.look("desk-with-queue")
    page.goto(f"{editor.site}/admin/relations/reviewrequest/")
    editor.look("queue")
    expect(page.locator("#content-main tbody tr")).to_have_count(records)
    page.locator("#content-main tbody th a").first.click()
    for number in range(records):
        expect(page.locator(".review aside")).to_contain_text(article.SOURCE["title"])
        if number in (0, 4, records - 1):
            editor.look(f"review-{number:02}")
        page.locator("button[value=publish]").click()
        expect(page.locator(".messagelist .success").first).to_be_visible()
    page.goto(f"{editor.site}/admin/relations/reviewrequest/")
    expect(page.locator("#content-main")).to_contain_text("Nothing waits.")


def read(chromium: Browser, site: str, editor: Desk) -> None:
    """Look the article's answers up on the public pages, logged in as nobody."""
    reader = chromium.new_context(viewport={"width": 375, "height": 800}).new_page()

    def shows(address: str, *texts: str) -> None:
        reader.goto(f"{site}{address}")
        for text in texts:
            expect(reader.locator("main")).to_contain_text(text)
        if SHOTS:
            name = address.strip("/").replace("/", "-")
            reader.screenshot(path=f"{SHOTS}/reader-{name}.png", full_page=True)

    shows(
        "/agreements/us-armenia-strategic-partnership/",
        "signed",
        "Civil nuclear",
        "talks to be held",
        "American experts go to Armenia.",
        "Antony Blinken",
        article.SOURCE["title"],
    )
    shows("/agreements/us-georgia-partnership/", "suspended", "30 November 2024")
    shows("/agreements/us-moldova-talks/", "early December 2024")
    shows(
        "/statements/pashinyan-on-the-balanced-foreign-policy/",
        "Nikol Pashinyan",
        "France",
        "ties improving",
        "European Union",
    )
    shows("/statements/lavrov-on-the-agreement-of-armenia-with-the-united-states/", "Sergey Lavrov")
    shows("/between/armenia/russia/", "More pragmatic than ever.", "3+3 Consultative")
    shows("/organizations/three-plus-three/", "Georgia", "declined")
    reader.goto(f"{site}/scopes/border-security/")
    expect(reader.locator("main")).to_contain_text("US-Armenia Strategic Partnership")
