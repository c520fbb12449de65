"""The matrix of positions in Chromium: what a reader sees, on a phone and by keyboard too."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .test_looks import violations

pytestmark = pytest.mark.browser

RUSSIA = "/positions/?on_behalf_of=russia&target=armenia&target=eu&from=2025-01&to=2025-01"
PAGES = ["/positions/", "/positions/?kind=ties", "/positions/?target=csto", RUSSIA]


def test_what_russia_said_about_armenia_and_the_eu_in_january_2025(site: str, page: Page) -> None:
    page.goto(site)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Positions").click()
    for name, value in (("on_behalf_of", "russia"), ("target", "armenia"), ("target", "eu")):
        page.select_option(f"select[name={name}]", value)
        page.get_by_role("button", name="Apply").click()
    page.fill("input[name=from]", "2025-01")
    page.fill("input[name=to]", "2025-01")
    page.get_by_role("button", name="Apply").click()
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Russia"))
    expect(row).to_contain_text("neutral")
    expect(row).to_contain_text("opposes")
    expect(row).to_contain_text("ties improving")
    row.get_by_role("link", name="opposes").click()
    expect(page.get_by_text("4 found")).to_be_visible()


def test_who_changed_its_mind_about_the_csto(site: str, page: Page) -> None:
    page.goto(f"{site}/positions/?target=csto")
    page.check("input[name=changed]")
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_role("rowheader")).to_have_count(1)
    for turned in page.locator("td.turn").all():
        expect(turned).to_contain_text("changed its mind")
    cell = page.locator("td.turn[data-on='Armenia – Collective Security Treaty Organization']")
    expect(cell).to_contain_text("22 February 2024")
    expect(cell).to_contain_text("opposes")
    expect(cell).to_contain_text("changed its mind")


@pytest.mark.parametrize("width", [320, 375, 768, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_never_scrolls_sideways_and_axe_finds_nothing(
    site: str, page: Page, width: int, scheme: Any
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    for path in PAGES:
        page.goto(site + path)
        scrolled = page.evaluate("document.documentElement.scrollWidth")
        assert scrolled <= width, f"{path} is {scrolled} px wide at {width}"
        assert not violations(page), path


def test_names_stay_in_sight_while_the_box_scrolls_by_keyboard(site: str, page: Page) -> None:
    page.set_viewport_size({"width": 1000, "height": 700})
    page.goto(f"{site}/positions/")
    box = page.get_by_role("region", name="Latest stance")
    name = page.get_by_role("rowheader", name="Armenia")
    left = (name.bounding_box() or {})["x"]
    box.focus()
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    expect(box).not_to_have_js_property("scrollLeft", 0)
    assert (name.bounding_box() or {})["x"] == left


def test_on_a_phone_each_actor_is_a_card_that_names_its_targets(site: str, page: Page) -> None:
    page.set_viewport_size({"width": 375, "height": 800})
    page.goto(f"{site}/positions/?kind=scope")
    cell = page.locator("tbody td:not(.silent)").first
    content = cell.evaluate("cell => getComputedStyle(cell, '::before').content")
    assert content.strip('"') == cell.get_attribute("data-on")
    expect(page.locator("td.silent").first).to_be_hidden()
