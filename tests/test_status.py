"""The status of a membership, as it follows from its acts."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from relations.models import Membership, MembershipAct
from relations.vocabularies import LEAVING, STATUS_AFTER, MembershipActKind, MembershipStatus
from tests import factories as f

pytestmark = pytest.mark.django_db

A = MembershipActKind
S = MembershipStatus


def membership(*acts: tuple[Any, ...]) -> Membership:
    """Make a membership with acts of (kind, date) or (kind, date, date of effect)."""
    made = f.MembershipFactory()
    for number, (kind, date, *effect) in enumerate(acts, start=1):
        f.MembershipActFactory(
            membership=made,
            kind=kind,
            occurrence=number,
            date=date,
            effect=effect[0] if effect else None,
        )
    return made


def status(made: Membership, on: str | None = None) -> str:
    day = dt.date.fromisoformat(on) if on else None
    return Membership.objects.with_status(day).get(pk=made.pk).status  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", MembershipActKind.values)
def test_every_kind_of_act_leads_to_a_status(kind: str) -> None:
    assert status(membership((A.JOINED, "2000"), (kind, "2001"))) == STATUS_AFTER[kind]


@pytest.mark.parametrize("kind", MembershipActKind)
def test_an_act_says_in_words_what_it_leads_to(kind: MembershipActKind) -> None:
    assert MembershipAct(kind=kind).status == STATUS_AFTER[kind].label


def test_without_acts_there_is_no_status() -> None:
    assert status(membership()) == ""


def test_an_invitation_that_was_declined_made_no_member() -> None:
    made = membership((A.INVITED, "2023-08-24"), (A.DECLINED, "2023-12-29"))
    assert status(made, "2023-08-23") == ""
    assert status(made, "2023-10-01") == S.INVITED
    assert status(made) == S.DECLINED


def test_the_way_to_membership_is_followed_step_by_step() -> None:
    made = membership(
        (A.DECLARED_AIM, "2001"),
        (A.APPLIED, "2003-02-21"),
        (A.CANDIDATE, "2004-06-18"),
        (A.NEGOTIATIONS, "2005-10-03"),
        (A.JOINED, "2011-12-09", "2013-07-01"),
    )
    expected = {
        "2002-01-01": S.ASPIRANT,
        "2003-03-01": S.APPLICANT,
        "2005-01-01": S.CANDIDATE,
        "2012-01-01": S.CANDIDATE,
        "2013-06-30": S.CANDIDATE,
        "2013-07-01": S.MEMBER,
    }
    assert {day: status(made, day) for day in expected} == expected


def test_frozen_participation_is_neither_membership_nor_exit() -> None:
    made = membership((A.JOINED, "2002"), (A.FROZEN, "2024-02-23"))
    assert status(made, "2024-02-22") == S.MEMBER
    assert status(made) == S.FROZEN


def test_a_suspended_member_is_one_again_when_it_resumes() -> None:
    made = membership((A.FOUNDED, "1945"), (A.SUSPENDED, "2011-11-16"), (A.RESUMED, "2023-05-07"))
    assert status(made, "2020-01-01") == S.SUSPENDED
    assert status(made) == S.MEMBER


def test_a_member_that_gave_notice_stays_one_until_it_takes_effect() -> None:
    made = membership((A.JOINED, "1949-08-31"), (A.WITHDREW, "2017-04-28", "2019-04-28"))
    assert status(made, "2018-01-01") == S.MEMBER
    assert status(made, "2019-04-27") == S.MEMBER
    assert status(made, "2019-04-28") == S.WITHDRAWN


def test_who_was_readmitted_is_a_member() -> None:
    made = membership((A.JOINED, "1970"), (A.WITHDREW, "1984"), (A.READMITTED, "2003-10-01"))
    assert status(made, "1990-01-01") == S.WITHDRAWN
    assert status(made) == S.MEMBER


def test_on_one_day_joining_comes_before_leaving_and_readmission_last() -> None:
    day = "2001-02-03"
    assert status(membership((A.ENDED, day), (A.JOINED, day))) == S.ENDED
    assert status(membership((A.READMITTED, day), (A.EXPELLED, day), (A.JOINED, day))) == S.MEMBER
    assert status(membership((A.JOINED, day), (A.APPLIED, day))) == S.MEMBER


@pytest.mark.parametrize("unknown", ["XXXX", None])
@pytest.mark.parametrize("kind", LEAVING)
def test_leaving_on_an_unknown_date_comes_last(
    kind: MembershipActKind, unknown: str | None
) -> None:
    assert status(membership((kind, unknown), (A.JOINED, "2000"))) == STATUS_AFTER[kind]


@pytest.mark.parametrize("unknown", ["XXXX", None])
def test_joining_on_an_unknown_date_comes_first(unknown: str | None) -> None:
    made = membership((A.JOINED, unknown), (A.OBSERVER, "1990-01-01"))
    assert status(made, "1989-12-31") == S.MEMBER
    assert status(made) == S.OBSERVER


def test_joining_known_to_the_year_is_certain_when_the_year_is_over() -> None:
    made = membership((A.OBSERVER, "2000"), (A.JOINED, "2004"))
    assert status(made, "2004-12-30") == S.OBSERVER
    assert status(made, "2004-12-31") == S.MEMBER


def test_without_a_day_the_status_is_that_of_today() -> None:
    today = timezone.localdate()
    made = membership(
        (A.APPLIED, today.isoformat()), (A.JOINED, (today + dt.timedelta(days=1)).isoformat())
    )
    assert status(made) == S.APPLICANT


def test_memberships_are_filtered_by_their_status() -> None:
    member = membership((A.JOINED, "2000"))
    left = membership((A.JOINED, "2000"), (A.ENDED, "2010"))
    current = Membership.objects.with_status()
    assert list(current.filter(status=S.MEMBER)) == [member]
    assert list(current.filter(status=S.ENDED)) == [left]
    in_2005 = Membership.objects.with_status(dt.date(2005, 1, 1)).filter(status=S.MEMBER)
    assert set(in_2005) == {member, left}


def test_each_membership_has_its_own_status() -> None:
    first = membership((A.JOINED, "2000"))
    second = membership((A.JOINED, "1990"), (A.EXPELLED, "2020"))
    assert (status(first), status(second)) == (S.MEMBER, S.EXPELLED)
