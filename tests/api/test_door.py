"""What every answer passes through: validators, methods, formats, limits, other sites."""

from __future__ import annotations

import datetime as dt
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.http import parse_http_date

from relations.api import door, limits, lists
from relations.api.problems import TYPES, Problem
from tests import factories

from .asking import PLACES, ROOT, problem

LIST = f"{ROOT}/countries/"
ADDRESSES = [
    f"{ROOT}/",
    *(f"{ROOT}/{place}/" for place in PLACES),
    f"{ROOT}/countries.jsonl",
    f"{ROOT}/search/?q=a",
    f"{ROOT}/glossary/",
    f"{ROOT}/openapi.json",
]


@pytest.mark.parametrize("path", ADDRESSES)
def test_an_answer_on_an_empty_database_has_licence_and_validators(
    reader: Client, path: str
) -> None:
    response = reader.get(path)
    assert response.status_code == 200
    assert '<https://creativecommons.org/licenses/by/4.0/>; rel="license"' in response["Link"]
    assert response["ETag"].startswith('"')
    assert response["Last-Modified"]
    assert response["Cache-Control"] == "public, no-cache"
    assert "Set-Cookie" not in response
    assert response["Content-Language"] == "en"


@pytest.mark.parametrize("path", ADDRESSES)
def test_what_has_not_changed_is_not_sent_again_for_one_query(reader: Client, path: str) -> None:
    tag = reader.get(path)["ETag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}'):
        with CaptureQueriesContext(connection) as captured:
            response = reader.get(path, headers={"If-None-Match": known})
        assert response.status_code == 304
        assert not response.content
        assert response["ETag"] == tag
        assert len(captured) == 1


def test_after_a_write_the_tag_is_another(reader: Client) -> None:
    country = factories.CountryFactory()
    tag = reader.get(LIST)["ETag"]
    country.name = "Elsewhere"
    country.save()
    response = reader.get(LIST, headers={"If-None-Match": tag})
    assert response.status_code == 200
    assert response["ETag"] != tag


def test_every_address_has_a_tag_of_its_own_and_every_day_another(
    reader: Client, monkeypatch: Any
) -> None:
    tags = {reader.get(path)["ETag"] for path in (LIST, f"{LIST}?limit=2", f"{LIST}?limit=3")}
    assert len(tags) == 3
    tomorrow = timezone.now() + dt.timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    assert reader.get(LIST)["ETag"] not in tags


def test_the_tag_of_nothing_is_known_to_nobody(reader: Client) -> None:
    response = reader.get(f"{ROOT}/countries/nowhere/", headers={"If-None-Match": "*"})
    assert response.status_code == 404
    assert "ETag" not in response


def test_last_modified_is_that_of_the_last_write_but_not_before_today(reader: Client) -> None:
    factories.CountryFactory()
    modified = parse_http_date(reader.get(LIST)["Last-Modified"])
    assert timezone.now().timestamp() - modified < 100


def test_a_time_alone_is_no_proof_that_nothing_changed(reader: Client) -> None:
    """An edit in the same second, or one that began before and was seen after."""
    country = factories.CountryFactory(slug="land", name="Before")
    since = reader.get(LIST)["Last-Modified"]
    type(country).objects.update(name="After")
    for time in (since, "Fri, 01 Jan 2100 00:00:00 GMT"):
        answer = reader.get(LIST, headers={"If-Modified-Since": time})
        assert (answer.status_code, b"After" in answer.content) == (200, True)
    known = {"If-None-Match": answer["ETag"], "If-Modified-Since": since}
    assert reader.get(LIST, headers=known).status_code == 304


@pytest.mark.parametrize("path", [LIST, f"{ROOT}/countries.jsonl", f"{ROOT}/nowhere/"])
def test_head_says_what_get_says(reader: Client, path: str) -> None:
    factories.CountryFactory()
    get, head = reader.get(path), reader.head(path)
    assert head.status_code == get.status_code
    assert head.content == b""
    for name in ("Content-Type", "Link", "ETag", "Last-Modified"):
        assert head.get(name) == get.get(name), name
    if not get.streaming:
        assert int(head["Content-Length"]) == len(get.content)


@pytest.mark.parametrize("path", [LIST, f"{ROOT}/countries.jsonl", f"{ROOT}/countries/x/"])
def test_options_names_the_methods_and_the_others_are_refused(reader: Client, path: str) -> None:
    options = reader.options(path)
    assert (options.status_code, options["Allow"]) == (204, "GET, HEAD, OPTIONS")
    for method in ("post", "put", "patch", "delete", "trace"):
        response = getattr(reader, method)(path)
        assert response.status_code == 405
        assert response["Allow"] == "GET, HEAD, OPTIONS"
        assert response["Content-Type"] == "application/problem+json"


def test_a_format_that_is_not_here_is_refused(reader: Client) -> None:
    for accept, status in (
        ("application/json", 200),
        ("text/html, */*;q=0.1", 200),
        ("application/*", 200),
        ("text/csv", 406),
    ):
        response = reader.get(LIST, headers={"Accept": accept})
        assert response.status_code == status, accept
    assert "application/json" in response.json()["detail"]
    lines = reader.get(f"{ROOT}/countries.jsonl", headers={"Accept": "application/json"})
    assert lines.status_code == 406


def test_where_nothing_is_says_what_there_is(reader: Client) -> None:
    for path in ("/nowhere/", "/countries/x/y/", "/nowhere"):
        assert ROOT in problem(reader, path, 404)["detail"]
    assert reader.post("/api/").status_code == 404


def test_a_missing_slash_leads_on(reader: Client) -> None:
    response = reader.get(f"{ROOT}/countries?kind=state")
    assert (response.status_code, response["Location"]) == (301, f"{LIST}?kind=state")


def test_what_breaks_is_a_problem_that_tells_nothing(reader: Client, monkeypatch: Any) -> None:
    def broken(*args: Any) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(lists.Listing, "page", broken)
    assert "secret" not in str(problem(reader, "/countries/", 500))


@pytest.mark.parametrize("path", [LIST, f"{ROOT}/countries.jsonl", f"{ROOT}/nowhere/"])
def test_a_host_that_is_not_ours_is_a_problem_too(reader: Client, settings: Any, path: str) -> None:
    settings.SITE_URL = "https://geopol.example"
    response = reader.get(path, headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["type"] == f"https://geopol.example{ROOT}/docs/#bad-request"
    assert reader.get("/about/", headers={"Host": "evil.example"}).status_code == 400


def test_more_words_than_are_read_are_a_problem(reader: Client) -> None:
    many = "&".join(["kind=state"] * 10_001)
    for path in (LIST, f"{ROOT}/countries.jsonl", f"{ROOT}/countries/x/"):
        response = reader.get(f"{path}?{many}")
        assert (response.status_code, response.json()["title"]) == (400, TYPES["bad-request"][1])


@pytest.mark.parametrize(
    "condition",
    [
        {"If-Match": '"other"'},
        {"If-Match": '"other"', "If-None-Match": '"other"'},
        {"If-Unmodified-Since": "Mon, 01 Jan 2024 00:00:00 GMT"},
    ],
)
@pytest.mark.parametrize("path", [LIST, f"{ROOT}/countries.jsonl"])
def test_a_condition_that_does_not_hold_is_a_problem(
    reader: Client, path: str, condition: dict[str, str]
) -> None:
    response = reader.get(path, headers=condition)
    assert response.status_code == 412
    assert response["Content-Type"] == "application/problem+json"
    assert "If-Match" in response.json()["detail"]
    tag = reader.get(path)["ETag"]
    assert reader.get(path, headers={"If-Match": tag}).status_code == 200


def test_errors_are_in_one_language(reader: Client) -> None:
    response = reader.get(f"{LIST}?member=nobody", headers={"Accept-Language": "ru"})
    assert "not known here" in response.json()["detail"]


def test_lines_are_in_one_language_as_pages_are(reader: Client) -> None:
    """They are written after the view has ended, when the language is the reader's again."""
    act = factories.ActFactory(kind="signed")
    factories.ClaimFactory(agreement=None, act=act, field="date", value="2001")
    headers = {"Accept-Language": "ru"}
    [page] = reader.get(f"{ROOT}/claims/", headers=headers).json()["records"]
    response: Any = reader.get(f"{ROOT}/claims.jsonl", headers=headers)
    assert [json.loads(line) for line in response] == [page]
    assert page["record"].endswith(": signed")


def test_the_metrics_and_the_log_tell_the_addresses_apart(reader: Client) -> None:
    names = {str(reader.get(path).resolver_match.view_name) for path in ADDRESSES}
    assert len(names) == len(ADDRESSES)
    assert {"api-index", "api-countries", "api-countries-jsonl-lines"} <= names


# Limits ---------------------------------------------------------------------------------


NOON = dt.datetime(2026, 11, 29, 12, tzinfo=dt.UTC).timestamp()


@pytest.fixture
def three_a_minute(settings: Any, monkeypatch: Any) -> None:
    settings.API_RATE = "3/min"
    cache.clear()
    monkeypatch.setattr(limits, "clock", lambda: NOON + 15)


@pytest.mark.usefixtures("three_a_minute")
def test_who_asks_too_often_is_told_how_long_to_wait(reader: Client) -> None:
    left = []
    for _ in range(3):
        response = reader.get(LIST)
        left.append(response["RateLimit-Remaining"])
    assert left == ["2", "1", "0"]
    assert response["RateLimit-Limit"] == "3"
    assert response["RateLimit-Policy"] == "3;w=60"
    with CaptureQueriesContext(connection) as captured:
        refused = reader.get(LIST)
    assert refused.status_code == 429
    assert refused["Content-Type"] == "application/problem+json"
    assert refused["Retry-After"] == "45"
    assert refused["RateLimit-Reset"] == refused["Retry-After"]
    assert not captured


@pytest.mark.usefixtures("three_a_minute")
def test_the_next_minute_counts_anew(reader: Client, monkeypatch: Any) -> None:
    assert [reader.get(LIST).status_code for _ in range(4)] == [200, 200, 200, 429]
    monkeypatch.setattr(limits, "clock", lambda: NOON + 60)
    assert reader.get(LIST)["RateLimit-Remaining"] == "2"


@pytest.mark.usefixtures("three_a_minute")
def test_the_addresses_of_a_network_of_ipv6_are_one_client(reader: Client) -> None:
    same = ["2001:db8:1:2::1", "2001:db8:1:2:ffff::", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"]
    answers = [reader.get(LIST, REMOTE_ADDR=address).status_code for address in same]
    assert answers == [200, 200, 200, 429]
    assert reader.get(LIST, REMOTE_ADDR="2001:db8:1:3::1").status_code == 200
    mapped = ["::ffff:192.0.2.1", "::ffff:192.0.2.2", "192.0.2.1", "192.0.2.1"]
    left = [reader.get(LIST, REMOTE_ADDR=one)["RateLimit-Remaining"] for one in mapped]
    assert left == ["2", "2", "1", "0"]
    assert reader.get(LIST, REMOTE_ADDR="").status_code == 200


@pytest.mark.usefixtures("three_a_minute")
def test_of_a_burst_at_once_no_more_are_let_in(rf: Any) -> None:
    def let_in(_: int) -> bool:
        try:
            return bool(limits.counted(rf.get(LIST)))
        except Problem:
            return False

    with ThreadPoolExecutor(16) as threads:
        assert sum(threads.map(let_in, range(200))) == 3


@pytest.mark.usefixtures("three_a_minute")
def test_a_cache_that_does_not_answer_limits_nobody_and_is_logged(
    reader: Client, settings: Any, caplog: Any
) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:9/0",  # where nobody listens
        }
    }
    for _ in range(4):
        assert reader.get(LIST).status_code == 200
    assert "nobody is limited" in caplog.text


@pytest.mark.usefixtures("three_a_minute")
def test_each_client_has_its_own_limit_and_all_addresses_count_together(reader: Client) -> None:
    for path in (LIST, f"{ROOT}/", f"{ROOT}/nowhere/", LIST):
        response = reader.get(path, REMOTE_ADDR="192.0.2.1")
    assert response.status_code == 429
    assert reader.get(LIST, REMOTE_ADDR="192.0.2.2").status_code == 200


@pytest.mark.usefixtures("three_a_minute")
def test_behind_a_proxy_the_address_that_it_adds_counts(reader: Client, settings: Any) -> None:
    settings.PROXIES = 1
    for forged in range(4):
        headers = {"X-Forwarded-For": f"10.0.0.{forged}, 192.0.2.7"}
        response = reader.get(LIST, headers=headers)
    assert response.status_code == 429


def test_pages_are_not_limited(reader: Client, settings: Any) -> None:
    settings.API_RATE = "1/min"
    cache.clear()
    assert {reader.get("/glossary/").status_code for _ in range(3)} == {200}


# Other sites ----------------------------------------------------------------------------


def test_scripts_of_other_sites_may_read_it_and_nothing_else(reader: Client) -> None:
    origin = {"Origin": "https://example.org"}
    response = reader.get(LIST, headers=origin)
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response
    assert "link" in response["Access-Control-Expose-Headers"].lower()
    missing = reader.get(f"{ROOT}/countries/x/", headers=origin)
    assert missing["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in reader.get("/countries/", headers=origin)


def test_a_browser_that_asks_before_is_allowed_to_read(reader: Client) -> None:
    asked = {
        "Origin": "https://example.org",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "if-none-match",
    }
    response = reader.options(LIST, headers=asked)
    assert response.status_code == 200
    assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "if-none-match" in response["Access-Control-Allow-Headers"]


def test_another_version_of_the_code_has_other_tags(reader: Client, monkeypatch: Any) -> None:
    tag = reader.get(LIST)["ETag"]
    monkeypatch.setattr(door, "VERSION", "1.0.1")
    assert reader.get(LIST)["ETag"] != tag
