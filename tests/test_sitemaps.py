"""The sitemap names every published record, and asks a fixed number of questions."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from relations.reading.addresses import PLACES
from relations.sitemaps import RecordsSitemap
from tests import factories as f
from tests.counting import queries

pytestmark = pytest.mark.django_db


def make(place: str, **kwargs: Any) -> Any:
    return getattr(f, f"{PLACES[place].__name__}Factory")(**kwargs)


def text(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("place", PLACES)
def test_published_records_are_named_with_their_last_change(reader: Client, place: str) -> None:
    record = make(place)
    page = text(reader, f"/sitemap-{place}.xml")
    assert f"<loc>http://testserver{record.get_absolute_url()}</loc><lastmod>" in page
    assert f"http://testserver/sitemap-{place}.xml</loc><lastmod>" in text(reader, "/sitemap.xml")
    if place != "scopes":
        draft = make(place, review="draft")
        assert draft.get_absolute_url() not in text(reader, f"/sitemap-{place}.xml")


@pytest.mark.parametrize("url", ["/sitemap.xml", "/sitemap-agreements.xml"])
def test_it_asks_the_same_questions_however_many_records(reader: Client, url: str) -> None:
    f.AgreementFactory()
    few = queries(reader, url)
    f.AgreementFactory.create_batch(6)
    assert queries(reader, url) == few


def test_a_long_list_goes_on_on_a_further_page(reader: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(RecordsSitemap, "limit", 2)
    f.ScopeFactory.create_batch(5)
    assert "/sitemap-scopes.xml?p=3" in text(reader, "/sitemap.xml")
    assert text(reader, "/sitemap-scopes.xml?p=3").count("<loc>") == 1
    assert reader.get("/sitemap-scopes.xml?p=9").status_code == 404


def test_it_opens_on_an_empty_database(reader: Client) -> None:
    assert "http://testserver/glossary/" in text(reader, "/sitemap-pages.xml")
    assert "sitemap-countries" in text(reader, "/sitemap.xml")


def test_robots_are_shown_the_sitemap_and_kept_from_the_admin(reader: Client) -> None:
    page = text(reader, "/robots.txt")
    assert "Disallow: /admin/" in page
    assert "Sitemap: http://testserver/sitemap.xml" in page
