"""Two records become one: what referred to the loser refers to the winner."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from relations import models as m
from relations.curation.merging import MERGEABLE, MergeRefused, merge, preview
from relations.curation.merging.moving import references
from relations.models.claim import DISPUTABLE
from relations.vocabularies import NameKind, Review, Stance
from tests import factories as f

pytestmark = pytest.mark.django_db

FACTORIES: dict[Any, Any] = {
    factory._meta.model: factory
    for name, factory in vars(f).items()
    if name.endswith("Factory") and getattr(factory, "_meta", None) and factory._meta.model
}
ARCS: dict[Any, tuple[str, ...]] = {
    m.ImportedRow: m.ImportedRow.TARGETS,
    m.Citation: m.Citation.OWNERS,
    m.Claim: m.Claim.OWNERS,
    m.FormerSlug: m.FormerSlug.TARGETS,
    m.Position: m.Position.TARGETS,
}
ACTORS = ("actor_country", "actor_organization")
REFERENCES = [
    pytest.param(model, field, id=f"{model.__name__}-{field.model.__name__}.{field.name}")
    for model in MERGEABLE
    for field in references(model)
]


@pytest.fixture
def user(db: Any) -> Any:
    return get_user_model().objects.create_user("editor")


def referring(field: Any, record: Any) -> Any:
    """Make a row whose key ``field`` is this record, with the rest of its arc empty."""
    arc = ARCS.get(field.model, ACTORS if field.name in ACTORS else ())
    values = {name: None for name in arc if field.name in arc}
    if field.model is m.Claim and field.name in arc:
        values["field"] = DISPUTABLE[field.name][0]
    if field.name == "target_country":
        values["stance"] = Stance.STEADY
    return FACTORIES[field.model](**{**values, field.name: record})


def the_two(model: Any) -> tuple[Any, Any]:
    return FACTORIES[model](), FACTORIES[model]()


@pytest.mark.parametrize(("model", "field"), REFERENCES)
def test_every_reference_moves(model: Any, field: Any, user: Any) -> None:
    loser, winner = the_two(model)
    row = referring(field, loser)
    merge(loser, winner, user, "the same")
    row.refresh_from_db()
    assert getattr(row, field.name) == winner
    assert not model.objects.filter(pk=loser.pk).exists()


@pytest.mark.parametrize("model", MERGEABLE, ids=lambda model: model.__name__)
def test_nothing_refers_to_the_loser_and_its_address_redirects(model: Any, user: Any) -> None:
    loser, winner = the_two(model)
    for field in references(model):
        referring(field, loser)
    rows = {field.model: field.model.objects.count() for field in references(model)}
    merge(loser, winner, user, "the same")
    for field in references(model):
        assert not field.model.objects.filter(**{f"{field.name}_id": loser.pk}).exists()
        if field.model not in (m.FormerSlug, m.OtherName, m.Citation, m.Claim, model):
            assert field.model.objects.count() == rows[field.model]
    if hasattr(model, "slug") and model is not m.Membership:
        former = m.FormerSlug.objects.filter(slug=loser.slug).get()
        assert getattr(former, model._meta.model_name) == winner


def test_readers_find_the_winner_at_the_losers_address(user: Any, reader: Client) -> None:
    loser, winner = f.AgreementFactory(slug="doppelt"), f.AgreementFactory(slug="richtig")
    f.FormerSlugFactory(slug="uralt", country=None, agreement=loser)
    merge(loser, winner, user, "the same")
    for old in ("doppelt", "uralt"):
        response = reader.get(f"/agreements/{old}/")
        assert response.headers["Location"].endswith("/agreements/richtig/")


def test_a_membership_of_both_is_joined_with_its_steps(user: Any) -> None:
    organization = f.OrganizationFactory()
    loser, winner = the_two(m.Country)
    theirs = f.MembershipFactory(actor_country=loser, organization=organization)
    ours = f.MembershipFactory(actor_country=winner, organization=organization, note="Kept.")
    f.MembershipActFactory(membership=theirs, kind="joined", date="1999")
    f.MembershipActFactory(membership=ours, kind="joined", date="2000")
    f.MembershipActFactory(membership=theirs, kind="withdrew", date="2010")
    position = f.PositionFactory(target_agreement=None, target_membership=theirs)
    report = merge(loser, winner, user, "the same")
    position.refresh_from_db()
    assert position.target_membership == ours
    steps = dict(ours.membershipact_set.values_list("kind", "date"))
    assert {kind: str(date) for kind, date in steps.items()} == {
        "joined": "2000",
        "withdrew": "2010",
    }
    claims = ours.membershipact_set.get(kind="joined").claim_set.values_list("value", "source")
    assert set(claims) == {("1999", theirs.source.pk), ("2000", ours.source.pk)}
    assert any("1999" in line for line in report.kept)
    assert not any("1999" in line for line in report.dropped)
    assert ours.citation_set.filter(source=theirs.source).exists()


def test_what_the_winner_lacks_is_taken_over_and_what_differs_is_reported(user: Any) -> None:
    loser = f.AgreementFactory(title="Long title", short_title="Short", summary="A.")
    winner = f.AgreementFactory(title="Title", summary="B.")
    report = merge(loser, winner, user, "the same")
    winner.refresh_from_db()
    assert (winner.title, winner.short_title, winner.summary) == ("Title", "Short", "B.")
    assert any("Long title" in line for line in report.dropped)
    assert any("“A.”" in line for line in report.dropped)
    assert winner.citation_set.get().source == loser.source


def test_the_names_of_an_actor_are_kept_as_other_names(user: Any) -> None:
    loser = f.OrganizationFactory(name="Treaty Organization", acronym="TO")
    winner = f.OrganizationFactory(name="Alliance", acronym="AL")
    f.OtherNameFactory(actor_country=None, actor_organization=winner, name="to")
    merge(loser, winner, user, "the same")
    names = winner.othername_set.values_list("name", "kind")
    assert set(names) == {("to", NameKind.FORMER), ("Treaty Organization", NameKind.ALTERNATIVE)}


def test_the_end_of_one_country_does_not_end_the_other(user: Any) -> None:
    loser, winner = f.CountryFactory(end="1991"), f.CountryFactory()
    report = merge(loser, winner, user, "the same")
    winner.refresh_from_db()
    assert winner.end is None
    assert any("1991" in line for line in report.dropped)


def test_what_must_be_unique_goes_from_the_loser_to_the_winner(user: Any) -> None:
    loser, winner = f.SourceFactory(url="https://example.org/a"), f.SourceFactory(url="")
    merge(loser, winner, user, "the same")
    winner.refresh_from_db()
    assert winner.url == "https://example.org/a"


def test_provisions_are_numbered_on_and_equal_ones_joined(user: Any) -> None:
    loser, winner = the_two(m.Agreement)
    scope = f.ScopeFactory()
    for agreement, text in ((winner, "One."), (loser, "Two.")):
        f.ProvisionFactory(agreement=agreement, number=1, text=text)
        f.ProvisionFactory(agreement=agreement, number=2, text="Same.", scope=scope)
    merge(loser, winner, user, "the same")
    assert list(winner.provision_set.values_list("number", "text")) == [
        (1, "One."),
        (2, "Same."),
        (3, "Two."),
    ]


def test_what_one_source_says_in_two_records_is_dropped_and_reported(user: Any) -> None:
    source = f.SourceFactory()
    loser = f.AgreementFactory(source=source, kind="treaty")
    winner = f.AgreementFactory(source=source, kind="charter")
    report = merge(loser, winner, user, "the same")
    assert any("treaty" in line for line in report.dropped)
    assert not m.Claim.objects.exists()


def test_two_terms_in_one_office_stay_two(user: Any) -> None:
    loser, winner = the_two(m.Person)
    country = f.CountryFactory()
    f.OfficeFactory(person=loser, actor_country=country, start="2001", end="2004")
    f.OfficeFactory(person=winner, actor_country=country, start="2010", end="2012")
    side = f.SideFactory(person=loser, actor_country=country, office=loser.office_set.get())
    merge(loser, winner, user, "the same")
    terms = winner.office_set.order_by("occurrence").values_list("occurrence", "start")
    assert [(number, str(start)) for number, start in terms] == [(1, "2010"), (2, "2001")]
    side.refresh_from_db()
    side.full_clean()


def test_one_term_in_one_office_becomes_one(user: Any) -> None:
    loser, winner = the_two(m.Person)
    country = f.CountryFactory()
    f.OfficeFactory(person=loser, actor_country=country, start="2001", end="2004")
    f.OfficeFactory(person=winner, actor_country=country, start="2001-05")
    side = f.SideFactory(person=loser, actor_country=country, office=loser.office_set.get())
    merge(loser, winner, user, "the same")
    office = winner.office_set.get()
    assert (str(office.start), str(office.end)) == ("2001-05", "2004")
    side.refresh_from_db()
    assert side.office == office


def test_a_part_merges_into_its_whole(user: Any) -> None:
    winner = f.ScopeFactory(name="Security")
    loser = f.ScopeFactory(name="Border security", parent=winner)
    report = merge(loser, winner, user, "too fine")
    winner.refresh_from_db()
    assert winner.parent is None
    assert any("part of" in line for line in report.dropped)


@pytest.mark.parametrize("turned", [False, True], ids=["same order", "other order"])
@pytest.mark.parametrize("end", ["first", "second"])
def test_an_incompatibility_of_both_is_joined_whichever_stands_first(
    end: str, turned: bool, user: Any
) -> None:
    loser, winner, other = f.OrganizationFactory.create_batch(3)
    far = {"first": "second", "second": "first"}
    there = far[end] if turned else end
    lost = f.IncompatibilityFactory(**{end: loser, far[end]: other}, since="1999")
    f.CitationFactory(agreement=None, incompatibility=lost)
    kept = f.IncompatibilityFactory(**{there: winner, far[there]: other})
    merge(loser, winner, user, "one and the same")
    row = m.Incompatibility.objects.get()
    assert (row.pk, getattr(row, there), getattr(row, far[there])) == (kept.pk, winner, other)
    assert str(row.since) == "1999"
    # The further source of the one that went, and its own.
    assert set(row.citation_set.values_list("source", flat=True)) >= {lost.source_id}
    assert row.citation_set.count() == 2


def test_statements_that_state_one_incompatibility_in_two_orders_become_one(user: Any) -> None:
    loser, winner = f.StatementFactory.create_batch(2)
    one, two = f.OrganizationFactory.create_batch(2)
    f.IncompatibilityFactory(first=one, second=two, kind="stated", statement=loser)
    f.IncompatibilityFactory(first=two, second=one, kind="stated", statement=winner)
    merge(loser, winner, user, "one and the same")
    assert m.Incompatibility.objects.get().statement == winner


def test_two_that_exclude_each_other_are_not_one(user: Any) -> None:
    row = f.IncompatibilityFactory()
    with pytest.raises(MergeRefused, match="two different organizations"):
        merge(row.first, row.second, user, "one and the same")


def test_what_makes_no_sense_is_refused_in_words_and_changes_nothing(user: Any) -> None:
    organization = f.OrganizationFactory(name="Union")
    member = f.OrganizationFactory(name="Bank")
    f.MembershipFactory(actor_country=None, actor_organization=member, organization=organization)
    agreement, old = the_two(m.Agreement)
    f.AgreementLinkFactory(from_agreement=agreement, to_agreement=old)
    top = f.ScopeFactory(name="Top")
    middle = f.ScopeFactory(name="Middle", parent=top)
    below = f.ScopeFactory(name="Below", parent=middle)
    draft = f.AgreementFactory(review=Review.DRAFT)
    before = m.Version.objects.count()
    for loser, winner, words in (
        (organization, organization, "into itself"),
        (organization, f.CountryFactory(), "can't become"),
        (f.ActFactory(), f.ActFactory(), "are not merged"),
        (member, organization, "member of itself"),
        (organization, member, "member of itself"),
        (old, agreement, "can't relate to itself"),
        (agreement, old, "can't relate to itself"),
        (middle, below, "part of itself"),
        (top, below, "part of itself"),
        (agreement, draft, "the other way round"),
    ):
        before = m.Version.objects.count()
        for do in (lambda a, b: merge(a, b, user, "x"), preview):
            with pytest.raises(MergeRefused, match=words):
                do(loser, winner)
        assert m.Version.objects.count() == before
    assert not m.Revision.objects.exists()


def test_a_reason_is_required(user: Any) -> None:
    with pytest.raises(MergeRefused, match="why"):
        merge(*the_two(m.Person), user, "  ")


def test_who_is_gone_is_not_merged(user: Any) -> None:
    loser, winner = the_two(m.Person)
    stale = m.Person.objects.get(pk=loser.pk)
    merge(loser, winner, user, "the same")
    with pytest.raises(MergeRefused, match="is gone"):
        merge(stale, winner, user, "the same")


def test_the_history_says_who_why_and_what_was_dropped(user: Any) -> None:
    loser = f.AgreementFactory(title="Lost title")
    winner = f.AgreementFactory(title="Kept title")
    f.PartyFactory(agreement=loser)
    number = loser.pk
    merge(loser, winner, user, "Entered twice.")
    revision = m.Revision.objects.get()
    assert revision.user == user
    assert revision.reason.startswith("Entered twice.")
    assert "Lost title" in revision.reason
    deleted = m.Version.objects.deletions().get(model="agreement")
    assert (deleted.object_id, deleted.revision) == (number, revision)
    assert deleted.old["title"] == "Lost title"


def test_a_preview_says_the_same_and_changes_nothing(user: Any) -> None:
    loser, winner = the_two(m.Country)
    f.PartyFactory(actor_country=loser)
    before = m.Version.objects.count()
    foreseen = preview(loser, winner)
    assert m.Version.objects.count() == before
    assert m.Party.objects.get().actor == loser
    assert merge(loser, winner, user, "the same") == foreseen


def test_findings_about_the_loser_go_with_it(user: Any) -> None:
    loser, winner = the_two(m.Person)
    f.FindingFactory(key=f"duplicate_people:|person-{loser.pk}|person-{winner.pk}|")
    other = f.FindingFactory(key=f"x:|person-{loser.pk}0|")
    merge(loser, winner, user, "the same")
    assert list(m.Finding.objects.all()) == [other]
