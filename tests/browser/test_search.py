"""The search box: its key, its suggestions walked by keys, and all of it without a script."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser


def test_suggestions_are_walked_chosen_and_closed_by_keys(site: str, page: Page) -> None:
    page.goto(f"{site}/about/")
    page.keyboard.press("/")
    box = page.get_by_role("combobox", name="Search")
    expect(box).to_be_focused()
    box.press_sequentially("mirzo")
    options = page.get_by_role("option")
    expect(options.first).to_contain_text("Ararat Mirzoyan")
    expect(options.first).to_contain_text("Person")
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", str(options.first.get_attribute("id")))
    page.keyboard.press("ArrowUp")
    expect(options.first).to_have_attribute("aria-selected", "false")
    page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    expect(box).to_have_value("mirzo")
    expect(box).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site}/people/ararat-mirzoyan/")


def test_enter_without_a_choice_searches_and_a_click_opens(site: str, page: Page) -> None:
    page.goto(site)
    page.keyboard.press("/")
    expect(page.locator("#q-home")).to_be_focused()
    page.fill("#q-home", "armenia")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q=armenia$"))
    page.fill("#q-page", "csto")
    page.get_by_role("option").first.click()
    expect(page).to_have_url(f"{site}/organizations/csto/")


def test_a_code_is_answered_on_the_spot(site: str, page: Page) -> None:
    page.goto(f"{site}/search/?q=CSTO")
    expect(page.locator(".best")).to_contain_text("Moscow")
    expect(page.locator("mark").first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_results_and_suggestions(site: str, page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    for width in (375, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        for query in ("armenia", "CSTO", "pashinian", "xyzzyx"):
            page.goto(f"{site}/search/?q={query}")
            page.fill("#q-page", "arm")
            expect(page.get_by_role("option").first).to_be_visible()
            page.keyboard.press("ArrowDown")
            found = Axe().run(page, options={"preload": False}).response["violations"]
            assert not [(v["id"], v["nodes"][0]["html"]) for v in found], query
            assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_a_script_the_form_searches(site: str, chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site)
    page.fill("#q-home", "Erdogan")
    page.press("#q-home", "Enter")
    expect(page.get_by_role("link", name="Recep Tayyip Erdoğan")).to_be_visible()
    context.close()
