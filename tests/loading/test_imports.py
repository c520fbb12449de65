"""What a table does to records: new, changed, unchanged; all of it or nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext

from relations.loading import imports, table_files
from relations.models import (
    Agreement,
    Citation,
    Claim,
    Country,
    FormerSlug,
    MembershipAct,
    Organization,
    Party,
    ReviewRequest,
    Revision,
    Scope,
    Side,
    Source,
    Statement,
    Version,
)
from relations.vocabularies import Origin, Review
from tests import factories

from .tables import bring, csv_of, look, problems

pytestmark = pytest.mark.django_db


def test_new_changed_and_unchanged_rows_are_told_apart_field_by_field() -> None:
    for slug, name in (("war", "War"), ("peace", "Peace")):
        factories.ScopeFactory(slug=slug, name=name, order=1)
    plan = look(Scope, csv_of("slug,name,order", "war,War,01", "peace,Piece,1", "trade,Trade,3"))
    assert plan.unchanged == [2]
    assert [(c.number, c.label, c.cells) for c in plan.changed] == [
        (3, "peace", {"name": ("Peace", "Piece")})
    ]
    assert [(c.number, c.cells) for c in plan.new] == [
        (4, {"slug": ("", "trade"), "name": ("", "Trade"), "order": ("", "3")})
    ]


def test_a_look_changes_nothing_and_leaves_no_history() -> None:
    factories.ScopeFactory(slug="war", name="War")
    before = Version.objects.count()
    look(Scope, csv_of("slug,name", "war,Peace", "trade,Trade"))
    assert list(Scope.objects.values_list("name", flat=True)) == ["War"]
    assert Version.objects.count() == before
    assert not Revision.objects.exists()


def test_an_import_is_one_revision_with_its_user_and_its_file() -> None:
    user = get_user_model().objects.create_user("ani")
    factories.ScopeFactory(slug="war", name="War")
    bring(Scope, csv_of("slug,name", "war,Peace", "trade,Trade"), user)
    (made,) = Revision.objects.all()
    assert (made.user, made.origin, made.reason) == (user, Origin.IMPORT, "table.csv")
    versions = Version.objects.filter(revision=made).order_by("object_id")
    assert [(v.old and v.old["name"], v.new["name"]) for v in versions] == [
        ("War", "Peace"),
        (None, "Trade"),
    ]


def test_an_absent_column_stays_and_an_empty_cell_empties() -> None:
    factories.AgreementFactory(slug="pact", note="kept", summary="gone", short_title="Pact")
    bring(Agreement, csv_of("slug,summary", "pact,"))
    pact = Agreement.objects.get()
    assert (pact.note, pact.summary, pact.short_title) == ("kept", "", "Pact")


def test_a_new_record_is_a_draft_and_the_review_of_an_old_one_stays() -> None:
    source = factories.SourceFactory()
    factories.AgreementFactory(slug="old", review=Review.PUBLISHED)
    plan = bring(
        Agreement,
        csv_of(
            "slug,title,kind,source,review",
            f"new,New,treaty,{source.slug},published",
            f"old,Old,treaty,{source.slug},draft",
        ),
    )
    assert "not imported" in plan.notes[0]
    assert Agreement.objects.get(slug="new").review == Review.DRAFT
    assert Agreement.objects.get(slug="old").review == Review.PUBLISHED


def test_an_edit_of_a_published_record_asks_for_its_review() -> None:
    pact = factories.AgreementFactory(slug="pact", review=Review.PUBLISHED)
    user = get_user_model().objects.create_user("ani")
    bring(Agreement, csv_of("slug,title", "pact,Another title"), user)
    (request,) = ReviewRequest.objects.waiting().on(pact)
    assert request.is_live
    assert request.requested_by == user


def test_keys_of_several_parts_are_columns_of_their_own() -> None:
    membership = factories.MembershipFactory()
    country, organization = membership.actor_country.code, membership.organization.slug
    bring(
        MembershipAct,
        csv_of(
            "membership__actor_country,membership__organization,kind,occurrence,date",
            f"{country},{organization},joined,1,2001-05~",
        ),
    )
    act = MembershipAct.objects.get()
    assert (act.membership, str(act.date)) == (membership, "2001-05~")


def test_an_arc_may_leave_out_the_columns_it_does_not_need() -> None:
    agreement, source = factories.AgreementFactory(), factories.SourceFactory()
    table = csv_of("source,locator,agreement", f"{source.slug},p. 3,{agreement.slug}")
    bring(Citation, table)
    assert Citation.objects.get().agreement == agreement
    assert look(Citation, table).unchanged == [2]


def test_a_row_that_nothing_in_it_names_is_refused_where_a_column_is_missing() -> None:
    source = factories.SourceFactory()
    assert problems(Citation, csv_of("source,locator,agreement", f"{source.slug},p. 3,")) == [
        (2, "country", "nothing in the row says what it is about")
    ]


def test_a_new_record_may_be_part_of_another_one_of_the_file_in_any_order() -> None:
    bring(
        Organization,
        csv_of("slug,name,kind,parent", "court,Court,court,union", "union,Union,union,"),
    )
    assert Organization.objects.get(slug="court").parent.slug == "union"


def test_new_records_that_are_part_of_each_other_are_refused() -> None:
    found = problems(
        Organization,
        csv_of("slug,name,kind,parent", "a,A,forum,b", "b,B,forum,a"),
    )
    assert [row for row, _column, _message in found] == [2, 3]


def test_a_new_slug_keeps_the_old_address() -> None:
    country = factories.CountryFactory(slug="swaziland")
    bring(Country, csv_of("code,slug", f"{country.code},eswatini"))
    assert FormerSlug.objects.get().country == country


def test_the_bounds_of_a_date_follow_it() -> None:
    factories.StatementFactory(slug="old", date="2001")
    bring(
        Statement,
        csv_of("slug,title,date,medium", "old,Old,2024-05,speech", "new,New,2024-05,speech"),
    )
    in_may = Statement.objects.filter(date_earliest="2024-05-01", date_latest="2024-05-31")
    assert set(in_may.values_list("slug", flat=True)) == {"old", "new"}


def test_a_claim_is_about_what_can_be_disputed_in_its_record() -> None:
    agreement, source = factories.AgreementFactory(), factories.SourceFactory()
    found = problems(
        Claim,
        csv_of(
            "agreement,field,value,source",
            f"{agreement.slug},kind,charter,{source.slug}",
            f"{agreement.slug},kind,no kind,{source.slug}",
            f"{agreement.slug},slug,x,{source.slug}",
        ),
    )
    assert [(row, column) for row, column, _message in found] == [(3, "value"), (4, "field")]


def test_what_a_record_said_before_stays_as_a_claim_where_sources_disagree() -> None:
    agreement = factories.AgreementFactory(kind="treaty")
    factories.ClaimFactory(agreement=agreement, value="charter")
    bring(Agreement, csv_of("slug,kind", f"{agreement.slug},charter"))
    claims = Claim.objects.filter(agreement=agreement, field="kind")
    assert set(claims.values_list("value", "source")) >= {("treaty", agreement.source.pk)}


def test_a_new_claim_puts_what_the_record_says_beside_it() -> None:
    agreement, source = factories.AgreementFactory(kind="treaty"), factories.SourceFactory()
    bring(
        Claim,
        csv_of("agreement,field,value,source", f"{agreement.slug},kind,charter,{source.slug}"),
    )
    assert set(Claim.objects.values_list("value", flat=True)) == {"charter", "treaty"}


def test_a_page_that_is_a_source_already_is_not_taken_twice() -> None:
    factories.SourceFactory(url="https://example.org/news/1")
    found = problems(
        Source,
        csv_of(
            "slug,kind,publisher,title,url",
            "again,news,Example,Title,http://www.example.org/news/1/?utm_source=x",
        ),
    )
    assert [row for row, _column, _message in found] == [2]
    assert "is a source already" in found[0][2]


def test_ends_of_lines_alone_are_no_change() -> None:
    factories.AgreementFactory(slug="pact", summary="one\r\ntwo ")
    assert look(Agreement, csv_of("slug,summary", 'pact,"one\ntwo"')).unchanged == [2]


def test_a_blank_around_a_key_does_not_matter() -> None:
    factories.ScopeFactory(slug="war", name="War")
    assert look(Scope, csv_of("slug,name", " war ,War")).unchanged == [2]


# What is wrong -------------------------------------------------------------------------


def test_every_error_of_a_file_is_reported_at_once_with_its_row_and_column() -> None:
    factories.ScopeFactory(slug="war", name="War")
    source = factories.SourceFactory()
    found = problems(
        Statement,
        csv_of(
            "slug,title,date,medium,voice,source,titel,translated",
            f"a,A,2024-13,speech,official,{source.slug},,true",
            "b,,2024,shouting,official,no-such-source,,perhaps",
            "c,C,2024,speech,commentary,,,false",
            "d,D,2024,speech,official,,,",
            "d,D,2024,speech,official,,,",
            ",E,2024,speech,official,,,",
            f"f,{'x' * 241},2024,speech,official,,,false",
        ),
    )
    places = {(row, column) for row, column, _message in found}
    assert places == {
        (0, "titel"),
        (2, "date"),
        (3, "title"),
        (3, "medium"),
        (3, "source"),
        (3, "translated"),
        (4, ""),  # a commentary without its commentator: a rule of the database
        (6, ""),
        (7, "slug"),
        (8, "title"),
    }
    said = {(row, column): message for row, column, message in found}
    assert "“title”" in said[0, "titel"]
    assert "2024-13" in said[2, "date"]
    assert "is not one of" in said[3, "medium"]
    assert "speech" in said[3, "medium"]
    assert "there is no source “no-such-source”" in said[3, "source"]
    assert "names its commentator" in said[4, ""]
    assert said[6, ""] == "repeats row 5"
    assert not Statement.objects.exists()


def test_a_column_of_the_key_that_is_missing_is_named() -> None:
    assert problems(MembershipAct, csv_of("kind,date", "joined,2001")) == [
        (0, "membership__organization", "this column is missing: rows are known by it"),
        (0, "occurrence", "this column is missing: rows are known by it"),
    ]


def test_what_a_new_record_needs_and_the_file_has_no_column_for_is_named() -> None:
    assert problems(Agreement, csv_of("slug,note", "pact,Something")) == [
        (2, "title", "a new record needs it"),
        (2, "kind", "a new record needs it"),
    ]


def test_what_the_database_refuses_is_said_in_words_for_each_row() -> None:
    factories.CountryFactory(slug="taken", code="QAA", numeric="001")
    factories.CountryFactory(slug="other", code="QAB")
    factories.OrganizationFactory(slug="union")
    found = problems(
        Country,
        csv_of(
            "code,slug,name,numeric,begin,end",
            "QAB,other,Other,001,,",
            "QAC,union,Union,,,",
            "QAD,fine,Fine,,2001,2000",
            "QAE,good,Good,,,",
        ),
    )
    said = {row: message for row, _column, message in found}
    assert set(said) == {2, 3, 4}
    assert "Another country has this numeric code." in said[2]
    assert "taken" in said[3]
    assert "It ends before it begins." in said[4]


def test_two_new_rows_that_exclude_each_other_are_refused() -> None:
    found = problems(Scope, csv_of("slug,name", "a,Same", "b,Same"))
    assert [row for row, _column, _message in found] == [3]


def test_a_published_record_cannot_be_given_a_draft_source() -> None:
    draft = factories.SourceFactory(review=Review.DRAFT)
    factories.AgreementFactory(slug="pact", review=Review.PUBLISHED)
    found = problems(Agreement, csv_of("slug,source", f"pact,{draft.slug}"))
    assert [(row, column) for row, column, _message in found] == [(2, "source")]


def test_an_office_must_be_the_speakers_own() -> None:
    office, side = factories.OfficeFactory(), factories.SideFactory()
    found = problems(
        Side,
        csv_of(
            "statement,actor_country,actor_organization,office__person,office__actor_country,"
            "office__title,office__occurrence",
            f"{side.statement.slug},{side.actor_country.code},,{office.person.slug},"
            f"{office.actor_country.code},{office.title},{office.occurrence}",
        ),
    )
    assert [(row, column) for row, column, _message in found] == [(2, "office__person")]


@pytest.mark.parametrize(
    ("row", "message"),
    [("{a},,", ""), ("{a},{c},", ""), ("{a},,nowhere", "there is no organization “nowhere”")],
)
def test_a_party_is_known_by_its_actor(row: str, message: str) -> None:
    agreement, country = factories.AgreementFactory(), factories.CountryFactory()
    table = csv_of(
        "agreement,actor_country,actor_organization",
        row.format(a=agreement.slug, c=country.code),
    )
    said = " ".join(text for _row, _column, text in problems(Party, table))
    if row.startswith("{a},{c}"):
        assert not said
    else:
        assert (message or "Choose either a country or an organization") in said


def test_a_nul_character_is_named_and_never_reaches_the_database() -> None:
    assert problems(Scope, csv_of("slug,name", "w\x00ar,War")) == [
        (2, "slug", "holds a NUL character")
    ]


def test_one_wrong_row_keeps_all_others_out() -> None:
    table = table_files.read(csv_of("slug,name", "a,A", "b,"))
    seen = imports.look(Scope, table).seen
    plan, done = imports.confirm(Scope, table, seen, user=None, reason="t")
    assert not done
    assert plan.problems
    assert not Scope.objects.exists()
    assert not Revision.objects.exists()


# Meanwhile -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        lambda: Scope.objects.filter(slug="war").update(name="Conflict"),
        lambda: Scope.objects.filter(slug="war").update(description="not in the file"),
        lambda: Scope.objects.filter(slug="war").delete(),
        lambda: factories.ScopeFactory(slug="trade", name="Commerce"),
        lambda: Scope.objects.filter(slug="peace").update(name="Piece"),
    ],
)
def test_what_changed_since_the_look_stops_the_import(change: Any) -> None:
    factories.ScopeFactory(slug="war", name="War")
    factories.ScopeFactory(slug="peace", name="Peace")
    table = table_files.read(csv_of("slug,name", "war,Wars", "trade,Trade", "peace,Peace"))
    seen = imports.look(Scope, table).seen
    change()
    before = list(Scope.objects.order_by("pk").values())
    plan, done = imports.confirm(Scope, table, seen, user=None, reason="t")
    assert not done
    assert list(Scope.objects.order_by("pk").values()) == before
    plan, done = imports.confirm(Scope, table, plan.seen, user=None, reason="t")
    assert done


def test_a_change_of_another_part_of_the_record_counts_too() -> None:
    party = factories.PartyFactory(role="party")
    table = table_files.read(
        csv_of(
            "agreement,actor_country,role",
            f"{party.agreement.slug},{party.actor_country.code},witness",
        )
    )
    seen = imports.look(Party, table).seen
    factories.ActFactory(agreement=party.agreement)
    assert not imports.confirm(Party, table, seen, user=None, reason="t")[1]


# Speed ---------------------------------------------------------------------------------


def test_more_rows_need_no_more_queries() -> None:
    def asked(count: int) -> int:
        people = [factories.PersonFactory() for _ in range(count)]
        statements = [factories.StatementFactory() for _ in range(count)]
        country = factories.CountryFactory()
        lines = [
            f"{s.slug},{country.code},,{p.slug}" for s, p in zip(statements, people, strict=True)
        ]
        table = csv_of("statement,actor_country,actor_organization,person", *lines)
        with CaptureQueriesContext(connection) as captured:
            assert not look(Side, table).problems
        bring(Side, table)
        with CaptureQueriesContext(connection) as again:
            assert len(look(Side, table).unchanged) == count
        return len(captured) + len(again)

    assert asked(5) == asked(90)
