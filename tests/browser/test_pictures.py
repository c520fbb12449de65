"""Pictures in Chromium: no fault for axe, none of the policy, no sideways scrolling."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

axe = Axe()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_network_is_accessible_and_fits(site: str, page: Page, width: int, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    for query in ("", "?tie=agreement", "?as_of=1900-01-01"):
        page.goto(f"{site}/network/{query}")
        found = axe.run(page, options={"preload": False}).response["violations"]
        assert not [(v["id"], v["nodes"][0]["html"]) for v in found], query
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_name_and_a_tie_of_the_network_lead_on(site: str, page: Page) -> None:
    page.goto(f"{site}/network/?centre=armenia&tie=agreement")
    page.get_by_text("The same figures as a table").click()
    page.get_by_role("link", name="Armenia – Russia", exact=True).click()
    expect(page).to_have_url(f"{site}/between/armenia/russia/")
    page.go_back()
    page.locator("svg a", has_text="Georgia").last.click()
    expect(page).to_have_url(f"{site}/countries/georgia/")


def test_a_picture_by_itself_opens_without_a_complaint(site: str, page: Page) -> None:
    page.goto(f"{site}/organizations/un/map.svg")
    assert page.evaluate("document.documentElement.tagName") == "svg"
    page.goto(f"{site}/agreements/eu-armenia-cepa-2017/lifecycle.svg")
    assert page.evaluate("document.querySelectorAll('text').length") > 5


def test_the_names_of_curves_end_within_the_picture(site: str, page: Page) -> None:
    page.goto(f"{site}/drift/armenia/members:csto/members:eu/")
    names = page.locator("svg text", has_text="members of CSTO")
    expect(names.first).to_be_visible()
    over = names.evaluate_all(
        """texts => texts.map(text => {
            const all = text.ownerSVGElement.viewBox.baseVal, own = text.getBBox()
            return own.x + own.width - all.x - all.width
        })"""
    )
    assert len(over) >= 4
    assert max(over) <= 0
