"""Slugs and codes: unique in their table, and slugs across countries and organizations."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from relations import triggers
from relations.models import Country, Organization
from relations.triggers import slugs
from tests import factories as f

from .rows import unsaved, write

pytestmark = pytest.mark.django_db

KEYS = [
    (f.CountryFactory, "slug"),
    (f.CountryFactory, "code"),
    (f.OrganizationFactory, "slug"),
    (f.AgreementFactory, "slug"),
    (f.StatementFactory, "slug"),
    (f.PersonFactory, "slug"),
    (f.SourceFactory, "slug"),
    (f.ScopeFactory, "slug"),
    (f.ScopeFactory, "name"),
]
PAIRS = [(f.CountryFactory, f.OrganizationFactory), (f.OrganizationFactory, f.CountryFactory)]
both_ways = pytest.mark.parametrize(("first", "second"), PAIRS, ids=["organization", "country"])


def assert_slug_is_taken(write_it: Any) -> None:
    with pytest.raises(IntegrityError, match=slugs.MESSAGE), transaction.atomic():
        write_it()


@pytest.fixture
def reinstalled(db: Any) -> None:
    """Set the triggers up twice more, as every migrate does."""
    triggers.install("default")
    triggers.install("default")


@pytest.mark.parametrize(
    ("factory", "field"), KEYS, ids=[f"{k._meta.model.__name__}-{field}" for k, field in KEYS]
)
def test_a_key_is_given_once(factory: Any, field: str) -> None:
    taken = getattr(factory(), field)
    row = unsaved(factory, **{field: taken})
    with pytest.raises(ValidationError) as refusal:
        row.full_clean()
    assert "already exists" in refusal.value.message_dict[field][0]
    with pytest.raises(IntegrityError), transaction.atomic():
        write(row)


@both_ways
def test_an_organization_and_a_country_never_share_a_slug(first: Any, second: Any) -> None:
    first(slug="taken")
    row = unsaved(second, slug="taken")
    assert_slug_is_taken(lambda: write(row))
    assert_slug_is_taken(row.save)


@both_ways
def test_nor_after_a_change_of_slug(first: Any, second: Any) -> None:
    first(slug="taken")
    row = second(slug="free")
    model = type(row)
    assert_slug_is_taken(lambda: model.objects.update(slug="taken"))
    row.slug = "taken"
    assert_slug_is_taken(row.save)
    assert model.objects.get().slug == "free"


@both_ways
def test_a_slug_given_up_is_free_for_the_other(first: Any, second: Any) -> None:
    type(first(slug="old")).objects.update(slug="new")
    assert second(slug="old").pk


@pytest.mark.parametrize("factory", [f.CountryFactory, f.OrganizationFactory])
def test_an_actor_is_changed_without_a_word_about_its_own_slug(factory: Any) -> None:
    row = factory(slug="own")
    type(row).objects.update(slug="own", name="Another name")
    row.refresh_from_db()
    assert row.name == "Another name"


@both_ways
@pytest.mark.usefixtures("reinstalled")
def test_the_rule_holds_after_the_triggers_are_set_up_again(first: Any, second: Any) -> None:
    first(slug="taken")
    assert_slug_is_taken(lambda: write(unsaved(second, slug="taken")))
    row = second(slug="free")
    assert_slug_is_taken(lambda: type(row).objects.update(slug="taken"))


@both_ways
def test_lost_triggers_come_back_with_migrate(first: Any, second: Any) -> None:
    drop_triggers()
    first(slug="taken")
    call_command("migrate", verbosity=0)
    assert_slug_is_taken(lambda: write(unsaved(second, slug="taken")))


def drop_triggers() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
        else:
            for table, _other in slugs.TABLES:
                cursor.execute(f"DROP FUNCTION {table}_actor_slug() CASCADE")


@both_ways
def test_full_clean_says_that_the_other_has_the_slug(first: Any, second: Any) -> None:
    first(slug="taken")
    with pytest.raises(ValidationError) as refusal:
        unsaved(second, slug="taken").full_clean()
    assert "is taken" in refusal.value.message_dict["slug"][0]


def test_other_kinds_of_records_may_have_the_slug_of_an_actor() -> None:
    f.CountryFactory(slug="georgia")
    for factory in (f.ScopeFactory, f.PersonFactory, f.AgreementFactory, f.StatementFactory):
        assert factory(slug="georgia").pk
    assert Country.objects.count() == 1
    assert not Organization.objects.exists()
