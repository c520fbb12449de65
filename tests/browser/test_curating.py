"""An analyst types in real Chromium; the browser's console stays silent under our policy."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Response, expect

pytestmark = pytest.mark.browser


def choose(page: Page, name: str, term: str, option: str) -> None:
    """Pick an option of an autocomplete by typing."""
    page.locator(f"#id_{name} + .select2").click()

    def is_answer(response: Response) -> bool:
        asked = urlsplit(response.url)
        return asked.path.endswith("/autocomplete/") and parse_qs(asked.query).get("term") == [term]

    # Not one that came before it: a test that then ends the session leaves no question open.
    with page.expect_response(is_answer):
        page.locator(".select2-search__field").last.fill(term)
    page.locator(".select2-results__option", has_text=option).first.click()


def test_a_statement_with_side_and_position_is_entered_by_hand(
    site: str, analyst_page: Page
) -> None:
    page = analyst_page
    page.goto(f"{site}/admin/relations/statement/add/")
    page.fill("#id_title", "Minister speaks on the charter")
    page.fill("#id_date", "[2025-01-14..2025-01-15]")
    page.select_option("#id_medium", "speech")
    page.fill("#id_summary", "He welcomes it.")
    choose(page, "source", "manytreaties", "manytreaties")
    page.locator("#side_set-group .add-row a").click()
    choose(page, "side_set-0-actor_country", "ARM", "Armenia")
    page.locator("#position_set-group .add-row a").click()
    choose(page, "position_set-0-target_agreement", "US-Armenia Strategic", "US-Armenia Strategic")
    page.select_option("#id_position_set-0-stance", "supports")
    page.locator("input[name=_hand_in]").first.click()
    expect(page.locator(".messagelist .success").first).to_be_visible()
    page.goto(f"{site}/admin/relations/reviewrequest/")
    page.get_by_role("link", name="Minister speaks on the charter").click()
    expect(page.locator(".rows")).to_contain_text("Armenia")
    expect(page.locator(".rows")).to_contain_text("supports")
    expect(page.locator(".rows")).to_contain_text("between 14 January 2025 and 15 January 2025")
    expect(page.locator(".decide")).to_contain_text("another editor reviews it")


def test_a_wrong_date_is_explained_and_nothing_typed_is_lost(site: str, analyst_page: Any) -> None:
    page = analyst_page
    page.goto(f"{site}/admin/relations/statement/add/")
    page.fill("#id_title", "A speech")
    page.fill("#id_date", "sometime")
    page.select_option("#id_medium", "speech")
    page.locator("input[name=_save]").first.click()
    expect(page.locator(".field-date .errorlist")).to_contain_text("is not a date")
    expect(page.locator("#id_title")).to_have_value("A speech")
    expect(page.locator("#id_date")).to_have_value("sometime")
