"""The known turning points of Armenia between Russia and the West stand at their dates."""

from __future__ import annotations

import datetime as dt

import pytest

from relations.reading.drift.asking import find, question
from relations.reading.drift.page import Drift, drift

pytestmark = pytest.mark.usefixtures("our_data", "db")


def armenia(second: str) -> Drift:
    return drift(question(*find(["armenia", "russia", second]), {}))


@pytest.mark.parametrize(
    ("second", "day", "path", "before", "after"),
    [
        ("eu", "1994-04-20", "/organizations/csto/#members", "", "member"),
        ("eu", "2002-10-07", "/agreements/csto-charter-2002/", "", "treaty_signed"),
        ("eu", "2003-09-18", "/agreements/csto-charter-2002/", "treaty_signed", "treaty_in_force"),
        ("eu", "2015-01-02", "/organizations/eaeu/#members", "", "member"),
        ("eu", "2017-11-24", "/agreements/eu-armenia-cepa-2017/", "treaty_agreed", "treaty_signed"),
        (
            "eu",
            "2021-03-01",
            "/agreements/eu-armenia-cepa-2017/",
            "treaty_provisional",
            "treaty_in_force",
        ),
        ("eu", "2025-01-09", "/organizations/eu/#members", "", "aspirant"),
        ("eu", "2025-03-26", "/organizations/eu/#members", "aspirant", "aspirant"),
        ("united-states", "2025-01-14", "/agreements/us-armenia-charter-2025/", "", "political"),
    ],
)
def test_a_turning_point_is_an_event_of_its_day(
    second: str, day: str, path: str, before: str, after: str
) -> None:
    found = {
        (event.day.isoformat(), event.record.href, event.before, event.after)
        for event in armenia(second).events
    }
    assert (day, path, before, after) in found


def test_the_freeze_of_2024_is_known_to_the_month_and_moves_the_line_down() -> None:
    page = armenia("eu")
    [event] = [e for e in page.events if e.after == "frozen"]
    assert (event.when.earliest, event.when.latest) == (dt.date(2024, 2, 1), dt.date(2024, 2, 29))
    assert event.record.href == "/organizations/csto/#members"
    assert event.first < 0 < event.lean
    inside = page.lines.first.at(page.lines.place(dt.date(2024, 2, 10)))
    assert inside.low < inside.value < inside.high


def test_each_turning_point_moves_its_own_line_the_right_way() -> None:
    page = armenia("eu")
    moved = {(e.day.isoformat(), e.record.href): e for e in page.events}
    assert moved["2015-01-02", "/organizations/eaeu/#members"].first > 0
    assert moved["2021-03-01", "/agreements/eu-armenia-cepa-2017/"].second > 0
    assert moved["2025-01-09", "/organizations/eu/#members"].second > 0


def test_what_is_binding_in_one_source_only_widens_the_range() -> None:
    """Of the charter of January 2025 sources disagree whether it binds."""
    page = armenia("united-states")
    before = page.lines.second.at(page.lines.place(dt.date(2025, 1, 13)))
    after = page.lines.second.at(page.lines.place(dt.date(2025, 1, 14)))
    assert after.value > before.value
    assert after.high - after.low > before.high - before.low


def test_what_armenia_says_of_russia_turned_down_before_2025() -> None:
    page = armenia("eu")
    said = page.said[0]
    assert {spoken.href for spoken in said.spoken} >= {"/statements/pashinyan-2024-02-22-csto/"}
    place = said.series.days.index(dt.date(2024, 12, 31))
    assert said.series.value[place] < 0
