"""The interface in Russian: complete, faithful to its placeholders, and shown to those who ask."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from relations.dates import PartialDate
from tests import factories
from tests.views import worlds

CATALOGUE = Path(settings.BASE_DIR) / "relations/locale/ru/LC_MESSAGES/django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}")
NUMBERS_MAY_GO = {"%(n)s", "%(n)d", "%d"}  # "one" needs no figure


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    """A request leaves its language to the thread."""
    yield
    translation.deactivate()


def entries() -> list[polib.POEntry]:
    return [entry for entry in polib.pofile(str(CATALOGUE)) if not entry.obsolete]


def test_nothing_is_left_in_english() -> None:
    unfinished = [e.msgid for e in entries() if not e.translated() or "fuzzy" in e.flags]
    assert not unfinished


def test_every_placeholder_is_in_the_translation() -> None:
    for entry in entries():
        if entry.msgid_plural:
            wanted = set(PLACEHOLDER.findall(entry.msgid_plural))
            for form in entry.msgstr_plural.values():
                found = set(PLACEHOLDER.findall(form))
                assert found <= wanted, entry.msgid
                assert wanted - found <= NUMBERS_MAY_GO | {"%(number)s"}, entry.msgid
        else:
            wanted, found = PLACEHOLDER.findall(entry.msgid), PLACEHOLDER.findall(entry.msgstr)
            assert sorted(set(wanted)) == sorted(set(found)), entry.msgid


def test_what_is_compiled_is_what_is_written() -> None:
    compiled = polib.mofile(str(CATALOGUE.with_suffix(".mo")))
    written = {(e.msgctxt, e.msgid): e.msgstr or e.msgstr_plural for e in entries()}
    assert {(e.msgctxt, e.msgid): e.msgstr or e.msgstr_plural for e in compiled} == written


@pytest.mark.django_db
def test_a_reader_who_chose_russian_gets_it_on_every_kind_of_page(reader: Client) -> None:
    country = factories.CountryFactory()
    records = [
        worlds.actor_with_everything(country, 1),
        worlds.agreement(),
        worlds.statement(),
    ]
    answer = reader.get("/language/?to=ru&next=/agreements/", follow=True)
    assert answer.redirect_chain == [("/agreements/", 302)]
    assert "Соглашения" in answer.content.decode()
    for record in records:
        page = reader.get(record.get_absolute_url()).content.decode()
        assert '<html lang="ru" dir="ltr">' in page
        assert "Источники" in page


@pytest.mark.django_db
@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "javascript:x", ""])
def test_choosing_a_language_never_leads_elsewhere(reader: Client, back: str) -> None:
    answer = reader.get("/language/", {"to": "ru", "next": back})
    assert (answer.status_code, answer["Location"]) == (302, "/")


@pytest.mark.django_db
def test_a_language_that_there_is_not_is_not_remembered(reader: Client) -> None:
    answer = reader.get("/language/", {"to": "xx", "next": "/about/"})
    assert answer["Location"] == "/about/"
    assert not answer.cookies


def test_dates_are_said_in_russian() -> None:
    with translation.override("ru"):
        assert PartialDate.parse("2020-11-10").words() == "10 ноября 2020"
        assert "декабря 2024" in PartialDate.parse("[2024-12-01..2024-12-10]").words()
