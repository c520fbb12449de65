"""Who, why and by what way stand with each change, and a history replays to what is stored."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings

from relations.curation.history import (
    before_deletion,
    last_author,
    record_of,
    revision,
    stamp,
    state_at,
)
from relations.models import Country, Membership, ReviewRequest, Revision, Version
from relations.triggers.history import OPEN_TABLE
from relations.vocabularies import Decision, Origin
from tests import factories as f

from .edits import World, edits, kept, stored

pytestmark = pytest.mark.django_db

ON_ONE_DATABASE = settings(
    deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def ani(db: Any) -> Any:
    return get_user_model().objects.create_user("ani")


def by(user: Any = None, origin: Origin = Origin.ADMIN, reason: str = "") -> Any:
    return revision(user=user, origin=origin, reason=reason)


def rename(record: Any, name: str) -> None:
    type(record).objects.filter(pk=record.pk).update(name=name)


def last_version(record: Any) -> Version:
    return Version.objects.of_record(record).last()


# Replaying -------------------------------------------------------------------------


@ON_ONE_DATABASE
@given(edits=edits())
def test_a_history_replays_to_the_rows_of_the_database(edits: Any) -> None:
    with transaction.atomic():
        world = World()
        for edit in edits:
            world.edit(*edit)
        for agreement in world.agreements:
            assert kept(state_at("agreement", agreement.pk)) == stored(agreement)
        transaction.set_rollback(True)


@ON_ONE_DATABASE
@given(before=edits(), after=edits())
def test_a_history_replays_to_any_moment_of_the_past(before: Any, after: Any) -> None:
    with transaction.atomic():
        world = World()
        for edit in before:
            world.edit(*edit)
        then = [stored(agreement) for agreement in world.agreements]
        upto = Version.objects.latest("id").pk
        for edit in after:
            world.edit(*edit)
        for agreement, rows in zip(world.agreements, then, strict=True):
            assert kept(state_at("agreement", agreement.pk, upto)) == rows
        transaction.set_rollback(True)


# Who and why -------------------------------------------------------------------------


def test_all_that_is_written_inside_belongs_to_the_revision(ani: Any) -> None:
    with by(ani, Origin.IMPORT, "The list of 2025") as made:
        citation = f.CitationFactory(agreement=None, act=f.ActFactory())
        Country.objects.bulk_create([f.CountryFactory.build(source=citation.source)])
    found = Revision.objects.get()
    assert (found, found.user, found.username) == (made, ani, "ani")
    assert (found.origin, found.reason) == (Origin.IMPORT, "The list of 2025")
    written = Version.objects.filter(revision=found).values_list("model", flat=True)
    assert set(written) >= {"citation", "act", "agreement", "source", "country"}


def test_what_is_written_before_and_after_does_not(ani: Any) -> None:
    country = f.CountryFactory()
    with by(ani):
        rename(country, "Within")
    rename(country, "After")
    assert [v.revision is None for v in Version.objects.of_record(country)] == [True, False, True]


def test_the_name_of_who_did_it_outlives_the_account(ani: Any) -> None:
    country = f.CountryFactory()
    with by(ani):
        rename(country, "Renamed")
    ani.delete()
    made = last_version(country).revision
    assert (made.user, made.username) == (None, "ani")


def test_a_revision_of_nothing_vanishes(ani: Any) -> None:
    country = f.CountryFactory(name="Same")
    with by(ani):
        rename(country, "Same")
    assert not Revision.objects.exists()


def test_a_revision_that_fails_leaves_nothing(ani: Any) -> None:
    country = f.CountryFactory(name="Before")
    with pytest.raises(RuntimeError), by(ani):
        rename(country, "Within")
        raise RuntimeError
    assert not Revision.objects.exists()
    assert Version.objects.of_record(country).count() == 1
    rename(country, "After")
    assert last_version(country).revision is None


def test_a_revision_inside_another_joins_it(ani: Any) -> None:
    country, other = f.CountryFactory(), f.CountryFactory()
    with by(ani, reason="outer") as outer:
        rename(country, "One")
        with by(None, Origin.COMMAND, "inner") as inner:
            rename(other, "Two")
        rename(country, "Three")
    assert inner == outer
    assert Revision.objects.get().reason == "outer"
    assert Version.objects.filter(revision=outer).count() == 3


def test_an_inner_revision_that_fails_undoes_its_own_part_only(ani: Any) -> None:
    country = f.CountryFactory()
    with by(ani):
        rename(country, "Kept")
        with pytest.raises(RuntimeError), by(ani):
            rename(country, "Undone")
            raise RuntimeError
    country.refresh_from_db()
    assert country.name == "Kept"
    assert Version.objects.of_record(country).count() == 2


@pytest.mark.django_db(transaction=True)
def test_no_revision_stays_open_after_its_transaction() -> None:
    country = f.CountryFactory()
    with by():
        rename(country, "Within")
    with pytest.raises(RuntimeError), by():
        rename(country, "Undone")
        raise RuntimeError
    rename(country, "After")
    assert last_version(country).revision is None
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {OPEN_TABLE}")  # noqa: S608
            assert cursor.fetchone() == (0,)


def test_a_fixture_is_named_as_the_reason(tmp_path: Path) -> None:
    source = {"model": "relations.scope", "fields": {"slug": "trade", "name": "Trade"}}
    path = tmp_path / "scopes.json"
    path.write_text(json.dumps([source]))
    call_command("loaddata", str(path), verbosity=0)
    made = Version.objects.get(model="scope").revision
    assert (made.origin, made.reason, made.user) == (Origin.FIXTURE, "scopes.json", None)


def test_the_last_author_is_whoever_changed_the_content_last(ani: Any) -> None:
    citation = f.CitationFactory(agreement=None, act=f.ActFactory())
    agreement = record_of(citation)
    assert last_author(agreement) is None
    with by(ani):
        type(citation).objects.filter(pk=citation.pk).update(locator="p. 5")
    with by(get_user_model().objects.create_user("editor"), Origin.REVIEW):
        type(agreement).objects.filter(pk=agreement.pk).update(review="draft")
    assert last_author(agreement) == ani


def test_a_stamp_changes_with_any_part_and_with_nothing_else() -> None:
    citation = f.CitationFactory(agreement=None, act=f.ActFactory())
    agreement = record_of(citation)
    first = stamp(agreement)
    f.AgreementFactory()
    assert stamp(agreement) == first
    citation.delete()
    assert stamp(agreement) != first


@pytest.mark.parametrize("within", [True, False], ids=["in a revision", "by hand"])
def test_before_a_deletion_the_record_had_all_of_its_parts(within: bool) -> None:
    agreement = f.PartyFactory().agreement
    f.CitationFactory(agreement=None, act=f.ActFactory(agreement=agreement))
    whole, number = state_at("agreement", agreement.pk), agreement.pk
    if within:
        with by():
            agreement.delete()
    else:
        agreement.delete()
    deletion = Version.objects.deletions().filter(model="agreement").get()
    assert state_at("agreement", number, before_deletion(deletion)) == whole


# Asking for reviews ----------------------------------------------------------------------


def waiting(record: Any) -> Any:
    return ReviewRequest.objects.waiting().on(record)


@pytest.mark.parametrize("origin", [Origin.ADMIN, Origin.IMPORT, Origin.COMMAND, Origin.RESTORE])
def test_an_edit_of_what_readers_see_waits_for_review(ani: Any, origin: Origin) -> None:
    country = f.CountryFactory()
    before = last_version(country).pk
    with by(ani, origin, "New name"):
        rename(country, "Renamed")
    request = waiting(country).get()
    assert request.is_live
    assert (request.requested_by, request.note) == (ani, "New name")
    assert request.base == before
    assert request.label == "Renamed"


def test_a_second_edit_waits_with_the_first(ani: Any) -> None:
    country = f.CountryFactory()
    before = last_version(country).pk
    for name in ("One", "Two"):
        with by(ani):
            rename(country, name)
    assert waiting(country).get().base == before


def test_an_edit_of_a_part_waits_as_its_record(ani: Any) -> None:
    citation = f.CitationFactory(agreement=None, act=f.ActFactory())
    with by(ani):
        citation.delete()
    assert ReviewRequest.objects.get().record == citation.act.agreement


def test_a_part_that_moves_makes_both_records_wait(ani: Any) -> None:
    party, other = f.PartyFactory(), f.AgreementFactory()
    with by(ani):
        type(party).objects.update(agreement=other)
    assert waiting(party.agreement).exists()
    assert waiting(other).exists()


@pytest.mark.parametrize("origin", [Origin.FIXTURE, Origin.REVIEW])
def test_what_was_reviewed_does_not_wait(origin: Origin) -> None:
    country = f.CountryFactory()
    with by(None, origin):
        rename(country, "Renamed")
    assert not ReviewRequest.objects.exists()


def test_an_edit_of_a_draft_does_not_wait(ani: Any) -> None:
    country = f.CountryFactory(review="draft")
    with by(ani):
        rename(country, "Renamed")
        f.ScopeFactory()
    assert not ReviewRequest.objects.exists()


def test_a_record_that_is_deleted_waits_no_more(ani: Any) -> None:
    country = f.CountryFactory()
    other = f.ReviewRequestFactory(model="organization", object_id=country.pk)
    with by(ani):
        rename(country, "Renamed")
    request = waiting(country).get()
    with by(ani):
        country.delete()
    request.refresh_from_db()
    assert (request.decision, request.decided_by) == (Decision.WITHDRAWN, ani)
    other.refresh_from_db()
    assert other.decision == ""


def test_an_import_asks_for_a_thousand_reviews_in_as_many_queries_as_for_two() -> None:
    organization = f.OrganizationFactory()

    def edit_of(number: int) -> int:
        ReviewRequest.objects.all().delete()
        for _ in range(number - Membership.objects.count()):
            f.MembershipFactory(organization=organization)
        with CaptureQueriesContext(connection) as captured, by(None, Origin.IMPORT):
            Membership.objects.update(note=f"of {number}")
        assert ReviewRequest.objects.waiting().count() == number
        return len(captured)

    assert edit_of(2) == edit_of(40)
