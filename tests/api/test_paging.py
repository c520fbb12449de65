"""Pages along their links: every row once, in order, at any depth, whatever comes meanwhile."""

from __future__ import annotations

import base64
import json
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geopol.operations import heartbeat
from relations.api import lists
from relations.api.kinds import KINDS
from relations.models import Statement
from relations.reading.search import common_words
from relations.views.filters import ListFilter, statement
from tests import factories

from .asking import ROOT, get, lines, pages, problem
from .world import world

ORDERS = [
    (kind.place, sort)
    for kind in KINDS
    for sort in kind.filterset.base_filters["sort"].orders  # type: ignore[attr-defined]
]


def ordered(filterset: type[ListFilter], rows: Any, sort: str) -> list[int]:
    return [row.pk for row in filterset({"sort": sort}, rows).qs]


@pytest.mark.parametrize(("place", "sort"), ORDERS)
def test_pages_and_lines_have_the_rows_of_the_list_in_its_order(
    reader: Client, place: str, sort: str
) -> None:
    for _ in range(3):
        world()
    factories.StatementFactory(date=None)
    factories.AgreementFactory()
    factories.MembershipFactory()
    factories.SourceFactory(published=None)
    [kind] = [kind for kind in KINDS if kind.place == place]
    rows = kind.rows(timezone.localdate())
    wanted = ordered(kind.filterset, rows, sort)
    found = lines(reader, place, sort=sort)
    assert len(found) == len(wanted)
    assert pages(reader, place, sort=sort, limit=2) == found
    if kind.slugged:
        slugs = {row.pk: row.slug for row in rows}
        assert [record["slug"] for record in found] == [slugs[key] for key in wanted]


@pytest.mark.django_db
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    dates=st.lists(st.sampled_from([None, "XXXX", "2001", "2001-01", "2001-01-01", "2002", ".."])),
    limit=st.integers(1, 4),
    sort=st.sampled_from(["date", "-date"]),
    batch=st.integers(1, 3),
)
def test_every_row_comes_once_whatever_its_date(
    dates: list[str | None], limit: int, sort: str, batch: int
) -> None:
    Statement.objects.all().delete()
    for date in dates:
        factories.StatementFactory(date=date)
    reader = Client()
    found = [r["slug"] for r in pages(reader, "statements", sort=sort, limit=limit)]
    assert len(found) == len(set(found)) == len(dates)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lists, "BATCH", batch)
        assert [r["slug"] for r in lines(reader, "statements", sort=sort)] == found


def test_what_comes_and_goes_meanwhile_moves_nothing(reader: Client) -> None:
    kept = [factories.CountryFactory(name=name) for name in "BDFH"]
    page = get(reader, "/countries/", limit=2)
    assert [record["name"] for record in page["records"]] == ["B", "D"]
    factories.CountryFactory(name="A")
    factories.CountryFactory(name="E")
    kept[1].delete()  # the one that the page ended with
    following = reader.get(page["next"]).json()
    assert [record["name"] for record in following["records"]] == ["E", "F"]


def test_the_next_page_is_named_in_the_head_too(reader: Client) -> None:
    factories.CountryFactory.create_batch(3)
    response = reader.get(f"{ROOT}/countries/?limit=2&kind=state")
    assert f'<{response.json()["next"]}>; rel="next"' in response["Link"]
    assert "kind=state" in response.json()["next"]
    last = reader.get(response.json()["next"])
    assert last.json()["next"] is None
    assert 'rel="next"' not in last["Link"]


def test_a_deep_page_asks_no_more_and_skips_no_rows(reader: Client) -> None:
    factories.StatementFactory.create_batch(30)
    page = get(reader, "/statements/", limit=2)
    for _ in range(10):
        page = reader.get(page["next"]).json()
    with CaptureQueriesContext(connection) as deep:
        reader.get(page["next"])
    with CaptureQueriesContext(connection) as first:
        get(reader, "/statements/", limit=2)
    assert len(deep) <= len(first) + 1
    assert not any("OFFSET" in query["sql"] for query in deep)


def test_a_cursor_that_is_not_ours_leads_nowhere(reader: Client) -> None:
    factories.CountryFactory.create_batch(3)
    forged = base64.urlsafe_b64encode(json.dumps(["name", "A", 1]).encode()).decode().rstrip("=")
    for cursor in ("x", forged, f"{forged}:abc"):
        found = problem(reader, "/countries/", 404, cursor=cursor)
        assert found["errors"][0]["parameter"] == "cursor"
    [cursor] = parse_qs(urlsplit(get(reader, "/countries/", limit=1)["next"]).query)["cursor"]
    assert "order" in problem(reader, "/countries/", 404, cursor=cursor, sort="-name")["detail"]


