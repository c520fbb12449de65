"""Words find the records in which they begin a word, on both databases alike."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from relations import search
from relations.models import Agreement, Person, Position, Side, Source, Statement
from relations.search import records
from tests import factories as f

pytestmark = pytest.mark.django_db


def found(model: Any, text: str) -> list[Any]:
    return sorted(search.find(model, text).keys)


@pytest.mark.parametrize(
    "text",
    [
        "Çavuşoğlu",
        "cavusoglu",
        "CAVUS",
        "cavusoglu visit",
        "visit, cavusoglu!",
        "visit-yerevan",
        "yerevan's",
        "Հայաստան",
        "հայաստանի",
        "2025",
    ],
)
def test_capitals_accents_order_and_punctuation_do_not_count(text: str) -> None:
    one = f.StatementFactory(title="Çavuşoğlu on the visit to Yerevan’s airport (2025), Հայաստանի")
    f.StatementFactory(title="Another")
    assert found(Statement, text) == [one.pk]


@pytest.mark.parametrize(
    "text", ["erevan", "visit moscow", "y", "", "   ", "'\"%*:&|!()", "NOT", "visit OR moscow"]
)
def test_what_does_not_begin_a_word_is_not_found(text: str) -> None:
    f.StatementFactory(title="Visit to Yerevan")
    assert not found(Statement, text)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL takes the last in any case")
def test_of_too_many_those_with_the_word_itself_come_first() -> None:
    words = [f.StatementFactory(title="An act") for _time in range(3)]
    begun = [f.StatementFactory(title="An action") for _time in range(3)]
    f.StatementFactory(title="An act", review="draft")

    def last(limit: int) -> list[int]:
        asked = search.matching(Statement, ["act"], published=True, limit=limit)
        return list(Statement.objects.filter(pk__in=asked).values_list("pk", flat=True))

    for statement in (*words, *begun):
        Statement.objects.filter(pk=statement.pk).update(
            review="published", source=f.SourceFactory()
        )
    assert set(last(3)) == {one.pk for one in words}
    assert set(last(4)) == {one.pk for one in (words[-1], *begun)}
    assert set(last(9)) == {one.pk for one in (*words, *begun)}


def test_of_a_common_word_names_are_looked_for_in_the_last_rows_that_hold_it() -> None:
    named = f.StatementFactory(title="A treaty")
    told = [f.StatementFactory(title="A visit", summary="Treaty and acts") for _time in range(3)]

    def last(words: list[str], among: int) -> set[int]:
        asked = search.matching(Statement, words, names=True, limit=2, among=among)
        return set(Statement.objects.filter(pk__in=asked).values_list("pk", flat=True))

    assert last(["treaty"], among=5) == last(["treat"], among=5) == {named.pk}
    assert last(["treaty"], among=3) == (
        {one.pk for one in told[1:]} if connection.vendor == "sqlite" else set()
    )
    assert last(["treaty", "act"], among=5) == set()


def test_what_a_common_word_begins_is_found_with_a_rare_one_where_it_is_not_so_common() -> None:
    one = f.StatementFactory(title="Acts of Lisbon")
    for _time in range(3):
        f.StatementFactory(title="An act")

    def last(words: list[str], among: int) -> list[int]:
        asked = search.matching(Statement, words, limit=5, among=among)
        return list(Statement.objects.filter(pk__in=asked).values_list("pk", flat=True))

    assert last(["act", "lisbon"], among=4) == [one.pk]
    assert last(["act", "lisbon"], among=3) == ([] if connection.vendor == "sqlite" else [one.pk])
    assert last(["acts", "lis"], among=1) == [one.pk]


@pytest.mark.parametrize("words", [["act", "lisbon"], ["a", "lis", "cafe"], ["Լիսաբոն", "act"]])
def test_rows_with_some_words_are_looked_at_for_the_others(words: list[str]) -> None:
    f.StatementFactory(title="An act", summary="On fish")
    f.StatementFactory(title="Lisbon", summary="Լիսաբոն")
    told = f.StatementFactory(title="An action", summary="Of Lisbon, a Café; Լիսաբոն")
    named = f.StatementFactory(title="Acts of Lisbon, a café, Լիսաբոն")

    def last(sought: search.Sought, **asked: Any) -> set[int]:
        rows = search.matching(Statement, sought, **asked)
        return set(Statement.objects.filter(pk__in=rows).values_list("pk", flat=True))

    for number, word in enumerate(words):
        sought = search.Sought([word], words[:number] + words[number + 1 :])
        assert last(sought) == last(sought, limit=9) == {told.pk, named.pk}
        assert last(sought, names=True) == last(sought, names=True, limit=9, among=9) == {named.pk}


@pytest.mark.skipif(connection.vendor == "sqlite", reason="asks the index for all words")
def test_a_rare_word_is_asked_for_and_its_rows_are_looked_at_for_common_ones() -> None:
    for number in range(600):
        f.StatementFactory(title=f"Act {number}")
    assert search.sought(["act", "title"]) == search.Sought(["act", "title"], [])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE relations_statement_words")
    assert search.sought(["act", "7"]) == search.Sought(["7"], ["act"])
    assert search.sought(["act"]) == search.Sought(["act"], [])


def test_a_column_tells_whether_records_of_a_kind_are_reviewed() -> None:
    for model, _table, texts in search.index.tables():
        assert texts.reviewed == any(f.name == "review" for f in model._meta.get_fields()), model


def test_each_text_of_a_record_is_searched() -> None:
    one = f.StatementFactory(title="Alpha", summary="Beta", quotation="Gamma")
    assert found(Statement, "alpha beta gamma") == [one.pk]
    agreement = f.AgreementFactory(title="Treaty", registration="I-39775")
    assert found(Agreement, "39775 treaty") == [agreement.pk]
    source = f.SourceFactory(url="https://example.org/news/1234.html")
    assert found(Source, "https://example.org/news/1234.html") == [source.pk]
    person = f.PersonFactory(name="Nikol Pashinyan", native_name="Նիկոլ Փաշինյան")
    assert found(Person, "նիկոլ pash") == [person.pk]


def test_a_statement_is_found_by_who_spoke_and_what_about() -> None:
    side = f.SideFactory(person__name="Sergey Lavrov", statement__title="On Armenia")
    f.SideFactory(person__name="Sergey Lavrov", statement__title="On Georgia")
    assert found(Statement, "lavrov armenia") == [side.statement.pk]
    assert found(Statement, "armenia sergey lav") == [side.statement.pk]
    assert len(found(Statement, "sergey lavrov")) == 2
    assert not found(Statement, "lavrov moldova")


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("lavrov cavus", True),
        ("lavrov VISIT yerevan", True),
        ("lavrov x", True),
        ("lavrov z", False),
    ]
    + [("lavrov erevan", False), ("lavrov v", False), ("lavrov հայաստան", True)],
)
def test_what_a_speaker_said_is_read_as_the_index_reads(text: str, is_found: bool) -> None:
    side = f.SideFactory(
        person__name="Sergey Lavrov",
        statement__title="Çavuşoğlu, visit to Yerevan’s airport x",
        statement__summary="Հայաստանի",
    )
    assert found(Statement, text) == ([side.statement.pk] if is_found else [])


def test_parts_are_found_by_their_statement_actor_and_target() -> None:
    side = f.SideFactory(actor_country__name="Armenia", statement__title="On the border")
    assert found(Side, "border") == found(Side, "armenia") == [side.pk]
    position = f.PositionFactory(
        target_agreement__title="Charter", text="Welcomes it", statement=side.statement
    )
    for text in ("border", "charter", "welcomes"):
        assert found(Position, text) == [position.pk]
    other = f.PositionFactory(
        target_agreement=None, target_organization=f.OrganizationFactory(name="Council")
    )
    assert found(Position, "council") == [other.pk]


def test_a_search_stops_at_the_last_entered_and_says_so(monkeypatch: Any) -> None:
    monkeypatch.setattr(records, "LIMIT", 3)
    rows = [f.StatementFactory(title=f"Cooperation {n}") for n in range(5)]
    answer = search.find(Statement, "cooperation")
    assert answer.cut
    assert answer.keys == {row.pk for row in rows[2:]}
    assert not search.find(Statement, "cooperation 4").cut


def test_the_index_follows_every_change() -> None:
    row = f.StatementFactory(title="Alpha")
    Statement.objects.filter(pk=row.pk).update(title="Beta")
    assert not found(Statement, "alpha")
    assert found(Statement, "beta") == [row.pk]
    Statement.objects.filter(pk=row.pk).update(place="Geneva")
    assert found(Statement, "beta") == [row.pk]
    Statement.objects.bulk_create(
        [Statement(slug="bulk", title="Gamma", medium="speech", review="draft")]
    )
    assert len(found(Statement, "gamma")) == 1
    row.delete()
    assert not found(Statement, "beta")


def test_migrating_again_keeps_the_index() -> None:
    row = f.StatementFactory(title="Alpha")
    call_command("migrate", verbosity=0)
    assert found(Statement, "alpha") == [row.pk]


def test_an_index_that_lost_rows_is_built_anew() -> None:
    row = f.StatementFactory(title="Alpha")
    table = "relations_statement_words"
    emptied = {
        "sqlite": f"INSERT INTO {table} ({table}) VALUES ('delete-all')",
        "postgresql": f"DELETE FROM {table}",
    }
    with connection.cursor() as cursor:
        cursor.execute(emptied[connection.vendor])
    assert not found(Statement, "alpha")
    search.install("default", rebuild=True)
    assert found(Statement, "alpha") == [row.pk]
