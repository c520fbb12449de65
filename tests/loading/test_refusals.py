"""A fixture with a fault is refused whole, with the file, the record and the field named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError

from relations.models import Country, Scope
from tests import factories as f

from .files import PUBLISHED, country, load, organization, record, refusal, write

pytestmark = pytest.mark.django_db

UN = organization("un")
QAA = 'relations.country ["QAA"]'


def scope(**fields: Any) -> dict[str, Any]:
    return record("scope", **{"slug": "trade", "name": "Trade", **fields})


def case(name: str, content: Any, *said: str) -> Any:
    return pytest.param(content, said, id=name)


RECORDS = [
    case(
        "unknown country",
        [UN, record("membership", actor_country=["ZZZ"], organization=["un"])],
        'record 2 (relations.membership [["ZZZ"], null, ["un"]]), field “actor_country”',
        'there is no country ["ZZZ"]',
    ),
    case(
        "unknown source",
        [country("QAA", source=["nowhere"])],
        f"record 1 ({QAA}), field “source”",
        'there is no source ["nowhere"]',
    ),
    case(
        "broken date",
        [UN, country("QAA", begin="2024-02-30")],
        f"record 2 ({QAA}), field “begin”",
        "“2024-02-30” is not a day of the calendar.",
    ),
    case(
        "repeated record",
        [country("QAA"), UN, country("QAA", slug="other")],
        f"record 3 ({QAA}): repeats record 1 ({QAA})",
    ),
    case(
        "unknown field",
        [country("QAA", capital="Somewhere")],
        f"record 1 ({QAA}), field “capital”",
        "there is no such field; known are alpha2, begin, code,",
    ),
    case(
        "a bound instead of a date",
        [country("QAA", begin_earliest="2000-01-01")],
        f"record 1 ({QAA}), field “begin_earliest”: there is no such field",
    ),
    case(
        "a number among the fields",
        [country("QAA", id=3)],
        f"record 1 ({QAA}), field “id”: there is no such field",
    ),
    case(
        "a number for a key",
        [UN, {**country("QAA"), "pk": 3}],
        "record 2: a fixture knows records by their natural key: leave “pk” out",
    ),
    case("unknown model", [record("planet")], "record 1: there is no model “relations.planet”"),
    case("no model", [{"fields": {"slug": "trade"}}], "record 1: there is no model “None”"),
    case("a record that is none", [UN, "QAA"], "record 2: a record is {"),
    case("a record without fields", [{"model": "relations.scope"}], "record 1: a record is {"),
    case(
        "wrong term",
        [country("QAA", kind="kingdom")],
        f"record 1 ({QAA}), field “kind”",
        "'kingdom' is not a valid choice",
    ),
    case(
        "wrong review",
        [country("QAA", review="done")],
        f"record 1 ({QAA}), field “review”",
        "'done' is not a valid choice",
    ),
    case(
        "key of the wrong length",
        [country("QAA", sovereign=["QAB", "x"])],
        f"record 1 ({QAA}), field “sovereign”",
        "a key of country is a list of 1: code",
    ),
    case(
        "key of a key of the wrong length",
        [record("membershipact", membership=[["QAA"], ["un"]], kind="joined")],
        "field “membership”",
        "is a list of 3: actor_country, actor_organization, organization",
    ),
    case(
        "key that is no list",
        [country("QAA", sovereign="QAB")],
        f"record 1 ({QAA}), field “sovereign”",
        'a key of country is a list, as ["QAB"]',
    ),
    case(
        "published without a source",
        [country("QAA", review=PUBLISHED)],
        f"record 1 ({QAA}): Only a sourced record can be published: choose its source.",
    ),
    case(
        "an end before the beginning",
        [country("QAA", begin="2000", end="1999")],
        f"record 1 ({QAA}): It ends before it begins.",
    ),
    case(
        "neither country nor organization",
        [record("agreement", slug="a", title="A", kind="treaty"), record("party", agreement=["a"])],
        'record 2 (relations.party [["a"], null, null]): Choose either a country or',
    ),
    case(
        "a code that another country has",
        [country("QAA", alpha2="QQ"), country("QAB", alpha2="QQ")],
        'record 2 (relations.country ["QAB"]): Another country has this alpha-2 code.',
    ),
    case(
        "a slug that another country has",
        [country("QAA", slug="land"), country("QAB", slug="land")],
        'record 2 (relations.country ["QAB"])',
        "slug",
    ),
    case(
        "no name",
        [record("country", code="QAA", slug="qaa")],
        f"record 1 ({QAA}), field “name”: This field cannot be blank.",
    ),
    case("null for a text", [scope(name=None)], "field “name”: This field cannot be null."),
    case("a word for a number", [scope(order="first")], "field “order”", "must be an integer"),
    case("too long", [scope(name="x" * 81)], "field “name”", "at most 80 characters (it has 81)"),
    case("wrong slug", [scope(slug="a b")], "field “slug”", "Enter a valid “slug”"),
    case("wrong code", [country("qaa")], "field “code”", "Enter a valid value."),
    case(
        "an address that is no web page",
        [record("source", slug="s", kind="news", publisher="P", title="T", url="javascript:x")],
        "field “url”: Enter a valid URL.",
    ),
]
FILES = [
    case("no list", {"a": 1}, "a fixture is a list of records"),
    case("truncated", '[{"model": "relations.sc', "line 1, column 12: not JSON"),
    case("truncated later", '[\n{"model": "relations.scope",\n', "line 3, column 1: not JSON"),
    case("empty", "", "line 1, column 1: not JSON"),
    case("latin-1", '[{"name": "Türkiye"}]'.encode("latin-1"), "byte 13 is not UTF-8"),
]
UNEXPLAINED = [
    case(
        "a slug that an organization has",
        [organization("land"), country("QAA", slug="land")],
        f"record 2 ({QAA}): field “slug”: a country or organization has it already",
    ),
    case(
        "a slug that a country has",
        [country("QAA", slug="land"), organization("land")],
        'record 2 (relations.organization ["land"]): field “slug”: a country or organization has',
    ),
    case(
        "forward reference to nothing",
        [country("QAA", sovereign=["QZZ"])],
        f"record 1 ({QAA}), field “sovereign”",
        'there is no country ["QZZ"]',
    ),
    case(
        "a country that belongs to itself",
        [country("QAA", sovereign=["QAA"])],
        f"record 1 ({QAA})",
        "A country can't belong to itself.",
    ),
    case(
        "a membership in nothing",
        [country("QAA"), record("membership", actor_country=["QAA"])],
        'record 2 (relations.membership [["QAA"], null, null])',
        "organization",
    ),
    case(
        "a list for a text",
        [scope(name=["Trade"])],
        "field “name”",
    ),
]


@pytest.mark.parametrize(("content", "said"), [*RECORDS, *FILES, *UNEXPLAINED])
def test_a_fault_is_named_and_nothing_changed(
    content: Any, said: tuple[str, ...], tmp_path: Path
) -> None:
    f.ScopeFactory(slug="kept")
    path = write(tmp_path / "faulty.json", content)
    message = refusal(path)
    assert str(path) in message
    for words in said:
        assert words in message
    assert message.endswith("Nothing was changed.")


def test_what_came_before_the_fault_is_taken_back_with_all_files(tmp_path: Path) -> None:
    good = write(tmp_path / "1.json", [scope()])
    half = write(tmp_path / "2.json", [country("QAA"), country("QAB", end="soon")])
    with pytest.raises(CommandError, match=r"2\.json.*QAB.*“end”.*“soon” is not a date"):
        load(good, half)
    assert not Scope.objects.exists()
    assert not Country.objects.exists()


def test_a_faulty_change_leaves_the_record_as_it_was(tmp_path: Path) -> None:
    f.CountryFactory(code="QAA", name="Old name")
    refusal(write(tmp_path / "change.json", [country("QAA", name="New name", begin="x")]))
    assert Country.objects.get().name == "Old name"


def test_nothing_published_is_loaded_on_a_draft_source(tmp_path: Path) -> None:
    content = [
        record("source", slug="draft", kind="news", publisher="P", title="T"),
        country("QAA", source=["draft"], review="published"),
    ]
    message = refusal(write(tmp_path / "draft.json", content))
    assert QAA in message
    assert "field “source”: it is published, but “P: T” is not." in message
    assert not Country.objects.exists()
