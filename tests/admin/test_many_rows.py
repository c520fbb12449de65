"""Lists, forms and confirmations ask the same questions for ten rows and for a thousand."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from relations.admin import deleting, lists
from relations.models import Party, Person, Position, Side, Source, Statement
from relations.reading.distinct import distinct_dates, distinct_values
from relations.search import records
from tests import factories as f
from tests.counting import queries

from .forms import add_row, errors, form_data

FEW, MANY = 10, 1000


def add_statements(number: int) -> None:
    """Add statements with a side and a position each, in bulk."""
    first = Statement.objects.count()
    source, country, agreement = f.SourceFactory(), f.CountryFactory(), f.AgreementFactory()
    people = Person.objects.bulk_create(
        Person(slug=f"bulk-person-{n}", name=f"Bulk {n}") for n in range(first, first + number)
    )
    Source.objects.bulk_create(
        Source(slug=f"bulk-source-{n}", kind="news", publisher="P", title=f"Bulk source {n}")
        for n in range(first, first + number)
    )
    statements = Statement.objects.bulk_create(
        Statement(
            slug=f"bulk-{n}",
            title=f"Bulk statement {n}",
            date=dt.date(1990 + n % 30, 1 + n % 12, 1 + n % 28),
            medium="speech",
            language=("en", "hy", "ru")[n % 3],
            review="published",
            source=source,
        )
        for n in range(first, first + number)
    )
    Side.objects.bulk_create(
        Side(statement=s, person=p, actor_country=country)
        for s, p in zip(statements, people, strict=True)
    )
    Position.objects.bulk_create(
        Position(statement=s, target_agreement=agreement, stance="supports", text="Bulk")
        for s in statements
    )


QUERIES = ("", "?q=bulk", "?q=nothing", "?o=1", "?o=-1")
LISTS = [(m, q) for m in (Statement, Position, Side, Source, Person) for q in QUERIES]
LISTS += [
    (Statement, query)
    for query in (
        "?review__exact=published",
        "?voice__exact=commentary",
        "?medium__exact=speech",
        "?language=hy",
        "?date_earliest__year=1991",
        "?date_earliest__year=1991&date_earliest__month=2",
        "?date_earliest__year=1991&date_earliest__month=2&date_earliest__day=2",
    )
]
LISTS += [(Position, "?stance__exact=supports"), (Source, "?kind__exact=news")]


def list_of(model: Any) -> str:
    return reverse(f"admin:relations_{model._meta.model_name}_changelist")


def autocomplete(model: str, field: str, term: str) -> str:
    return (
        f"{reverse('admin:autocomplete')}?term={term}"
        f"&app_label=relations&model_name={model}&field_name={field}"
    )


def test_pages_ask_the_same_questions_for_ten_rows_and_for_a_thousand(analyst: Client) -> None:
    add_statements(FEW)
    record = Statement.objects.get(slug="bulk-1")
    pages = [list_of(model) + query for model, query in LISTS]
    pages += [
        autocomplete("side", "statement", "bulk"),
        autocomplete("act", "source", "bulk"),
        autocomplete("side", "person", "bulk"),
        *(
            reverse(f"admin:relations_statement_{page}", args=[record.pk])
            for page in ("change", "delete", "history")
        ),
        *(
            reverse(f"admin:relations_{model}_add")
            for model in ("statement", "position", "side", "source", "person")
        ),
        reverse("admin:relations_reviewrequest_changelist"),
    ]
    for page in pages:
        queries(analyst, page)  # fills Django's cache of content types
    few = {page: queries(analyst, page) for page in pages}
    add_statements(MANY - FEW)
    many = {page: queries(analyst, page) for page in pages}
    assert {p: n for p, n in many.items() if n != few[p]} == {}


@pytest.fixture
def at_most_three(monkeypatch: Any) -> None:
    monkeypatch.setattr(lists, "MOST", 3)


@pytest.mark.usefixtures("at_most_three")
def test_a_long_list_says_where_it_stopped_to_count(analyst: Client) -> None:
    for _ in range(3):
        f.PersonFactory()
    page = analyst.get(list_of(Person)).content.decode()
    assert "3 people" in page
    assert "More than" not in page
    f.PersonFactory()
    page = analyst.get(list_of(Person)).content.decode()
    assert "More than 3 people: pages show the first 3." in page


@pytest.mark.usefixtures("at_most_three")
def test_no_page_lies_behind_the_last_that_is_counted(analyst: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(admin.site.get_model_admin(Person), "list_per_page", 2)
    for number in range(6):
        f.PersonFactory(name=f"Person {number}")
    page = analyst.get(list_of(Person) + "?p=2")
    assert [p.name for p in page.context["cl"].result_list] == ["Person 2"]
    assert analyst.get(list_of(Person) + "?p=3").status_code == 302


def test_nothing_offers_to_choose_all_rows_of_a_list(analyst: Client) -> None:
    for _ in range(60):
        f.PersonFactory()
    assert "Select all 60" not in analyst.get(list_of(Person)).content.decode()


def test_a_search_that_was_cut_says_so(analyst: Client, monkeypatch: Any) -> None:
    for _ in range(3):
        f.PersonFactory(name="Anna Ivanova")
    notice = "Many records hold these words"
    assert notice not in analyst.get(list_of(Person) + "?q=anna").content.decode()
    monkeypatch.setattr(records, "LIMIT", 2)
    page = analyst.get(list_of(Person) + "?q=anna")
    assert notice in page.content.decode()
    assert len(page.context["cl"].result_list) == 2


def test_dates_are_sorted_by_what_they_mean_and_undated_rows_last(analyst: Client) -> None:
    dates = ("199X", "2000-05", "[1995-01-01..1995-02-01]", "1999~", None, "XXXX")
    for date in dates:
        f.StatementFactory(title=str(date), date=date)
    column = 1 + admin.site.get_model_admin(Statement).list_display.index("date")

    def titles(order: str) -> list[str]:
        page = analyst.get(f"{list_of(Statement)}?o={order}{column}")
        return [s.title for s in page.context["cl"].result_list]

    assert titles("")[:4] == ["199X", "[1995-01-01..1995-02-01]", "1999~", "2000-05"]
    assert titles("-")[:4] == ["2000-05", "1999~", "[1995-01-01..1995-02-01]", "199X"]
    assert set(titles("")[4:]) == set(titles("-")[4:]) == {"None", "XXXX"}


def test_the_drill_down_offers_the_years_months_and_days_that_have_a_row(analyst: Client) -> None:
    for date in ("1991-12-26", "2025-01-14", "2025-01-15", "2025-03", None):
        f.StatementFactory(date=date)

    def offered(query: str) -> str:
        page = analyst.get(list_of(Statement) + query).content.decode()
        return page[page.index("toplinks") : page.index("</nav>", page.index("toplinks"))]

    years = offered("")
    assert "1991" in years
    assert "2025" in years
    assert "2000" not in years
    months = offered("?date_earliest__year=2025")
    assert "January" in months
    assert "March" in months
    assert "February" not in months
    days = offered("?date_earliest__year=2025&date_earliest__month=1")
    assert "14 January" in days
    assert "16 January" not in days


def test_the_values_of_a_column_are_found_without_reading_its_rows(db: Any) -> None:
    assert distinct_values(Statement, "language") == []
    for language in ("ru", "hy", "", "hy"):
        f.StatementFactory(language=language, date=None)
    assert distinct_values(Statement, "language") == ["", "hy", "ru"]
    assert distinct_dates(Statement, "date_earliest", "year", dt.date.min, dt.date.max) == []


def test_what_blocks_a_deletion_is_listed_short_and_counted(
    analyst: Client, monkeypatch: Any
) -> None:
    monkeypatch.setattr(deleting, "SHOWN", 2)
    person = f.PersonFactory()
    url = reverse("admin:relations_person_delete", args=[person.pk])
    for _ in range(2):
        f.SideFactory(person=person)
    few = queries(analyst, url)
    assert "more</a>" not in analyst.get(url).content.decode()
    for _ in range(3):
        f.SideFactory(person=person)
    page = analyst.get(url).content.decode()
    assert "and 3 more</a>" in page
    assert f"/admin/relations/side/?person__in={person.pk}" in page
    assert analyst.get(f"/admin/relations/side/?person__in={person.pk}").status_code == 200
    assert queries(analyst, url) <= few + 1
    monkeypatch.setattr(deleting, "MOST", 2)
    assert "and more than 2 more</a>" in analyst.get(url).content.decode()


def agreement_of(parties: int) -> Any:
    agreement = f.AgreementFactory()
    for number in range(parties):
        country = f.CountryFactory(name=f"Land {number:03}")
        f.PartyFactory(agreement=agreement, actor_country=country)
    return agreement


def change(record: Any) -> str:
    return reverse(f"admin:relations_{record._meta.model_name}_change", args=[record.pk])


def test_a_long_inline_opens_in_pages_and_saves_the_page_that_was_open(analyst: Client) -> None:
    agreement = agreement_of(50)
    first = analyst.get(change(agreement)).content.decode()
    assert "1–20 of 50 parties" in first
    assert "Land 019" in first
    assert "Land 020" not in first
    url = change(agreement) + "?party_set-page=3"
    page = analyst.get(url)
    assert "41–50 of 50 parties" in page.content.decode()
    data = form_data(page)
    data["party_set-0-note"] = "seen"
    add_row(data, "party_set", actor_country=f.CountryFactory().pk, role="party")
    assert analyst.post(url, data).status_code == 302
    assert Party.objects.filter(agreement=agreement).count() == 51
    (noted,) = Party.objects.filter(note="seen")
    assert noted.actor_country.name == "Land 040"


def test_a_refused_page_of_an_inline_comes_back_with_its_own_rows(analyst: Client) -> None:
    agreement = agreement_of(50)
    url = change(agreement) + "?party_set-page=2"
    data = form_data(analyst.get(url))
    data["party_set-3-actor_country"] = ""
    page = analyst.post(url, data)
    assert "Choose either" in errors(page)
    (inline,) = [i for i in page.context["inline_admin_formsets"] if i.opts.model is Party]
    labels = [str(form.original) for form in inline if form.original]
    assert labels[:3] == ["Land 020", "Land 021", "Land 022"]
    assert len(labels) == 20


def test_a_wrong_page_of_an_inline_is_the_nearest(analyst: Client) -> None:
    agreement = agreement_of(30)
    for wrong, rows in (("x", "1–20"), ("99", "21–30"), ("-1", "21–30")):
        page = analyst.get(f"{change(agreement)}?party_set-page={wrong}").content.decode()
        assert f"{rows} of 30 parties" in page


def test_a_party_on_another_page_is_not_entered_twice(analyst: Client) -> None:
    agreement = agreement_of(30)
    data = form_data(analyst.get(change(agreement)))
    there = Party.objects.filter(agreement=agreement).last()
    assert there is not None
    add_row(data, "party_set", actor_country=there.actor_country_id, role="party")
    page = analyst.post(change(agreement), data)
    assert "This actor is a party already." in errors(page)


def test_saving_a_long_form_asks_no_more_for_the_rows_that_nobody_touched(analyst: Client) -> None:
    counts = []
    for number in (2, 18):
        agreement = agreement_of(number)
        data = form_data(analyst.get(change(agreement)))
        with CaptureQueriesContext(connection) as captured:
            assert analyst.post(change(agreement), data).status_code == 302
        counts.append(len(captured))
    assert counts[0] == counts[1]
