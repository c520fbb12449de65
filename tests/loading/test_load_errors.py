"""Every kind of fault is told with file, line, record and field, all of them at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from relations.loading import bulk
from relations.models import Country, Scope
from tests import factories as f

from .files import PUBLISHED, country, organization, record
from .loads import lines, refused
from .test_refusals import RECORDS, UNEXPLAINED

pytestmark = pytest.mark.django_db

UN = organization("un")
SOURCE = record("source", slug="s", kind="news", publisher="P", title="T", review="published")
AGREEMENT = record("agreement", slug="a", title="A", kind="treaty")
STATEMENT = record("statement", slug="st", title="St", medium="interview")
PERSON = record("person", slug="p", name="P")


def scope(**fields: Any) -> dict[str, Any]:
    return record("scope", **{"slug": "trade", "name": "Trade", **fields})


# What is wrong (always the last record), and what is said of it after file and line.
CASES = {
    "a term that is none": (
        [country("QAA", kind="kingdom")],
        "relations.country [\"QAA\"], field “kind”: Value 'kingdom' is not a valid choice. "
        "Write one of state, ",
    ),
    "no such row": (
        [UN, record("membership", actor_country=["ZZZ"], organization=["un"])],
        'relations.membership [["ZZZ"], null, ["un"]], field “actor_country”: '
        'there is no country ["ZZZ"]',
    ),
    "no such row in a key of a key": (
        [record("membershipact", membership=[["ZZZ"], None, ["un"]], kind="joined")],
        'field “membership”: there is no membership [["ZZZ"], null, ["un"]]',
    ),
    "a key that is left out": (
        [country("QAA"), record("membership", actor_country=["QAA"])],
        'relations.membership [["QAA"], null, null], field “organization”: '
        "This field cannot be null.",
    ),
    "a CHECK": (
        [country("QAA", begin="2000", end="1999")],
        'relations.country ["QAA"]: It ends before it begins.',
    ),
    "an arc of two ends": (
        [country("QAA"), UN, AGREEMENT]
        + [record("party", agreement=["a"], actor_country=["QAA"], actor_organization=["un"])],
        'relations.party [["a"], ["QAA"], ["un"]]: Choose either a country or an organization',
    ),
    "a unique field": (
        [country("QAA", slug="land"), country("QAB", slug="land")],
        'relations.country ["QAB"], field “slug”: Country with this Slug already exists.',
    ),
    "a unique constraint with a condition": (
        [country("QAA", wikidata="Q1"), country("QAB", wikidata="Q1")],
        'relations.country ["QAB"]: Another country is this Wikidata item.',
    ),
    "a page that is a source already": (
        [
            record("source", slug="x", kind="news", publisher="P", title="T", url="https://a.org/"),
            record(
                "source", slug="y", kind="news", publisher="P", title="T", url="http://www.a.org"
            ),
        ],
        'relations.source ["y"]: This page is a source already: use that one.',
    ),
    "a slug of an organization": (
        [organization("land"), country("QAA", slug="land")],
        # Organizations are written after countries.
        'relations.organization ["land"], field “slug”: Countries and organizations share',
    ),
    "published without a source": (
        [country("QAA", review=PUBLISHED)],
        'relations.country ["QAA"]: Only a sourced record can be published: choose its source.',
    ),
    "an archived page without the page": (
        [
            record(
                "source",
                slug="s",
                kind="news",
                publisher="P",
                title="T",
                archived_url="https://web.archive.org/x",
            )
        ],
        'relations.source ["s"], field “url”: An archived page has an original URL: give it too.',
    ),
    "another's office": (
        [PERSON, record("person", slug="q", name="Q"), country("QAA"), STATEMENT]
        + [record("office", person=["q"], actor_country=["QAA"], title="Minister")]
        + [
            record(
                "side",
                statement=["st"],
                actor_country=["QAA"],
                person=["p"],
                office=[["q"], ["QAA"], None, "Minister", 1],
            )
        ],
        'relations.side [["st"], ["QAA"], null], field “office”: This office is another person',
    ),
    "a value that the field in dispute can't have": (
        [SOURCE, AGREEMENT]
        + [record("claim", agreement=["a"], field="kind", value="pact", source=["s"])],
        "field “value”: “pact” is no term of “kind”: write one of treaty",
    ),
    "a field that can't be disputed": (
        [SOURCE, AGREEMENT]
        + [record("claim", agreement=["a"], field="slug", value="b", source=["s"])],
        "field “field”: A claim is about a field of its record that can be disputed.",
    ),
    "null for a text that may be empty": (
        [scope(description=None)],
        'relations.scope ["trade"], field “description”: This field cannot be null.',
    ),
    "a NUL character": (
        [scope(description="a\x00b")],
        "field “description”: holds a NUL character, which no database keeps",
    ),
    "a NUL character in a key": (
        [country("QAA", sovereign=["Q\x00A"])],
        "field “sovereign”: in a key, “code” has no such characters",
    ),
    "a number in a key of words": (
        [country("QAA", sovereign=[7])],
        "field “sovereign”: in a key, “code” is a text",
    ),
    "a huge number": (
        [scope(order=10**30)],
        "field “order”: Ensure this value is less than or equal to ",
    ),
    "true for a text": ([scope(order={"a": 1})], "field “order”: one value is wanted"),
    "a model without natural key": (
        [{"model": "auth.user", "fields": {"username": "x"}}],
        "“auth.user” has no natural key and can't be loaded here",
    ),
    "a key beside the fields": (
        [{**scope(), "natural": 1}],
        "“natural” has no place beside “model” and “fields”",
    ),
}
LINE_OF = {"a slug of an organization": 2}


@pytest.mark.parametrize("name", CASES)
def test_a_fault_is_told_with_its_place(name: str, tmp_path: Path) -> None:
    records, said = CASES[name]
    path = lines(tmp_path / "faulty.json", *records)
    (problem,) = refused(path)
    assert problem.startswith(f"{path}, line {LINE_OF.get(name, len(records) + 1)}: ")
    assert said in problem


@pytest.mark.parametrize(("content", "said"), [*RECORDS, *UNEXPLAINED])
def test_what_loaddata_refuses_is_refused(
    content: Any, said: tuple[str, ...], tmp_path: Path
) -> None:
    refused(lines(tmp_path / "faulty.json", *content))


def test_half_a_character_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "half.json"
    path.write_text(
        '[{"model": "relations.scope", "fields": {"slug": "a", "name": "\\ud800"}}]',
        encoding="utf-8",
    )
    (problem,) = refused(path)
    assert "field “name”: holds half of a character (a lone surrogate)" in problem


def test_all_faults_of_all_files_are_told(tmp_path: Path) -> None:
    one = lines(
        tmp_path / "1.json",
        scope(slug="a b", order="first"),
        country("QAA", kind="x", region="y"),
        country("QAB", begin="2000", end="1999", review=PUBLISHED),
    )
    two = lines(tmp_path / "2.json", record("membership", actor_country=["ZZZ"], organization=[]))
    three = lines(tmp_path / "3.json", organization("un", parent=["nothing"]))
    problems = refused(one, two, three)
    assert [p.split(": ")[0] for p in sorted(problems)] == [
        *[f"{one}, line 2"] * 2,
        *[f"{one}, line 3"] * 2,
        *[f"{one}, line 4"] * 2,
        f"{two}, line 2",
        f"{three}, line 2",
    ]


def test_what_points_to_a_faulty_record_is_told_so(tmp_path: Path) -> None:
    path = lines(
        tmp_path / "1.json",
        country("QAA", kind="x"),
        UN,
        record("membership", actor_country=["QAA"], organization=["un"]),
    )
    _fault, problem = refused(path)
    assert (
        f'field “actor_country”: the country ["QAA"] is faulty itself ({path}, line 2)' in problem
    )


def test_nothing_is_published_on_a_draft_source(tmp_path: Path) -> None:
    draft = {**SOURCE, "fields": {**SOURCE["fields"], "review": "draft"}}
    path = lines(tmp_path / "1.json", draft, country("QAA", review=PUBLISHED, source=["s"]))
    of_source, of_country = refused(path)
    assert "field “review”: It stays published while “Land QAA” rests on it." in of_source
    assert of_country.startswith(f'{path}, line 3: relations.country ["QAA"], field “source”: ')
    assert "it is published, but “P: T” is not." in of_country


def test_a_source_can_not_be_taken_back_from_what_is_published(tmp_path: Path) -> None:
    source = f.SourceFactory(slug="s", review=PUBLISHED)
    f.CountryFactory(code="QAA", name="Land", source=source, review=PUBLISHED)
    draft = {**SOURCE, "fields": {**SOURCE["fields"], "review": "draft"}}
    (problem,) = refused(lines(tmp_path / "1.json", draft))
    assert "field “review”: It stays published while “Land” rests on it." in problem


def test_faults_among_many_rows_are_found_and_only_they(tmp_path: Path) -> None:
    many = [country(f"Q{a}{b}") for a in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" for b in "ABCDEFGHIJKLMNOP"]
    many[100]["fields"] |= {"begin": "2001", "end": "2000"}
    many[300]["fields"]["slug"] = many[7]["fields"]["slug"]
    path = lines(tmp_path / "1.json", *many)
    first, second = refused(path)
    assert first.startswith(f"{path}, line 102: ")
    assert second.startswith(f"{path}, line 302: ")


def test_a_clash_with_a_stored_row_is_found(tmp_path: Path) -> None:
    f.ScopeFactory(slug="other", name="Trade")
    (problem,) = refused(lines(tmp_path / "1.json", scope(order=1)))
    assert 'relations.scope ["trade"], field “name”: Scope with this Name already' in problem


def test_a_value_may_go_from_one_row_to_the_next(tmp_path: Path) -> None:
    f.ScopeFactory(slug="old", name="Trade")
    path = lines(tmp_path / "1.json", scope(slug="old", name="Old"), scope())
    assert not bulk.load([path]).problems
    assert dict(Scope.objects.values_list("slug", "name")) == {"old": "Old", "trade": "Trade"}


def test_nothing_stays_of_a_file_with_one_fault(tmp_path: Path) -> None:
    good = lines(tmp_path / "1.json", scope())
    refused(good, lines(tmp_path / "2.json", country("QAA"), country("QAB", end="soon")))
    assert not Scope.objects.exists()
    assert not Country.objects.exists()


def test_references_in_a_circle_are_an_error_and_no_endless_loop(tmp_path: Path) -> None:
    path = lines(
        tmp_path / "1.json", country("QAA", sovereign=["QAB"]), country("QAB", sovereign=["QAA"])
    )
    problems = refused(path)
    assert len(problems) == 2
    assert 'field “sovereign”: there is no country ["QAB"]' in problems[0]
