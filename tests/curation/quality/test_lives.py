"""What lies outside the life of an actor, and intervals that can't be."""

from __future__ import annotations

from typing import Any

import pytest

from relations.models import Scope
from relations.vocabularies import ActKind, Concerns, LegalForce
from relations.vocabularies import MembershipActKind as Kind
from tests import factories as f

from .finding import found, sentences

pytestmark = pytest.mark.django_db


def signed(agreement: Any, date: str, country: Any = None, kind: str = ActKind.SIGNED) -> Any:
    concerns = Concerns.PARTY if country else Concerns.AGREEMENT
    return f.ActFactory(
        agreement=agreement, actor_country=country, kind=kind, concerns=concerns, date=date
    )


@pytest.mark.parametrize(
    ("date", "outside"),
    [
        ("1990-12-31", True),
        ("1991", False),
        ("1991-09-20", True),
        ("2001-01-02", True),
        ("2001", False),
    ],
)
def test_acts_before_the_beginning_and_after_the_end(date: str, outside: bool) -> None:
    country = f.CountryFactory(begin="1991-09-21", end="2001-01-01")
    agreement = f.AgreementFactory()
    signed(agreement, date, country)
    signed(agreement, "1950", f.CountryFactory())
    assert found("act_outside_life") == ([{country}] if outside else [])


def test_who_succeeded_may_do_so_with_an_older_date() -> None:
    signed(f.AgreementFactory(), "1950", f.CountryFactory(begin="1991"), ActKind.SUCCEEDED)
    assert found("act_outside_life") == []


def test_one_finding_names_all_memberships_of_a_country_that_came_too_early() -> None:
    country = f.CountryFactory(name="Ruritania", begin="1991")
    for _ in range(3):
        f.MembershipActFactory(membership=f.MembershipFactory(actor_country=country), date="1945")
    f.MembershipActFactory(
        membership=f.MembershipFactory(actor_country=country), date="1945", kind=Kind.SUCCEEDED
    )
    (sentence,) = sentences("membership_outside_life_of_member")
    assert sentence.count("1945") == 3
    assert found("membership_outside_life_of_member") == [{country}]


def test_leaving_is_noted_after_the_end_of_a_country_but_joining_is_not() -> None:
    country = f.CountryFactory(end="1991-12-26")
    member = f.MembershipFactory(actor_country=country)
    f.MembershipActFactory(membership=member, kind=Kind.ENDED, date="1992")
    assert found("membership_outside_life_of_member") == []
    f.MembershipActFactory(membership=member, kind=Kind.OBSERVER, date="1993")
    assert found("membership_outside_life_of_member") == [{country}]


def test_ratifications_found_an_organization_but_nobody_leaves_before_it_begins() -> None:
    court = f.OrganizationFactory(begin="2002-07-01")
    f.MembershipActFactory(membership=f.MembershipFactory(organization=court), date="1999-02-02")
    assert found("membership_outside_life_of_organization") == []
    f.MembershipActFactory(
        membership=f.MembershipFactory(organization=court), kind=Kind.WITHDREW, date="2001"
    )
    assert found("membership_outside_life_of_organization") == [{court}]


def test_an_office_for_what_had_ended() -> None:
    union = f.CountryFactory(end="1991-12-26")
    office = f.OfficeFactory(actor_country=union, start="1992")
    f.OfficeFactory(actor_country=union, start="1991")
    assert found("office_outside_life") == [{office.person, union}]


def test_parties_to_what_was_concluded_before_them() -> None:
    old, new, later = (f.CountryFactory(begin=b) for b in (None, "1991-09-21", "1991-09-21"))
    agreement = f.AgreementFactory()
    for country in (old, new, later):
        f.PartyFactory(agreement=agreement, actor_country=country)
    signed(agreement, "1990-11-19")
    signed(agreement, "1992-07-17", later, ActKind.ACCEDED)
    (sentence,) = sentences("party_outside_life")
    assert new.name in sentence
    assert later.name not in sentence
    assert found("party_outside_life") == [{agreement}]


def office(country: Any, start: str, end: str | None, title: str = "President", **more: Any) -> Any:
    return f.OfficeFactory(actor_country=country, start=start, end=end, title=title, **more)


