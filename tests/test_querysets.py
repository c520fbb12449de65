"""The filters: whose rows, and which of them readers may see."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import FieldError

from relations import models
from relations.querysets import CuratedQuerySet
from relations.vocabularies import PartyRole, Review, Stance
from tests import factories as f
from tests.facts import FACTS

pytestmark = pytest.mark.django_db

CURATED = [
    f.CountryFactory,
    f.OrganizationFactory,
    f.MembershipFactory,
    f.AgreementFactory,
    f.PersonFactory,
    f.OfficeFactory,
    f.StatementFactory,
    f.IncompatibilityFactory,
    f.SourceFactory,
]
ARCS = [
    f.OtherNameFactory,
    f.MembershipFactory,
    f.PartyFactory,
    f.ActFactory,
    f.OfficeFactory,
    f.SideFactory,
]


def model_of(factory: Any) -> Any:
    return factory._meta.model


def name_of(factory: Any) -> str:
    return str(model_of(factory).__name__)


# Published --------------------------------------------------------------------------


def test_every_reviewed_record_is_tested_here() -> None:
    reviewed = {m for m in FACTS if issubclass(type(m.objects.all()), CuratedQuerySet)}
    assert reviewed == {model_of(factory) for factory in CURATED}


@pytest.mark.parametrize("factory", CURATED, ids=name_of)
def test_published_leaves_drafts_and_reviews_out(factory: Any) -> None:
    published = factory()
    factory(review=Review.DRAFT)
    factory(review=Review.IN_REVIEW)
    found = model_of(factory).objects.published()
    assert published in found
    assert set(found.values_list("review", flat=True)) == {Review.PUBLISHED}


# Of an actor ------------------------------------------------------------------------


@pytest.mark.parametrize("factory", ARCS, ids=name_of)
def test_for_actor_keeps_the_rows_of_a_country_or_organization(factory: Any) -> None:
    # The same number in both tables, so that only the right column tells them apart.
    country, organization = f.CountryFactory(id=900_001), f.OrganizationFactory(id=900_001)
    of_country = factory(actor_country=country)
    of_organization = factory(actor_country=None, actor_organization=organization)
    factory(actor_country=f.CountryFactory())
    rows = model_of(factory).objects
    assert list(rows.for_actor(country)) == [of_country]
    assert list(rows.for_actor(organization)) == [of_organization]
    assert of_country.actor == country
    assert of_organization.actor == organization


def test_for_actor_knows_countries_and_organizations_only() -> None:
    with pytest.raises(FieldError):
        models.Party.objects.for_actor(f.ScopeFactory())


def test_of_keeps_agreements_to_which_all_are_parties_in_any_role() -> None:
    country, organization, third = f.CountryFactory(), f.OrganizationFactory(), f.CountryFactory()
    both = f.PartyFactory(actor_country=country).agreement
    f.PartyFactory(
        agreement=both,
        actor_country=None,
        actor_organization=organization,
        role=PartyRole.WITNESS,
    )
    alone = f.PartyFactory(actor_country=country).agreement
    f.PartyFactory(agreement=alone, actor_country=third)
    agreements = models.Agreement.objects
    assert set(agreements.of(country)) == {both, alone}
    assert set(agreements.of(country, organization)) == {both}
    assert set(agreements.of(organization, third)) == set()
    assert set(agreements.of()) == {both, alone}


def test_an_agreement_between_many_is_found_once() -> None:
    country = f.CountryFactory()
    made = f.PartyFactory(actor_country=country).agreement
    for _ in range(3):
        f.PartyFactory(agreement=made)
    assert list(models.Agreement.objects.of(country)) == [made]


def test_statements_are_found_by_those_they_speak_for() -> None:
    country, organization = f.CountryFactory(), f.OrganizationFactory()
    joint = f.SideFactory(actor_country=country).statement
    f.SideFactory(statement=joint, actor_country=None, actor_organization=organization)
    f.SideFactory()
    statements = models.Statement.objects
    assert list(statements.on_behalf_of(country)) == [joint]
    assert list(statements.on_behalf_of(organization)) == [joint]


def test_positions_are_found_by_actor_stated_on_and_stated_for() -> None:
    speaker, target = f.CountryFactory(), f.CountryFactory()
    statement = f.SideFactory(actor_country=speaker).statement
    on_country = f.PositionFactory(
        statement=statement, target_agreement=None, target_country=target, stance=Stance.STEADY
    )
    on_membership = f.PositionFactory(
        target_agreement=None, target_membership=f.MembershipFactory(actor_country=target)
    )
    f.PositionFactory()
    positions = models.Position.objects
    assert set(positions.on_actor(target)) == {on_country, on_membership}
    assert list(positions.stated_for(speaker)) == [on_country]
    assert not positions.on_actor(speaker).exists()


# Visible ----------------------------------------------------------------------------


@pytest.mark.parametrize("factory", ARCS, ids=name_of)
def test_rows_of_an_unpublished_actor_are_not_visible(factory: Any) -> None:
    seen = [
        factory(),
        factory(actor_country=None, actor_organization=f.OrganizationFactory()),
    ]
    factory(actor_country=f.CountryFactory(review=Review.DRAFT))
    factory(actor_country=None, actor_organization=f.OrganizationFactory(review=Review.IN_REVIEW))
    assert set(model_of(factory).objects.visible()) == set(seen)


def test_an_act_of_nobody_in_particular_is_visible() -> None:
    act = f.ActFactory()
    assert act.actor is None
    assert list(models.Act.objects.visible()) == [act]


def test_a_membership_is_visible_with_both_its_ends_only() -> None:
    seen = f.MembershipFactory()
    f.MembershipFactory(review=Review.DRAFT)
    f.MembershipFactory(organization=f.OrganizationFactory(review=Review.DRAFT))
    f.MembershipFactory(actor_country=f.CountryFactory(review=Review.DRAFT))
    assert list(models.Membership.objects.visible()) == [seen]


TARGETS = {
    "target_country": f.CountryFactory,
    "target_organization": f.OrganizationFactory,
    "target_agreement": f.AgreementFactory,
    "target_membership": f.MembershipFactory,
}


def position_on(target: str, row: Any, **values: Any) -> models.Position:
    arc: dict[str, Any] = {"target_agreement": None, target: row, "stance": Stance.UNCLEAR}
    made: models.Position = f.PositionFactory(**{**arc, **values})
    return made


@pytest.mark.parametrize("target", TARGETS)
def test_a_position_is_visible_with_its_statement_and_target_only(target: str) -> None:
    factory = TARGETS[target]
    seen = position_on(target, factory())
    position_on(target, factory(review=Review.DRAFT))
    position_on(target, factory(), statement=f.StatementFactory(review=Review.DRAFT))
    assert list(models.Position.objects.visible()) == [seen]
    assert seen.target == getattr(seen, target)


def test_a_position_on_a_scope_is_visible_with_its_statement() -> None:
    seen = position_on("target_scope", f.ScopeFactory())
    position_on("target_scope", f.ScopeFactory(), statement=f.StatementFactory(review=Review.DRAFT))
    assert list(models.Position.objects.visible()) == [seen]


@pytest.mark.parametrize(
    "end", [("actor_country", f.CountryFactory), ("organization", f.OrganizationFactory)]
)
def test_a_position_on_the_membership_of_an_unpublished_actor_is_not_visible(end: Any) -> None:
    name, factory = end
    position_on("target_membership", f.MembershipFactory(**{name: factory(review=Review.DRAFT)}))
    assert not models.Position.objects.visible().exists()


# Natural keys -----------------------------------------------------------------------


def every_factory() -> list[Any]:
    """Give the factories that make something: not the abstract ones."""
    named = [getattr(f, name) for name in dir(f) if name.endswith("Factory")]
    return [factory for factory in named if not factory._meta.abstract]


@pytest.mark.parametrize(
    "factory", [f for f in every_factory() if model_of(f) in FACTS], ids=name_of
)
def test_a_natural_key_finds_its_row(factory: Any) -> None:
    factory()
    row = factory()
    assert model_of(factory).objects.get_by_natural_key(*row.natural_key()) == row


@pytest.mark.parametrize("key", [(), ("AAA", "BBB")])
def test_a_natural_key_of_the_wrong_length_says_what_belongs_into_it(key: tuple[str, ...]) -> None:
    with pytest.raises(TypeError, match="a key of country is a list of 1: code"):
        models.Country.objects.get_by_natural_key(*key)
