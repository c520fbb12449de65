"""What holds for every page: axe, widths, weight, keyboard, no script needed, valid HTML."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Response

from .pages import PAGES

pytestmark = pytest.mark.browser

axe = Axe()
# What a page may weigh and ask for, everything that it loads included.
KILOBYTES, REQUESTS = 60, 10
NETWORK = "/network/"
# WCAG 2.2, level AA, and what axe calls best practice.
OPTIONS = {"preload": False}


# A phone in the dark, a desk in the light: colours don't go by width.
@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1440, "light")])
def test_axe_finds_nothing(site: str, page: Page, width: int, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    faults = {}
    for path in PAGES:
        page.goto(site + path)
        page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true })")
        found = axe.run(page, options=OPTIONS).response["violations"]
        if found:
            faults[path] = [(v["id"], v["nodes"][0]["html"][:200]) for v in found]
    assert not faults


@pytest.mark.parametrize("width", [320, 375, 768, 1440])
def test_no_page_scrolls_sideways(site: str, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    wide = {}
    for path in PAGES:
        page.goto(site + path)
        page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true })")
        scrolled = page.evaluate("document.documentElement.scrollWidth")
        if scrolled > width:
            wide[path] = scrolled
    assert not wide


def test_pages_read_from_right_to_left_too(site: str, page: Page) -> None:
    """No translation does so yet; one that does must not break a page."""
    page.set_viewport_size({"width": 375, "height": 800})
    for path in PAGES:
        page.goto(site + path)
        page.evaluate("document.documentElement.dir = 'rtl'")
        assert page.evaluate("document.documentElement.scrollWidth") <= 375, path
        box = page.locator("h1").bounding_box()
        assert box, path
        assert box["x"] + box["width"] > 350, path


def test_no_page_is_heavy_or_asks_elsewhere(site: str, chromium: Browser) -> None:
    """Everything is weighed as gzip sends it, whatever the test server does."""
    for path in PAGES:
        context = chromium.new_context()
        page = context.new_page()
        answers: list[Response] = []
        page.on("response", lambda answer, seen=answers: seen.append(answer))
        page.goto(site + path, wait_until="networkidle")
        assert all(answer.url.startswith(site) for answer in answers), path
        assert len(answers) <= REQUESTS, (path, [answer.url for answer in answers])
        weights = {answer.url: len(gzip.compress(answer.body(), 6)) for answer in answers}
        weight = sum(weights.values()) / 1000
        assert weight <= KILOBYTES or path == NETWORK, (path, weights)
        context.close()


def test_every_page_works_without_a_script(site: str, chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    for path in PAGES:
        page.goto(site + path)
        assert page.locator("h1").count() == 1, path
        assert page.locator("main").inner_text().strip(), path
    page.goto(f"{site}/countries/armenia/")
    page.fill("#as-of", "2020-11-10")
    page.locator(".as-of button").click()
    assert "as_of=2020-11-10" in page.url
    page.goto(f"{site}/agreements/")
    page.fill(".filters input[name=q]", "charter")
    page.get_by_role("button", name="Apply").click()
    assert "q=charter" in page.url
    context.close()


def test_all_can_be_reached_and_seen_by_keyboard(site: str, page: Page) -> None:
    """Tab goes through every link and control in order, each with a focus that shows."""
    for path in ("/", "/agreements/", "/agreements/us-armenia-charter-2025/", "/positions/"):
        page.goto(site + path)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.classList.contains('skip')"), path
        reached = set()
        for _ in range(40):
            page.keyboard.press("Tab")
            shown = page.evaluate(
                """() => {
                    const at = document.activeElement;
                    const box = at.getBoundingClientRect();
                    const style = getComputedStyle(at);
                    return [at.outerHTML.slice(0, 120), box.width > 0 && box.height > 0,
                            // The picker within a date has a ring of Chromium's own.
                            style.outlineStyle !== "none" || at.type === "date"];
                }"""
            )
            assert shown[1], (path, shown[0])
            assert shown[2], (path, shown[0])
            reached.add(shown[0])
        assert len(reached) > 30, path


@pytest.mark.skipif(not shutil.which("java"), reason="the validator runs on Java")
def test_the_html_is_valid(site: str, page: Page, tmp_path: Path) -> None:
    names = {}
    for number, path in enumerate(PAGES):
        file = tmp_path / f"{number:02}.html"
        file.write_text(page.request.get(site + path).text(), encoding="utf-8")
        names[file.name] = path
    [jar] = Path(sysconfig.get_path("purelib")).glob("**/vnu.jar")
    checked = subprocess.run(  # noqa: S603
        ["java", "-jar", str(jar), "--format", "json", "--exit-zero-always", str(tmp_path)],  # noqa: S607
        capture_output=True,
        text=True,
        check=True,
    )
    messages = json.loads(checked.stderr)["messages"]
    # The validator doesn't know this attribute of SVG 2.
    unknown = "Attribute “paint-order” not allowed on element “text” at this point."
    faults = [
        (names[Path(m["url"]).name], m["message"], m.get("extract", ""))
        for m in messages
        if m["type"] == "error" and m["message"] != unknown
    ]
    assert not faults
