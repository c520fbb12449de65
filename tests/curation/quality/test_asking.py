"""Links are asked politely, when told to, and a run that is broken off goes on."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from unittest import mock

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from relations.curation.quality import asking, public_web
from relations.models import LinkCheck
from relations.vocabularies import LinkResult
from tests import factories as f

pytestmark = pytest.mark.django_db

MONTH = dt.timedelta(days=30)


class Site(BaseHTTPRequestHandler):
    """Answers with the status that the path names; ``/get/…`` answers HEAD with 405."""

    asked: list[str] = []

    def do_HEAD(self) -> None:
        self.asked.append(f"{self.command} {self.path}")
        status = int(self.path.rstrip("/").rsplit("/", 1)[1])
        if self.command == "HEAD" and self.path.startswith("/get/"):
            status = 405
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/200")
        self.end_headers()

    do_GET = do_HEAD

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    """A site of this machine, taken for a public one."""
    server = HTTPServer(("127.0.0.1", 0), Site)
    Site.asked = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with mock.patch.object(public_web, "is_public", return_value=True):
        yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "result", "status"),
    [
        ("/200", LinkResult.OK, 200),
        ("/302", LinkResult.OK, 200),
        ("/get/200", LinkResult.OK, 200),
        ("/404", LinkResult.GONE, 404),
        ("/410", LinkResult.GONE, 410),
        ("/403", LinkResult.REFUSED, 403),
        ("/429", LinkResult.REFUSED, 429),
        ("/500", LinkResult.FAILED, 500),
        ("/ä/200", LinkResult.OK, 200),
    ],
)
def test_how_an_answer_is_read(site: str, path: str, result: str, status: int) -> None:
    assert asking.ask(site + path)[:2] == (result, status)


def test_the_body_is_asked_for_only_where_the_head_is_refused(site: str) -> None:
    asking.ask(f"{site}/200")
    asking.ask(f"{site}/get/200")
    assert Site.asked == ["HEAD /200", "HEAD /get/200", "GET /get/200"]


def test_who_does_not_answer_has_failed() -> None:
    with mock.patch.object(public_web, "is_public", return_value=True):
        result, status, detail = asking.ask("http://127.0.0.1:9/")
    assert (result, status) == (LinkResult.FAILED, None)
    assert detail


def test_what_is_due_comes_in_turn_by_host() -> None:
    for url in ("https://a.example/1", "https://a.example/2", "https://b.example/1"):
        f.SourceFactory(url=url, archived_url="https://c.example/" + url[-1])
    f.OrganizationFactory(website="https://b.example/1")
    f.LinkCheckFactory(url="https://c.example/2", checked_at=timezone.now())
    f.LinkCheckFactory(url="https://a.example/2", checked_at=timezone.now() - 2 * MONTH)
    assert asking.due(MONTH) == [
        "https://a.example/1",
        "https://b.example/1",
        "https://c.example/1",
        "https://a.example/2",
    ]


def test_answers_are_kept_at_once_and_failures_counted() -> None:
    answers = iter([(LinkResult.FAILED, 500, ""), (LinkResult.FAILED, None, "no answer")])
    for failures in (1, 2):
        asking.check_links(["https://a.example/"], asked=lambda url: next(answers), pause=0)
        assert LinkCheck.objects.get().failures == failures
    asking.check_links(["https://a.example/"], asked=lambda url: (LinkResult.OK, 200, ""), pause=0)
    assert LinkCheck.objects.get().failures == 0


def test_a_host_is_given_a_pause_and_another_is_not() -> None:
    with mock.patch.object(asking.time, "sleep") as sleep:
        urls = ["https://a.example/1", "https://b.example/1", "https://a.example/2"]
        asking.check_links(urls, asked=lambda url: (LinkResult.OK, 200, ""), pause=60)
    assert len(sleep.call_args_list) == 1


def test_a_run_that_is_broken_off_goes_on() -> None:
    for number in range(3):
        f.SourceFactory(url=f"https://{number}.example/")
    asked: list[str] = []

    def ask(url: str) -> Any:
        if len(asked) == 2:
            raise KeyboardInterrupt
        asked.append(url)
        return LinkResult.OK, 200, ""

    check = asking.check_links
    with (
        mock.patch.object(asking, "check_links", lambda *a, **k: check(*a, **k, asked=ask)),
        pytest.raises(CommandError, match="What was asked is kept"),
    ):
        call_command("quality", "--links", stderr=mock.Mock(), stdout=mock.Mock())
    assert asking.due(MONTH) == ["https://2.example/"]
