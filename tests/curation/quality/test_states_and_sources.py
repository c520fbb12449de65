"""States without the acts for them, missing parts, and evidence that contradicts."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from relations.models import Statement
from relations.vocabularies import (
    ActKind,
    Concerns,
    LinkKind,
    LinkResult,
    PartyRole,
    Review,
    SourceKind,
    Voice,
)
from tests import factories as f

from .finding import found, sentences

pytestmark = pytest.mark.django_db


def act(agreement: Any, kind: str, date: str | None, country: Any = None, **more: Any) -> Any:
    concerns = Concerns.PARTY if country else Concerns.AGREEMENT
    return f.ActFactory(
        **{"concerns": concerns, **more},
        agreement=agreement,
        actor_country=country,
        kind=kind,
        date=date,
    )


def test_in_force_without_a_signature() -> None:
    agreement, sound = f.AgreementFactory(), f.AgreementFactory()
    act(agreement, ActKind.ENTERED_INTO_FORCE, "2000")
    act(sound, ActKind.ENTERED_INTO_FORCE, "2000")
    act(sound, ActKind.ADOPTED, "1999")
    assert found("in_force_unsigned") == [{agreement}]


def test_ratified_before_signed() -> None:
    agreement, early, late = f.AgreementFactory(), f.CountryFactory(), f.CountryFactory()
    act(agreement, ActKind.SIGNED, "2000-05", early)
    act(agreement, ActKind.SIGNED, "1999", late)
    act(agreement, ActKind.RATIFIED, "2000-05-31", late)
    assert found("ratified_before_signed") == []
    act(agreement, ActKind.RATIFIED, "2000-04-30", early)
    (sentence,) = sentences("ratified_before_signed")
    assert early.name in sentence


@pytest.mark.parametrize(
    ("date", "effect", "wrong"),
    [
        ("1999-12-31", None, True),
        ("2000", None, False),
        (None, "1999", True),
        ("1999", "2000-07", False),
    ],
)
def test_in_force_before_concluded(date: str | None, effect: str | None, wrong: bool) -> None:
    agreement = f.AgreementFactory()
    act(agreement, ActKind.SIGNED, "2000-06-01", f.CountryFactory())
    act(agreement, ActKind.ENTERED_INTO_FORCE, date, effect=effect)
    assert found("in_force_before_concluded") == ([{agreement}] if wrong else [])


def test_an_act_by_who_is_no_party() -> None:
    agreement, party, stranger = f.AgreementFactory(), f.CountryFactory(), f.CountryFactory()
    f.PartyFactory(agreement=agreement, actor_country=party, role=PartyRole.WITNESS)
    act(agreement, ActKind.SIGNED, "2000", party)
    act(agreement, ActKind.ANNOUNCED, "1999", stranger)
    assert found("act_of_no_party") == []
    act(agreement, ActKind.SIGNED, "2000", stranger)
    (sentence,) = sentences("act_of_no_party")
    assert stranger.name in sentence


def test_records_without_their_parts() -> None:
    membership = f.MembershipFactory()
    f.MembershipFactory(review=Review.DRAFT)
    statement = f.StatementFactory()
    f.StatementFactory(voice=Voice.COMMENTARY, commentator="Somebody")
    agreement = f.AgreementFactory()
    f.PartyFactory(agreement=agreement, role=PartyRole.WITNESS)
    assert found("membership_without_act") == [{membership}]
    assert found("statement_without_side") == [{statement}]
    assert found("agreement_without_party") == [{agreement}]
    assert found("agreement_without_act") == [{agreement}]
    f.MembershipActFactory(membership=membership)
    f.SideFactory(statement=statement)
    f.PartyFactory(agreement=agreement)
    f.ActFactory(agreement=agreement)
    for check in ("membership_without_act", "statement_without_side"):
        assert found(check) == []
    assert found("agreement_without_party") == found("agreement_without_act") == []


def test_what_happened_after_its_source_was_published() -> None:
    early = f.SourceFactory(published="2024-12")
    register = f.SourceFactory(published="2024-12", kind=SourceKind.REGISTER)
    agreement = f.AgreementFactory(source=early)
    act(agreement, ActKind.SIGNED, "2024-12-31")
    act(agreement, ActKind.ANNOUNCED, "2025-01-14")
    f.StatementFactory(source=register, date="2025")
    assert found("source_too_early") == []
    act(agreement, ActKind.INITIALLED, "2025-01-01")
    statement = f.StatementFactory(source=early, date="2025-01-01")
    step = f.MembershipActFactory(source=early, date="2025-01-01")
    assert found("source_too_early") == [
        {agreement, early},
        {step.membership, early},
        {statement, early},
    ]


def test_a_step_with_a_source_of_its_own_does_not_rest_on_that_of_the_record() -> None:
    agreement = f.AgreementFactory(source=f.SourceFactory(published="2024"))
    act(agreement, ActKind.SIGNED, "2025", source=f.SourceFactory(published="2025"))
    assert found("source_too_early") == []


def test_a_source_read_before_it_was_published() -> None:
    source = f.SourceFactory(published="2025-02", accessed=dt.date(2025, 1, 31))
    f.SourceFactory(published="2025-02", accessed=dt.date(2025, 2, 1))
    assert found("read_before_published") == [{source}]


def test_one_act_dated_in_two_ways() -> None:
    agreement = f.AgreementFactory()
    act(agreement, ActKind.TERMINATED, "2020")
    by_party = act(
        agreement, ActKind.TERMINATED, "2020-05", f.CountryFactory(), concerns=Concerns.AGREEMENT
    )
    assert found("act_dated_twice") == []
    type(by_party).objects.filter(pk=by_party.pk).update(date="2021-05")
    assert found("act_dated_twice") == [{agreement}]


def test_an_agreement_that_replaces_a_later_one() -> None:
    old, new = f.AgreementFactory(), f.AgreementFactory()
    act(old, ActKind.SIGNED, "1997")
    act(new, ActKind.SIGNED, "2010")
    f.AgreementLinkFactory(from_agreement=new, to_agreement=old)
    f.AgreementLinkFactory(from_agreement=old, to_agreement=new, kind=LinkKind.SUPPLEMENTS)
    assert found("link_against_time") == []
    f.AgreementLinkFactory(from_agreement=old, to_agreement=new, kind=LinkKind.REPLACES)
    assert found("link_against_time") == [{old, new}]


def test_drafts_without_a_source_and_sources_not_read_for_long(settings: Any) -> None:
    settings.QUALITY = {"unchecked_days": 30}
    today = timezone.localdate()
    draft = f.OfficeFactory(source=None, review=Review.DRAFT)
    old = f.SourceFactory(url="https://example.org/1", accessed=today - dt.timedelta(days=31))
    f.SourceFactory(url="https://example.org/2", accessed=today - dt.timedelta(days=30))
    never = f.SourceFactory(url="https://example.org/3")
    f.SourceFactory(url="", accessed=None)
    assert found("without_source") == [{draft}]
    assert sorted(map(str, found("source_unchecked"))) == sorted(map(str, [{old}, {never}]))


def test_a_wrong_threshold_is_an_error(settings: Any) -> None:
    settings.QUALITY = {"no_such": 1}
    with pytest.raises(TypeError):
        found("source_unchecked")


def test_links_that_are_dead_refuse_or_have_no_copy() -> None:
    results = {
        "gone": (LinkResult.GONE, 1),
        "once": (LinkResult.FAILED, 1),
        "twice": (LinkResult.FAILED, 2),
        "refused": (LinkResult.REFUSED, 3),
        "well": (LinkResult.OK, 0),
    }
    made = {}
    for name, (result, failures) in results.items():
        url = f"https://example.org/{name}"
        f.LinkCheckFactory(url=url, result=result, failures=failures)
        made[name] = f.SourceFactory(url=url, archived_url="https://archive.example/" + name)
    site = f.OrganizationFactory(website="https://example.org/gone")
    assert found("unarchived_link") == []
    dead = found("dead_link")
    assert len(dead) == 3
    for record in (made["gone"], made["twice"], site):
        assert {record} in dead
    assert found("link_to_open_by_hand") == [{made["refused"]}]
    bare = f.SourceFactory(url="https://example.org/bare")
    assert found("unarchived_link") == [{bare}]
    assert Statement.objects.count() == 0
