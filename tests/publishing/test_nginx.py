"""nginx with deploy/nginx/geopol.conf gives the files, with nobody behind it."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from relations.views.lists import CountryList
from tests import factories as f
from tests.exporting.worlds import small_world

from .nginx import serving
from .places import files, publish

pytestmark = [pytest.mark.long, pytest.mark.django_db]


@pytest.fixture
def site(tmp_path: Path, settings: Any, monkeypatch: Any) -> Iterator[http.client.HTTPConnection]:
    settings.SITE_URL = "http://testserver"
    small_world()
    monkeypatch.setattr(CountryList, "per_page", 2)
    old: Any = f.CountryFactory(slug="old", code="OLD")
    old.slug = "new"
    old.save()
    publish(tmp_path / "site" / "en-gb")
    with serving(tmp_path) as served:
        yield served


def test_readers_read_on_while_nothing_is_behind_nginx(
    site: Any, tmp_path: Path, reader: Client
) -> None:
    def ask(address: str, **headers: str) -> Any:
        site.request("GET", address, headers={"Host": "example.org", **headers})
        answer = site.getresponse()
        answer.body = answer.read()
        return answer

    # Every file, under the address that it stands for.
    for address, path in files(tmp_path / "site" / "en-gb").items():
        if not address.startswith("/static/"):  # nginx has them from collectstatic
            answer = ask(address)
            assert (answer.status, answer.body) == (200, path.read_bytes()), address
    assert b"/countries/part/" in ask("/countries/?page=2").body

    # What is said beside a page is what the site says.
    live = reader.get("/countries/armenia/")
    answer = ask("/countries/armenia/")
    assert policy(answer.headers["Content-Security-Policy"]) == policy(
        live["Content-Security-Policy"]
    )
    for name in ("Content-Type", "X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy",
                 "Cross-Origin-Opener-Policy"):  # fmt: skip
        assert answer.headers[name] == live[name], name
    for address in ("/feeds/all.atom", "/countries/armenia/cite.bib", "/api/v1/countries.jsonl",
                    "/countries/armenia/cite.ris", "/network/network.svg",
                    "/api/v1/countries/armenia/", "/countries/armenia/cite.txt"):  # fmt: skip
        said = ask(address).headers["Content-Type"].partition(";")[0]
        assert said == reader.get(address)["Content-Type"].partition(";")[0], address
    assert ask("/countries/armenia/cite.bib").headers["Content-Disposition"] == "attachment"
    assert ask("/api/v1/countries/armenia/").headers["Access-Control-Allow-Origin"] == "*"

    # Former addresses lead on; a kept page is not sent again.
    moved = ask("/countries/new/"), ask("/countries/old/")
    assert [one.status for one in moved] == [200, 301]
    assert moved[1].headers["Location"].endswith("/countries/new/")
    tag = answer.headers["ETag"]
    assert ask("/countries/armenia/", **{"If-None-Match": tag}).status == 304

    # What only the server makes says so; nothing that is no page is given.
    for address in ("/search/?q=armenia", "/countries/?sort=-name", "/nowhere/",
                    "/countries/armenia/?as_of=2013-01-01", "/countries/?q=%2F..%2Fx"):  # fmt: skip
        answer = ask(address)
        assert answer.status == 503, address
        assert b"Not available at the moment" in answer.body
        assert answer.headers["Retry-After"] == "60"
    for address in ("/.manifest.json", "/.nginx/permanent.map"):
        assert ask(address).status == 404
    assert ask("/countries/?../../../../../etc/passwd").status == 503
    assert ask("/admin/").status == 502
    # Russian pages aren't published: English ones are better than none.
    answer = ask("/countries/armenia/", **{"Accept-Language": "ru"})
    assert (answer.status, b'lang="en-gb"' in answer.body) == (200, True)


def policy(text: str) -> set[str]:
    return {part.strip() for part in text.split(";")}
