"""Nothing that an analyst typed is lost: not by leaving, not with the session, not to another."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .conftest import PASSWORD
from .test_curating import choose

pytestmark = pytest.mark.browser

ADD = "/admin/relations/statement/add/"
SAVE = "input[name=_save] >> visible=true"


def asks(page: Page) -> bool:
    """Whether the browser would ask before this page is left."""
    return bool(
        page.evaluate(
            "!window.dispatchEvent(new Event('beforeunload', {cancelable: true}))",
        )
    )


def leave(page: Page, address: str) -> None:
    """Go elsewhere, and say yes if asked."""
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto(address)
    page.remove_listener("dialog", lambda dialog: dialog.accept())


@pytest.fixture
def agreement(site: str, analyst_page: Page) -> Page:
    """The change form of a new agreement with three parties."""
    page = analyst_page
    page.goto(f"{site}/admin/relations/agreement/add/")
    page.fill("#id_title", "Treaty of a test")
    page.fill("#id_slug", f"test-{page.evaluate('Date.now()')}")
    page.select_option("#id_kind", "treaty")
    for number, name in enumerate(("Armenia", "Georgia", "Ukraine")):
        page.locator("#party_set-group .add-row a").click()
        choose(page, f"party_set-{number}-actor_country", name, name)
    page.locator("input[name=_continue] >> visible=true").first.click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    return page


def test_a_page_on_which_nothing_was_typed_is_left_without_a_question(agreement: Page) -> None:
    page = agreement
    assert not asks(page)
    page.locator("#id_title").click()
    page.keyboard.press("Tab")
    assert not asks(page)


def test_typing_asks_and_typing_it_back_does_not(agreement: Page) -> None:
    page = agreement
    page.fill("#id_title", "Treaty of a test, amended")
    assert asks(page)
    page.fill("#id_title", "Treaty of a test")
    assert not asks(page)


@pytest.mark.parametrize("change", ["added", "deleted", "chosen", "selected"])
def test_every_kind_of_change_asks(agreement: Page, change: str) -> None:
    page = agreement
    if change == "added":
        page.locator("#provision_set-group .add-row a").click()
    elif change == "deleted":
        page.check("#id_party_set-1-DELETE")
    elif change == "chosen":
        choose(page, "party_set-1-actor_country", "France", "France")
    else:
        page.select_option("#id_legal_force", index=1)
    assert asks(page)


def test_a_row_added_and_removed_again_asks_nothing(agreement: Page) -> None:
    page = agreement
    page.locator("#provision_set-group .add-row a").click()
    page.locator("#provision_set-0 .inline-deletelink").click()
    assert not asks(page)


def test_the_question_is_asked_by_the_browser_and_no_keeps_the_page(agreement: Page) -> None:
    page = agreement
    page.locator("#id_title").press_sequentially("!")
    with page.expect_event("dialog") as asked:
        page.once("dialog", lambda dialog: dialog.dismiss())
        page.locator(".breadcrumbs a").first.click(no_wait_after=True)
    assert asked.value.type == "beforeunload"
    expect(page.locator("#id_title")).to_have_value(re.compile("!"))


def test_saving_asks_nothing(agreement: Page) -> None:
    page = agreement
    asked: list[Any] = []
    page.on("dialog", lambda dialog: (asked.append(dialog), dialog.accept()))
    page.locator("#id_title").press_sequentially("!")
    page.locator(SAVE).first.click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert not asked


def test_a_refused_form_holds_unsaved_work_from_the_start(site: str, analyst_page: Page) -> None:
    page = analyst_page
    page.goto(site + ADD)
    page.fill("#id_title", "Half a statement")
    page.locator(SAVE).first.click()
    expect(page.locator(".error-summary")).to_be_visible()
    assert asks(page)


def test_what_was_typed_outlives_the_session(site: str, analyst_page: Page) -> None:
    page = analyst_page
    page.goto(site + ADD)
    page.locator("#id_title").press_sequentially("Minister speaks after lunch")
    page.fill("#id_slug", "after-lunch")
    page.fill("#id_date", "2025-02-03")
    page.select_option("#id_medium", "speech")
    page.check("#id_translated")
    page.locator("#side_set-group .add-row a").click()
    choose(page, "side_set-0-actor_country", "Armenia", "Armenia")
    page.context.clear_cookies(name="sessionid")
    page.locator(SAVE).first.click()
    page.fill("#id_username", "analyst")
    page.fill("#id_password", PASSWORD)
    page.click("input[type=submit]")
    notice = page.locator(".draft-notice")
    expect(notice).to_contain_text(re.compile(r"You typed here at \d\d:\d\d and did not save it"))
    expect(page.locator("#id_title")).to_have_value("")
    notice.get_by_role("button", name="Restore what you typed").click()
    expect(notice).to_be_focused()
    expect(page.locator("#id_title")).to_have_value("Minister speaks after lunch")
    expect(page.locator("#id_slug")).to_have_value("after-lunch")
    expect(page.locator("#id_date")).to_have_value("2025-02-03")
    expect(page.locator("#id_translated")).to_be_checked()
    expect(page.locator("#select2-id_side_set-0-actor_country-container")).to_contain_text(
        "Armenia"
    )
    assert asks(page)
    page.locator(SAVE).first.click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    page.goto(site + ADD)
    expect(page.locator("#id_title")).to_be_visible()
    expect(notice).to_have_count(0)


def test_a_draft_can_be_discarded(site: str, analyst_page: Page) -> None:
    page = analyst_page
    page.goto(f"{site}/admin/relations/scope/add/")
    page.fill("#id_name", "Fisheries")
    leave(page, f"{site}/admin/relations/scope/add/")
    page.get_by_role("button", name="Discard it").click()
    expect(page.locator(".draft-notice")).to_have_count(0)
    page.reload()
    expect(page.locator("#id_name")).to_have_value("")
    expect(page.locator(".draft-notice")).to_have_count(0)


def test_a_draft_finds_its_row_after_another_row_was_deleted(agreement: Page) -> None:
    page, address = agreement, agreement.url
    page.fill("#id_party_set-1-note", "Typed for Georgia")
    page.fill("#id_party_set-2-note", "Typed for Ukraine")
    leave(page, address)
    other = page.context.new_page()
    other.goto(address)
    other.check("#id_party_set-0-DELETE")
    other.check("#id_party_set-2-DELETE")
    other.locator("input[name=_continue] >> visible=true").first.click()
    expect(other.locator(".messagelist .success")).to_be_visible()
    page.goto(address)
    page.get_by_role("button", name="Restore what you typed").click()
    expect(page.locator("#id_party_set-0-note")).to_have_value("Typed for Georgia")
    expect(page.locator(".draft-notice .lost")).to_be_visible()


def test_a_restored_draft_still_knows_that_somebody_else_saved_since(agreement: Page) -> None:
    page, address = agreement, agreement.url
    page.fill("#id_summary", "Mine, typed before.")
    leave(page, address)
    other = page.context.new_page()
    other.goto(address)
    other.fill("#id_summary", "Theirs, saved meanwhile.")
    other.locator("input[name=_continue] >> visible=true").first.click()
    expect(other.locator(".messagelist .success")).to_be_visible()
    page.goto(address)
    page.get_by_role("button", name="Restore what you typed").click()
    page.locator(SAVE).first.click()
    expect(page.locator(".stale")).to_contain_text("Theirs, saved meanwhile.")
    expect(page.locator("#id_summary")).to_have_value("Mine, typed before.")
    assert asks(page)


def test_a_popup_asks_too_and_keeps_its_draft_to_itself(site: str, analyst_page: Page) -> None:
    page = analyst_page
    page.goto(site + ADD)
    with page.expect_popup() as opened:
        page.locator("#add_id_source").click()
    popup = opened.value
    popup.fill("#id_title", "An article")
    assert asks(popup)
    assert not asks(page)
    popup.once("dialog", lambda dialog: dialog.accept())
    popup.reload()
    expect(popup.locator(".draft-notice")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).filter((k) => /source/.test(k))") == []
    popup.close()


def test_a_password_is_never_kept(site: str, analyst_page: Page) -> None:
    page = analyst_page
    page.goto(f"{site}/admin/auth/user/add/")
    page.fill("#id_username", "somebody-new")
    page.fill("#id_password1", "a secret that is typed")
    leave(page, f"{site}/admin/")
    kept = page.evaluate("JSON.stringify(localStorage)")
    assert "somebody-new" in kept
    assert "a secret" not in kept
