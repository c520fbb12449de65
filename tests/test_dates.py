"""Partial dates: what their notation means, how they read, and what is refused."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from relations.dates import InvalidDate, PartialDate, Precision
from tests.any_dates import DAYS, MARKED, NOTATIONS, ranges

WORDS = [
    # a day, a month, a year, more years
    ("2024-11-30", "30 November 2024"),
    ("2018-05-01", "1 May 2018"),
    ("2018-05", "May 2018"),
    ("2018-01", "January 2018"),
    ("2018", "2018"),
    ("199X", "the 1990s"),
    ("2020-02-29", "29 February 2020"),
    ("190X", "the 1900s"),
    ("19XX", "sometime in 1900–1999"),
    ("19XX~", "about sometime in 1900–1999"),
    # marks
    ("2018-05~", "about May 2018"),
    ("2018-05-03~", "about 3 May 2018"),
    ("2018~", "about 2018"),
    ("199X~", "about the 1990s"),
    ("2018-05?", "May 2018 (uncertain)"),
    ("2018-05-03?", "3 May 2018 (uncertain)"),
    ("2018?", "2018 (uncertain)"),
    ("199X?", "the 1990s (uncertain)"),
    ("2018-05%", "about May 2018 (uncertain)"),
    ("2018%", "about 2018 (uncertain)"),
    # thirds of a month
    ("[2024-12-01..2024-12-10]", "early December 2024"),
    ("[2024-12-11..2024-12-20]", "mid-December 2024"),
    ("[2024-12-21..2024-12-31]", "late December 2024"),
    ("[2024-11-21..2024-11-30]", "late November 2024"),
    ("[2024-02-21..2024-02-29]", "late February 2024"),
    ("[2023-02-21..2023-02-28]", "late February 2023"),
    ("[2024-02-21..2024-02-28]", "between 21 February 2024 and 28 February 2024"),
    ("[2024-12-21..2024-12-30]", "between 21 December 2024 and 30 December 2024"),
    ("[2024-12-02..2024-12-10]", "between 2 December 2024 and 10 December 2024"),
    ("[2024-12-01..2025-12-10]", "between 1 December 2024 and 10 December 2025"),
    ("[2024-11-01..2024-12-10]", "between 1 November 2024 and 10 December 2024"),
    # ranges
    ("[2018..2020]", "between 2018 and 2020"),
    ("[2018-05..2020-06-07]", "between May 2018 and 7 June 2020"),
    ("[..2010-12-31]", "on or before 31 December 2010"),
    ("[..2010]", "on or before 2010"),
    ("[1999-04-02..]", "on or after 2 April 1999"),
    ("[1999-04..]", "on or after April 1999"),
    # no day at all
    ("..", "still running"),
    ("XXXX", "date unknown"),
]

BOUNDS = [
    ("2024-11-30", "2024-11-30", "2024-11-30", Precision.DAY),
    ("2018-05", "2018-05-01", "2018-05-31", Precision.MONTH),
    ("2024-02", "2024-02-01", "2024-02-29", Precision.MONTH),
    ("1900-02", "1900-02-01", "1900-02-28", Precision.MONTH),
    ("2018", "2018-01-01", "2018-12-31", Precision.YEAR),
    ("199X", "1990-01-01", "1999-12-31", Precision.DECADE),
    ("19XX", "1900-01-01", "1999-12-31", Precision.CENTURY),
    ("[2024-12-01..2024-12-10]", "2024-12-01", "2024-12-10", Precision.RANGE),
    ("[2024-12..2025]", "2024-12-01", "2025-12-31", Precision.RANGE),
    ("[2024-12-05..2024-12-05]", "2024-12-05", "2024-12-05", Precision.RANGE),
    ("[..2010-12-31]", None, "2010-12-31", Precision.RANGE),
    ("[1999-04..]", "1999-04-01", None, Precision.RANGE),
    ("..", None, None, Precision.OPEN),
    ("XXXX", None, None, Precision.UNKNOWN),
]

NOT_A_DAY = "is not a day of the calendar"
NOT_A_DATE = "is not a date: write 2024-11-30, 2018-05"
REFUSED = [
    ("2024-02-30", NOT_A_DAY),
    ("2023-02-29", NOT_A_DAY),
    ("1900-02-29", NOT_A_DAY),
    ("2024-13", NOT_A_DAY),
    ("2024-00", NOT_A_DAY),
    ("2024-05-00", NOT_A_DAY),
    ("0000", NOT_A_DAY),
    ("199X-05", "has a month but no year"),
    ("19XX-05-06", "has a month but no year"),
    ("[2025..2024]", "ends before it begins"),
    ("[2024-12-10..2024-12-09]", "ends before it begins"),
    ("[..]", "has neither beginning nor end"),
    ("[2024-13..]", "“2024-13” is not a day"),
    ("[2024..2024-02-30]", "“2024-02-30” is not a day"),
    ("20180501", NOT_A_DATE),
    ("", NOT_A_DATE),
    ("2018-5", NOT_A_DATE),
    ("18", NOT_A_DATE),
    ("20188", NOT_A_DATE),
    ("2018-05-", NOT_A_DATE),
    ("2018-05-01 or so", NOT_A_DATE),
    ("2018-05-01T12:00", NOT_A_DATE),
    ("2018~?", NOT_A_DATE),
    ("~2018", NOT_A_DATE),
    ("2018-XX", NOT_A_DATE),
    ("19X8", NOT_A_DATE),
    ("1XXX", NOT_A_DATE),
    ("199x", NOT_A_DATE),
    ("-0044", NOT_A_DATE),
    ("2018/2019", NOT_A_DATE),
    ("[2018,2019]", NOT_A_DATE),
    ("{2018..2019}", NOT_A_DATE),
    ("[2018..2019", NOT_A_DATE),
    ("[2018..2019]~", NOT_A_DATE),
    ("[2018~..2019]", NOT_A_DATE),
    ("[199X..2019]", NOT_A_DATE),
    ("[XXXX..2019]", NOT_A_DATE),
    ("[2018-..2019]", NOT_A_DATE),
    ("...", NOT_A_DATE),
    ("XXX", NOT_A_DATE),
    ("May 2018", NOT_A_DATE),
    ("31/12/2018", NOT_A_DATE),
]


@pytest.mark.parametrize(("notation", "words"), WORDS)
def test_words_say_what_is_known_and_no_more(notation: str, words: str) -> None:
    assert PartialDate.parse(notation).words() == words


def test_a_century_and_its_first_decade_read_differently() -> None:
    assert PartialDate.parse("19XX").words() != PartialDate.parse("190X").words()


@pytest.mark.parametrize(("notation", "earliest", "latest", "precision"), BOUNDS)
def test_bounds_are_the_first_and_last_possible_day(
    notation: str, earliest: str | None, latest: str | None, precision: Precision
) -> None:
    date = PartialDate.parse(notation)
    assert date.earliest == (dt.date.fromisoformat(earliest) if earliest else None)
    assert date.latest == (dt.date.fromisoformat(latest) if latest else None)
    assert date.precision is precision


@pytest.mark.parametrize(("notation", "message"), REFUSED)
def test_a_wrong_notation_is_refused_and_quoted_in_the_message(notation: str, message: str) -> None:
    with pytest.raises(InvalidDate) as refusal:
        PartialDate.parse(notation)
    assert message in str(refusal.value)
    if not notation.startswith("["):
        assert f"“{notation}”" in str(refusal.value)


@pytest.mark.parametrize("notation", ["٢٠١٨", "２０１８-05", "[٢٠١٨..]"])
def test_only_the_digits_of_edtf_are_taken(notation: str) -> None:
    with pytest.raises(InvalidDate):
        PartialDate.parse(notation)


def test_space_around_the_notation_is_forgiven() -> None:
    assert PartialDate.parse(" 2018-05\n") == PartialDate.parse("2018-05")


@pytest.mark.parametrize(
    ("notation", "approximate", "uncertain"),
    [("2018", False, False), ("2018~", True, False), ("2018?", False, True), ("2018%", True, True)],
)
def test_a_mark_says_whether_date_or_source_is_in_doubt(
    notation: str, approximate: bool, uncertain: bool
) -> None:
    date = PartialDate.parse(notation)
    assert (date.approximate, date.uncertain) == (approximate, uncertain)


@pytest.mark.parametrize("notation", [n for n, _words in WORDS])
def test_only_the_open_date_is_open_and_only_the_unknown_unknown(notation: str) -> None:
    date = PartialDate.parse(notation)
    assert date.is_open is (notation == "..")
    assert date.is_unknown is (notation == "XXXX")


@pytest.mark.parametrize("language", ["de", "hy"])
def test_the_same_date_reads_in_the_language_of_the_moment(language: str) -> None:
    date = PartialDate.parse("2018-05")
    english = date.words()
    with translation.override(language):
        assert date.words() != english
    assert date.words() == english


# Properties -----------------------------------------------------------------------

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@given(NOTATIONS)
def test_notation_is_kept_to_the_letter(notation: str) -> None:
    date = PartialDate.parse(notation)
    assert str(date) == date.notation == notation
    assert len(date) == len(notation)
    assert PartialDate.parse(str(date)) == date


@given(NOTATIONS)
def test_the_first_possible_day_never_lies_after_the_last(notation: str) -> None:
    date = PartialDate.parse(notation)
    assert not (date.earliest and date.latest) or date.earliest <= date.latest


@given(NOTATIONS)
def test_every_date_has_words(notation: str) -> None:
    words = PartialDate.parse(notation).words()
    assert words
    assert "%(" not in words


@given(DAYS)
def test_a_day_is_exactly_that_day(day: dt.date) -> None:
    date = PartialDate.of(day)
    assert (date.earliest, date.latest, date.precision) == (day, day, Precision.DAY)
    assert date == PartialDate.parse(day.isoformat())


@given(st.text(alphabet="0123456789X-.[]~?%", max_size=26))
def test_anything_else_is_refused_with_a_sentence(text: str) -> None:
    try:
        date = PartialDate.parse(text)
    except InvalidDate as refusal:
        assert str(refusal).startswith("“")
    else:
        assert PartialDate.parse(date.notation) == date


def _independent_bounds(notation: str) -> tuple[dt.date | None, dt.date | None]:
    """Give the two bounds as the edtf package reads them; an open side is infinite there."""
    parsed = parse_edtf(notation)
    bounds = (parsed.lower_strict(), parsed.upper_strict())
    return tuple(None if isinstance(b, float) else dt.date(*b[:3]) for b in bounds)  # type: ignore[return-value]


@given(MARKED | ranges())
def test_bounds_agree_with_an_independent_reader_of_edtf(notation: str) -> None:
    date = PartialDate.parse(notation)
    assert (date.earliest, date.latest) == _independent_bounds(notation)
