"""What is kept of each statement is drawn once between two writes, and never shown stale."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from relations.models import Person, Statement
from relations.reading.publication import EachRemembered
from relations.vocabularies import Review
from tests import factories
from tests.counting import queries

pytestmark = pytest.mark.django_db


def test_each_is_found_once_until_something_is_written() -> None:
    asked: list[list[int]] = []

    def find(keys: list[int]) -> dict[int, str]:
        asked.append(keys)
        return {key: f"no. {key}" for key in keys if key != 4}

    remembered = EachRemembered(find, most=100)
    assert remembered.of([1, 2], "en") == ["no. 1", "no. 2"]
    assert remembered.of([3, 2, 4, 1], "en") == ["no. 3", "no. 2", "no. 1"]
    assert remembered.of([1], "ru") == ["no. 1"]
    assert asked == [[1, 2], [3, 4], [1]]
    factories.CountryFactory()
    assert remembered.of([2], "en") == ["no. 2"]
    assert asked[3:] == [[2]]


def test_no_more_are_kept_than_wanted() -> None:
    remembered = EachRemembered(lambda keys: dict.fromkeys(keys, "drawn"), most=10)
    for first in range(0, 100, 5):
        assert len(remembered.of(range(first, first + 5))) == 5
        assert len(remembered.kept[1]) <= 15


def test_while_somebody_develops_nothing_is_kept(settings: Any) -> None:
    settings.DEBUG = True
    remembered = EachRemembered(lambda keys: dict.fromkeys(keys, "drawn"), most=10)
    assert remembered.of([1]) == ["drawn"]
    assert remembered.kept[1] == {}


def spoken() -> Statement:
    side = factories.SideFactory(
        statement__medium="speech", person__name="Ada Speaker", office=None
    )
    factories.PositionFactory(statement=side.statement)
    factories.StatementFactory.create_batch(3, medium="speech")
    return side.statement


def items(reader: Client, url: str, language: str = "en") -> list[str]:
    """Give the items of the lists of statements on a page."""
    body = reader.get(url, headers={"accept-language": language}).content.decode()
    [drawn] = re.findall('<ul class="statements">(.*?)</ul>', body, re.DOTALL)
    return re.findall("<li>.*?</li>", drawn, re.DOTALL)


def test_another_list_with_the_same_statements_reads_none_of_them(reader: Client) -> None:
    spoken()
    lists = ("/statements/", "/statements/?medium=speech")
    drawn = items(reader, lists[0])
    reader.get(lists[1])
    assert queries(reader, lists[1]) == queries(reader, lists[0]) == 3  # version twice, numbers
    assert items(reader, lists[1]) == drawn


def test_pages_show_a_change_at_once(reader: Client) -> None:
    statement = spoken()
    url = "/statements/"
    assert sum("Ada Speaker" in item for item in items(reader, url)) == 1
    Person.objects.filter(name="Ada Speaker").update(name="Ada Orator")
    assert sum("Ada Orator" in item for item in items(reader, url)) == 1
    assert "Ada Orator" in items(reader, "/")[0] + items(reader, "/")[1]
    Person.objects.filter(name="Ada Orator").update(review=Review.DRAFT)
    assert not any("Ada Orator" in item for item in items(reader, url))
    statement.review = Review.DRAFT
    statement.save()
    assert len(items(reader, url)) == 3


def test_each_language_has_its_own(reader: Client) -> None:
    spoken()
    english, russian = (items(reader, "/statements/", language) for language in ("en", "ru"))
    assert "Source:" in english[0] and "Source:" not in russian[0]
    assert items(reader, "/statements/", "en") == english