def test_a_cursor_of_one_list_leads_nowhere_in_another(reader: Client) -> None:
    for _ in range(2):
        world()
    for kind in KINDS:
        for sort in kind.filterset.base_filters["sort"].orders:  # type: ignore[attr-defined]
            page = get(reader, f"/{kind.place}/", limit=1, sort=sort)["next"]
            [cursor] = parse_qs(urlsplit(page).query)["cursor"]
            for other in KINDS:
                orders: Any = other.filterset.base_filters["sort"]
                if other is not kind and sort in orders.orders:
                    found = problem(reader, f"/{other.place}/", 404, cursor=cursor, sort=sort)
                    assert other.place in found["detail"]


def test_a_page_has_no_more_than_the_limit_and_the_limit_has_one(reader: Client) -> None:
    factories.CountryFactory.create_batch(3)
    assert len(get(reader, "/countries/", limit=2)["records"]) == 2
    assert len(get(reader, "/countries/", limit=200)["records"]) == 3
    for limit in ("0", "201", "-1", "ten", "1.0", ""):
        found = problem(reader, "/countries/", 422, limit=limit)
        assert found["errors"][0]["parameter"] == "limit", limit


def test_a_stream_says_with_each_batch_that_it_goes_on(reader: Client, monkeypatch: Any) -> None:
    """Else gunicorn would end a long one with its worker."""
    beats: list[int] = []
    monkeypatch.setattr(lists, "BATCH", 2)
    monkeypatch.setattr(heartbeat, "listener", lambda: beats.append(1))
    factories.CountryFactory.create_batch(5)
    assert len(lines(reader, "countries")) == 5
    assert len(beats) == 3


def test_a_stream_holds_some_hundreds_in_memory(reader: Client, monkeypatch: Any) -> None:
    """Each batch asks anew, and nothing is asked before somebody reads."""
    monkeypatch.setattr(lists, "BATCH", 2)
    factories.CountryFactory.create_batch(5)
    response: Any = reader.get(f"{ROOT}/countries.jsonl?fields=name")
    stream = iter(response)
    with CaptureQueriesContext(connection) as first:
        next(stream)
        next(stream)
    assert len(first) == 2
    with CaptureQueriesContext(connection) as rest:
        assert len(list(stream)) == 3
    assert len(rest) == 5


@pytest.mark.parametrize("many", [(1, 2), (1, 10_000), (10_000, 2), (10_000, 10_000)], ids=str)
@pytest.mark.parametrize(
    "asked",
    [
        {"q": "accord"},
        {"q": "accord", "on_behalf_of": "ruritania"},
        {"on_behalf_of": "ruritania"},
        {"medium": "interview"},
    ],
    ids=str,
)
@pytest.mark.parametrize("sort", ["date", "-date"])
def test_what_filters_leave_comes_once_in_order_whichever_way_it_is_found(
    reader: Client,
    monkeypatch: pytest.MonkeyPatch,
    sort: str,
    asked: dict[str, str],
    many: tuple[int, int],
) -> None:
    country = factories.CountryFactory(slug="ruritania")
    for number, date in enumerate([None, "2001", "2001-01-01", "2002", None, "1999-05"] * 2):
        title = f"Speech {number} on an accord" if number % 3 else f"Speech {number}"
        medium = ["interview", "speech"][number % 2]
        said = factories.StatementFactory(title=title, date=date, medium=medium)
        if number % 4:
            factories.SideFactory(statement=said, actor_country=country)
    [kind] = [kind for kind in KINDS if kind.place == "statements"]
    rows = kind.rows(timezone.localdate())
    words = QueryDict(urlencode({"sort": sort, **asked}))
    wanted = [row.slug for row in kind.filterset(words, rows).qs]
    assert wanted
    for module, name, number in ((common_words, "COMMON", many[0]), (statement, "FEW", many[1])):
        monkeypatch.setattr(module, name, number)
    found = pages(reader, "statements", sort=sort, limit=2, **asked)
    assert [record["slug"] for record in found] == wanted
    assert [record["slug"] for record in lines(reader, "statements", sort=sort, **asked)] == wanted
