"""Whatever two records have: after a merge nothing refers to the loser, and no fact is missing."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relations import models as m
from relations.curation.merging import merge
from relations.curation.merging.moving import references
from relations.vocabularies import ActKind, Concerns
from tests import factories as f
from tests.facts import FACTS

pytestmark = pytest.mark.django_db

few = st.integers(0, 2)
# What stands in each row: which of the two it belongs to, and small numbers for the rest,
# so that clashes are frequent.
rows = st.lists(st.tuples(st.sampled_from(("loser", "winner")), few, few, few), max_size=9)
# What a merge itself writes.
WRITTEN = (m.FormerSlug, m.OtherName, m.Citation, m.Claim)


def an_agreement(content: Any) -> tuple[Any, Any]:
    """Build two agreements whose parties, acts, provisions, links and positions overlap."""
    two = {"loser": f.AgreementFactory(), "winner": f.AgreementFactory()}
    countries = [f.CountryFactory() for _ in range(3)]
    organizations = [f.OrganizationFactory() for _ in range(3)]
    sources = [f.SourceFactory() for _ in range(3)]
    others = [f.AgreementFactory() for _ in range(3)]
    statements = [f.StatementFactory() for _ in range(3)]
    kinds = (ActKind.SIGNED, ActKind.RATIFIED, ActKind.SUSPENDED)
    for which, what, who, when in content:
        own = {"agreement": two[which]}
        arc: dict[str, Any] = {"actor_country": countries[who], "actor_organization": None}
        if when == 2:
            arc = {"actor_country": None, "actor_organization": organizations[who]}
        m.Party.objects.get_or_create(**own, **arc, defaults={"note": f"note {what}"})
        act, _made = m.Act.objects.get_or_create(
            **own,
            **arc,
            kind=kinds[what],
            defaults={"date": f"200{when}", "concerns": Concerns.PARTY, "source": sources[when]},
        )
        m.Citation.objects.get_or_create(act=act, source=sources[who], defaults={"excerpt": which})
        m.Citation.objects.get_or_create(**own, source=sources[what])
        m.Position.objects.get_or_create(
            statement=statements[when],
            target_agreement=two[which],
            defaults={"stance": "supports", "text": f"{what}"},
        )
        number = m.Provision.objects.filter(**own).count() + 1
        f.ProvisionFactory(**own, number=number, text=f"{what}")
        m.AgreementLink.objects.get_or_create(
            from_agreement=two[which], to_agreement=others[who], kind="replaces"
        )
    return two["loser"], two["winner"]


def a_country(content: Any) -> tuple[Any, Any]:
    """Build two countries that are members, parties, sides and targets of the same things."""
    two = {"loser": f.CountryFactory(), "winner": f.CountryFactory()}
    organizations = [f.OrganizationFactory() for _ in range(3)]
    agreements = [f.AgreementFactory() for _ in range(3)]
    statements = [f.StatementFactory() for _ in range(3)]
    people = [f.PersonFactory() for _ in range(3)]
    for which, what, who, when in content:
        arc = {"actor_country": two[which]}
        member, _made = m.Membership.objects.get_or_create(
            **arc, organization=organizations[what], defaults={"note": f"{who}"}
        )
        m.MembershipAct.objects.get_or_create(
            membership=member, kind=("joined", "withdrew", "applied")[who], date=f"200{when}"
        ) if not member.membershipact_set.filter(
            kind=("joined", "withdrew", "applied")[who]
        ).exists() else None
        m.Position.objects.get_or_create(
            statement=statements[who], target_membership=member, defaults={"stance": "opposes"}
        )
        m.Position.objects.get_or_create(
            statement=statements[when], target_country=two[which], defaults={"stance": "steady"}
        )
        m.Party.objects.get_or_create(**arc, agreement=agreements[who])
        office, _made = m.Office.objects.get_or_create(
            **arc,
            person=people[who],
            title=f"Minister {what}",
            defaults={"start": f"200{when}", "end": f"200{when}"},
        )
        m.Side.objects.get_or_create(
            **arc, statement=statements[what], defaults={"person": people[who], "office": office}
        )
        m.OtherName.objects.get_or_create(**arc, name=f"Name {what}", defaults={"kind": "short"})
    return two["loser"], two["winner"]


@pytest.mark.parametrize("world", [an_agreement, a_country])
@given(content=rows)
@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_nothing_refers_to_the_loser_and_no_fact_is_missing(
    world: Any, content: Any, db: Any
) -> None:
    loser, winner = world(content)
    model, number = type(loser), loser.pk
    user, _made = get_user_model().objects.get_or_create(username="editor")
    before = {fact: fact.objects.count() for fact in FACTS}
    report = merge(loser, winner, user, "the same")
    for field in references(model):
        assert not field.model.objects.filter(**{f"{field.name}_id": number}).exists()
    joined = Counter[Any]()
    for line in report.joined:
        kinds = [fact for fact in FACTS if line.startswith(f"{fact._meta.verbose_name} ")]
        joined[max(kinds, key=lambda fact: len(fact._meta.verbose_name))] += 1
    joined[model] += 1
    for fact in FACTS:
        expected = before[fact] - joined[fact]
        if fact in WRITTEN:
            assert fact.objects.count() >= expected
        else:
            assert fact.objects.count() == expected
    for side in m.Side.objects.all():
        side.full_clean()
