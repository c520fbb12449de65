"""The state of an agreement, as it follows from its acts."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from relations.models import Agreement
from relations.vocabularies import (
    ENDING,
    STATE_AFTER,
    ActKind,
    AgreementState,
    Concerns,
)
from tests import factories as f

pytestmark = pytest.mark.django_db

A = ActKind
S = AgreementState


def agreement(*acts: tuple[Any, ...]) -> Agreement:
    """Make an agreement with acts of (kind, date) or (kind, date, further values)."""
    made = f.AgreementFactory()
    for number, (kind, date, *values) in enumerate(acts, start=1):
        f.ActFactory(
            agreement=made,
            kind=kind,
            date=date,
            **{"occurrence": number, **(values[0] if values else {})},
        )
    return made


def by_party(concerns: Concerns = Concerns.PARTY, **values: Any) -> dict[str, Any]:
    return {"actor_country": f.CountryFactory(), "concerns": concerns, **values}


def state(made: Agreement, on: str | None = None) -> str:
    day = dt.date.fromisoformat(on) if on else None
    return Agreement.objects.with_state(day).get(pk=made.pk).state  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", ActKind.values)
def test_each_kind_of_act_has_its_state_or_leaves_it(kind: str) -> None:
    made = agreement((A.ANNOUNCED, "2000"), (kind, "2001"))
    assert state(made) == STATE_AFTER.get(kind, AgreementState.ANNOUNCED)


def test_without_acts_there_is_no_state() -> None:
    assert state(agreement()) == ""


def test_acts_that_change_nothing_give_no_state() -> None:
    made = agreement((A.RATIFIED, "2001", by_party()), (A.AMENDED, "2002"))
    assert state(made) == ""


def test_the_last_act_by_date_decides_in_whatever_order_they_were_entered() -> None:
    made = agreement(
        (A.TERMINATED, "2010-05-06"), (A.SIGNED, "2001-02-03"), (A.ENTERED_INTO_FORCE, "2002-03-04")
    )
    assert state(made) == AgreementState.TERMINATED
    assert state(made, "2010-05-05") == AgreementState.IN_FORCE
    assert state(made, "2002-03-03") == AgreementState.SIGNED
    assert state(made, "2001-02-02") == ""


@pytest.mark.parametrize(
    ("kinds", "last"),
    [
        ((A.ENTERED_INTO_FORCE, A.SIGNED), AgreementState.IN_FORCE),
        ((A.SIGNED, A.INITIALLED, A.ANNOUNCED), AgreementState.SIGNED),
        ((A.ENTERED_INTO_FORCE, A.PROVISIONALLY_APPLIED), AgreementState.IN_FORCE),
        ((A.SUPERSEDED, A.TERMINATED), AgreementState.SUPERSEDED),
    ],
)
def test_acts_of_one_day_follow_each_other_as_usual(
    kinds: tuple[ActKind, ...], last: AgreementState
) -> None:
    assert state(agreement(*[(kind, "2001-02-03") for kind in kinds])) == last
    assert state(agreement(*[(kind, "2001") for kind in kinds])) == last


def test_an_act_takes_effect_on_its_own_date_of_effect() -> None:
    made = agreement(
        (A.ENTERED_INTO_FORCE, "2001-02-03"),
        (A.DENOUNCED, "2010-01-01", {"effect": "2011-01-01"}),
    )
    assert state(made, "2010-12-31") == AgreementState.IN_FORCE
    assert state(made, "2011-01-01") == AgreementState.TERMINATED


def test_effect_and_not_date_orders_the_acts() -> None:
    made = agreement(
        (A.SUSPENDED, "2010-01-01", {"effect": "2012-01-01"}),
        (A.RESUMED, "2011-01-01"),
    )
    assert state(made, "2011-06-01") == AgreementState.IN_FORCE
    assert state(made) == AgreementState.SUSPENDED


def test_an_effect_of_unknown_date_comes_no_earlier_than_the_act() -> None:
    made = agreement(
        (A.ENTERED_INTO_FORCE, "2001-02-03"), (A.SUSPENDED, "2020-01-01", {"effect": "XXXX"})
    )
    assert state(made, "2010-01-01") == AgreementState.IN_FORCE
    assert state(made) == AgreementState.SUSPENDED


# Who did it -----------------------------------------------------------------------


@pytest.mark.parametrize("concerns", Concerns)
def test_a_signature_by_any_party_makes_it_one_that_was_signed(concerns: Concerns) -> None:
    made = agreement((A.ANNOUNCED, "2000"), (A.SIGNED, "2001", by_party(concerns)))
    assert state(made) == AgreementState.SIGNED


@pytest.mark.parametrize(
    "kind", [A.RATIFIED, A.ACCEDED, A.ENTERED_INTO_FORCE, A.SUSPENDED, A.WITHDRAWN, A.DENOUNCED]
)
def test_what_one_party_does_for_itself_leaves_the_whole_as_it_is(kind: ActKind) -> None:
    made = agreement(
        (A.PROVISIONALLY_APPLIED, "2001"),
        (kind, "2010", by_party()),
        (kind, None, by_party()),
    )
    assert state(made) == AgreementState.PROVISIONAL


@pytest.mark.parametrize("kind", [A.SUSPENDED, A.DENOUNCED, A.WITHDRAWN])
def test_one_side_can_suspend_or_end_the_whole(kind: ActKind) -> None:
    made = agreement((A.ENTERED_INTO_FORCE, "2001"), (kind, "2010", by_party(Concerns.AGREEMENT)))
    assert state(made) == STATE_AFTER[kind]


def test_a_suspension_ends_with_its_resumption_and_can_come_again() -> None:
    made = agreement(
        (A.ENTERED_INTO_FORCE, "2001-01-01"),
        (A.SUSPENDED, "2010-01-01"),
        (A.RESUMED, "2012-01-01"),
        (A.SUSPENDED, "2014-01-01"),
    )
    assert [state(made, f"{year}-06-01") for year in (2005, 2011, 2013, 2015)] == [
        AgreementState.IN_FORCE,
        AgreementState.SUSPENDED,
        AgreementState.IN_FORCE,
        AgreementState.SUSPENDED,
    ]


# What isn't known to the day --------------------------------------------------------


@pytest.mark.parametrize(
    ("date", "not_yet", "certain"),
    [
        ("2018", "2018-12-30", "2018-12-31"),
        ("2018~", "2018-12-30", "2018-12-31"),
        ("2018-02", "2018-02-27", "2018-02-28"),
        ("201X", "2019-12-30", "2019-12-31"),
        ("[2018-03-01..2018-03-10]", "2018-03-09", "2018-03-10"),
        ("[..2018-03-10]", "2018-03-09", "2018-03-10"),
        ("[2018-03-01..]", "2018-02-28", "2018-03-01"),
    ],
)
def test_an_act_counts_as_soon_as_it_has_certainly_happened(
    date: str, not_yet: str, certain: str
) -> None:
    made = agreement((A.ENTERED_INTO_FORCE, date))
    assert state(made, not_yet) == ""
    assert state(made, certain) == AgreementState.IN_FORCE


@pytest.mark.parametrize("unknown", ["XXXX", None])
def test_an_act_of_unknown_date_stands_first(unknown: str | None) -> None:
    made = agreement((A.ENTERED_INTO_FORCE, unknown), (A.SUSPENDED, "2010-01-01"))
    assert state(made) == AgreementState.SUSPENDED
    assert state(made, "2009-12-31") == AgreementState.IN_FORCE


@pytest.mark.parametrize("unknown", ["XXXX", None])
@pytest.mark.parametrize("kind", ENDING)
def test_an_ending_of_unknown_date_stands_last(kind: ActKind, unknown: str | None) -> None:
    made = agreement((kind, unknown), (A.RESUMED, "2010-01-01"))
    assert state(made) == STATE_AFTER[kind]


@pytest.mark.parametrize(
    ("acts", "last"),
    [
        ([(A.SIGNED, "2018-03-01"), (A.ENTERED_INTO_FORCE, "2018")], S.IN_FORCE),
        ([(A.SIGNED, "2018"), (A.ENTERED_INTO_FORCE, "2018-03-01")], S.IN_FORCE),
        ([(A.SIGNED, "2018-03"), (A.ENTERED_INTO_FORCE, "2018~")], S.IN_FORCE),
        ([(A.ENTERED_INTO_FORCE, "2018-03-01"), (A.SUSPENDED, "2018")], S.SUSPENDED),
        ([(A.SUSPENDED, "2018"), (A.RESUMED, "2018-12-01")], S.IN_FORCE),
        ([(A.ENTERED_INTO_FORCE, "199X"), (A.TERMINATED, "1995-01-01")], S.TERMINATED),
        ([(A.ENTERED_INTO_FORCE, "[..1999]"), (A.SUSPENDED, "1995-01-01")], S.SUSPENDED),
        # the dates leave no doubt: the later act counts, unusual as it is
        ([(A.SIGNED, "2018-03-01"), (A.PROVISIONALLY_APPLIED, "2017")], S.SIGNED),
        ([(A.TERMINATED, "2017-12-31"), (A.ENTERED_INTO_FORCE, "2018")], S.IN_FORCE),
        ([(A.SUSPENDED, "2017-12"), (A.RESUMED, "2019"), (A.SUSPENDED, "2020")], S.SUSPENDED),
    ],
)
def test_where_dates_overlap_the_usual_order_decides_and_else_the_dates(
    acts: list[tuple[Any, ...]], last: AgreementState
) -> None:
    assert state(agreement(*acts), "2025-01-01") == last
    assert state(agreement(*reversed(acts)), "2025-01-01") == last


# Asking -----------------------------------------------------------------------------


def test_without_a_day_the_state_is_that_of_today() -> None:
    today = timezone.localdate()
    made = agreement(
        (A.SIGNED, today.isoformat()),
        (A.ENTERED_INTO_FORCE, (today + dt.timedelta(days=1)).isoformat()),
    )
    assert state(made) == AgreementState.SIGNED


def test_agreements_are_filtered_by_their_state() -> None:
    in_force = agreement((A.SIGNED, "2000"), (A.ENTERED_INTO_FORCE, "2001"))
    agreement((A.ENTERED_INTO_FORCE, "2001"), (A.TERMINATED, "2002"))
    without = agreement()
    every = Agreement.objects.with_state()
    assert list(every.filter(state=AgreementState.IN_FORCE)) == [in_force]
    assert list(every.filter(state="")) == [without]


def test_acts_are_listed_as_they_followed_each_other() -> None:
    made = agreement(
        (A.TERMINATED, None),
        (A.ENTERED_INTO_FORCE, "2002-03-04"),
        (A.SIGNED, "2001"),
        (A.RATIFIED, "2002-03-04", by_party()),
        (A.ANNOUNCED, "XXXX"),
    )
    assert [act.kind for act in made.act_set.in_order()] == [
        A.ANNOUNCED,
        A.SIGNED,
        A.RATIFIED,
        A.ENTERED_INTO_FORCE,
        A.TERMINATED,
    ]


def test_the_first_date_is_that_of_the_earliest_dated_act() -> None:
    made = agreement((A.ENTERED_INTO_FORCE, "2002"), (A.SIGNED, "2001-02"), (A.ANNOUNCED, None))
    undated = agreement((A.SIGNED, "XXXX"))
    found = {a.pk: (str(a.first_date), a.first_day) for a in Agreement.objects.with_first_date()}
    assert found[made.pk] == ("2001-02", dt.date(2001, 2, 1))
    assert found[undated.pk] == ("None", None)
