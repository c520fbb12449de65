"""Slugs that changed: the old address goes on leading to the record."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from relations.models import FormerSlug
from tests import factories as f

pytestmark = pytest.mark.django_db

FACTORIES = [
    f.CountryFactory,
    f.OrganizationFactory,
    f.AgreementFactory,
    f.StatementFactory,
    f.PersonFactory,
    f.ScopeFactory,
    f.SourceFactory,
]
every_kind = pytest.mark.parametrize("factory", FACTORIES, ids=lambda k: k._meta.model.__name__)


def rename(row: Any, slug: str) -> None:
    row.slug = slug
    row.save()


def leading_to(row: Any) -> list[str]:
    """Give the old slugs of a row."""
    return sorted(row.formerslug_set.values_list("slug", flat=True))


def test_every_record_with_an_address_can_be_redirected_to() -> None:
    assert {k._meta.model._meta.model_name for k in FACTORIES} == set(FormerSlug.TARGETS)


@every_kind
def test_a_changed_slug_is_remembered(factory: Any) -> None:
    row = factory(slug="old")
    rename(row, "new")
    assert leading_to(row) == ["old"]
    row.refresh_from_db()
    assert row.slug == "new"


@every_kind
def test_every_old_slug_is_remembered(factory: Any) -> None:
    row = factory(slug="first")
    rename(row, "second")
    rename(row, "third")
    assert leading_to(row) == ["first", "second"]


@every_kind
def test_a_slug_that_comes_back_is_no_longer_a_former_one(factory: Any) -> None:
    row = factory(slug="first")
    rename(row, "second")
    rename(row, "first")
    assert leading_to(row) == ["second"]
    rename(row, "second")
    assert leading_to(row) == ["first"]


def test_a_row_fetched_anew_remembers_as_well() -> None:
    made = f.AgreementFactory(slug="old")
    row = type(made).objects.get()
    rename(row, "new")
    assert leading_to(made) == ["old"]


@every_kind
def test_saving_without_a_change_of_slug_leaves_no_trace(factory: Any) -> None:
    row = factory()
    row.save()
    assert not FormerSlug.objects.exists()


def test_a_refused_change_leaves_no_trace() -> None:
    f.ScopeFactory(slug="taken")
    row = f.ScopeFactory(slug="old")
    with pytest.raises(IntegrityError), transaction.atomic():
        rename(row, "taken")
    assert not FormerSlug.objects.exists()


def test_saving_other_fields_only_does_not_remember_a_slug_that_was_kept() -> None:
    row = f.ScopeFactory(slug="old", name="Trade")
    row.slug, row.name = "new", "Commerce"
    row.save(update_fields=["name"])
    row.refresh_from_db()
    assert (row.slug, row.name) == ("old", "Commerce")
    assert not FormerSlug.objects.exists()


@every_kind
def test_a_redirect_goes_with_what_it_leads_to(factory: Any) -> None:
    row = factory(slug="old")
    rename(row, "new")
    row.delete()
    assert not FormerSlug.objects.exists()


def test_a_slug_given_up_can_be_taken_by_another_record() -> None:
    first = f.ScopeFactory(slug="trade")
    rename(first, "commerce")
    second = f.ScopeFactory(slug="trade")
    assert second.slug == "trade"
    assert leading_to(first) == ["trade"]


@pytest.mark.parametrize(
    ("factory", "other"),
    [
        (f.ScopeFactory, f.ScopeFactory),
        (f.CountryFactory, f.CountryFactory),
        (f.CountryFactory, f.OrganizationFactory),
    ],
)
def test_a_slug_given_up_twice_leads_to_who_gave_it_up_last(factory: Any, other: Any) -> None:
    first = factory(slug="old")
    rename(first, "first")
    second = other(slug="old")
    with transaction.atomic():
        rename(second, "second")
    assert leading_to(first) == []
    assert leading_to(second) == ["old"]
