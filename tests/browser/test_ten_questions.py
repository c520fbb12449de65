"""Ten questions of readers, each answered in at most three clicks from the home page.

A click is a link followed, a choice made in a filter, or a form sent; typing is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote_plus

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

MOST = 3


class Reader:
    """Somebody with a question: counts the clicks, and fails beyond three."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = 0

    def _count(self) -> None:
        self.clicks += 1
        assert self.clicks <= MOST, "a fourth click"

    def click(self, what: Locator) -> None:
        self._count()
        what.click()
        self.page.wait_for_load_state("networkidle")

    def follow(self, name: str, within: str = "main") -> None:
        self.click(self.page.locator(within).get_by_role("link", name=name).first)

    def search(self, words: str) -> None:
        self._count()
        box = self.page.locator("main .search input[type=search]")
        box.fill(words)
        box.press("Enter")
        self.page.wait_for_url("**/search/**")

    def menu(self, name: str) -> None:
        self.follow(name, "header nav")

    def choose(self, word: str, value: str) -> None:
        """Choose a value of a facet, among the commonest or in the select of the rest."""
        self._count()
        box = self.page.locator(f"input[name={word}][value='{value}']")
        if box.count():
            box.check()
        else:
            self.page.select_option(f"#f-{word}", value)
        self.page.wait_for_url(f"**{word}={quote_plus(value)}**")

    def sees(self, *words: str, within: str = "main") -> None:
        for word in words:
            expect(self.page.locator(within).first).to_contain_text(word)


@pytest.fixture
def reader(site: str, page: Page) -> Iterator[Reader]:
    page.goto(site)
    yield Reader(page)


def test_which_former_soviet_states_have_a_us_charter_and_in_which_state_it_is(
    reader: Reader,
) -> None:
    reader.follow("Who has a strategic partnership charter with the United States?")
    for country, state in (("Armenia", "signed"), ("Georgia", "suspended"), ("Ukraine", "signed")):
        row = reader.page.locator("#results tbody tr", has_text=f"US-{country}").first
        expect(row).to_contain_text(state)


def test_what_russia_said_about_armenia_and_the_eu_in_january_2025(reader: Reader) -> None:
    reader.follow("What did Russia say in January 2025?")
    reader.choose("target", "armenia/eu")
    reader.sees("opposes", "membership of Armenia in European Union", "Sergey Lavrov")
    reader.follow("Lavrov at his press conference on Russian diplomacy in 2024", "#results")
    reader.sees("14 January 2025", "Sources")


def test_who_was_in_the_csto_on_1_january_2013(reader: Reader) -> None:
    reader.follow("Who was in the CSTO on 1 January 2013?")
    expect(reader.page.get_by_role("status")).to_contain_text("6 found")
    reader.sees("Armenia", "Belarus", "Kazakhstan", "Kyrgyzstan", "Russia", "Tajikistan")


def test_is_the_us_armenia_charter_binding_and_who_says_otherwise(reader: Reader) -> None:
    reader.search("US-Armenia charter")
    reader.follow("US-Armenia Strategic Partnership Charter")
    reader.sees("political commitment")
    reader.click(reader.page.locator(".badges .disputed").last)
    reader.sees("Where sources disagree", "what we prefer", within="#disputes")


def test_what_is_agreed_on_civil_nuclear_energy_with_armenia(reader: Reader) -> None:
    reader.menu("Agreements")
    reader.choose("party", "armenia")
    reader.choose("scope", "civil-nuclear")
    reader.sees("US-Armenia 123 agreement", "US-Armenia civil nuclear MoU")


def test_since_when_armenia_takes_no_part_in_the_csto(reader: Reader) -> None:
    reader.search("CSTO")
    reader.follow("Collective Security Treaty Organization")
    header = reader.page.get_by_role("rowheader", name="Armenia", exact=True)
    row = reader.page.locator("#members").get_by_role("row").filter(has=header)
    expect(row).to_contain_text("participation frozen")
    expect(row).to_contain_text("February 2024")


def test_who_changed_its_mind(reader: Reader) -> None:
    reader.follow("Who changed its mind?")
    reader.sees("changed its mind")
    reader.click(reader.page.locator(".matrix td.turn a").first)
    expect(reader.page.locator(".statements li, #positions").first).to_be_visible()


def test_what_ties_armenia_and_russia_and_what_did_on_10_november_2020(reader: Reader) -> None:
    reader.follow("What ties Armenia and Russia?")
    reader.sees("Everything in time order", "Eurasian Economic Union")
    reader.page.fill("#as-of", "2020-11-10")
    reader.click(reader.page.locator(".as-of button"))
    reader.sees("As things stood on 10 November 2020", "Trilateral statement of November 2020")
    expect(reader.page.locator("#agreements")).not_to_contain_text("Sochi statement 2022")


def test_who_signed_for_armenia_found_by_a_name_in_another_script(reader: Reader) -> None:
    reader.search("Միրզոյան")
    reader.follow("Ararat Mirzoyan")
    reader.sees("Minister of Foreign Affairs", "US-Armenia Strategic Partnership Charter")


def test_how_to_cite_the_eaeu_treaty(reader: Reader) -> None:
    reader.search("EAEU Treaty")
    reader.follow("EAEU Treaty")
    reader.click(reader.page.locator(".cite summary"))
    expect(reader.page.locator("#citation")).to_contain_text("version 1")
    with reader.page.expect_download() as download:
        reader.page.get_by_role("link", name="BibTeX").click()  # the answer is in hand already
    assert download.value.suggested_filename.endswith(".bib")
