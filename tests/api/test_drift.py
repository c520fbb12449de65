"""Drift by program and by command: the figures of the page."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tests.views.test_drift import agreement, country, rows, three

from .asking import ROOT, get, problem

PATH = "/drift/armenia/russia/eu/"

__all__ = ["three"]


def test_the_api_has_the_figures_of_the_page(reader: Client, three: Any) -> None:
    armenia, russia, eu = three
    agreement(armenia, russia)
    agreement(armenia, eu, date="2010")
    found = get(reader, PATH, w_treaty_in_force="2", since="2005")
    page = rows(reader, "years", "w_treaty_in_force=2&since=2005")
    assert [(row["day"], row["first"]) for row in found["years"]] == [
        (row["day"], float(row["first"])) for row in page
    ]
    assert found["url"].endswith(PATH)
    assert found["events"][0]["url"].startswith("http://testserver/agreements/")


def test_only_some_fields_and_the_members_of_a_group(reader: Client, three: Any) -> None:
    armenia, russia, _eu = three
    agreement(armenia, russia)
    found = get(
        reader, "/drift/ARM/russia/members:eu/".replace("ARM", armenia.slug), fields="years"
    )
    assert set(found) == {"self", "years"}


@pytest.mark.parametrize(
    ("path", "status", "query"),
    [
        (PATH, 422, {"w_member": "-1"}),
        (PATH, 422, {"w_member": "nan"}),
        (PATH, 422, {"half_life": "1e400"}),
        (PATH, 422, {"nonsense": "1"}),
        (PATH, 422, {"data": "nobody"}),
        ("/drift/armenia/eu/eu/", 422, {}),
        ("/drift/armenia/nobody/eu/", 404, {}),
    ],
)
def test_what_is_wrong_is_a_problem(
    reader: Client, three: Any, path: str, status: int, query: dict[str, str]
) -> None:
    problem(reader, path, status, **query)


def test_a_code_leads_on(reader: Client, three: Any) -> None:
    armenia = three[0]
    answer = reader.get(f"{ROOT}/drift/{armenia.code}/russia/eu/")
    assert answer.headers["Location"] == f"{ROOT}{PATH}"


def test_the_command_prints_a_table_or_csv(three: Any) -> None:
    armenia, russia, _eu = three
    agreement(armenia, russia)
    agreement(armenia, country("iran"), date="2001-01-01")
    out = io.StringIO()
    call_command("drift", "armenia", "russia", "eu", stdout=out)
    assert "0.50 (0.50 to 0.50)" in out.getvalue()
    out = io.StringIO()
    call_command("drift", "armenia", "russia", "eu", "since=2000", "--csv", "records", stdout=out)
    assert out.getvalue().startswith("record,path,kind,weight")


@pytest.mark.parametrize(
    "words",
    [
        ["armenia", "nobody", "eu"],
        ["armenia", "eu", "eu"],
        ["armenia", "russia", "eu", "w_member=x"],
    ],
)
def test_the_command_says_what_is_wrong(three: Any, words: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("drift", *words)
