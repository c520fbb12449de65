"""Pages have a strong validator, cost one query when nothing was written, and are never stale."""

from __future__ import annotations

import datetime as dt
import gzip
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import caches
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve
from django.utils import timezone

from relations import urls
from relations.curation import review
from relations.exporting.releases import make_release
from relations.models import Agreement, Alias, Country, ReviewRequest, Scope, Statement
from relations.views import page_cache, pages
from tests import factories as f
from tests.admin.browsing import Person
from tests.loading.files import record
from tests.loading.loads import lines, loaded
from tests.settings import PAGE_CACHE

from . import kept

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def turned_on(settings: Any) -> Iterator[None]:
    caches["pages"].clear()
    place = settings.MIDDLEWARE.index("django.contrib.sessions.middleware.SessionMiddleware")
    settings.MIDDLEWARE = [
        *settings.MIDDLEWARE[:place], PAGE_CACHE, *settings.MIDDLEWARE[place:]
    ]  # fmt: skip
    yield
    caches["pages"].clear()


@pytest.fixture
def world(settings: Any, tmp_path: Path) -> None:
    settings.RELEASES_ROOT = tmp_path / "releases"
    kept.world()


@pytest.fixture
def releases(world: None, monkeypatch: Any) -> None:
    kept.two_releases(monkeypatch)


def asked(reader: Client, url: str, tag: str = "", **options: Any) -> tuple[Any, int]:
    """Ask for a page, and give the answer and how many queries it took."""
    headers = {**options.pop("headers", {}), **({"If-None-Match": tag} if tag else {})}
    with CaptureQueriesContext(connection) as captured:
        answer = getattr(reader, options.pop("method", "get"))(url, headers=headers, **options)
    return answer, len(captured)


def fields(answer: Any) -> dict[str, str]:
    """Give the header without the one field that each answer has for itself."""
    return {name: value for name, value in answer.items() if name != "X-Request-ID"}


