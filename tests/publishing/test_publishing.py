"""The files are what the live server answers, all of them, and only what changed is new."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError
from django.test import Client

from relations.durable import alone
from relations.models import Country
from relations.publishing import asking, trees
from relations.publishing.asking import Answer, Site
from relations.reading.addresses import PLACES
from relations.reading.changes import visible
from relations.views.lists import CountryList
from tests import factories as f
from tests.exporting.worlds import small_world
from tests.publishing.places import files, publish, text
from tests.views import worlds

pytestmark = [pytest.mark.long, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _testserver(settings: Any) -> None:
    settings.SITE_URL = "http://testserver"


def test_every_file_has_the_bytes_of_the_live_page(reader: Client, tmp_path: Path) -> None:
    small_world()
    worlds.agreement()
    said = publish(tmp_path)
    assert re.search(r"Every link leads somewhere, \d+ of them to what the live server makes", said)
    found = files(tmp_path)
    for address, path in found.items():
        if address.startswith(django_settings.STATIC_URL):
            assert asking.asset(address).read_bytes() == path.read_bytes()  # type: ignore[union-attr]
            continue
        response: Any = reader.get(address)
        live = response.getvalue() if response.streaming else response.content
        assert response.status_code == 200, address
        assert live == path.read_bytes(), address
    for place, model in PLACES.items():
        for slug in visible(model).values_list("slug", flat=True):
            page = f"/{place}/{slug}/"
            for part in ("", "versions/", "cite.bib", "cite.ris", "cite.csl.json", "cite.txt"):
                assert page + part in found
            assert f"/api/v1{page}" in found
    for address in (
        "/", "/sitemap.xml", "/sitemap-agreements.xml", "/robots.txt", "/feeds/all.atom",
        "/feeds/countries/armenia.atom", "/api/v1/countries.jsonl", "/api/v1/openapi.json",
        "/agreements/charter/lifecycle.svg", "/agreements/charter/lifecycle.png",
        "/api/v1/memberships/armenia/eaeu/", "/unavailable/", "/data/", "/network/network.svg",
    ):  # fmt: skip
        assert address in found


def test_drafts_have_no_file_and_no_file_leads_to_them(tmp_path: Path) -> None:
    small_world()
    for place, model in PLACES.items():
        if place != "scopes":  # are never drafts
            getattr(f, f"{model.__name__}Factory")(slug=f"unseen-{place}", review="draft")
    member = f.CountryFactory(slug="member")
    f.MembershipFactory(actor_country=member, organization__slug="union", review="draft")
    publish(tmp_path)
    found = files(tmp_path)
    assert "/people/speaker/" in found
    assert "/api/v1/memberships/member/union/" not in found
    for address, path in found.items():
        assert "unseen-" not in address
        assert b"unseen-" not in path.read_bytes(), address


def test_the_pages_of_a_list_are_files(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(CountryList, "per_page", 2)
    f.CountryFactory.create_batch(3)
    publish(tmp_path)
    assert "/countries/?page=2" in files(tmp_path)
    assert (tmp_path / "current/countries/@page=2.html").is_file()


def test_former_slugs_and_the_other_order_of_a_pair_lead_on(tmp_path: Path) -> None:
    armenia: Any = f.CountryFactory(slug="old", name="Armenia", code="ARM")
    armenia.slug = "armenia"
    armenia.save()
    russia = f.CountryFactory(slug="russia", name="Russia", code="RUS")
    agreement = f.AgreementFactory()
    for country in (armenia, russia):
        f.PartyFactory(agreement=agreement, actor_country=country)
    publish(tmp_path)
    assert "/between/armenia/russia/" in files(tmp_path)
    permanent = (tmp_path / "current/.nginx/permanent.map").read_text(encoding="utf-8")
    for old, new in (
        ("/countries/old/", "/countries/armenia/"),
        ("/countries/old/cite.bib", "/countries/armenia/cite.bib"),
        ("/countries/old/versions/", "/countries/armenia/versions/"),
        ("/feeds/countries/old.atom", "/feeds/countries/armenia.atom"),
        ("/api/v1/countries/old/", "/api/v1/countries/armenia/"),
        ("/between/russia/armenia/", "/between/armenia/russia/"),
        ("/between/russia/old/", "/between/armenia/russia/"),
        ("/between/old/russia/cite.ris", "/between/armenia/russia/cite.ris"),
    ):
        assert f'"{old}" "{new}";\n' in permanent
        assert f"{old} {new} 301\n" in text_of_redirects(tmp_path)
    temporary = (tmp_path / "current/.nginx/temporary.map").read_text(encoding="utf-8")
    assert '"/favicon.ico" "/static/relations/icon.svg";\n' in temporary


def text_of_redirects(root: Path) -> str:
    return (root / "current/_redirects").read_text(encoding="utf-8")


def test_after_an_edit_only_what_changed_is_a_new_file(tmp_path: Path) -> None:
    small_world()
    publish(tmp_path)
    before = {address: path.stat().st_ino for address, path in files(tmp_path).items()}
    Country.objects.filter(slug="part").update(name="Another name")
    said = publish(tmp_path)
    assert "site-2: " in said
    after = {address: path.stat().st_ino for address, path in files(tmp_path).items()}
    new = {address for address in after if after[address] != before.get(address)}
    assert {"/countries/part/", "/countries/armenia/", "/countries/", "/changes/"} <= new
    assert not new & {"/statements/said/", "/people/speaker/", "/about/", "/organizations/court/"}
    assert "Another name" in text(tmp_path, "/countries/part/")
    # Who is in the middle of reading the last tree can finish.
    assert (tmp_path / "site-1/countries/part/index.html").is_file()


def test_without_an_edit_nothing_is_written(tmp_path: Path) -> None:
    f.CountryFactory()
    publish(tmp_path)
    assert publish(tmp_path) == "Nothing changed since the last time.\n"
    assert "site-2: " in publish(tmp_path, anew=True)


def test_another_language_is_another_tree(tmp_path: Path) -> None:
    f.CountryFactory(slug="armenia")
    publish(tmp_path)
    assert "site-2: " in publish(tmp_path, language="ru")
    assert '<html lang="ru"' in text(tmp_path, "/countries/armenia/")


def test_what_is_gone_is_gone_and_two_trees_are_kept(tmp_path: Path) -> None:
    country: Any = f.CountryFactory(slug="armenia")
    publish(tmp_path)
    for number in (2, 3):
        Country.objects.filter(pk=country.pk).update(name=f"Name {number}")
        publish(tmp_path)
    assert "/countries/armenia/" in files(tmp_path)
    country.delete()
    assert re.search(r"; \d+ gone; ", publish(tmp_path))
    assert "/countries/armenia/" not in files(tmp_path)
    assert sorted(path.name for path in tmp_path.glob("site-*")) == ["site-3", "site-4"]
    assert str((tmp_path / "current").readlink()) == "site-4"


def test_a_file_that_somebody_cut_is_written_again(tmp_path: Path) -> None:
    country: Any = f.CountryFactory(slug="armenia")
    publish(tmp_path)
    about = (tmp_path / "current/about/index.html").resolve()
    about.chmod(0o644)
    about.write_text("cut", encoding="utf-8")
    Country.objects.filter(pk=country.pk).update(name="Another name")
    publish(tmp_path)
    assert "</html>" in text(tmp_path, "/about/")


@pytest.fixture
def answering(monkeypatch: Any) -> Any:
    """Let an address answer something else."""
    ask = Site.ask

    def other(wanted: str, status: int, body: str) -> None:
        def asked(site: Site, address: str) -> Answer:
            if address == wanted:
                return Answer(status, "text/html", "", body.encode())
            return ask(site, address)

        monkeypatch.setattr(Site, "ask", asked)

    return other


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('<a href="/nowhere/">', "/about/ links to /nowhere/, where nothing is."),
        ('<a href="/countries/gone/">', "/countries/gone/ answers 404; /about/ links to it."),
        ('<a href="/nowhere/?q=1">', "/about/ links to /nowhere/?q=1, where nothing is."),
        ('<a href="/countries/gone/?as_of=2020-01-01">', "links to /countries/gone/?as_of="),
        ('<img src="/static/gone.svg">', "/static/gone.svg answers 404; /about/ links to it."),
    ],
)
def test_a_link_that_leads_nowhere_is_named_and_readers_keep_the_last_tree(
    tmp_path: Path, answering: Any, body: str, said: str
) -> None:
    f.CountryFactory()
    publish(tmp_path)
    before = files(tmp_path)
    answering("/about/", 200, body)
    with pytest.raises(CommandError, match=re.escape(said)):
        publish(tmp_path, anew=True)
    assert str((tmp_path / "current").readlink()) == "site-1"
    assert files(tmp_path) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == [".lock", "current", "site-1"]


def test_a_published_record_whose_page_fails_is_named(tmp_path: Path, answering: Any) -> None:
    f.CountryFactory(slug="armenia")
    answering("/countries/armenia/", 500, "")
    with pytest.raises(CommandError, match="/countries/armenia/ answers 500"):
        publish(tmp_path)
    assert not (tmp_path / "current").exists()


def test_only_one_publishes_to_a_directory(tmp_path: Path) -> None:
    with alone(tmp_path), pytest.raises(CommandError, match="Another run works in"):
        publish(tmp_path)


def test_a_tree_without_its_manifest_is_written_anew(tmp_path: Path) -> None:
    f.CountryFactory()
    publish(tmp_path)
    (tmp_path / "current" / trees.MANIFEST).unlink()
    assert "site-2: " in publish(tmp_path)
