"""An agreement's life: labels that can be read, and no false precision."""

from __future__ import annotations

import datetime as dt
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from relations.drawing.lifecycle import LANES, WIDTH, Mark, draw_lifecycle
from relations.drawing.svg import width_of

DAY = dt.date(2026, 1, 1)
DIAMOND = "l6 6l-6 6l-6-6z"


def life(marks: list[Mark]) -> str:
    return draw_lifecycle([], marks, DAY, "today", "life")[0]


def mark(first: dt.date | None, last: dt.date | None, label: str = "signed") -> Mark:
    return Mark(first, last, label, label)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.builds(
            lambda day, label: mark(day, day, label),
            st.dates(dt.date(1990, 1, 1), DAY),
            st.text("abcdef ", min_size=1, max_size=90),
        ),
        min_size=1,
        max_size=14,
    )
)
def test_no_label_covers_another_one_or_leaves_the_picture(marks: list[Mark]) -> None:
    found = re.findall(r'<text x="([\d.-]+)" y="([\d.-]+)"[^>]*p-label">([^<]*)<', life(marks))
    assert len(found) >= min(len(marks), LANES)
    boxes = sorted((float(y), float(x), float(x) + width_of(text, 12)) for x, y, text in found)
    for one, other in zip(boxes, boxes[1:], strict=False):
        assert one[0] != other[0] or one[2] <= other[1]
    assert all(left >= 0 and right <= WIDTH for _y, left, right in boxes)


def test_a_day_is_a_point() -> None:
    assert DIAMOND in life([mark(dt.date(2001, 2, 3), dt.date(2001, 2, 3))])


def test_a_month_or_an_open_range_is_never_a_point() -> None:
    ranges = [
        (dt.date(2001, 2, 1), dt.date(2001, 2, 28)),
        (None, dt.date(2010, 12, 31)),
        (dt.date(2010, 12, 31), None),
    ]
    for first, last in ranges:
        drawn = life([mark(first, last)])
        assert DIAMOND not in drawn
        assert "stroke-dasharray" in drawn
