"""What may be one record is found; what is only alike is left alone."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relations.curation.quality.likeness import Text, blocks, near_pairs, normal
from relations.vocabularies import ActKind, Concerns
from tests import factories as f

from .finding import found

pytestmark = pytest.mark.django_db


def test_accents_case_punctuation_and_order_do_not_count() -> None:
    assert normal("  Türkiye, République de  ") == "turkiye republique de"
    assert normal("Łódź – Øresund") == "lodz oresund"
    assert (
        Text.read(1, "Treaty, Armenia and Russia").words
        == Text.read(2, "Russia Armenia treaty").words
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [("Protocol No. 4 on bases", "Protocol No. 5 on bases"), ("Annex II", "Annex III"), ("", "")],
)
def test_numbers_tell_titles_apart(first: str, second: str) -> None:
    assert not Text.read(1, first).is_like(Text.read(2, second), 50)


@given(st.lists(st.sampled_from("abcd"), max_size=200))
def test_blocks_hold_what_is_equal_and_leave_lone_rows_out(rows: list[str]) -> None:
    rows.sort()
    made = list(blocks(rows, lambda row: row))
    assert sum(map(len, made)) == sum(rows.count(r) for r in set(rows) if rows.count(r) > 1)
    assert all(len(set(block)) == 1 for block in made)


def test_a_large_block_compares_neighbours_only(settings: Any) -> None:
    settings.QUALITY = {"block_size": 10, "neighbours": 2}
    texts = [Text.read(n, "same title") for n in range(100)]
    assert len(list(near_pairs(texts, 90))) == 2 * 100 - 3


def test_a_country_under_the_further_name_of_another() -> None:
    turkey = f.CountryFactory(name="Türkiye")
    f.OtherNameFactory(actor_country=turkey, name="Turkey")
    again = f.CountryFactory(name="TURKEY")
    assert found("duplicate_countries") == [{turkey, again}]


def test_a_successor_of_one_name_is_no_duplicate() -> None:
    f.CountryFactory(name="Yemen", end="1990-05-22")
    f.CountryFactory(name="Yemen", begin="1990-05-22")
    assert found("duplicate_countries") == []


def test_two_countries_may_share_a_further_name() -> None:
    f.OtherNameFactory(name="Congo")
    f.OtherNameFactory(name="Congo")
    assert found("duplicate_countries") == []


def test_an_organization_written_in_two_ways() -> None:
    one = f.OrganizationFactory(name="Organisation for Security and Co-operation")
    two = f.OrganizationFactory(name="Organization for Security and Cooperation")
    f.OrganizationFactory(name="OPEC", acronym="OPEC")
    f.OrganizationFactory(name="OPEC+", acronym="OPEC+")
    assert found("duplicate_organizations") == [{one, two}]


def test_people_written_in_two_ways_or_in_one_script() -> None:
    one = f.PersonFactory(name="Sergey Lavrov", native_name="Сергей Лавров")
    two = f.PersonFactory(name="Lavrov, Sergei")
    three = f.PersonFactory(name="S. V. L.", native_name="сергей лавров")
    f.PersonFactory(name="Sergey Shoigu")
    f.PersonFactory(name="Sergey Glazyev")
    pairs = found("duplicate_people")
    assert sorted(map(len, pairs)) == [2, 2]
    assert {one, two} in pairs
    assert {one, three} in pairs


def agreement(title: str, day: str, *countries: Any) -> Any:
    made = f.AgreementFactory(title=title)
    for country in countries:
        f.PartyFactory(agreement=made, actor_country=country)
    f.ActFactory(agreement=made, kind=ActKind.SIGNED, concerns=Concerns.AGREEMENT, date=day)
    return made


def test_agreements_of_one_title_and_day() -> None:
    armenia, russia, france = f.CountryFactory(), f.CountryFactory(), f.CountryFactory()
    title = "Treaty of friendship, cooperation and mutual assistance"
    one = agreement(title, "1997-08-29", armenia, russia)
    two = agreement("Treaty on Friendship, Co-operation and Mutual Assistance", "1997-08", armenia)
    agreement(title, "1991-12-29", armenia, russia)
    agreement(title, "1997-08-29", france)
    assert found("duplicate_agreements") == [{one, two}]


def test_two_agreements_of_one_visit_are_two() -> None:
    parties = f.CountryFactory(), f.CountryFactory()
    agreement("Protocol on the establishment of diplomatic relations", "2009-10-10", *parties)
    agreement("Protocol on the development of relations", "2009-10-10", *parties)
    assert found("duplicate_agreements") == []


def statement(title: str, date: str, country: Any, person: Any, **values: Any) -> Any:
    made = f.StatementFactory(title=title, date=date, **values)
    f.SideFactory(statement=made, actor_country=country, person=person)
    return made


def test_statements_of_one_day_side_and_headline() -> None:
    country, minister = f.CountryFactory(), f.PersonFactory()
    one = statement("Minister doubts the membership", "2025-01-14", country, minister)
    two = statement("The minister doubts the membership.", "2025-01-14", country, None)
    statement("Minister doubts the membership", "2025-01-15", country, minister)
    statement("Minister doubts the membership", "2025-01-14", f.CountryFactory(), minister)
    statement("Minister doubts membership", "2025-01-14", country, f.PersonFactory())
    pairs = found("duplicate_statements")
    assert {one, two} in pairs
    assert all(one in pair or two in pair for pair in pairs)


def test_statements_that_quote_the_same_words_on_one_day() -> None:
    words = "We have frozen our participation in this organization for good."
    one = f.StatementFactory(title="A", date="2024-02-23", quotation=words)
    two = f.StatementFactory(title="B", date="2024-02-23", quotation=words)
    f.StatementFactory(title="C", date="2025", quotation=words)
    f.StatementFactory(title="D", date="2024-02-23", quotation="Yes.")
    f.StatementFactory(title="E", date="2024-02-23", quotation="Yes.")
    assert found("duplicate_statements") == [{one, two}]


def test_sources_of_one_title_publisher_and_day() -> None:
    title = "Joint Leaders Statement on AUKUS"
    one = f.SourceFactory(title=title, url="http://example.org/a")
    two = f.SourceFactory(title=title.lower(), url="")
    f.SourceFactory(title=title, publisher="Another")
    f.SourceFactory(title=title, published="2021")
    three = f.SourceFactory(title="List of members", published=None, url="https://example.org/1")
    f.SourceFactory(title="List of members", published=None, url="https://example.org/2")
    assert three
    assert found("duplicate_sources") == [{one, two}]
