"""The admin without a mouse: keys, where the focus goes, and that it is always to be seen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

LIST = "/admin/relations/agreement/"


def change_form(site: str, page: Page) -> None:
    """Open the agreement with many parties, provisions and acts."""
    page.goto(f"{site}{LIST}?q=US-Armenia+Strategic")
    page.locator("#result_list tbody th a").first.click()
    expect(page.locator(".change-form")).to_be_visible()


def test_saving_by_key_also_while_typing(site: str, analyst_page: Page) -> None:
    page = analyst_page
    page.goto(f"{site}/admin/relations/scope/add/")
    page.fill("#id_name", "Hydrology")
    page.fill("#id_slug", "hydrology")
    page.keyboard.press("Control+Shift+S")
    expect(page.locator(".messagelist .success")).to_contain_text("edit it again")
    page.fill("#id_description", "Rivers and lakes.")
    page.keyboard.press("Control+s")
    expect(page.locator(".messagelist .success")).to_contain_text("changed successfully")
    expect(page).to_have_url(f"{site}/admin/relations/scope/")


def test_a_list_is_walked_opened_searched_and_added_to_by_keys(
    site: str, analyst_page: Page
) -> None:
    page = analyst_page
    page.goto(site + LIST)
    links = page.locator("#result_list tbody th a")
    page.locator("#content h1").click()
    for key, row in (("j", 0), ("j", 1), ("j", 2), ("k", 1)):
        page.keyboard.press(key)
        expect(links.nth(row)).to_be_focused()
    second = links.nth(1).get_attribute("href")
    page.keyboard.press("Enter")
    expect(page).to_have_url(site + str(second))
    page.go_back()
    page.keyboard.press("/")
    expect(page.locator("#searchbar")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("n")
    expect(page).to_have_url(f"{site}{LIST}add/")


def test_keys_typed_in_a_field_are_letters(site: str, analyst_page: Page) -> None:
    page = analyst_page
    page.goto(site + LIST)
    page.locator("#searchbar").press_sequentially("jk/n?")
    expect(page.locator("#searchbar")).to_have_value("jk/n?")
    expect(page.locator("#searchbar")).to_be_focused()
    expect(page.locator("#keys")).not_to_be_visible()


def test_a_row_is_added_to_the_inline_in_focus_and_gets_the_focus(
    site: str, analyst_page: Page
) -> None:
    page = analyst_page
    change_form(site, page)
    rows = page.locator("#party_set-group tr.dynamic-party_set")
    expect(rows.first).to_be_visible()  # Django's script has numbered them
    before = rows.count()
    page.locator("#id_party_set-0-note").focus()
    page.keyboard.press("Control+Enter")
    expect(rows).to_have_count(before + 1)
    box = page.locator(f"#id_party_set-{before}-actor_country + .select2 .select2-selection")
    expect(box).to_be_focused()
    expect(box).to_have_accessible_name("Country")
    page.locator("#act_set-group .add-row a").click()
    expect(page.locator("#id_act_set-3-kind")).to_be_focused()


def test_an_add_form_begins_in_its_first_field(site: str, analyst_page: Page) -> None:
    page = analyst_page
    page.goto(f"{site}/admin/relations/statement/add/")
    expect(page.locator("#id_title")).to_be_focused()


def test_a_refused_form_begins_at_its_first_error_and_links_to_each(
    site: str, analyst_page: Page
) -> None:
    page = analyst_page
    page.goto(f"{site}/admin/relations/agreement/add/")
    page.fill("#id_title", "Treaty without a kind")
    page.fill("#id_slug", "without-a-kind")
    page.locator("#party_set-group .add-row a").click()
    page.fill("#id_party_set-0-note", "of nobody")
    page.keyboard.press("Control+s")
    expect(page.locator("#id_kind")).to_be_focused()
    summary = page.locator(".error-summary")
    summary.get_by_role("link", name="Parties, row 1").focus()
    page.keyboard.press("Enter")
    box = page.locator("#id_party_set-0-actor_country + .select2 .select2-selection")
    expect(box).to_be_focused()


def test_the_keys_are_told_by_a_key_and_by_a_button(site: str, analyst_page: Page) -> None:
    page = analyst_page
    page.goto(site + LIST)  # loaded, so that the keys are heard
    dialog = page.get_by_role("dialog", name="Keys")
    page.keyboard.press("?")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).not_to_be_visible()
    button = page.get_by_role("button", name="Keys", exact=True)
    button.focus()
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("button", name="Close")).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog).not_to_be_visible()
    expect(button).to_be_focused()


def test_single_keys_can_be_switched_off(site: str, analyst_page: Page) -> None:
    page = analyst_page
    page.goto(site + LIST)
    page.get_by_role("button", name="Keys", exact=True).click()
    page.get_by_label("Use the keys without Ctrl").uncheck()
    page.goto(site + LIST)
    page.locator("#content h1").click()
    page.keyboard.press("j")
    page.keyboard.press("n")
    page.keyboard.press("?")
    expect(page).to_have_url(site + LIST)
    expect(page.locator("#keys")).not_to_be_visible()
    page.get_by_role("button", name="Keys", exact=True).click()
    expect(page.get_by_label("Use the keys without Ctrl")).not_to_be_checked()


HIDDEN = """() => {
    const field = document.activeElement;
    const box = field.getBoundingClientRect();
    const at = document.elementFromPoint(
        Math.min(Math.max(box.x + box.width / 2, 1), innerWidth - 1), box.y + box.height / 2);
    const isOutlined = getComputedStyle(field).outlineStyle !== 'none';
    const isOnTop = at && (field.contains(at) || at.contains(field)) && !at.matches('html, body');
    return isOutlined && isOnTop ? '' : `${field.tagName} ${field.id || field.className}`;
}"""


@pytest.mark.parametrize("width", [375, 1280])
def test_the_focus_is_always_to_be_seen(site: str, analyst_page: Page, width: int) -> None:
    page = analyst_page
    page.set_viewport_size({"width": width, "height": 800})
    change_form(site, page)
    page.locator("#id_title").focus()
    for _ in range(60):
        page.keyboard.press("Tab")
        assert page.evaluate(HIDDEN) == ""


def test_a_filter_is_saved_opened_from_the_start_page_renamed_and_deleted(
    site: str, analyst_page: Page
) -> None:
    page = analyst_page
    page.goto(f"{site}{LIST}?kind=charter&q=us")
    page.get_by_text("Save the present filter").click()
    page.get_by_label("Name", exact=True).fill("US charters")
    page.keyboard.press("Enter")
    own = page.locator(".saved-filters").get_by_role("link", name="US charters", exact=True)
    expect(own).to_have_attribute("aria-current", "true")
    page.goto(f"{site}/admin/")
    page.get_by_role("link", name="US charters", exact=True).click()
    expect(page).to_have_url(f"{site}{LIST}?kind=charter&q=us")
    page.get_by_role("link", name="Rename or delete “US charters”").click()
    page.fill("#id_name", "Charters of the US")
    page.keyboard.press("Control+s")
    expect(page.locator("#result_list")).to_contain_text("Charters of the US")
    page.locator("#result_list tbody th a").first.click()
    page.get_by_role("link", name="Delete").click()
    page.locator("#content input[type=submit]").click()
    page.goto(f"{site}/admin/")
    expect(page.locator(".saved-filters")).to_have_count(0)
