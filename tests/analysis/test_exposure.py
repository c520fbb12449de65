"""Which share of an actor's ties is with a pole, and how it leans between two."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relations.analysis.between import NEVER, Between
from relations.analysis.exposure import exposure, lean
from relations.analysis.ties import Force, Tie

from .strategies import CSTO, WEIGHTS, days, ties

EVEN = {"binding": 1.0, "political": 1.0, "unclear": 1.0}
RUSSIA, WEST = frozenset({"RUS"}), frozenset({"USA", "EU"})


def tie(*targets: str, kind: str = "binding") -> Tie:
    begin = Between.on(dt.date(2000, 1, 1))
    return Tie("-".join(targets), "ARM", frozenset(targets), kind, begin, NEVER)


DAY = dt.date(2024, 6, 1)
FOUR = [tie("RUS"), tie("RUS", "KAZ"), tie("EU"), tie("USA", kind="political")]


def test_exposure_is_the_share_of_ties_with_any_member_of_the_pole() -> None:
    found = exposure(FOUR, "ARM", RUSSIA, DAY, EVEN)
    assert (found.value, found.low, found.high, found.evidence) == (0.5, 0.5, 0.5, 4)


def test_a_tie_weighs_by_how_binding_it_is() -> None:
    weights = {"binding": 1.0, "political": 0.25}
    assert exposure(FOUR, "ARM", WEST, DAY, weights).value == pytest.approx(1.25 / 3.25)
    assert lean(FOUR, "ARM", (RUSSIA, WEST), DAY, weights).value == pytest.approx(-0.75 / 3.25)


def test_a_tie_with_both_poles_leans_to_neither() -> None:
    assert lean([tie("RUS", "USA")], "ARM", (RUSSIA, WEST), DAY, EVEN).value == 0


def test_ties_of_others_and_ended_ones_do_not_count() -> None:
    some = [*FOUR, replace(FOUR[0], actor="GEO"), replace(CSTO, end=Between.on(DAY))]
    assert exposure(some, "ARM", RUSSIA, DAY, EVEN).evidence == 4


def test_a_tie_with_nobody_else_does_not_count() -> None:
    """A unilateral declaration, or the actor itself as a member of the pole."""
    assert exposure([*FOUR, tie("ARM")], "ARM", RUSSIA | {"ARM"}, DAY, EVEN).evidence == 4


def test_an_uncertain_end_opens_a_range() -> None:
    """CSTO ended some day in 2024; with it 3 of 5 are with Russia, without it 2 of 4."""
    found = exposure([*FOUR, CSTO], "ARM", RUSSIA, DAY, EVEN)
    assert (found.low, found.value, found.high) == (0.5, 0.6, 0.6)


def test_without_a_tie_in_force_there_is_no_share() -> None:
    assert math.isnan(exposure([], "ARM", RUSSIA, DAY, EVEN).value)


def test_an_empty_pole_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one member"):
        exposure(FOUR, "ARM", frozenset(), DAY, EVEN)
    with pytest.raises(ValueError, match="at least one member"):
        lean(FOUR, "ARM", (RUSSIA, frozenset()), DAY, EVEN)


def share(some: Sequence[Tie], poles: tuple[frozenset[str], frozenset[str]]) -> float:
    total = sum(WEIGHTS[t.kind] for t in some)
    first, second = (sum(WEIGHTS[t.kind] for t in some if t.targets & pole) for pole in poles)
    return (second - first) / total if total else math.nan


@settings(deadline=None)
@given(st.lists(ties(actors="A", targets="BCDE"), max_size=7), days)
def test_the_range_is_that_of_every_choice_of_uncertain_ties(some: list[Tie], day: dt.date) -> None:
    on = day.toordinal()
    sure = [t for t in some if t.force_on(on) is Force.SURELY]
    perhaps = [t for t in some if t.force_on(on) is Force.PERHAPS]
    worlds = [
        sure + [t for t, there in zip(perhaps, chosen, strict=True) if there]
        for chosen in product((False, True), repeat=len(perhaps))
    ]
    nobody, one, two = frozenset[str](), frozenset("B"), frozenset("CD")
    for estimate, poles in (
        (exposure(some, "A", one, day, WEIGHTS), (nobody, one)),
        (lean(some, "A", (one, two), day, WEIGHTS), (one, two)),
    ):
        found = [value for value in (share(w, poles) for w in worlds) if not math.isnan(value)]
        expected = (min(found), max(found)) if found else (math.nan, math.nan)
        assert (estimate.low, estimate.high) == pytest.approx(expected, abs=1e-9, nan_ok=True)
        drawn = share([t for t in some if t.is_drawn_on(on)], poles)
        assert estimate.value == pytest.approx(drawn, abs=1e-9, nan_ok=True)
