"""What counts as a change of position, whose it is, and how it is shown."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from relations.reading import position_changes as subject
from relations.reading.position_changes import By, Wanted, comparable, position_changes
from tests import factories as f
from tests.api.asking import get, problem
from tests.counting import queries

pytestmark = pytest.mark.django_db


def say(who: Any, target: Any, stance: str, date: str | None, **values: Any) -> Any:
    """Put on record what a country (or a list of them) says on a target on a date."""
    speaker = values.pop("speaker", None)
    statement = f.StatementFactory(date=date, **values)
    for country in who if isinstance(who, list) else [who]:
        f.SideFactory(
            statement=statement, actor_country=country, person=speaker or f.PersonFactory()
        )
    on = f"target_{target._meta.model_name}"
    return f.PositionFactory(
        statement=statement, stance=stance, **{"target_agreement": None, on: target}
    )


def found(by: str = By.ACTOR, **wanted: Any) -> list[tuple[str, str]]:
    changes = position_changes(comparable(by), by, Wanted(**wanted))
    return [(change.before.stance, change.after.stance) for change in changes]


@pytest.fixture
def country() -> Any:
    return f.CountryFactory()


@pytest.fixture
def treaty() -> Any:
    return f.AgreementFactory()


@pytest.mark.parametrize(
    ("said", "changes"),
    [
        ([("supports", "2020"), ("opposes", "2021")], [("supports", "opposes")]),
        ([("supports", "2020"), ("supports", "2021")], []),
        # only the turn counts, however often a stance is repeated
        (
            [("supports", "2020"), ("opposes", "2021"), ("opposes", "2022")],
            [("supports", "opposes")],
        ),
        (
            [("supports", "2020"), ("opposes", "2021"), ("supports", "2022")],
            [("opposes", "supports"), ("supports", "opposes")],
        ),
        # what is unclear is no stance, and interrupts none
        ([("supports", "2020"), ("unclear", "2021")], []),
        ([("supports", "2020"), ("unclear", "2021"), ("supports", "2022")], []),
        (
            [("supports", "2020"), ("unclear", "2021"), ("opposes", "2022")],
            [("supports", "opposes")],
        ),
        # nobody can say which of the two came first
        ([("supports", "2020"), ("opposes", "2020-05")], []),
        ([("supports", "2020-05-01"), ("opposes", "2020-05-01")], []),
        ([("supports", None), ("opposes", "2020")], []),
        ([("supports", "2020"), ("opposes", "XXXX")], []),
        ([("supports", "[..2021]"), ("opposes", "2020")], []),
        # it was certainly said before, though not when
        ([("supports", "[..2019]"), ("opposes", "2020")], [("supports", "opposes")]),
        # that day it took both, so that it only repeats one of them
        ([("supports", "2020-05-01"), ("opposes", "2020-05-01"), ("supports", "2021")], []),
        ([("supports", "2020-05-01"), ("opposes", "2020-05-01"), ("opposes", "2021")], []),
        # a third stance differs from both
        (
            [("supports", "2020-05-01"), ("opposes", "2020-05-01"), ("neutral", "2021")],
            [("supports", "neutral")],
        ),
    ],
)
def test_a_change_is_another_clear_stance_certainly_stated_later(
    country: Any, treaty: Any, said: list[tuple[str, str | None]], changes: list[tuple[str, str]]
) -> None:
    for stance, date in said:
        say(country, treaty, stance, date)
    assert found() == changes


def test_an_uncertain_order_is_given_on_request_and_marked(country: Any, treaty: Any) -> None:
    say(country, treaty, "supports", "2020")
    say(country, treaty, "opposes", "2020-05")
    say(country, treaty, "neutral", "2022")
    changes = position_changes(comparable(), By.ACTOR, Wanted(uncertain=True))
    assert [change.certain for change in changes] == [True, False]


def test_actors_and_targets_are_kept_apart(country: Any, treaty: Any) -> None:
    say(country, treaty, "supports", "2020")
    say(f.CountryFactory(), treaty, "opposes", "2021")
    say(country, f.AgreementFactory(), "opposes", "2021")
    assert found() == []


def test_support_and_how_ties_are_are_never_compared(country: Any) -> None:
    union = f.OrganizationFactory()
    say(country, union, "supports", "2020")
    say(country, union, "worsening", "2021")
    say(country, union, "improving", "2022")
    assert found() == [("worsening", "improving")]


def test_ties_with_a_country_change(country: Any) -> None:
    other = f.CountryFactory()
    say(country, other, "steady", "2020")
    say(country, other, "worsening", "2021")
    assert found() == [("steady", "worsening")]


def test_a_joint_statement_counts_for_each_of_its_sides(country: Any, treaty: Any) -> None:
    other = f.CountryFactory()
    say(country, treaty, "opposes", "2019")
    say(other, treaty, "doubts", "2019")
    say([country, other], treaty, "supports", "2020")
    assert sorted(found()) == [("doubts", "supports"), ("opposes", "supports")]


def test_a_commentary_changes_nobodys_position(country: Any, treaty: Any) -> None:
    say(country, treaty, "supports", "2020")
    say(country, treaty, "opposes", "2021", voice="commentary", commentator="Somebody")
    assert found() == []


def test_a_speaker_changes_and_an_actor_changes_are_two_things(country: Any, treaty: Any) -> None:
    other, person = f.CountryFactory(), f.PersonFactory()
    say(country, treaty, "supports", "2020", speaker=person)
    say(other, treaty, "opposes", "2021", speaker=person)
    say(country, treaty, "neutral", "2022")
    assert found(By.ACTOR) == [("supports", "neutral")]
    assert found(By.SPEAKER) == [("supports", "opposes")]


@pytest.mark.parametrize("hidden", ["statement", "target", "actor"])
def test_what_readers_may_not_see_is_not_compared(country: Any, treaty: Any, hidden: str) -> None:
    say(country, treaty, "supports", "2020")
    last = say(country, treaty, "opposes", "2021")
    record = {"statement": last.statement, "target": treaty, "actor": country}[hidden]
    record.review = "draft"
    record.save()
    assert found() == []


# The page and what else shows them ------------------------------------------------------

URL = "/positions/changes/"


def shown(client: Client, **query: Any) -> list[Any]:
    return [change.after.statement for change in client.get(URL, query).context["changes"]]


def test_the_page_has_both_quotations_with_their_statements(
    reader: Client, country: Any, treaty: Any
) -> None:
    first = say(country, treaty, "supports", "2020")
    last = say(country, treaty, "opposes", "2021")
    for position, words in ((first, "We are for it"), (last, "We are against it")):
        position.quotation = words
        position.save()
    page = reader.get(URL).content.decode()
    for text in ("We are for it", "We are against it", first.statement.title, str(treaty)):
        assert text in page


def test_filters_ask_of_the_later_statement_and_compare_with_all_before(
    reader: Client, country: Any, treaty: Any
) -> None:
    person = f.PersonFactory()
    say(country, treaty, "supports", "2020")
    last = say(country, treaty, "opposes", "2021", speaker=person).statement
    back = say(country, treaty, "supports", "2022").statement
    assert shown(reader) == [back, last]
    assert shown(reader, stance="opposes") == [last]
    assert shown(reader, **{"from": "2022"}) == [back]
    assert shown(reader, to="2021-06") == [last]
    assert shown(reader, speaker=person.slug) == [last]
    assert shown(reader, by="speaker", speaker=person.slug) == []
    assert shown(reader, on_behalf_of=country.slug, target=treaty.slug) == [back, last]
    assert shown(reader, on_behalf_of=f.CountryFactory().slug) == []
    assert shown(reader, kind="ties") == []
    assert shown(reader, as_of="2021-12-31") == [last]


def test_a_word_that_names_nothing_is_told(reader: Client) -> None:
    assert "nowhere" in reader.get(URL, {"target": "nowhere"}).content.decode()
    problem(reader, URL, 404, target="nowhere")
    problem(reader, URL, 422, stance="angry")


def test_too_many_positions_are_asked_to_be_narrowed(
    reader: Client, country: Any, treaty: Any, monkeypatch: Any
) -> None:
    for year, stance in (("2020", "supports"), ("2021", "opposes")):
        say(country, treaty, stance, year)
    say(f.CountryFactory(), treaty, "supports", "2020")
    monkeypatch.setattr(subject, "MOST", 2)
    page = reader.get(URL)
    assert page.context["problem"]
    assert not page.context["changes"]
    problem(reader, URL, 422)
    assert len(shown(reader, on_behalf_of=country.slug)) == 1


def test_file_api_and_command_have_the_rows_of_the_page(
    reader: Client, country: Any, treaty: Any, capsys: Any
) -> None:
    for number, stance in enumerate(("supports", "opposes", "neutral")):
        say(country, treaty, stance, f"202{number}")
    content = b"".join(reader.get(URL, {"format": "csv"})).decode("utf-8-sig")  # type: ignore[arg-type]
    rows = list(csv.DictReader(io.StringIO(content)))
    slugs = [row["after_statement"] for row in rows]
    assert slugs == [statement.slug for statement in shown(reader)]
    assert [row["before_stance"] for row in rows] == ["opposes", "supports"]
    first = get(reader, URL, limit=1)
    second = reader.get(first["next"]).json()
    assert second["next"] is None
    records = [*first["records"], *second["records"]]
    assert [record["after"]["statement"]["slug"] for record in records] == slugs
    call_command("position_changes", country.slug, csv=True)
    printed = list(csv.DictReader(io.StringIO(capsys.readouterr().out.removeprefix("\ufeff"))))
    assert [row["after_statement"] for row in printed] == slugs
    call_command("position_changes", country.slug)
    assert "2 changes." in capsys.readouterr().out


def test_all_ask_the_same_questions_however_many_changes(reader: Client) -> None:
    def grow(number: int) -> None:
        treaty = f.AgreementFactory()
        for country in [f.CountryFactory() for _ in range(number)]:
            for year, stance in (("2020", "supports"), ("2021", "opposes")):
                position = say(country, treaty, stance, year)
                f.CitationFactory(agreement=None, position=position)

    urls = (URL, f"{URL}?by=speaker", f"{URL}?format=csv", f"{URL}?stance=opposes",
            f"/api/v1{URL}")  # fmt: skip
    grow(2)
    few = [queries(reader, url) for url in urls]
    grow(6)
    assert [queries(reader, url) for url in urls] == few
    assert max(few) <= 22
