"""What is marked in a text: the words that begin as those that were looked for."""

from __future__ import annotations

import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from relations.reading.search.marking import Marker
from relations.search import words_of

WORDS = st.text("abAB1_- .'&", max_size=30)
NO_LETTER = " ½"  # after which a text isn't ASCII any more, and has no other word


@pytest.mark.parametrize(
    ("typed", "text", "marked"),
    [
        ("coop", "Cooperation, not a co-op", "<mark>Cooperation</mark>, not a co-op"),
        ("c", "C and CIS", "<mark>C</mark> and CIS"),
        ("a_b", "a_b a.b ab", "<mark>a</mark>_<mark>b</mark> <mark>a</mark>.<mark>b</mark> ab"),
        ("b.c", "b.c bc", "<mark>b</mark>.<mark>c</mark> bc"),
        ("armeni", "Армения & Armenian", "<mark>Армения</mark> &amp; <mark>Armenian</mark>"),
        ("xyz", "nothing", "nothing"),
    ],
)
def test_words_that_begin_as_what_was_typed_are_marked(typed: str, text: str, marked: str) -> None:
    assert Marker(words_of(typed)).mark(text) == marked


@given(WORDS, WORDS)
@example("a b", "ab_a b")
@example("b", "bb B b1")
def test_a_plain_text_is_marked_as_one_with_other_signs(typed: str, text: str) -> None:
    marker = Marker(words_of(typed))
    assert marker.mark(text + NO_LETTER) == marker.mark(text) + NO_LETTER
    assert marker.holds(text + NO_LETTER) == marker.holds(text)


def test_where_two_words_begin_one_the_first_is_meant() -> None:
    assert Marker(["ab", "abc"]).holds("abcd") == {0}
    assert Marker(["abc", "ab"]).holds("abcd ab") == {0, 1}


def test_an_excerpt_shows_where_most_words_stand_together() -> None:
    text = f"alpha {'x ' * 200} alpha beta {'y ' * 200}"
    assert "<mark>alpha</mark> <mark>beta</mark>" in Marker(["alpha", "beta"]).excerpt(text)


def test_no_sign_of_a_query_is_a_pattern() -> None:
    assert Marker([string.punctuation]).mark("anything") == "anything"