@pytest.mark.parametrize(
    ("first_end", "second_start", "overlap"),
    [
        ("2004", "2003-06-01", True),
        ("2004", "2004", False),
        ("2004-05-07", "2004-05-07", False),
        ("..", "2005", True),
        (None, "2005", False),
        ("XXXX", "2005", False),
    ],
)
def test_two_in_one_office(first_end: str | None, second_start: str, overlap: bool) -> None:
    country = f.CountryFactory()
    one = office(country, "2000", first_end)
    two = office(country, second_start, None, "president")
    office(country, "2001", "..", "Prime Minister")
    office(f.CountryFactory(), "2001", "..")
    assert found("overlapping_offices") == ([{one.person, two.person}] if overlap else [])


def test_many_may_be_deputies_at_once() -> None:
    country = f.CountryFactory()
    office(country, "2000", "..", "Deputy Minister")
    office(country, "2001", "..", "Deputy Minister")
    assert found("overlapping_offices") == []


def steps(*taken: tuple[Any, ...]) -> Any:
    member = f.MembershipFactory()
    for kind, date, *occurrence in taken:
        f.MembershipActFactory(
            membership=member, kind=kind, date=date, occurrence=(occurrence or [1])[0]
        )
    return member


@pytest.mark.parametrize(
    ("taken", "wrong"),
    [
        ([(Kind.JOINED, "2000"), (Kind.WITHDREW, "1999")], "left before"),
        ([(Kind.WITHDREW, "1999")], "left before"),
        ([(Kind.JOINED, "2000"), (Kind.WITHDREW, "2000")], ""),
        ([(Kind.OBSERVER, "2000"), (Kind.WITHDREW, "2001")], ""),
        ([(Kind.FROZEN, "1999"), (Kind.JOINED, "2000")], "suspended before"),
        ([(Kind.APPLIED, "1998"), (Kind.FROZEN, "1999")], ""),
        ([(Kind.JOINED, "1998"), (Kind.RESUMED, "1999")], "resumed what"),
        ([(Kind.JOINED, "1998"), (Kind.FROZEN, "1999"), (Kind.RESUMED, None)], ""),
        ([(Kind.JOINED, "1998"), (Kind.READMITTED, "1999")], "readmitted before"),
        ([(Kind.JOINED, "1998"), (Kind.JOINED, "2004", 2)], "joined twice"),
        ([(Kind.FOUNDED, "1998"), (Kind.JOINED, "2006")], "joined twice"),
        ([(Kind.FOUNDED, "1991"), (Kind.JOINED, "1993")], ""),
        ([(Kind.JOINED, "1998"), (Kind.WITHDREW, "2001"), (Kind.JOINED, "2004", 2)], ""),
        (
            [(Kind.JOINED, "1998"), (Kind.WITHDREW, "2010"), (Kind.JOINED, "2004", 2)],
            "joined twice",
        ),
    ],
)
def test_steps_that_cannot_have_followed_each_other(taken: Any, wrong: str) -> None:
    member = steps(*taken)
    steps((Kind.JOINED, "2000"))
    if not wrong:
        assert found("steps_out_of_order") == []
        return
    assert found("steps_out_of_order") == [{member}]
    assert wrong in sentences("steps_out_of_order")[0]


def test_scopes_in_a_circle() -> None:
    top = f.ScopeFactory()
    middle = f.ScopeFactory(parent=top)
    below = f.ScopeFactory(parent=middle)
    f.ScopeFactory(parent=below)
    assert found("circle") == []
    Scope.objects.filter(pk=top.pk).update(parent=below)
    assert found("circle") == [{top, middle, below}]


def test_a_political_commitment_is_suspended_without_entering_into_force() -> None:
    for force in (LegalForce.POLITICAL, LegalForce.BINDING):
        agreement = f.AgreementFactory(legal_force=force)
        signed(agreement, "2009")
        signed(agreement, "2010", kind=ActKind.SUSPENDED)
    assert found("suspended_out_of_force") == [{agreement}]
    signed(agreement, "2009-12", kind=ActKind.ENTERED_INTO_FORCE)
    assert found("suspended_out_of_force") == []
