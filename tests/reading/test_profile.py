"""An actor in numbers, its partners by scope, and its ties in time order."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db.models import Q

from relations.models import Act, Agreement, Membership, Party
from relations.reading.actors import actor_page
from relations.reading.agreements import parties_with
from relations.reading.events import acts_of, by_year, events_of, steps_of
from relations.reading.profile import ScopesByPartner, scopes_by_partner
from relations.reading.shown_rows import agreement_rows, agreements_of
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 1, 1)


def pact(*countries: object, state: str = "signed", **values: object) -> Agreement:
    agreement = factories.AgreementFactory(**values)
    for country in countries:
        factories.PartyFactory(agreement=agreement, actor_country=country)
    factories.ActFactory(agreement=agreement, kind=state, date="2010-05-01")
    return agreement


def partners(actor: Any, day: dt.date) -> ScopesByPartner:
    return scopes_by_partner(actor, agreement_rows(day).filter(pk__in=agreements_of(actor)))


def test_only_agreements_that_stand_count_among_partners() -> None:
    one, other, third = (factories.CountryFactory(name=name) for name in ("A", "B", "C"))
    top = factories.ScopeFactory(name="Security", parent=None)
    below = factories.ScopeFactory(name="Borders", parent=top)
    standing = pact(one, other)
    for scope in (top, below, below):
        factories.ProvisionFactory(agreement=standing, scope=scope)
    over = pact(one, third, state="terminated")
    factories.ProvisionFactory(agreement=over, scope=top)
    hidden = pact(one, third, review="draft")
    factories.ProvisionFactory(agreement=hidden, scope=top)
    table = partners(one, TODAY)
    assert [scope.name for scope in table.scopes] == ["Security"]
    assert [(str(who), counts, total) for who, counts, total in table.rows] == [("B", [3], 3)]
    assert partners(one, dt.date(2009, 1, 1)).rows == []


def test_positions_are_counted_by_stance_until_the_day() -> None:
    country = factories.CountryFactory()
    for date, stance in (("2010", "supports"), ("2011", "supports"), ("2020", "opposes")):
        side = factories.SideFactory(actor_country=country, statement__date=date)
        factories.PositionFactory(statement=side.statement, stance=stance)
    counted = actor_page(country, dt.date(2015, 1, 1)).numbers
    assert [(stance, n) for stance, _label, n in counted.taken] == [("supports", 2)]
    assert counted.received == []


def test_events_stand_under_their_years_newest_first_and_undated_last() -> None:
    country = factories.CountryFactory()
    pact(country)
    membership = factories.MembershipFactory(actor_country=country)
    for kind, date in (("applied", None), ("joined", "2012-03"), ("withdrew", "2030")):
        factories.MembershipActFactory(membership=membership, kind=kind, date=date)
    years = events_of(country, agreements_of(country), TODAY)
    assert [year.number for year in years] == [2012, 2010, None]
    assert [event.record.kind for year in years for event in year.events] == [
        "joined",
        "signed",
        "applied",
    ]


def test_a_partys_own_acts_are_events_of_that_party_alone() -> None:
    one, other = factories.CountryFactory(), factories.CountryFactory()
    agreement = pact(one, other)
    factories.ActFactory(
        agreement=agreement, actor_country=other, concerns="party", kind="ratified", date="2011"
    )
    found = [
        event.record.kind
        for year in events_of(one, agreements_of(one), TODAY)
        for event in year.events
    ]
    assert found == ["signed"]
    found = [
        event.record.kind
        for year in events_of(other, agreements_of(other), TODAY)
        for event in year.events
    ]
    assert found == ["ratified", "signed"]


def test_nothing_unpublished_is_an_event() -> None:
    country = factories.CountryFactory()
    pact(country, review="draft")
    membership = factories.MembershipFactory(actor_country=country, review="draft")
    factories.MembershipActFactory(membership=membership, date="2012")
    assert events_of(country, agreements_of(country), TODAY) == []
    every = list(Agreement.objects.values_list("pk", flat=True))
    assert list(acts_of(every, Q(), TODAY)) == []
    assert by_year(steps_of(Membership.objects.none(), TODAY)) == []


def test_a_party_has_its_acts_in_the_column_of_their_kind() -> None:
    country = factories.CountryFactory()
    agreement = pact(country)
    for kind in ("signed", "acceded", "withdrawn", "reservation"):
        factories.ActFactory(
            agreement=agreement, actor_country=country, concerns="party", kind=kind
        )
    table = parties_with(
        Party.objects.filter(agreement=agreement).select_related("actor_country"),
        Act.objects.filter(agreement=agreement).select_related("actor_country"),
    )
    assert table.headings == ["Signed", "Consent to be bound", "Suspended or left", "Other acts"]
    [row] = table.rows
    assert [[act.kind for act in acts] for acts in row.columns] == [
        ["signed"],
        ["acceded"],
        ["withdrawn"],
        ["reservation"],
    ]
