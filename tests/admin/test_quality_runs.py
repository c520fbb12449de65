"""The desk tells nothing found from never looked, and keeps no page waiting for minutes."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from relations.curation.quality import CHECKS, Check, Weight, desk, in_page
from relations.models import CheckRun, Finding
from tests import factories as f

from .test_quality import DESK, client_with

pytestmark = pytest.mark.django_db


RUN = f'action="{DESK}run/"'


def text(client: Client, query: str = "") -> str:
    return " ".join(client.get(DESK + query).content.decode().split())


def bounds(settings: Any, **values: Any) -> None:
    settings.QUALITY = values


# When they ran --------------------------------------------------------------------


@pytest.mark.parametrize("query", ["", "?show=chores", "?check=circle"])
def test_checks_that_never_ran_found_nothing_out(analyst: Client, query: str) -> None:
    page = text(analyst, query)
    assert "never run, so that nothing is known yet" in page
    assert "python manage.py quality" in page
    assert "with the button on this page" in page
    assert RUN in page
    assert "Nothing found." not in page


def test_who_may_not_run_them_is_told_the_command_only(db: Any) -> None:
    page = text(client_with("view_finding"))
    assert "Run them with <code>python manage.py quality</code>" in page
    assert "button on this page" not in page
    assert RUN not in page


def test_where_checks_ran_and_found_nothing_the_desk_says_so_and_when(analyst: Client) -> None:
    desk.run()
    page = text(analyst)
    assert "Nothing found." in page
    assert "never r" not in page
    last = timezone.localtime(CheckRun.objects.order_by("finished").last().finished)
    assert f"{last:%H:%M}" in page.partition("Last run:")[2][:120]


def test_results_of_several_days_and_checks_without_any_are_named(analyst: Client) -> None:
    desk.run(["circle", "dead_link", "duplicate_people"])
    old = timezone.now() - dt.timedelta(days=40)
    CheckRun.objects.filter(check_name="circle").update(finished=old)
    page = text(analyst)
    assert f"{timezone.localtime(old):%Y, %H:%M}" in page.partition("The oldest result is of:")[2]
    doubts = sum(check.weight > Weight.CHORE for check in CHECKS.values())
    assert f"{doubts - 3} of {doubts} checks never ran." in page
    assert "The oldest result" not in text(analyst, "?check=dead_link")


# What a page runs -----------------------------------------------------------------


def test_more_data_than_a_page_can_check_is_left_to_the_command(
    analyst: Client, settings: Any
) -> None:
    f.AgreementFactory.create_batch(2)  # each with its source
    bounds(settings, page_rows=3)
    assert RUN not in text(analyst)
    for data, command in (
        ({}, "“python manage.py quality”"),
        ({"check": "circle"}, "“python manage.py quality --check circle”"),
    ):
        response = analyst.post(f"{DESK}run/", data, follow=True)
        said = str(next(iter(response.context["messages"])))
        assert "more than 3 rows" in said
        assert command in said
    assert not CheckRun.objects.exists()
    bounds(settings, page_rows=4)
    analyst.post(f"{DESK}run/")
    assert CheckRun.objects.count() == len(CHECKS)


def test_a_check_that_took_too_long_is_not_begun_in_a_page(analyst: Client, settings: Any) -> None:
    f.CheckRunFactory(check_name="circle", seconds=11)
    before = CheckRun.objects.get().finished
    response = analyst.post(f"{DESK}run/", {"check": "circle"}, follow=True)
    assert "It took 11 seconds last time" in response.content.decode()
    analyst.post(f"{DESK}run/")
    assert CheckRun.objects.get(check_name="circle").finished == before
    assert CheckRun.objects.count() == len(CHECKS)


def test_when_time_is_up_the_rest_is_left_and_the_next_run_goes_on_with_it(
    analyst: Client, settings: Any
) -> None:
    f.CheckRunFactory(check_name="dead_link", seconds=0)
    bounds(settings, page_seconds=0)
    response = analyst.post(f"{DESK}run/", follow=True)
    said = [str(message) for message in response.context["messages"]]
    assert f"Time was up before {len(CHECKS)} checks" in said[1]
    assert "“python manage.py quality”" in said[1]


def test_what_was_looked_at_longest_ago_is_run_first(monkeypatch: Any) -> None:
    desk.run(["circle"])
    desk.run(["dead_link"])
    order: list[str] = []
    monkeypatch.setattr(desk, "run", lambda names: order.extend(names) or 0)
    in_page.run([CHECKS[name] for name in ("dead_link", "circle", "duplicate_people")])
    assert order == ["duplicate_people", "circle", "dead_link"]


def test_a_check_that_breaks_leaves_what_was_found_before_whole(monkeypatch: Any) -> None:
    f.AgreementFactory()
    names = ["agreement_without_party", "agreement_without_act"]
    desk.run(names)
    f.AgreementFactory()

    def broken() -> Any:
        yield from CHECKS["agreement_without_party"].find()
        raise ZeroDivisionError

    good, bad = (CHECKS[name] for name in names)
    monkeypatch.setitem(CHECKS, bad.name, Check(bad.name, bad.title, bad.weight, broken))
    with pytest.raises(ZeroDivisionError):
        desk.run(names)
    counts = [Finding.objects.filter(check_name=check.name).count() for check in (good, bad)]
    assert counts == [2, 1]


# What the command runs ------------------------------------------------------------


def test_the_command_says_after_each_check_how_far_it_is_and_knows_no_bounds(
    settings: Any,
) -> None:
    f.AgreementFactory()
    bounds(settings, page_rows=0, page_seconds=0)
    said = io.StringIO()
    names = ["--check", "circle", "--check", "agreement_without_act"]
    call_command("quality", *names, stdout=io.StringIO(), stderr=said)
    first, second = said.getvalue().splitlines()
    assert first.startswith("1/2 circle: 0 (")
    assert second.startswith("2/2 agreement_without_act: 1 (")


def test_a_command_that_is_broken_off_keeps_what_is_done(monkeypatch: Any) -> None:
    def broken_off() -> Any:
        raise KeyboardInterrupt

    late = CHECKS["dead_link"]
    monkeypatch.setitem(CHECKS, late.name, Check(late.name, late.title, late.weight, broken_off))
    with pytest.raises(CommandError, match="results of 1 of 2 checks are kept"):
        call_command("quality", "--check", "circle", "--check", "dead_link", stderr=io.StringIO())
    assert CheckRun.objects.get().check_name == "circle"
