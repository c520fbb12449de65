"""What is drawn of a life is what the database says of each day of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from relations.models import Act, Agreement, Membership, MembershipAct
from relations.reading.lifecycle import agreement_lifecycle
from relations.reading.membership_bars import membership_bars
from relations.reading.shown_rows import membership_rows
from relations.reading.spans import agreement_phases, membership_phases, phase_on
from relations.vocabularies import ActKind, Concerns, MembershipActKind
from tests import factories

DAYS = [dt.date(year, 7, 1) for year in range(1990, 2032, 3)] + [dt.date(2011, 10, 18)]

NOTATIONS = st.sampled_from(
    ["2010", "2011", "2011-10", "2011-10-18", "2012-05-01", "201X", "XXXX"]
    + ["[..2011-12-31]", "[2010-06-01..]", "[2010-06-01..2011-06-01]", "2011~", "2013?"]
)


def steps(kinds: Any) -> Any:
    return st.lists(st.tuples(st.sampled_from(kinds), st.none() | NOTATIONS), max_size=6)


def same_on_every_day(rows: Any, annotated: Any, state: str) -> None:
    for day in DAYS:
        said = dict(annotated(day).values_list("pk", state))
        for pk, phases in rows.items():
            phase = phase_on(phases, day)
            assert (phase.state if phase else "") == said[pk], (pk, day)


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(acts=steps(ActKind.values))
@example(acts=[("denounced", "[..2011-12-31]")])
def test_an_agreement_is_drawn_in_the_state_that_it_is_in(acts: Any) -> None:
    made = factories.AgreementFactory()
    for number, (kind, date) in enumerate(acts, start=1):
        factories.ActFactory(agreement=made, kind=kind, date=date, occurrence=number)
    rows = list(Act.objects.filter(agreement=made).in_order())  # type: ignore[attr-defined]
    phases = agreement_phases(rows)
    for day in DAYS[::5]:
        assert agreement_lifecycle(made, rows, day) or not any(
            date not in (None, "XXXX") for _kind, date in acts
        )
    only = Agreement.objects.filter(pk=made.pk)
    same_on_every_day({made.pk: phases}, only.with_state, "state")  # type: ignore[attr-defined]


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(acts=steps(MembershipActKind.values))
@example(acts=[("withdrew", "[..2011-12-31]")])
def test_a_membership_is_drawn_with_the_status_that_it_has(acts: Any) -> None:
    made = factories.MembershipFactory()
    for number, (kind, date) in enumerate(acts, start=1):
        factories.MembershipActFactory(membership=made, kind=kind, date=date, occurrence=number)
    [row] = membership_rows(dt.date.today()).filter(pk=made.pk)
    phases = membership_phases(row.acts)
    for day in DAYS[::5]:
        membership_bars(row.organization, [row], label="actor", day=day)
    only = Membership.objects.filter(pk=made.pk)
    same_on_every_day({made.pk: phases}, only.with_status, "status")  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_an_effect_counts_and_not_the_date_of_the_act() -> None:
    act = factories.ActFactory(date="2012-01-01", effect="2014-01-01")
    phases = agreement_phases([act])
    assert phase_on(phases, dt.date(2013, 1, 1)) is None
    assert phase_on(phases, dt.date(2014, 1, 1)) is not None


@pytest.mark.django_db
def test_the_act_of_one_party_leaves_the_agreement_as_it_is() -> None:
    act = factories.ActFactory(
        kind=ActKind.WITHDRAWN,
        concerns=Concerns.PARTY,
        actor_country=factories.CountryFactory(),
    )
    assert agreement_phases([act]) == []


@pytest.mark.django_db
def test_acts_without_a_date_stand_in_the_table_alone() -> None:
    dated = factories.ActFactory(kind=ActKind.SIGNED, date="2011-05")
    undated = factories.ActFactory(agreement=dated.agreement, kind=ActKind.AMENDED, date=None)
    picture = agreement_lifecycle(dated.agreement, [undated, dated], dt.date(2020, 1, 1))
    assert picture is not None
    assert [row[0].text for row in picture.rows] == ["not recorded", "May 2011"]
    assert "amended" not in picture.svg
    assert agreement_lifecycle(dated.agreement, [undated], dt.date(2020, 1, 1)) is None


@pytest.mark.usefixtures("our_data")
@pytest.mark.django_db
def test_all_our_data_is_drawn_as_the_database_says() -> None:
    agreements: dict[int, Any] = {}
    for act in Act.objects.all():
        agreements.setdefault(act.agreement_id, []).append(act)
    memberships: dict[int, Any] = {}
    for act in MembershipAct.objects.all():
        memberships.setdefault(act.membership_id, []).append(act)
    same_on_every_day(
        {pk: agreement_phases(acts) for pk, acts in agreements.items()},
        Agreement.objects.with_state,  # type: ignore[attr-defined]
        "state",
    )
    same_on_every_day(
        {pk: membership_phases(acts) for pk, acts in memberships.items()},
        Membership.objects.with_status,  # type: ignore[attr-defined]
        "status",
    )
