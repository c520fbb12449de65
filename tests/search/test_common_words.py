"""A list of statements with a common word begins with the same ones as the index finds."""

from __future__ import annotations

from typing import Any

import pytest

from relations.models import Statement
from relations.reading.search import common_words, first_with_words, with_words
from tests import factories as f

pytestmark = pytest.mark.django_db

TEXTS = ("accord", "accords", "border", "accord border", "Accord. Border!", "Ակորդ", "")


@pytest.fixture
def world() -> None:
    """Fill with statements that hold words in their own texts, in positions and in names."""
    hidden = f.AgreementFactory(review="draft", source=None)
    for number, text in enumerate(TEXTS):
        f.StatementFactory(title=f"Speech {number}", summary=text, date=f"20{number + 10}")
        said = f.StatementFactory(title=f"Talk {number}", date=f"20{number + 10}-05")
        f.PositionFactory(statement=said, text=text or "none")
        f.PositionFactory(statement=said, target_agreement=hidden, text="border accord")
        f.SideFactory(statement=said, person=f.PersonFactory(name=f"{text} Smith"))
        told = f.StatementFactory(title=f"Word {number} {text}", date=None)
        f.SideFactory(
            statement=told,
            person=f.PersonFactory(name="Accord Border", review="draft", source=None),
        )
    f.StatementFactory(title="Accord border", review="draft", source=None)


def in_order() -> Any:
    return Statement.objects.published().order_by("title", "pk")


@pytest.mark.parametrize("text", ["accord", "acc", "border accord", "accord smith", "speech", "zz"])
@pytest.mark.parametrize("most", [1, 3, 100])
def test_they_are_the_first_that_the_index_finds(
    world: None, monkeypatch: pytest.MonkeyPatch, text: str, most: int
) -> None:
    monkeypatch.setattr(common_words, "COMMON", 1)
    monkeypatch.setattr(common_words, "PART", 2)
    monkeypatch.setattr(common_words, "SPARSE", 1000)
    expected = list(with_words(in_order(), text).values_list("pk", flat=True)[:most])
    found = first_with_words(in_order(), text, most)
    assert found == expected or (found is None and text == "zz" and not expected)


def test_the_index_is_asked_where_no_word_is_common(world: None) -> None:
    assert first_with_words(in_order(), "accord", 5) is None


def test_the_index_is_asked_where_a_common_word_is_rare_in_the_list(
    world: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(common_words, "COMMON", 1)
    monkeypatch.setattr(common_words, "PART", 2)
    speeches = in_order().exclude(title__startswith="Talk")
    assert first_with_words(speeches, "smith", 2) is None
