"""The first statements and positions of a record are those of the whole list, few or many."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from relations.models import Position, Statement
from relations.reading import gathered, shown_rows
from relations.reading.actors import actor_page
from relations.vocabularies import Review

from .. import factories

pytestmark = pytest.mark.django_db

DAYS = ["2021-05-01", "2020", "2021-05-01", None, "2019-01-01", "2021-05-01", None, "2022-03"]


@pytest.fixture
def filled() -> None:
    charter = factories.AgreementFactory()
    for number, day in enumerate(DAYS):
        statement = factories.StatementFactory(date=day, title=f"Headline {number * 7 % 5}")
        factories.PositionFactory(statement=statement, target_agreement=charter)
    draft = factories.StatementFactory(date="2023-01-01", review=Review.DRAFT)
    factories.PositionFactory(statement=draft, target_agreement=charter)


@pytest.mark.parametrize("few", [10_000, 3])
@pytest.mark.parametrize("most", [1, 2, 4, 7, 8, 20])
def test_the_newest_come_first_whichever_way_they_are_found(
    filled: None, monkeypatch: Any, few: int, most: int
) -> None:
    monkeypatch.setattr(gathered, "FEW", few)
    statements = list(Statement.objects.published().values_list("pk", flat=True))
    assert len(statements) == len(DAYS)
    found = shown_rows.first_statements(Statement.objects.all(), most)
    assert found == statements[:most]
    keys = Position.objects.values_list("pk", flat=True)
    positions = list(shown_rows.position_rows().filter(pk__in=keys))
    assert shown_rows.first_positions(Position.objects.all(), most) == positions[:most]
    assert {position.statement_id for position in positions} == set(statements)


@pytest.mark.parametrize("few", [10_000, 3])
def test_what_an_actors_page_counts_is_all_of_it_whichever_way_it_is_found(
    monkeypatch: Any, few: int
) -> None:
    monkeypatch.setattr(gathered, "FEW", few)
    country, draft = factories.CountryFactory(), factories.StatementFactory(review=Review.DRAFT)
    for number, day in enumerate(DAYS):
        said = factories.SideFactory(actor_country=country, statement__date=day).statement
        stance = ["supports", "opposes"][number % 2]
        factories.PositionFactory(statement=said, stance=stance)
        factories.PositionFactory(target_agreement=None, target_country=country, stance="steady")
    factories.SideFactory(actor_country=country, statement=draft)
    factories.PositionFactory(statement=draft)
    page = actor_page(country, dt.date(2026, 1, 1))
    assert (page.statement_count, page.position_count) == (len(DAYS), len(DAYS))
    taken, received = page.numbers.taken, page.numbers.received
    assert {stance: n for stance, _label, n in taken} == {"supports": 4, "opposes": 4}
    assert {stance: n for stance, _label, n in received} == {"steady": len(DAYS)}
