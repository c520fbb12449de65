"""Findings are kept between runs; dismissals last until the facts change or are revoked."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from relations.curation.quality import CHECKS, Found, Weight, check, desk
from relations.models import CheckRun, Dismissal, Finding, Source
from relations.vocabularies import Review
from tests import factories as f

from .finding import queries_of

pytestmark = pytest.mark.django_db

CHECK = "duplicate_sources"


@pytest.fixture
def user(db: Any) -> Any:
    return get_user_model().objects.create_user("editor")


@pytest.fixture
def pair(db: Any) -> tuple[Any, Any]:
    return f.SourceFactory(title="One report"), f.SourceFactory(title="One report.")


def run() -> None:
    desk.run([CHECK])


def standing() -> list[Any]:
    return list(Finding.objects.open())


def test_every_check_has_a_title_and_runs_on_nothing() -> None:
    assert desk.run() == 0
    assert CheckRun.objects.count() == len(CHECKS)
    for each in CHECKS.values():
        assert str(each.title)[0].isupper()
        assert each.find.__module__.startswith("relations.curation.quality")


def test_two_checks_of_one_name_are_a_mistake() -> None:
    def circle() -> Any:
        return []

    with pytest.raises(ValueError, match="two checks"):
        check("Circles", Weight.DOUBT)(circle)


def test_a_finding_stays_the_same_row_until_it_is_mended(pair: Any) -> None:
    run()
    (first,) = standing()
    run()
    (again,) = standing()
    assert (again.pk, again.since) == (first.pk, first.since)
    Source.objects.filter(pk=pair[0].pk).update(title="Another report")
    run()
    assert standing() == []


def test_a_run_of_one_check_leaves_the_findings_of_others(pair: Any) -> None:
    f.FindingFactory(check_name="agreement_without_party")
    run()
    assert {row.check_name for row in standing()} == {CHECK, "agreement_without_party"}


def test_findings_on_equal_records_name_them_apart(pair: Any) -> None:
    Source.objects.update(title="One report")
    run()
    labels = [label for _model, _pk, label in standing()[0].records]
    assert len(set(labels)) == 2


def test_a_dismissal_lasts_until_the_facts_change(pair: Any, user: Any) -> None:
    run()
    desk.dismiss(standing()[0], user, "  Morning and evening edition. ")
    run()
    assert standing() == []
    assert Dismissal.objects.get().reason == "Morning and evening edition."
    Source.objects.filter(pk=pair[0].pk).update(title="One report!")
    run()
    assert len(standing()) == 1


def test_a_dismissal_does_not_end_when_something_else_changes(pair: Any, user: Any) -> None:
    run()
    desk.dismiss(standing()[0], user, "Two editions.")
    Source.objects.filter(pk=pair[0].pk).update(note="Read again.", review=Review.DRAFT)
    run()
    assert standing() == []


def test_a_dismissal_needs_a_reason_and_happens_once(pair: Any, user: Any) -> None:
    run()
    (finding,) = standing()
    with pytest.raises(ValidationError, match="Say why"):
        desk.dismiss(finding, user, "  ")
    desk.dismiss(finding, user, "Two.")
    with pytest.raises(ValidationError, match="dismissed already"):
        desk.dismiss(finding, user, "Two.")


def test_a_revoked_dismissal_stays_on_record_and_can_be_made_again(pair: Any, user: Any) -> None:
    run()
    (finding,) = standing()
    dismissal = desk.dismiss(finding, user, "Two.")
    desk.revoke(dismissal, user)
    assert standing() == [finding]
    with pytest.raises(ValidationError, match="revoked already"):
        desk.revoke(dismissal, user)
    desk.dismiss(finding, user, "Two indeed.")
    assert standing() == []
    assert Dismissal.objects.count() == 2


def test_the_key_of_a_finding_does_not_hang_on_the_order_and_fits_its_column() -> None:
    people = tuple(f.PersonFactory() for _ in range(30))
    keys = {Found(order, "x").key("circle") for order in (people, people[::-1])}
    assert len(keys) == 1
    assert len(keys.pop()) <= 200


def test_the_account_of_who_dismissed_may_go(pair: Any, user: Any) -> None:
    run()
    desk.dismiss(standing()[0], user, "Two.")
    user.delete()
    dismissal = Dismissal.objects.get()
    assert (dismissal.by, dismissal.by_name) == (None, "editor")


def a_bit_of_everything() -> None:
    """One record and part of each kind, most of them doubtful in several ways."""
    country = f.CountryFactory(begin="2020")
    f.OtherNameFactory(actor_country=country)
    agreement = f.AgreementFactory(title="Same title")
    f.PartyFactory(agreement=agreement, actor_country=country)
    f.ActFactory(agreement=agreement, kind="signed", date="1999", actor_country=country)
    f.ActFactory(agreement=agreement, kind="suspended", date="2999")
    f.MembershipActFactory(membership=f.MembershipFactory(actor_country=country), kind="withdrew")
    f.OfficeFactory(actor_country=country, start="1990", end="1991")
    f.StatementFactory()
    f.SideFactory()
    f.SourceFactory(title="Same title", url=f"https://example.org/{country.pk}")


@pytest.mark.parametrize("name", CHECKS)
def test_a_check_asks_the_same_questions_of_many_rows_as_of_few(name: str) -> None:
    for _ in range(3):
        a_bit_of_everything()
    few = queries_of(name)
    for _ in range(9):
        a_bit_of_everything()
    assert queries_of(name) == few
    assert few <= 12


def command(*args: str) -> str:
    out = io.StringIO()
    call_command("quality", *args, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def test_the_command_lists_what_stands_and_where_to_mend_it(pair: Any) -> None:
    text = command("--check", CHECK)
    assert "Sources that may be one (doubtful): 1" in text
    assert f"source:{pair[0].pk}" in text
    assert "Nothing found." in command("--check", CHECK, "--model", "agreement")
    assert "Nothing found." in command("--check", CHECK, "--weight", "error")


def test_the_command_fails_where_it_is_told_to(pair: Any, user: Any) -> None:
    command("--check", CHECK, "--fail-on", "error")
    with pytest.raises(CommandError, match="mend them"):
        command("--check", CHECK, "--fail-on", "doubt")
    desk.dismiss(standing()[0], user, "Two.")
    command("--check", CHECK, "--fail-on", "doubt")


def test_the_command_cuts_long_lists() -> None:
    for _ in range(4):
        f.AgreementFactory()
    text = command("--check", "agreement_without_act", "--limit", "3")
    assert "… and 1 more" in text
