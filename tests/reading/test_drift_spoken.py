"""Positions are found, whichever of speakers and targets there are more of."""

from __future__ import annotations

from typing import Any

import pytest

from relations.reading.drift.poles import ActorKey, key_of
from relations.reading.drift.positions import Talk
from relations.reading.drift.rows import CURATED
from relations.reading.drift.spoken import Spoken, spoken
from relations.reading.drift.ties import FIRST, SECOND
from relations.vocabularies import Review, Stance

from .. import factories

pytestmark = pytest.mark.django_db


def said(speaker: Any, agreement: Any, day: str, **more: Any) -> str:
    side = factories.SideFactory(
        actor_country=speaker, statement=factories.StatementFactory(date=day, **more)
    )
    factories.PositionFactory(statement=side.statement, target_agreement=agreement)
    return str(side.statement.get_absolute_url())


@pytest.mark.parametrize("others", [0, 3])
def test_of_few_speakers_and_of_many_the_same_is_found(others: int) -> None:
    speaker, silent = factories.CountryFactory(), factories.CountryFactory()
    meant, not_meant = factories.AgreementFactory(), factories.AgreementFactory()
    later = said(speaker, meant, "2021-05-01")
    earlier = said(speaker, meant, "2020-05")
    said(speaker, meant, "2022-01-01", review=Review.DRAFT)
    said(speaker, not_meant, "2020-01-01")
    said(silent, meant, "2020-01-01")

    speakers: set[ActorKey] = {key_of(speaker)}
    speakers |= {key_of(factories.CountryFactory()) for _n in range(others)}
    [found] = spoken([Talk(speakers, {("agreement", meant.pk): {SECOND}})], CURATED)
    assert [each.href for each in found[SECOND]] == [earlier, later]
    assert {each.stance.terms for each in found[SECOND]} == {(Stance.SUPPORTS,)}
    assert found[FIRST] == []


def test_who_speaks_of_nothing_and_nobody_say_nothing() -> None:
    nothing: dict[str, list[Spoken]] = {FIRST: [], SECOND: []}
    talks = [Talk(set(), {("country", 1): {FIRST}}), Talk({("country", 1)}, {}), Talk(set(), {})]
    assert spoken(talks, CURATED) == [nothing] * 3
