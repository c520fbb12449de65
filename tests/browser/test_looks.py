"""The admin passes axe, light and dark, on a phone and on a desk, and never scrolls sideways."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

WIDTHS = {"phone": 375, "desk": 1280}
axe = Axe()


def addresses(site: str, page: Page) -> list[str]:
    """Give the pages of a day's work, the longest forms among them."""
    found = []
    for model, words in (("agreement", "US-Armenia+Strategic"), ("statement", "Pashinyan")):
        page.goto(f"{site}/admin/relations/{model}/?q={words}")
        found.append(str(page.locator("#result_list tbody th a").first.get_attribute("href")))
    return [
        "/admin/",
        "/admin/relations/agreement/",
        "/admin/relations/statement/add/",
        *found,
        found[-1].split("/change/")[0] + "/delete/",
    ]


def violations(page: Page) -> list[Any]:
    # Without preload, for which axe writes inline styles that our policy refuses.
    found = axe.run(page, options={"preload": False}).response["violations"]
    return [
        (v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
def test_no_page_has_a_serious_fault(
    site: str, analyst_page: Page, width: int, scheme: Any
) -> None:
    page = analyst_page
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    for address in addresses(site, page):
        page.goto(site + address)
        page.wait_for_function("!document.querySelector('.select2-selection:not([aria-label])')")
        assert not violations(page), address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    page.goto(f"{site}{address}")
    page.locator("#logout-form button").click()
    page.goto(f"{site}/admin/login/")
    assert not violations(page), "login"


def test_a_refused_form_an_offered_draft_and_the_keys_have_none_either(
    site: str, analyst_page: Page
) -> None:
    page = analyst_page
    page.goto(f"{site}/admin/relations/agreement/add/")
    page.fill("#id_title", "Treaty without a kind")
    page.locator("input[name=_save]").first.click()
    page.wait_for_selector(".error-summary")
    page.wait_for_function("!document.querySelector('.select2-selection:not([aria-label])')")
    assert not violations(page)
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto(f"{site}/admin/relations/agreement/add/")
    page.wait_for_selector(".draft-notice")
    page.wait_for_function("!document.querySelector('.select2-selection:not([aria-label])')")
    assert not violations(page)
    page.get_by_role("button", name="Keys", exact=True).click()
    assert not violations(page)
