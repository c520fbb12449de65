"""Positions are found, whichever of speakers and targets there are more of."""

from __future__ import annotations

from typing import Any

import pytest

from relations.models import Statement
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


@pytest.mark.parametrize("more_speakers", [0, 3])
@pytest.mark.parametrize("more_targets", [0, 3])
def test_of_few_speakers_or_targets_and_of_many_the_same_is_found(
    more_speakers: int, more_targets: int
) -> None:
    speaker, silent = factories.CountryFactory(), factories.CountryFactory()
    meant, not_meant = factories.AgreementFactory(), factories.AgreementFactory()
    later = said(speaker, meant, "2021-05-01")
    earlier = said(speaker, meant, "2020-05")
    said(speaker, meant, "2022-01-01", review=Review.DRAFT)
    said(speaker, not_meant, "2020-01-01")
    said(silent, meant, "2020-01-01")

    speakers: set[ActorKey] = {key_of(speaker)}
    speakers |= {key_of(factories.CountryFactory()) for _n in range(more_speakers)}
    targets: dict[ActorKey, set[str]] = {("agreement", meant.pk): {SECOND}}
    for _n in range(more_targets):
        targets["agreement", factories.AgreementFactory().pk] = {FIRST}
    [found] = spoken([Talk(speakers, targets)], CURATED)
    assert [each.href for each in found[SECOND]] == [earlier, later]
    assert {each.stance.terms for each in found[SECOND]} == {(Stance.SUPPORTS,)}
    assert found[FIRST] == []


@pytest.mark.parametrize("more_speakers", [0, 10])
def test_a_joint_statement_of_two_of_the_speakers_counts_once(more_speakers: int) -> None:
    meant = factories.AgreementFactory()
    both = [factories.CountryFactory(), factories.CountryFactory()]
    page = said(both[0], meant, "2021-05-01")
    joint = Statement.objects.get(slug=page.strip("/").split("/")[-1])
    factories.SideFactory(statement=joint, actor_country=both[1])
    speakers = {key_of(each) for each in both}
    speakers |= {key_of(factories.CountryFactory()) for _n in range(more_speakers)}
    [found] = spoken([Talk(speakers, {("agreement", meant.pk): {FIRST}})], CURATED)
    assert [each.href for each in found[FIRST]] == [page]


def test_who_speaks_of_nothing_and_nobody_say_nothing() -> None:
    nothing: dict[str, list[Spoken]] = {FIRST: [], SECOND: []}
    talks = [Talk(set(), {("country", 1): {FIRST}}), Talk({("country", 1)}, {}), Talk(set(), {})]
    assert spoken(talks, CURATED) == [nothing] * 3
