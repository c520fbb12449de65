"""The pages of the data: what can be taken, each release, what changed, the files."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from relations.exporting.formats import FORMATS
from relations.exporting.releases import make_release, making
from relations.models import Agreement
from relations.views import data
from tests.counting import queries
from tests.exporting.worlds import hidden_world, small_world
from tests.factories import ScopeFactory, SourceFactory

pytestmark = [pytest.mark.long, pytest.mark.django_db]
DAY = dt.date(2026, 11, 29)


@pytest.fixture
def root(settings: Any, tmp_path: Path) -> Path:
    settings.RELEASES_ROOT = tmp_path
    settings.SITE_URL = "https://example.org"
    return tmp_path


@pytest.fixture
def two(root: Path, monkeypatch: Any) -> Iterator[None]:
    """Two releases of few formats."""
    some = {name: FORMATS[name] for name in ("csv", "jsonl", "sqlite")}
    monkeypatch.setattr(making, "FORMATS", some)
    small_world()
    hidden_world()
    make_release(DAY)
    Agreement.objects.filter(slug="charter").update(title="<b>Charter</b>")
    make_release(DAY, notes="Now with a title.")
    yield


def page(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


@pytest.mark.usefixtures("root")
def test_before_the_first_release_the_page_says_so_and_explains_the_formats(reader: Client) -> None:
    text = page(reader, "/data/")
    assert "Nothing has been released yet" in text
    for one in FORMATS.values():
        assert one.label in text


@pytest.mark.usefixtures("two")
def test_the_latest_release_stands_with_sizes_and_checksums(reader: Client, root: Path) -> None:
    text = page(reader, "/data/")
    checksum = hashlib.sha256((root / "2" / "csv.zip").read_bytes()).hexdigest()
    assert checksum in text
    assert 'href="/data/2/files/csv.zip"' in text
    assert "Now with a title." in text
    assert "https://example.org/data/2/" in text, "the citation"
    assert "creativecommons.org/licenses/by/4.0" in text
    assert 'href="/data/1/"' in text
    assert "secret" not in text


@pytest.mark.usefixtures("two")
def test_a_release_says_what_it_holds(reader: Client) -> None:
    text = page(reader, "/data/2/")
    assert 'href="/data/vocabulary/#agreements"' in text
    assert 'href="/data/2/changes/"' in text
    assert "/data/1/changes/" not in page(reader, "/data/1/")
    assert reader.get("/data/3/").status_code == 404
    assert reader.get(f"/data/{'9' * 300}/").status_code == 404


@pytest.mark.usefixtures("two")
def test_changes_are_told_field_by_field_and_are_no_html(reader: Client) -> None:
    text = page(reader, "/data/2/changes/")
    assert "1 record differs." in text
    assert "<ins>&lt;b&gt;Charter&lt;/b&gt;</ins>" in text
    assert "charter" in page(reader, "/data/2/changes/?table=agreements&page=1")
    assert "secret" not in text
    assert "charter" in page(reader, "/data/2/changes/?table=nonsense&page=-1")
    assert reader.get("/data/1/changes/").status_code == 404


@pytest.mark.usefixtures("two")
def test_changes_stand_in_pages_all_together_or_of_one_table(
    reader: Client, root: Path, monkeypatch: Any
) -> None:
    monkeypatch.setattr(data, "MANY", 2)
    for number in range(5):
        ScopeFactory(slug=f"scope-{number}")
        SourceFactory(slug=f"source-{number}")
    make_release(DAY)

    def keys(query: str, pages: int) -> list[str]:
        found = [page(reader, f"/data/3/changes/?{query}page={n + 1}") for n in range(pages)]
        return [key for text in found for key in re.findall(r'"url">(s[a-z]+-\d)<', text)]

    sources, scopes = ([f"{name}-{n}" for n in range(5)] for name in ("source", "scope"))
    assert keys("", 5) == sources + scopes
    assert keys("table=scopes&", 3) == scopes
    # Past the end is nothing, and the file isn't read for it.
    (root / "3" / "changes.json").unlink()
    for query in ("page=6", "page=1000000", "table=scopes&page=4"):
        assert reader.get(f"/data/3/changes/?{query}").status_code == 404


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize("content", [b"{", b"null", b"{}", b'{"number": 1}', b"\xff", None])
def test_a_broken_release_is_logged_and_the_others_stand(
    reader: Client, root: Path, caplog: Any, content: bytes | None
) -> None:
    manifest = root / "2" / "manifest.json"
    manifest.chmod(0o644)
    # Or it is that of another release.
    manifest.write_bytes(content or (root / "1" / "manifest.json").read_bytes())
    text = page(reader, "/data/")
    assert "/data/1/" in text and "/data/2/" not in text
    assert str(manifest) in caplog.text
    for url in ("/data/2/", "/data/2/changes/", "/data/2/files/csv.zip"):
        assert reader.get(url).status_code == 404
    assert "/data/2/" not in page(reader, "/sitemap-releases.xml")


@pytest.mark.usefixtures("two")
def test_a_file_that_is_missing_or_damaged_is_logged(
    reader: Client, root: Path, caplog: Any
) -> None:
    (root / "2" / "csv.zip").unlink()
    assert reader.get("/data/2/files/csv.zip").status_code == 404
    assert "csv.zip" in caplog.text
    (root / "2" / "changes.json").chmod(0o644)
    (root / "2" / "changes.json").write_text("[\nnonsense\n")
    assert reader.get("/data/2/changes/").status_code == 404
    assert "changes of release 2" in caplog.text


@pytest.mark.usefixtures("two")
def test_a_file_comes_whole_with_its_name_and_may_be_kept_for_ever(
    reader: Client, root: Path
) -> None:
    response = reader.get("/data/2/files/csv.zip", HTTP_ACCEPT_ENCODING="gzip")
    content = b"".join(response)
    assert content == (root / "2" / "csv.zip").read_bytes()
    assert response["Content-Length"] == str(len(content))
    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"] == 'attachment; filename="geopol-2-csv.zip"'
    assert "immutable" in response["Cache-Control"]
    assert 'rel="cite-as"' in response["Link"]
    again = reader.get("/data/2/files/csv.zip", HTTP_IF_NONE_MATCH=response["ETag"])
    assert again.status_code == 304
    assert reader.head("/data/2/files/records.jsonl").status_code == 200
    assert reader.post("/data/2/files/records.jsonl").status_code == 405
    assert reader.get("/data/2/files/manifest.json")["Content-Type"] == "application/json"


@pytest.mark.usefixtures("two")
def test_nothing_but_the_files_of_the_manifest_can_be_had(reader: Client, root: Path) -> None:
    assert (root / ".lock").exists()
    for name in (
        "../1/csv.zip",
        "..%2f1%2fcsv.zip",
        "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/etc/passwd",
        ".lock",
        "..%2f.lock",
        "csv",
        "CSV.ZIP",
        "csv.zip%00",
        "nothing",
    ):
        assert reader.get(f"/data/2/files/{name}").status_code == 404, name


@pytest.mark.usefixtures("two")
def test_pages_ask_the_database_nothing(reader: Client) -> None:
    for url in ("/data/", "/data/2/", "/data/2/changes/", "/data/vocabulary/"):
        assert queries(reader, url) == 0


@pytest.mark.usefixtures("two")
def test_footer_and_sitemap_lead_there(reader: Client) -> None:
    assert 'href="/data/"' in page(reader, "/about/")
    assert "/data/</loc>" in page(reader, "/sitemap-pages.xml")
    assert "/data/2/</loc>" in page(reader, "/sitemap-releases.xml")


def test_each_term_of_our_rdf_has_its_place_on_the_page(reader: Client) -> None:
    text = page(reader, "/data/vocabulary/")
    assert 'id="acts"' in text
    assert 'id="acts.date_earliest"' in text
