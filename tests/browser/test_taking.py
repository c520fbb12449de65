"""Taking a citation away in a browser, with and without JavaScript."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
CHARTER = "/agreements/us-armenia-charter-2025/"


def test_a_citation_is_copied_and_no_data_block_is_refused(site: str, page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(site + CHARTER)
    page.click(".cite summary")
    page.click(".cite button")
    page.wait_for_function("document.querySelector('.cite button').textContent === 'Copied'")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.inner_text("#citation")
    assert CHARTER in copied


def test_without_javascript_there_is_no_button_but_every_format(
    site: str, chromium: Browser
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site + CHARTER)
    page.click(".cite summary")
    assert page.locator(".cite button").count() == 0
    assert page.locator(".cite .take a").count() == 4
    context.close()


def test_a_badge_leads_to_its_entry(site: str, page: Page) -> None:
    page.goto(site + CHARTER)
    page.click("a.badge.state-signed")
    assert page.url.endswith("/glossary/#state-signed")
    assert page.locator("#state-signed").is_visible()