def routes(patterns: Any, before: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from routes(pattern.url_patterns, route)
        elif not route.startswith("api/"):
            yield route


def test_every_kind_of_page_is_tried_here() -> None:
    tried = {resolve(url.partition("?")[0]).route for url in kept.PAGES}
    assert tried | kept.OTHERS == set(routes(urls.urlpatterns))


# What costs what ---------------------------------------------------------------------


@pytest.mark.usefixtures("releases")
def test_an_unchanged_page_costs_one_query_whether_it_is_known_or_kept(reader: Client) -> None:
    for url in kept.PAGES:
        first, _queries = asked(reader, url)
        tag = first["ETag"]
        assert first.status_code == 200, url
        assert tag.startswith('"'), "a strong one"
        assert first["Cache-Control"] == "public, no-cache"

        known, queries = asked(reader, url, tag)
        assert (known.status_code, known.content, queries) == (304, b"", 1), url
        same = ("ETag", "Cache-Control", "Vary")
        assert [known[name] for name in same] == [first[name] for name in same]

        again, queries = asked(reader, url)
        assert (again.status_code, queries) == (200, 1), url
        assert again.content == first.content
        assert fields(again) == fields(first)

        head, queries = asked(reader, url, method="head")
        assert (head.status_code, head.content, queries) == (200, b"", 1)
        assert fields(head) == fields(first)

        # The same bytes wherever it is made: a strong validator promises that.
        caches["pages"].clear()
        anew = reader.get(url)
        assert (anew.content, anew["ETag"]) == (first.content, tag), url


@pytest.mark.usefixtures("releases")
def test_a_write_gives_every_page_another_validator(reader: Client) -> None:
    tags = {url: reader.get(url)["ETag"] for url in kept.PAGES}
    Scope.objects.filter(slug="nuclear").update(description="Another.")
    for url, tag in tags.items():
        answer, _queries = asked(reader, url, tag)
        assert answer.status_code == 200, url
        assert answer["ETag"] != tag


# Every kind of edit --------------------------------------------------------------------


def by_a_form(_directory: Path) -> None:
    person, agreement = Person("editor"), Agreement.objects.get(slug="charter")
    person.saves(agreement, {**person.opens(agreement), "title": "Another title"})


def by_a_load(directory: Path) -> None:
    scope = record("scope", slug="energy", name="Another title", order=0, description="")
    loaded(lines(directory / "scopes.json", scope))


def by_sql(_directory: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE relations_scope SET name = 'Another title' WHERE slug = 'energy'")


def by_a_bulk_update(_directory: Path) -> None:
    country = Country.objects.get(slug="armenia")
    country.name = "Another title"
    Country.objects.bulk_update([country], ["name"])


def by_an_edit_that_waits_for_review(_directory: Path) -> None:
    agreement = Agreement.objects.get(slug="charter")
    ReviewRequest.objects.create(
        model="agreement", object_id=agreement.pk, label="Charter", is_live=True
    )


def by_a_new_slug(_directory: Path) -> None:
    scope = Scope.objects.get(slug="nuclear")
    scope.slug = "another-title"
    scope.save()


EDITS: list[tuple[Callable[[Path], None], str, str]] = [
    (by_a_form, "/agreements/charter/", "Another title"),
    (by_a_load, "/scopes/energy/", "Another title"),
    (by_sql, "/scopes/energy/", "Another title"),
    (by_a_bulk_update, "/countries/armenia/", "Another title"),
    (by_an_edit_that_waits_for_review, "/agreements/charter/", "not yet reviewed"),
    (by_a_new_slug, "/scopes/energy/", "/scopes/another-title/"),
]


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    ("edit", "url", "words"), EDITS, ids=[edit.__name__ for edit, *_rest in EDITS]
)
def test_after_an_edit_the_page_is_the_new_one(
    reader: Client, tmp_path: Path, edit: Callable[[Path], None], url: str, words: str
) -> None:
    before = reader.get(url)
    assert words not in before.text
    edit(tmp_path)
    after, _queries = asked(reader, url, before["ETag"])
    assert after.status_code == 200
    assert words in after.text
    assert asked(reader, url, before["ETag"])[0].text == after.text


@pytest.mark.usefixtures("world")
def test_what_is_taken_from_the_readers_is_gone_and_back_when_it_is_published(
    reader: Client,
) -> None:
    tag = reader.get("/statements/said/")["ETag"]
    statement = Statement.objects.get(slug="said")
    editor = get_user_model().objects.create_superuser("editor")
    review.unpublish(statement, editor, "Wrong.")
    gone, _queries = asked(reader, "/statements/said/", tag)
    assert (gone.status_code, gone["Cache-Control"]) == (404, "no-cache")
    assert "ETag" not in gone
    review.publish(statement, editor)
    back, _queries = asked(reader, "/statements/said/", tag)
    assert back.status_code == 200


@pytest.mark.usefixtures("world")
def test_a_slug_of_before_leads_on_and_is_asked_for_each_time(reader: Client) -> None:
    tag = reader.get("/countries/armenia/")["ETag"]
    country = Country.objects.get(slug="armenia")
    country.slug = "hayastan-republic"
    country.save()
    moved, _queries = asked(reader, "/countries/armenia/", tag)
    assert (moved.status_code, moved["Location"]) == (301, "/countries/hayastan-republic/")
    assert moved["Cache-Control"] == "no-cache"


@pytest.mark.usefixtures("world")
def test_another_day_is_another_page(reader: Client, monkeypatch: Any) -> None:
    url = "/countries/armenia/cite.txt"
    before = reader.get(url)
    tomorrow = timezone.now() + dt.timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    after, _queries = asked(reader, url, before["ETag"])
    assert after.status_code == 200
    assert after.text != before.text


@pytest.mark.usefixtures("releases")
def test_a_release_counts_though_the_database_knows_nothing_of_it(reader: Client) -> None:
    Agreement.objects.filter(slug="charter").update(summary="A third.")
    before = reader.get("/data/")
    make_release(dt.date(2026, 11, 3), notes="Just made")
    after, _queries = asked(reader, "/data/", before["ETag"])
    assert "Just made" in after.text


def test_an_alias_counts_too(reader: Client) -> None:
    f.AliasFactory()
    tag = reader.get("/about/")["ETag"]
    Alias.objects.update(note="Seen in the data.")
    assert asked(reader, "/about/", tag)[0].status_code == 200


# One page, many readers -----------------------------------------------------------------


@pytest.mark.usefixtures("world")
def test_each_way_to_ask_has_a_page_of_its_own(reader: Client) -> None:
    url = "/agreements/?party=armenia"
    ways: list[dict[str, str]] = [
        {},
        {"Accept-Encoding": "gzip"},
        {"Accept-Language": "ru"},
        {"HX-Request": "true"},
        {"Host": "127.0.0.1"},
    ]
    answers = [reader.get(url, headers=way) for way in ways]
    answers.append(reader.get(url + "&sort=title"))
    assert len({answer["ETag"] for answer in answers}) == len(answers)
    assert gzip.decompress(answers[1].content) == answers[0].content
    assert 'lang="ru"' in answers[2].text
    assert "HX-Push-Url" in answers[3]
    for way, answer in zip(ways, answers, strict=False):
        again, queries = asked(reader, url, headers=way)
        assert (again.content, queries) == (answer.content, 1)
        vary = {name.strip() for name in again["Vary"].split(",")}
        assert vary == set(page_cache.VARY)
        for other in answers:
            known, _queries = asked(reader, url, other["ETag"], headers=way)
            assert (known.status_code == 304) == (other is answer)


@pytest.mark.usefixtures("world")
def test_the_language_that_a_reader_chose_by_cookie_counts(reader: Client) -> None:
    tag = reader.get("/about/")["ETag"]
    reader.get("/language/?to=ru&next=/about/")
    russian, _queries = asked(reader, "/about/", tag)
    assert 'lang="ru"' in russian.text


@pytest.mark.usefixtures("world")
def test_who_is_logged_in_gets_the_page_of_all(reader: Client, analyst: Client) -> None:
    f.AgreementFactory(slug="secret", review="draft")
    for url in ("/", "/agreements/charter/", "/changes/"):
        theirs = analyst.get(url)
        ours, queries = asked(reader, url)
        assert (ours.content, ours["ETag"], queries) == (theirs.content, theirs["ETag"], 1)
        assert not theirs.cookies
    assert analyst.get("/agreements/secret/").status_code == 404


def _looks_at_the_session(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{request.user} " * 100)


def _sets_a_cookie(request: HttpRequest) -> HttpResponse:
    response = HttpResponse("words " * 100)
    response.set_cookie("seen", "1")
    return response


@pytest.mark.parametrize("view", [_looks_at_the_session, _sets_a_cookie])
def test_what_would_be_somebodys_own_is_never_kept(
    reader: Client, analyst: Client, monkeypatch: Any, view: Any
) -> None:
    monkeypatch.setattr(pages, "render", lambda request, *_rest: view(request))
    for client, name in ((analyst, "analyst"), (reader, "Anonymous")):
        answer = client.get("/about/")
        assert "ETag" not in answer
        assert view is _sets_a_cookie or name in answer.text
    assert reader.get("/about/", headers={"If-None-Match": "*"}).status_code == 200


def test_the_admin_and_the_api_go_their_own_ways(reader: Client, analyst: Client) -> None:
    assert "ETag" not in analyst.get("/admin/")
    answer, queries = asked(reader, "/api/v1/", reader.get("/api/v1/")["ETag"])
    assert (answer.status_code, queries) == (304, 1)


@pytest.mark.usefixtures("world")
def test_a_download_is_never_kept_since_it_says_when_it_was_made(reader: Client) -> None:
    answer = reader.get("/agreements/?format=csv")
    assert answer.streaming
    assert "ETag" not in answer
    assert answer["Cache-Control"] == "no-cache"


# Conditions ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"If-None-Match": "*"}, 304),
        ({"If-None-Match": 'W/{tag}, "other"'}, 304),
        ({"If-None-Match": '"other"'}, 200),
        ({"If-None-Match": "no tag at all"}, 200),
        ({"If-Match": "{tag}"}, 200),
        ({"If-Match": '"other"'}, 412),
        ({"If-Match": '"other"', "If-None-Match": "{tag}"}, 412),
        ({"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}, 200),
    ],
)
def test_conditions_are_those_of_the_standard(
    reader: Client, headers: dict[str, str], status: int
) -> None:
    tag = reader.get("/glossary/")["ETag"]
    asked_so = {name: value.format(tag=tag) for name, value in headers.items()}
    assert reader.get("/glossary/", headers=asked_so).status_code == status


@pytest.mark.parametrize("known", ["*", '"other"'])
def test_where_nothing_is_a_condition_changes_nothing(reader: Client, known: str) -> None:
    assert asked(reader, "/countries/nowhere/", known)[0].status_code == 404


# Written meanwhile ---------------------------------------------------------------------------


def test_a_page_that_was_made_while_somebody_wrote_is_not_kept(
    reader: Client, monkeypatch: Any
) -> None:
    scope = f.ScopeFactory(name="Before")
    make = pages.scopes_with_counts

    def and_write() -> Any:
        read = list(make())
        Scope.objects.filter(pk=scope.pk).update(name="After")
        return read

    monkeypatch.setattr(pages, "scopes_with_counts", and_write)
    between = reader.get("/about/")
    assert "Before" in between.text
    assert "ETag" not in between
    # As long as it says, compressed too: else a browser waits for the rest, and gives up.
    Scope.objects.filter(pk=scope.pk).update(name="Before")
    smaller = reader.get("/about/", headers={"accept-encoding": "gzip"})
    assert smaller["Content-Encoding"] == "gzip"
    assert "ETag" not in smaller
    assert int(smaller["Content-Length"]) == len(smaller.content)
    monkeypatch.undo()
    assert "After" in reader.get("/about/").text


def test_other_code_has_other_validators(reader: Client, monkeypatch: Any) -> None:
    tag = reader.get("/about/")["ETag"]
    monkeypatch.setattr(page_cache, "build", lambda: "another")
    assert Client().get("/about/")["ETag"] != tag
