"""One id joins what is known of a request."""

from __future__ import annotations

import io
import json
import logging
import logging.config
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from geopol.operations import logs, request_ids


def test_the_id_of_a_proxy_is_kept_and_returned() -> None:
    answer = Client().get("/healthz", headers={"x-request-id": "0af7651916cd43dd8448eb211c80319c"})
    assert answer["X-Request-ID"] == "0af7651916cd43dd8448eb211c80319c"


@pytest.mark.parametrize(
    "offered", ["", "short", "a" * 65, "a b c d e f", "../../etc/passwd", "é" * 9]
)
def test_an_id_that_is_not_sane_is_replaced(offered: str) -> None:
    answer = Client().get("/healthz", headers={"x-request-id": offered})
    assert answer["X-Request-ID"] != offered
    assert len(answer["X-Request-ID"]) == 32


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_whatever_is_offered_the_id_is_one_plain_word(offered: str) -> None:
    assert request_ids.SANE.fullmatch(request_ids.take(offered))


def test_each_request_has_an_id_of_its_own_and_none_is_left_behind() -> None:
    ids = {Client().get("/healthz")["X-Request-ID"] for _ in range(5)}
    assert len(ids) == 5
    assert request_ids.current.get() == ""


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """Log as in production, and give what was written, a dictionary a line."""
    written = io.StringIO()
    made = logs.configuration("json", "INFO")
    configurator = logging.config.DictConfigurator(made)
    formatter = configurator.configure_formatter(made["formatters"]["json"])
    handler = logging.StreamHandler(written)
    handler.setFormatter(formatter)
    handler.addFilter(request_ids.AddRequestId())
    logging.root.addHandler(handler)
    monkeypatch.setattr(logging.getLogger("geopol.requests"), "level", logging.INFO)
    logging.getLogger("geopol.requests").manager._clear_cache()
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    logging.root.removeHandler(handler)


def test_a_line_of_the_log_is_json_with_the_id_and_without_the_query(lines: Any, db: Any) -> None:
    Client().get("/search/?q=somebody", headers={"x-request-id": "one-request"})
    (line,) = [each for each in lines() if each["message"] == "request"]
    assert {k: line[k] for k in ("level", "logger", "request_id", "method", "path", "status")} == {
        "level": "INFO",
        "logger": "geopol.requests",
        "request_id": "one-request",
        "method": "GET",
        "path": "/search/",
        "status": 200,
    }
    assert line["page"] == "search"
    assert "somebody" not in json.dumps(line)
    assert line["timestamp"].endswith("+00:00")


def test_an_error_is_one_line_too_with_its_traceback_and_the_id(
    lines: Any, db: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr("relations.views.pages.render", lambda *a, **k: 1 / 0)
    client = Client(raise_request_exception=False)
    answer = client.get("/about/?secret=1", headers={"x-request-id": "one-request"})
    assert answer.status_code == 500
    assert answer["X-Request-ID"] == "one-request"
    written = lines()
    (line,) = [each for each in written if each["logger"] == "django.request"]
    assert "ZeroDivisionError" in line["exc_info"]
    assert line["request_id"] == "one-request"
    assert "secret" not in json.dumps(written)


@pytest.mark.parametrize("path", ["/not/here/", "/api/v1/nowhere/", "/api/v1/countries/x/"])
def test_what_django_says_of_an_error_has_the_id_too(lines: Any, db: Any, path: str) -> None:
    assert Client().get(path, headers={"x-request-id": "one-request"}).status_code == 404
    written = lines()
    assert {"django.request", "geopol.requests"} <= {line["logger"] for line in written}
    assert {line["request_id"] for line in written} == {"one-request"}


def test_probes_leave_no_line(lines: Any) -> None:
    Client().get("/healthz")
    assert lines() == []
