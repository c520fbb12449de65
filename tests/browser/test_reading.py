"""A reader reaches every fact of the article from the home page, by links, filters and search."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_the_charter_with_its_scopes_signers_and_sources(site: str, page: Page) -> None:
    page.goto(site)
    page.fill("#q-home", "US-Armenia Strategic Partnership Charter")
    page.press("#q-home", "Enter")
    page.get_by_role("link", name="US-Armenia Strategic Partnership Charter", exact=True).click()
    scopes = page.locator("#scopes")
    for scope in (
        "Border security",
        "Civil nuclear",
        "Counter-terrorism",
        "Defence",
        "Democratization",
        "Economic reform",
        "Military reform",
    ):
        expect(scopes.get_by_role("link", name=scope, exact=True)).to_be_visible()
    history = page.locator("#history")
    expect(history).to_contain_text("Antony Blinken")
    expect(history).to_contain_text("Ararat Mirzoyan")
    expect(history).to_contain_text("14 January 2025")
    expect(page.locator("#sources a").first).to_be_visible()


def test_which_former_soviet_states_have_a_us_charter_and_what_became_of_georgias(
    site: str, page: Page
) -> None:
    page.goto(site)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Agreements").click()
    page.select_option("#f-party", "united-states")
    page.locator("input[name=kind][value=charter]").check()
    page.get_by_role("button", name="Apply").click()
    page.wait_for_url("**kind=charter**")
    table = page.locator("table")
    for name in ("Armenia", "Ukraine", "Georgia"):
        expect(table).to_contain_text(name)
    row = page.locator("tr", has_text="Georgia").first
    expect(row).to_contain_text("suspended")
    row.get_by_role("link").first.click()
    expect(page.locator("#history")).to_contain_text("30 November 2024")


def test_what_lavrov_said_of_the_charter_and_of_three_plus_three(site: str, page: Page) -> None:
    page.goto(site)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Statements").click()
    page.get_by_role("checkbox", name="Sergey Lavrov").check()
    page.fill("input[name=from]", "2025-01-14")
    page.fill("input[name=to]", "2025-01-14")
    page.get_by_role("button", name="Apply").click()
    page.wait_for_url("**to=2025-01-14**")
    page.locator(".statements h3 a").first.click()
    positions = page.locator("#positions")
    expect(positions).to_contain_text("US-Armenia Strategic Partnership Charter")
    expect(positions).to_contain_text(re.compile("3\\+3"))


def test_armenias_road_between_the_eu_and_the_eurasian_union(site: str, page: Page) -> None:
    page.goto(site)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Between two").click()
    page.get_by_role("link", name="Armenia and European Union").click()
    expect(page.locator("main")).to_contain_text("declared membership an aim")
    expect(page.locator("main")).to_contain_text("9 January 2025")
    page.goto(f"{site}/between/armenia/russia/")
    for name in ("Collective Security Treaty Organization", "Eurasian Economic Union"):
        expect(page.locator("#memberships")).to_contain_text(name)
    expect(page.locator("#positions .badge").first).to_be_visible()


def test_pashinyans_statement_has_its_positions_on_one_page(site: str, page: Page) -> None:
    page.goto(f"{site}/statements/?speaker=nikol-pashinyan&from=2025-01-15&to=2025-01-15")
    page.locator(".statements h3 a").first.click()
    for name in (
        "Türkiye",
        "Azerbaijan",
        "Russia",
        "Iran",
        "Georgia",
        "France",
        "China",
        "India",
        "European Union",
    ):
        expect(page.locator("#positions")).to_contain_text(name)


def test_georgia_declined_the_three_plus_three_platform(site: str, page: Page) -> None:
    page.goto(f"{site}/organizations/three-plus-three/")
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Georgia"))
    expect(row).to_contain_text("declined")
