"""A draft belongs to an account: nobody else at the same browser can read it."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .conftest import PASSWORD
from .test_unsaved_work import leave

pytestmark = pytest.mark.browser

ADD = "/admin/relations/scope/add/"
SECRET = "Fisheries, in confidence"


def stored(page: Page) -> str:
    return str(page.evaluate("JSON.stringify({...localStorage, ...sessionStorage})"))


def types(page: Page, site: str) -> None:
    """Type something and leave it unsaved."""
    page.goto(site + ADD)
    page.fill("#id_name", SECRET)
    leave(page, f"{site}/admin/")
    assert SECRET in stored(page)


def logs_in(page: Page, name: str) -> None:
    page.fill("#id_username", name)
    page.fill("#id_password", PASSWORD)
    page.click("input[type=submit]")
    expect(page.locator("#user-tools")).to_be_visible()


def logs_out(page: Page) -> None:
    page.locator("#logout-form button").click()
    expect(page.get_by_text("Log in again")).to_be_visible()


@pytest.fixture
def colleague(site: str, analyst_page: Page) -> str:
    """Another account of the staff."""
    page = analyst_page
    name = f"colleague-{page.evaluate('Date.now()')}"
    page.goto(f"{site}/admin/auth/user/add/")
    page.fill("#id_username", name)
    page.fill("#id_password1", PASSWORD)
    page.fill("#id_password2", PASSWORD)
    page.locator("input[name=_save]").first.click()
    page.check("#id_is_staff")
    page.check("#id_is_superuser")
    page.locator("input[name=_save]").first.click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    return name


def test_logging_out_wipes_what_was_typed(site: str, analyst_page: Page) -> None:
    page = analyst_page
    types(page, site)
    logs_out(page)
    assert SECRET not in stored(page)
    page.goto(f"{site}/admin/")
    logs_in(page, "analyst")
    page.goto(site + ADD)
    expect(page.locator("#id_name")).to_have_value("")
    expect(page.locator(".draft-notice")).to_have_count(0)


def test_a_session_that_only_expires_keeps_it_for_its_owner_alone(
    site: str, analyst_page: Page, colleague: str
) -> None:
    page = analyst_page
    types(page, site)
    page.context.clear_cookies(name="sessionid")
    page.goto(site + ADD)
    assert SECRET in stored(page)
    logs_in(page, "analyst")
    expect(page.locator(".draft-notice")).to_be_visible()
    page.context.clear_cookies(name="sessionid")
    page.goto(site + ADD)
    logs_in(page, colleague)
    expect(page.locator(".draft-notice")).to_have_count(0)
    assert SECRET not in stored(page)


def test_a_form_left_open_in_another_tab_puts_nothing_back(site: str, analyst_page: Page) -> None:
    page: Any = analyst_page
    page.goto(site + ADD)
    page.fill("#id_name", SECRET)
    other = page.context.new_page()
    other.goto(f"{site}/admin/")
    logs_out(other)
    page.fill("#id_description", "And more of it.")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_timeout(600)
    assert SECRET not in stored(page)
    # Sent all the same, it waits for its owner to log in again.
    page.fill("#id_slug", "fisheries")
    page.locator("input[name=_save] >> visible=true").first.click()
    logs_in(page, "analyst")
    expect(page.locator(".draft-notice")).to_be_visible()
