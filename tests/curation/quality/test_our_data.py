"""The checks on fixtures/: nothing there is impossible, and doubts are few enough to be read."""

from __future__ import annotations

import pytest

from relations.curation.quality import CHECKS, Weight

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("our_data")]


def named(weight: Weight) -> list[str]:
    return [name for name, check in CHECKS.items() if check.weight == weight]


@pytest.mark.parametrize("name", named(Weight.ERROR))
def test_nothing_is_impossible(name: str) -> None:
    assert [finding.sentence for finding in CHECKS[name].run()] == []


def test_doubts_do_not_drown_the_desk() -> None:
    doubts = {name: len(list(CHECKS[name].run())) for name in named(Weight.DOUBT)}
    assert sum(doubts.values()) < 60, doubts
    assert not any(number for name, number in doubts.items() if name.startswith("duplicate_"))
