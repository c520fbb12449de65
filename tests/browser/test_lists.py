"""Lists in Chromium: filters without a reload, focus and address kept, and all by hand as well."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser


def test_a_choice_swaps_rows_counts_and_chips_without_a_reload(site: str, page: Page) -> None:
    page.goto(f"{site}/agreements/")
    page.evaluate("window.stays = true")
    page.select_option("#f-party", "united-states")
    expect(page.locator(".chip")).to_have_text("Party: United States × – remove")
    page.get_by_role("checkbox", name="Charter", exact=False).first.check()
    expect(page.locator(".chip")).to_have_count(2)
    page.wait_for_url("**/agreements/?party=united-states&kind=charter")
    expect(page.get_by_role("status")).to_have_text("7 found")
    assert page.evaluate("document.activeElement.id") == "f-kind-charter"
    assert page.evaluate("window.stays")
    page.locator(".chip", has_text="Kind").click()
    page.wait_for_url("**/agreements/?party=united-states")
    expect(page.locator(".chip")).to_have_count(1)
    page.get_by_role("link", name="Parties").click()
    expect(page.locator("th[aria-sort=descending]")).to_contain_text("Parties")
    assert page.evaluate("window.stays")
    page.go_back()
    expect(page.locator("th[aria-sort=descending]")).to_contain_text("First act")
    expect(page.get_by_role("checkbox", name="United States")).to_be_checked()


def test_a_choice_of_a_long_list_and_words_typed_are_taken(site: str, page: Page) -> None:
    page.goto(f"{site}/agreements/")
    page.select_option("#f-party", "moldova")
    expect(page.locator(".chip")).to_contain_text("Moldova")
    expect(page.get_by_role("checkbox", name="Moldova")).to_be_checked()
    page.fill("#filter [name=q]", "partnership")
    page.press("#filter [name=q]", "Enter")
    page.wait_for_url("**q=partnership**")
    expect(page.locator(".chip")).to_have_count(2)


def test_on_a_phone_the_filters_fold_and_stay_open_while_in_use(site: str, page: Page) -> None:
    page.set_viewport_size({"width": 375, "height": 800})
    page.goto(f"{site}/agreements/")
    expect(page.get_by_role("checkbox", name="Armenia")).to_be_hidden()
    page.get_by_text("Filter and sort").click()
    page.get_by_role("checkbox", name="Armenia").check()
    expect(page.locator(".chip")).to_have_count(1)
    expect(page.get_by_role("checkbox", name="Armenia")).to_be_visible()


def test_who_was_in_the_csto_on_a_day_by_the_date_field(site: str, page: Page) -> None:
    page.goto(f"{site}/memberships/?organization=csto")
    page.fill("#as-of", "2013-01-01")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("#day")).to_contain_text("As things stood on 1 January 2013.")
    page.get_by_role("checkbox", name="Member", exact=False).first.check()
    rows = page.locator("tbody tr")
    expect(page.get_by_role("status")).to_have_text("6 found")
    for name in ("Armenia", "Belarus", "Kazakhstan", "Kyrgyzstan", "Russia", "Tajikistan"):
        expect(rows.filter(has_text=name)).to_have_count(1)
    assert "as_of=2013-01-01" in page.url


def test_everything_works_without_a_script(site: str, chromium: Browser, tmp_path: Path) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/agreements/")
    page.get_by_role("checkbox", name="Armenia").check()
    page.get_by_role("checkbox", name="Russia").check()
    page.select_option("#filter [name=sort]", "title")
    page.get_by_role("button", name="Apply").click()
    expect(page.locator(".chip")).to_have_count(2)
    number = int(page.get_by_role("status").inner_text().split()[0])
    with page.expect_download() as waiting:
        page.get_by_role("link", name="JSON").click()
    waiting.value.save_as(tmp_path / "rows.json")
    rows = json.loads((tmp_path / "rows.json").read_text(encoding="utf-8"))["rows"]
    assert len(rows) == number
    context.close()


def test_pages_are_reached_by_number_and_the_reader_sees_their_beginning(
    site: str, page: Page
) -> None:
    page.goto(f"{site}/memberships/")
    page.get_by_role("link", name="Page 2", exact=True).click()
    page.wait_for_url("**/memberships/?page=2")
    expect(page.locator(".pages")).to_contain_text("51–100 of")
    expect(page.get_by_role("status")).to_be_in_viewport()
    last = str(page.locator("#page").get_attribute("max"))
    page.fill("#page", last)
    page.press("#page", "Enter")
    expect(page.locator(".pages strong")).to_have_text(last)
