"""Dates as manydata writes them: what is known of them and no more."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relations.loading.datasets.messy_dates import read_messy
from relations.loading.datasets.vocabulary import Oddity

SENTINEL = Oddity.NO_END_KNOWN


@pytest.mark.parametrize(
    ("text", "notation", "oddity"),
    [
        ("", None, None),
        ("1970-05-06", "1970-05-06", None),
        ("1970-05-06?", "1970-05-06?", None),
        ("1970-05", "1970-05", None),
        ("1970", "1970", None),
        ("1961-01-26~", "1961-01-26~", None),
        ("1981-09..1981-10", "[1981-09..1981-10]", None),
        ("1970-01-01", "1970", Oddity.YEAR_AS_JANUARY),
        ("2011-01-01~", "2011~", Oddity.YEAR_AS_JANUARY),
        ("9999-12-31", None, SENTINEL),
        ("1972-06-31?", "1972-06?", Oddity.DAY_IMPOSSIBLE),
        ("2020-99-99", None, Oddity.UNREADABLE_DATE),
        ("2010-XX-XX-", "2010", None),
        ("1964-XX-16", "1964", None),
        ("0014-022005", None, Oddity.UNREADABLE_DATE),
        ("0001-01-01", None, Oddity.UNREADABLE_DATE),
        ("-218569.0", None, Oddity.NOT_A_DATE_HERE),
        ("11831.0", None, Oddity.NOT_A_DATE_HERE),
        ("soon", None, Oddity.UNREADABLE_DATE),
    ],
)
def test_each_form(text: str, notation: str | None, oddity: Oddity | None) -> None:
    date, found = read_messy(text, SENTINEL)
    assert (date.notation if date else None, found) == (notation, oddity)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_whatever_is_written_is_a_date_or_said_to_be_none(text: str) -> None:
    date, oddity = read_messy(text, SENTINEL)
    assert date or oddity or not text.strip()


@given(st.dates(dt.date(1000, 1, 1), dt.date(2100, 12, 31)))
def test_a_day_lies_within_what_is_written(day: dt.date) -> None:
    date, _oddity = read_messy(day.isoformat(), SENTINEL)
    assert date and date.earliest and date.latest
    assert date.earliest <= day <= date.latest
