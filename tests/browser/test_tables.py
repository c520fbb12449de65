"""A table goes out of a list and comes back into it, by keyboard, in a real browser."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1280, 375])
def test_an_exported_sheet_is_changed_and_imported(
    site: str, analyst_page: Page, tmp_path: Path, width: int
) -> None:
    page = analyst_page
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{site}/admin/relations/agreement/?q=charter")
    with page.expect_download() as download:
        page.click("text=Export CSV")
    path = tmp_path / "agreements.csv"
    download.value.save_as(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    note = f"Changed in a spreadsheet, as wide as {width}."
    rows[0][header.index("note")] = note
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])

    page.goto(f"{site}/admin/relations/agreement/import/")
    page.set_input_files("#id_file", path)
    page.focus("#id_file")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"0 new, 1 changed, {len(rows) - 1} unchanged")).to_be_visible()
    expect(page.locator("ins")).to_have_text(note)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.focus("text=Import all of it")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 row imported from agreements.csv.")).to_be_visible()
