"""Every pattern of the URLs is decided about: a file, or the live server's, and why."""

from __future__ import annotations

import pytest

from relations.publishing.addresses import NoFileName, file_of, links_in
from relations.publishing.decisions import DECISIONS, Live, is_followed, patterns, undecided


def test_somebody_decided_about_every_pattern() -> None:
    assert undecided() == [], "files or not? Say so in relations/publishing/decisions.py"


def test_no_decision_is_left_of_a_pattern_that_is_gone() -> None:
    assert set(DECISIONS) - set(patterns()) == set()


def test_what_is_left_to_the_server_has_a_reason() -> None:
    assert all(one.why for one in DECISIONS.values() if isinstance(one, Live))


@pytest.mark.parametrize(
    ("address", "content_type", "file"),
    [
        ("/", "text/html", "index.html"),
        ("/countries/armenia/", "text/html", "countries/armenia/index.html"),
        ("/api/v1/countries/armenia/", "application/json", "api/v1/countries/armenia/index.json"),
        ("/countries/?page=2", "text/html", "countries/@page=2.html"),
        ("/countries/armenia/cite.csl.json", "application/json", "countries/armenia/cite.csl.json"),
    ],
)
def test_an_address_has_a_file(address: str, content_type: str, file: str) -> None:
    assert file_of(address, content_type) == file


@pytest.mark.parametrize(
    "address",
    ["/../etc/passwd", "/a/../b/", "/.hidden/", "/a/?q=../../b", "/a/?q=a/b", "/a.svg?x=1",
     "/a//b/", "/@page=2.html", f"/a/?q={'x' * 201}", "/a/?q=é", "/a b/"],
)  # fmt: skip
def test_no_address_leads_out_of_its_folder_or_to_the_file_of_another(address: str) -> None:
    with pytest.raises(NoFileName):
        file_of(address, "text/html")


def test_a_folder_holds_pages_and_records_only() -> None:
    with pytest.raises(NoFileName, match="image/png"):
        file_of("/a/", "image/png")


@pytest.mark.parametrize(
    ("link", "page", "followed"),
    [
        ("/countries/armenia/", "/countries/", True),
        ("/countries/?page=2", "/countries/", True),
        ("/countries/?page=3", "/countries/?page=2", True),
        ("/statements/?target=russia", "/countries/russia/", True),
        ("/statements/?target=russia&page=2", "/statements/?target=russia", True),
        ("/statements/?target=iran", "/statements/?target=russia", False),
        ("/countries/?sort=-name", "/countries/", False),
        ("/countries/?format=csv", "/countries/", False),
        ("/search/?q=armenia", "/", False),
        ("/api/v1/countries/?cursor=x", "/api/v1/docs/", False),
        ("/countries/armenia/?as_of=2013-01-01", "/countries/armenia/", False),
        ("/admin/", "/", False),
        ("/nowhere/", "/", False),
    ],
)
def test_what_is_followed(link: str, page: str, followed: bool) -> None:
    assert is_followed(link, page) is followed


def test_links_are_those_of_this_site_without_their_place_on_the_page() -> None:
    page = b"""<a href="/a/#b"> <a href="?x=1&amp;y=2"> <a href="https://example.org/c/">
        <a href="https://elsewhere.org/"> <a href="https://example.org.evil/"> <img src="d.svg">
        <form action="/e/"> <a href="mailto:a@example.org"> <a href="#f">"""
    found = links_in("/here/", "text/html", page, "https://example.org")
    assert found == {"/a/", "/here/?x=1&y=2", "/c/", "/here/d.svg", "/e/", "/here/"}


def test_sitemaps_feeds_and_styles_have_links_too() -> None:
    site = "https://example.org"
    sitemap = b"<urlset><url><loc>https://example.org/a/</loc></url></urlset>"
    assert links_in("/sitemap.xml", "application/xml", sitemap, site) == {"/a/"}
    atom = b'<entry><link href="https://example.org/b/" rel="alternate"/></entry>'
    assert links_in("/feeds/all.atom", "application/atom+xml", atom, site) == {"/b/"}
    style = b'a { background: url("../icon.svg#x") }'
    assert links_in("/static/a/site.css", "text/css", style, site) == {"/static/icon.svg"}
