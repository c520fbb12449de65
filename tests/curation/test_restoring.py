"""Any version can be put back: whole, with its numbers, or not at all and with a reason."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from hypothesis import given

from relations.curation.history import before_deletion, record_of, state_at
from relations.curation.restoring import restore
from relations.models import (
    Act,
    Citation,
    FormerSlug,
    Office,
    Party,
    Provision,
    ReviewRequest,
    Version,
)
from relations.vocabularies import Origin
from tests import factories as f
from tests.facts import FACTS
from tests.test_history_triggers import change, make

from .edits import STAYING, World, edits, kept, stored
from .test_history import ON_ONE_DATABASE

pytestmark = pytest.mark.django_db

WHOLE = [model for model in FACTS if not model.part_of]
PARTS = [model for model in FACTS if model.part_of and model.__name__ != "FormerSlug"]


@pytest.fixture
def ani(db: Any) -> Any:
    return get_user_model().objects.create_user("ani")


def upto() -> int:
    """Give the last version that there is."""
    return Version.objects.latest("id").pk


def name_of(record: Any) -> str:
    return str(record._meta.model_name)


def put_back(record: Any, version: int, user: Any = None, reason: str = "") -> Any:
    return restore(name_of(record), record.pk, version, user, reason)


def bring_back(model: str, number: int, user: Any = None) -> Any:
    deletion = Version.objects.deletions().filter(model=model, object_id=number).first()
    assert deletion is not None
    return restore(model, number, before_deletion(deletion), user)


def refusal(record: Any, version: int) -> str:
    """Give why a version is not put back. Nothing may have changed."""
    before, versions = state_at(name_of(record), record.pk), Version.objects.count()
    with pytest.raises(ValidationError) as refused:
        put_back(record, version)
    assert state_at(name_of(record), record.pk) == before
    assert Version.objects.count() == versions
    return " ".join(refused.value.messages)


def check_keys() -> None:
    """Raise IntegrityError where a key points to nothing, as the end of a transaction would."""
    connection.check_constraints()


# What comes back -----------------------------------------------------------------------


@ON_ONE_DATABASE
@given(before=edits(STAYING), after=edits(STAYING))
def test_a_version_comes_back_row_for_row(before: Any, after: Any) -> None:
    with transaction.atomic():
        world = World()
        for edit in before:
            world.edit(*edit)
        agreement, other = world.agreements
        then, version = stored(agreement), upto()
        for edit in after:
            world.edit(*edit)
        untouched = stored(other)
        put_back(agreement, version)
        check_keys()
        assert stored(agreement) == then
        assert stored(other) == untouched
        assert kept(state_at("agreement", agreement.pk)) == then
        transaction.set_rollback(True)


@ON_ONE_DATABASE
@given(before=edits(), after=edits())
def test_where_parts_moved_it_comes_back_whole_or_not_at_all(before: Any, after: Any) -> None:
    with transaction.atomic():
        world = World()
        for edit in before:
            world.edit(*edit)
        agreement, other = world.agreements
        then, version = stored(agreement), upto()
        for edit in after:
            world.edit(*edit)
        now, untouched = stored(agreement), stored(other)
        try:
            put_back(agreement, version)
        except ValidationError:
            assert stored(agreement) == now
        else:
            assert stored(agreement) == then
        check_keys()
        assert stored(other) == untouched
        transaction.set_rollback(True)


@pytest.mark.parametrize("model", WHOLE, ids=[m._meta.model_name for m in WHOLE])
def test_a_record_of_every_kind_comes_back(model: Any) -> None:
    record = make(model)
    version, before = upto(), model.objects.values().get()
    column, value = change(model)
    model.objects.update(**{column: value})
    assert put_back(record, version) == record
    assert model.objects.values().get() == before


@pytest.mark.parametrize("model", PARTS, ids=[m._meta.model_name for m in PARTS])
def test_a_part_of_every_kind_comes_back_changed_or_removed(model: Any) -> None:
    part = make(model)
    record, version, before = record_of(part), upto(), model.objects.values().get()
    column, value = change(model)
    model.objects.update(**{column: value})
    put_back(record, version)
    assert model.objects.values().get() == before
    model.objects.all().delete()
    put_back(record, version)
    if model is Office:
        before["review"] = "draft"
    assert model.objects.values().get() == before
    check_keys()


@pytest.mark.parametrize("model", PARTS, ids=[m._meta.model_name for m in PARTS])
def test_a_part_that_was_added_since_goes(model: Any) -> None:
    part = make(model)
    record = record_of(part)
    version = Version.objects.get(model=name_of(part)).pk - 1
    put_back(record, version)
    assert not model.objects.exists()


def test_a_restoring_is_a_change_with_its_author_and_reason(ani: Any) -> None:
    country = f.CountryFactory(name="First", review="draft")
    version = upto()
    type(country).objects.update(name="Second")
    put_back(country, version, ani, "It was right before")
    last = Version.objects.of_record(country).last()
    assert (last.old["name"], last.new["name"]) == ("Second", "First")
    made = last.revision
    assert (made.user, made.origin, made.reason) == (ani, Origin.RESTORE, "It was right before")


def test_restoring_what_stands_leaves_no_change() -> None:
    country = f.CountryFactory()
    version = upto()
    put_back(country, version)
    assert upto() == version


def test_a_restoring_can_be_undone_by_another() -> None:
    provision = f.ProvisionFactory(text="First")
    first = upto()
    Provision.objects.update(text="Second")
    second = upto()
    for version, text in ((first, "First"), (second, "Second"), (first, "First")):
        put_back(provision.agreement, version)
        assert Provision.objects.get().text == text


def test_swapped_numbers_come_back() -> None:
    agreement = f.AgreementFactory()
    one, two = (f.ProvisionFactory(agreement=agreement, number=n) for n in (1, 2))
    version = upto()
    for row, number in ((one, 3), (two, 1), (one, 2)):
        Provision.objects.filter(pk=row.pk).update(number=number)
    put_back(agreement, version)
    assert dict(Provision.objects.values_list("pk", "number")) == {one.pk: 1, two.pk: 2}


def test_evidence_of_an_act_that_is_put_back_stays() -> None:
    citation = f.CitationFactory(agreement=None, act=f.ActFactory(place="Yerevan"))
    version = upto()
    Act.objects.update(place="Gyumri")
    put_back(citation.act.agreement, version)
    assert Act.objects.get().place == "Yerevan"
    assert Citation.objects.get().act == citation.act
    check_keys()


# Review is kept -------------------------------------------------------------------------


def test_a_published_record_stays_published_and_waits_for_review(ani: Any) -> None:
    country = f.CountryFactory(review="draft", name="First")
    version = upto()
    type(country).objects.update(review="published", name="Second")
    edited = upto()
    put_back(country, version, ani)
    country.refresh_from_db()
    assert (country.review, country.name) == ("published", "First")
    request = ReviewRequest.objects.get()
    assert (request.record, request.base, request.is_live) == (country, edited, True)


def test_a_draft_does_not_become_published() -> None:
    country = f.CountryFactory(name="First")
    version = upto()
    type(country).objects.update(review="draft", name="Second")
    assert put_back(country, version).review == "draft"


@pytest.mark.parametrize(("then", "now"), [("draft", "published"), ("published", "draft")])
def test_an_office_keeps_its_review(then: str, now: str) -> None:
    office = f.OfficeFactory(review=then, title="First")
    version = upto()
    Office.objects.update(review=now, title="Second")
    put_back(office.person, version)
    assert Office.objects.values_list("title", "review").get() == ("First", now)


def test_where_only_the_review_of_a_part_changed_nothing_is_written() -> None:
    office = f.OfficeFactory(review="draft")
    version = upto()
    Office.objects.update(review="published")
    written = upto()
    put_back(office.person, version)
    assert upto() == written


# Deleted records ------------------------------------------------------------------------


def test_a_deleted_record_comes_back_whole_as_a_draft(ani: Any) -> None:
    citation = f.CitationFactory(agreement=None, act=f.ActFactory())
    agreement = citation.act.agreement
    f.PartyFactory(agreement=agreement)
    f.ProvisionFactory(agreement=agreement)
    f.CitationFactory(agreement=agreement)
    before, number = stored(agreement), agreement.pk
    agreement.delete()
    came = bring_back("agreement", number, ani)
    assert (came.pk, came.review) == (number, "draft")
    before["agreement", number]["review"] = "draft"
    assert stored(came) == before
    check_keys()


@pytest.mark.parametrize("model", WHOLE, ids=[m._meta.model_name for m in WHOLE])
def test_a_deleted_record_of_every_kind_comes_back(model: Any) -> None:
    record = make(model)
    number, before = record.pk, model.objects.values().get()
    record.delete()
    bring_back(name_of(record), number)
    if "review" in before:
        before["review"] = "draft"
    assert model.objects.values().get() == before


def test_what_came_back_is_written_after_as_if_it_had_never_gone() -> None:
    agreement = f.AgreementFactory()
    number = agreement.pk
    agreement.delete()
    came = bring_back("agreement", number)
    assert f.AgreementFactory().pk > number
    came.title = "Renamed"
    came.save()
    assert Version.objects.of("agreement", number).count() == 4


# Addresses -------------------------------------------------------------------------------


def moved(record: Any, slug: str) -> None:
    record.slug = slug
    record.save()


def test_an_address_that_was_public_is_never_undone() -> None:
    country = f.CountryFactory(slug="burma")
    version = upto()
    moved(country, "myanmar")
    put_back(country, version)
    country.refresh_from_db()
    assert country.slug == "burma"
    assert list(FormerSlug.objects.values_list("slug", "country")) == [("myanmar", country.pk)]


def test_a_deleted_record_is_found_under_its_old_addresses_again() -> None:
    country = f.CountryFactory(slug="burma")
    moved(country, "myanmar")
    number = country.pk
    country.delete()
    bring_back("country", number)
    assert list(FormerSlug.objects.values_list("slug", "country")) == [("burma", number)]


def test_an_old_address_that_leads_elsewhere_by_now_goes_on_leading_there() -> None:
    country = f.CountryFactory(slug="burma")
    moved(country, "myanmar")
    number = country.pk
    country.delete()
    other = f.OrganizationFactory(slug="burma")
    moved(other, "burma-council")
    bring_back("country", number)
    assert FormerSlug.objects.get(slug="burma").organization == other


# What can't be put back -----------------------------------------------------------------


def test_what_points_to_something_gone_is_refused_in_words() -> None:
    agreement = f.AgreementFactory()
    source = agreement.source
    version = upto()
    agreement.source = f.SourceFactory()
    agreement.save()
    source.delete()
    said = refusal(agreement, version)
    assert "the source that it points to was deleted: restore that first" in said
    assert str(agreement) in said


def test_a_part_that_points_to_somebody_gone_is_refused_in_words() -> None:
    office = f.OfficeFactory()
    side = f.SideFactory(person=office.person, office=office, actor_country=office.actor_country)
    version = upto()
    side.delete()
    office.delete()
    assert "the office that it points to was deleted" in refusal(side.statement, version)


def test_a_record_whose_place_was_taken_is_refused_in_words() -> None:
    country = f.CountryFactory(slug="burma")
    version = upto()
    moved(country, "myanmar")
    f.OrganizationFactory(slug="burma")
    assert "Countries and organizations share their slugs" in refusal(country, version)


def test_a_deleted_record_whose_place_was_taken_is_refused_in_words() -> None:
    source = f.SourceFactory(url="https://example.org/1")
    number = source.pk
    source.delete()
    f.SourceFactory(url="https://example.org/1")
    with pytest.raises(ValidationError, match="This page is a source already"):
        bring_back("source", number)


def test_a_part_that_belongs_to_another_record_now_is_refused_in_words() -> None:
    party, other = f.PartyFactory(), f.AgreementFactory(title="The other treaty")
    version = upto()
    Party.objects.update(agreement=other)
    assert "it belongs to “The other treaty” now" in refusal(party.agreement, version)


def test_a_part_that_others_hold_on_to_is_not_removed() -> None:
    person = f.PersonFactory()
    version = upto()
    office = f.OfficeFactory(person=person)
    f.SideFactory(person=person, office=office, actor_country=office.actor_country)
    assert "is used elsewhere" in refusal(person, version)


def test_an_unsourced_version_of_what_readers_see_is_refused() -> None:
    country = f.CountryFactory(review="draft", source=None)
    version = upto()
    type(country).objects.update(source=f.SourceFactory(), review="published")
    assert "Only a sourced record can be published" in refusal(country, version)


def test_a_source_that_readers_cannot_see_is_refused_for_what_they_do() -> None:
    source = f.SourceFactory()
    country = f.CountryFactory(source=source)
    version = upto()
    type(country).objects.update(source=f.SourceFactory())
    type(source).objects.filter(pk=source.pk).update(review="draft")
    assert "Publish this source first" in refusal(country, version)


@pytest.mark.parametrize("version", [0, -1])
def test_before_it_was_there_nothing_is_put_back(version: int) -> None:
    assert "there was no such record" in refusal(f.CountryFactory(), version)
