"""What is missing is added without leaving the page: in a popup, under our policy."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .test_curating import choose

pytestmark = pytest.mark.browser

CHOSEN = "#id_side_set-{}-{} + .select2 .select2-selection__rendered"


def add_side(page: Page) -> None:
    page.locator("#side_set-group .add-row a").click()


def open_popup(page: Page, row: int, field: str) -> Page:
    with page.expect_popup() as opened:
        page.locator(f"#add_id_side_set-{row}-{field}").click()
    opened.value.wait_for_load_state()
    return opened.value


def name(popup: Page, text: str) -> None:
    """Type a name; the slug follows when the field is left."""
    popup.fill("#id_name", text)
    popup.press("#id_name", "Tab")
    expect(popup.locator("#id_slug")).not_to_have_value("")


def save(popup: Page) -> None:
    with popup.expect_event("close"):
        popup.locator("input[name=_save]").first.click()


@pytest.mark.parametrize("row", [0, 1])
def test_an_unknown_official_and_the_office_are_added_from_the_row_of_a_side(
    site: str, analyst_page: Page, row: int
) -> None:
    page = analyst_page
    page.goto(f"{site}/admin/relations/statement/add/")
    page.fill("#id_title", f"An unknown official speaks {row}")
    page.fill("#id_date", "2025-01-14")
    page.select_option("#id_medium", "speech")
    choose(page, "source", "manytreaties", "manytreaties")
    source = page.input_value("#id_source")
    for number in range(row + 1):
        add_side(page)
        country = "Armenia" if number == row else "Georgia"
        choose(page, f"side_set-{number}-actor_country", country, country)
    country = page.input_value(f"#id_side_set-{row}-actor_country")
    assert country

    popup = open_popup(page, row, "person")
    assert popup.input_value("#id_source") == source
    name(popup, f"Vahan New {row}")
    save(popup)
    person = page.input_value(f"#id_side_set-{row}-person")
    assert person
    expect(page.locator(CHOSEN.format(row, "person"))).to_contain_text(f"Vahan New {row}")

    popup = open_popup(page, row, "office")
    assert popup.input_value("#id_person") == person
    assert popup.input_value("#id_actor_country") == country
    assert popup.input_value("#id_source") == source
    popup.fill("#id_title", "Envoy")
    save(popup)
    expect(page.locator(CHOSEN.format(row, "office"))).to_contain_text(
        f"Vahan New {row}, Envoy, Armenia"
    )

    # Nothing typed before was lost, and the whole is saved.
    expect(page.locator("#id_title")).to_have_value(f"An unknown official speaks {row}")
    page.locator("input[name=_save]").first.click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def test_a_person_is_added_with_an_office_in_one_popup(site: str, analyst_page: Page) -> None:
    page = analyst_page
    page.goto(f"{site}/admin/relations/statement/add/")
    choose(page, "source", "manytreaties", "manytreaties")
    add_side(page)
    choose(page, "side_set-0-actor_country", "ARM", "Armenia")
    popup = open_popup(page, 0, "person")
    name(popup, "Nare New")
    popup.locator("#office_set-group .add-row a").click()
    assert popup.input_value("#id_office_set-0-source") == page.input_value("#id_source")
    assert popup.input_value("#id_office_set-0-actor_country") == page.input_value(
        "#id_side_set-0-actor_country"
    )
    popup.fill("#id_office_set-0-title", "Envoy at large")
    save(popup)
    choose(page, "side_set-0-office", "nare", "Nare New, Envoy at large, Armenia")
    expect(page.locator(CHOSEN.format(0, "office"))).to_contain_text("Envoy at large")


def test_a_source_that_is_there_is_used_instead_of_a_second_one(
    site: str, analyst_page: Page
) -> None:
    page = analyst_page
    page.goto(f"{site}/admin/relations/source/from-article/")
    page.fill("#id_url", "https://www.example.org/popup-news/1/")
    page.get_by_role("button", name="Go on").click()
    expect(page.locator("#id_url")).to_have_value("https://www.example.org/popup-news/1/")
    page.fill("#id_publisher", "Example Times")
    page.fill("#id_title", "Popup news")
    page.select_option("#id_kind", "news")
    page.locator("input[name=_save]").first.click()
    expect(page.get_by_role("heading", name="Add from this source")).to_be_visible()

    page.goto(f"{site}/admin/relations/statement/add/")
    with page.expect_popup() as opened:
        page.locator("#add_id_source").click()
    popup = opened.value
    popup.fill("#id_publisher", "Example Times")
    popup.fill("#id_title", "The same popup news")
    popup.select_option("#id_kind", "news")
    popup.fill("#id_url", "http://example.org/popup-news/1?utm_source=mail")
    popup.locator("input[name=_save]").first.click()
    with popup.expect_event("close"):
        popup.locator("#id_url_error").get_by_role("link", name="Use it").click()
    expect(page.locator("#id_source + .select2 .select2-selection__rendered")).to_contain_text(
        "Example Times: Popup news"
    )
