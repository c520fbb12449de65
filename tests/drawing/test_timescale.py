"""Time axes: ticks for any span, and bars that say where they are uncertain."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from relations.drawing.timescale import Span, draw_span, scale_over
from relations.drawing.tones import Tone


@given(st.lists(st.dates(), min_size=1, max_size=4))
def test_any_days_make_a_scale_with_few_ticks_inside(days: list[dt.date]) -> None:
    scale = scale_over(days, 10, 710)
    ticks = scale.ticks()
    assert len(ticks) <= 12
    assert all(scale.start <= day <= scale.end for day, _label in ticks)
    assert all(10 <= scale.x(day) <= 710 for day in days)


@given(st.dates(), st.dates())
def test_later_is_further_right(one: dt.date, other: dt.date) -> None:
    first, last = sorted((one, other))
    scale = scale_over([first, last], 0, 700)
    assert scale.x(first) <= scale.x(last)


def test_years_are_round() -> None:
    scale = scale_over([dt.date(1945, 10, 24), dt.date(2026, 1, 1)], 0, 700)
    assert [label for _day, label in scale.ticks()][:3] == ["1950", "1960", "1970"]


def test_within_a_year_months_are_named() -> None:
    scale = scale_over([dt.date(2020, 2, 1), dt.date(2020, 9, 1)], 0, 700)
    assert "Mar 2020" in [label for _day, label in scale.ticks()]


def drawn(begin: str | None, maybe: str | None) -> str:
    scale = scale_over([dt.date(2000, 1, 1), dt.date(2020, 1, 1)], 0, 700)
    day, first = (value and dt.date.fromisoformat(value) for value in (begin, maybe))
    return draw_span(scale, Span(Tone.FULL, "member", day, first, None), 0, 10, "x")


def test_a_begin_known_to_the_day_is_one_solid_bar() -> None:
    bar = drawn("2010-05-01", "2010-05-01")
    assert bar.count("<rect") == 1
    assert "p-faint" not in bar


def test_a_begin_known_to_the_year_is_faint_before_it_is_certain() -> None:
    bar = drawn("2010-12-31", "2010-01-01")
    assert bar.count("<rect") == 2
    assert bar.count("p-faint") == 1


def test_an_unknown_begin_is_faint_all_along() -> None:
    bar = drawn(None, None)
    assert bar.count("<rect") == bar.count("p-faint") == 1
