"""A column map makes an adapter for any CSV file, or says what is wrong with the map."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relations.loading.datasets.importing import Done, import_dataset
from relations.loading.datasets.map_reading import InvalidMap, read_map
from relations.loading.datasets.mapped import adapter_of, slug_of
from relations.loading.datasets.refusal import ImportRefused
from relations.models import Act, Agreement, Membership, Party, Position, Provision
from tests.factories import CountryFactory, OrganizationFactory, ScopeFactory

from .made_files import outcomes, reasons, state, write_table

DATASET = """
[dataset]
name = "archive"
title = "Treaties of our archive"
publisher = "Our archive"
url = "https://archive.example/treaties"
licence = "CC BY 4.0"
citation = "Our archive, 2024"
version = "2024-05"
"""
TREATY = """
[[record]]
model = "agreement"
key = "Number"
[record.fields]
title = "Title"
kind = {column = "Type", values = {T = "treaty", P = "protocol"}}
legal_force = {value = "binding"}
registration = {template = "Archive no. {Number}"}
"""
PARTY = """
[[record]]
model = "party"
[record.fields]
agreement = {key = "Number"}
actor = {column = "State", schemes = ["cow", "iso3"], on = "Signed"}
"""
ACT = """
[[record]]
model = "act"
when = "Signed"
[record.fields]
agreement = {key = "Number"}
actor = {column = "State", schemes = ["cow", "iso3"], on = "Signed"}
kind = {value = "signed"}
concerns = {value = "party"}
date = {column = "Signed", format = "%d/%m/%Y"}
"""
WHOLE = DATASET + TREATY + PARTY + ACT
HEADER = "Number,Title,Type,State,Signed"


def load(folder: Path, text: str, *rows: str, header: str = HEADER, **more: Any) -> Done:
    path = folder / "map.toml"
    path.write_text(text, encoding="utf-8")
    data = write_table(folder / "data.csv", header, rows, **more)
    return import_dataset(adapter_of(read_map(path)), [data])


def complaint(folder: Path, text: str, name: str = "map.toml") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidMap) as refused:
        read_map(path)
    return str(refused.value)


@pytest.fixture
def armenia(db: Any) -> Any:
    return CountryFactory(code="ARM", name="Armenia")


@pytest.mark.usefixtures("armenia")
def test_rows_become_what_the_map_says(tmp_path: Path) -> None:
    done = load(tmp_path, WHOLE, "1,On Trade,T,ARM,05/06/1999", "2,On Water,P,arm,")
    agreement = Agreement.objects.get(slug="archive-1")
    assert (agreement.title, agreement.kind, agreement.legal_force, agreement.registration) == (
        "On Trade",
        "treaty",
        "binding",
        "Archive no. 1",
    )
    act = Act.objects.get()
    assert (act.actor.name, act.kind, act.concerns, str(act.date)) == (
        "Armenia",
        "signed",
        "party",
        "1999-06-05",
    )
    assert Party.objects.count() == 2
    assert outcomes(done.report.files["rows"]) == {"loaded": 2}
    assert done.adapter.citation == "Our archive, 2024"


@pytest.mark.usefixtures("db")
def test_a_code_is_looked_up_on_the_day_in_the_format_of_its_column(tmp_path: Path) -> None:
    soviet = state("365", "Soviet Union", end="1991-12-26")
    russia = state("365", "Russia", begin="1991-12-26")
    load(tmp_path, WHOLE, "1,Old,T,365,05/06/1980", "2,New,T,365,05/06/1999")
    found = {party.agreement.title: party.actor for party in Party.objects.all()}
    assert found == {"Old": soviet, "New": russia}


@pytest.mark.usefixtures("armenia")
def test_a_row_is_taken_whole_or_not_at_all_and_the_report_adds_up(tmp_path: Path) -> None:
    done = load(
        tmp_path,
        WHOLE,
        "1,On Trade,T,ARM,05/06/1999",
        "1,On Trade,T,ARM,05/06/1999",
        "2,On Water,X,ARM,",  # a type that the map doesn't know
        "3,On Air,T,XXX,",  # nobody's code
        "4,On Fire,T,,",  # no state
        ",On Earth,T,ARM,",  # no number
        "5,On Ice,T,ARM,1999-06-05",  # not written as the map says
        "6,,T,ARM,",  # no title
        f"7,{'long' * 101},T,ARM,",
        f"{'8' * 1000},On Stone,T,ARM,",
    )
    assert outcomes(done.report.files["rows"]) == {"loaded": 1, "merged": 1, "rejected": 8}
    assert reasons(done, "rows") == {
        "NO_TERM": 1,
        "NOT_MATCHED": 1,
        "NO_NAME": 2,
        "NO_DATE": 1,
        "IMPOSSIBLE": 3,
    }
    assert [a.slug for a in Agreement.objects.all()] == ["archive-1"]
    samples = done.report.files["rows"].samples
    said = {(s.row, s.column): s.said for about in samples.values() for s in about}
    assert said[4, "Type"] == "“X” is not one of T, P"
    assert said[8, "Signed"] == "“1999-06-05” is not written as %d/%m/%Y"


@pytest.mark.usefixtures("armenia")
def test_a_row_that_refers_to_no_record_is_rejected_whole(tmp_path: Path) -> None:
    party = PARTY.replace('key = "Number"', 'key = "Other"')
    done = load(
        tmp_path,
        DATASET + TREATY + party,
        "1,On Trade,T,1,ARM,",
        "2,On Water,T,3,ARM,",  # no row has stated 3
        "4,On Air,T,1,ARM,",
        header="Number,Title,Type,Other,State,Signed",
    )
    assert reasons(done, "rows") == {"NO_RECORD": 1}
    assert {a.title for a in Agreement.objects.all()} == {"On Trade", "On Air"}
    assert Party.objects.get().agreement.title == "On Trade"


@pytest.mark.usefixtures("armenia")
def test_records_of_ours_are_named_by_their_own_keys(tmp_path: Path) -> None:
    ScopeFactory(slug="trade")
    provision = """
[[record]]
model = "provision"
[record.fields]
agreement = {key = "Number"}
number = "Article"
scope = "Field"
force = {value = "obligation"}
text = "Text"
"""
    done = load(
        tmp_path,
        DATASET + TREATY + provision,
        "1,On Trade,T,3,trade,To trade.",
        "2,On Love,T,1,love,To love.",
        "3,On Trade,T,many,trade,To trade.",
        header="Number,Title,Type,Article,Field,Text",
    )
    found = Provision.objects.get()
    assert (found.number, found.scope.slug, found.text) == (3, "trade", "To trade.")
    assert reasons(done, "rows") == {"NO_RECORD": 1, "IMPOSSIBLE": 1}


@pytest.mark.usefixtures("armenia")
def test_memberships_in_organizations_that_a_column_names(tmp_path: Path) -> None:
    OrganizationFactory(name="Club of Friends", slug="club")
    membership = """
[file]
delimiter = ";"
encoding = "cp1252"
missing = ["-9"]
[not_taken]
Coder = "who coded a row is no fact about it"
[[record]]
model = "membership"
key = ["State", "Club"]
[record.fields]
actor = {column = "State", schemes = ["iso3"]}
organization = {column = "Club", schemes = ["name", "iso3"]}
note = "Note"
[[record]]
model = "membershipact"
[record.fields]
membership = {key = ["State", "Club"]}
kind = {value = "joined"}
date = "Since"
"""
    done = load(
        tmp_path,
        DATASET + membership,
        "ARM;Club of Friends;1999?;Café;x",
        "ARM;ARM;1999;-9;x",  # a country is no organization
        header="State;Club;Since;Note;Coder",
        encoding="cp1252",
    )
    found = Membership.objects.get()
    assert found.note == "Café"
    assert str(found.membershipact_set.get().date) == "1999?"
    assert reasons(done, "rows") == {"IMPOSSIBLE": 1}
    codebook = {column.name: column for _file, column in done.adapter.codebook()}
    assert codebook["Coder"].why_not == "who coded a row is no fact about it"
    assert codebook["State"].becomes.startswith("key of membership")


@pytest.mark.usefixtures("armenia")
def test_statements_with_positions(tmp_path: Path) -> None:
    statement = """
[[record]]
model = "statement"
key = "Id"
[record.fields]
title = {template = "{State} on trade"}
date = "Day"
medium = {value = "speech"}
translated = {value = true}
[[record]]
model = "side"
[record.fields]
statement = {key = "Id"}
actor = {column = "State", schemes = ["iso3"]}
[[record]]
model = "position"
[record.fields]
statement = {key = "Id"}
target_scope = {value = "trade"}
stance = "Stance"
"""
    ScopeFactory(slug="trade")
    header = "Id,State,Day,Stance"
    done = load(
        tmp_path,
        DATASET + statement,
        "a b,ARM,2001-02,supports",
        "c,ARM,2001,loves",
        header=header,
    )
    position = Position.objects.get()
    assert position.stance == "supports"
    assert position.statement.title == "ARM on trade"
    assert position.statement.translated
    assert reasons(done, "rows") == {"NO_TERM": 1}


@pytest.mark.usefixtures("armenia")
def test_a_file_without_a_column_of_the_map_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match=r"data\.csv.*these columns are missing: Signed"):
        load(tmp_path, WHOLE, "1,On Trade,T,ARM", header="Number,Title,Type,State")


@pytest.mark.usefixtures("armenia")
def test_loading_twice_changes_nothing(tmp_path: Path) -> None:
    load(tmp_path, WHOLE, "1,On Trade,T,ARM,05/06/1999")
    assert load(tmp_path, WHOLE, "1,On Trade,T,ARM,05/06/1999").made is None


@pytest.mark.usefixtures("db")
def test_a_map_in_json_says_the_same(tmp_path: Path) -> None:
    path = tmp_path / "map.json"
    dataset = dict.fromkeys(("title", "publisher", "licence", "citation", "version"), "x")
    dataset |= {"name": "x", "url": "https://example.org/"}
    record = {
        "model": "agreement",
        "key": "N",
        "fields": {"title": "T", "kind": {"value": "treaty"}},
    }
    path.write_text(json.dumps({"dataset": dataset, "record": [record]}), encoding="utf-8")
    assert read_map(path).records[0].fields["title"].column == "T"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('name = "archive"', "", "[dataset]: “name” is wanted"),
        ('name = "archive"', 'name = "An archive"', "[dataset], “name”"),
        ('name = "archive"', 'name = "cow-igo"', "an adapter of its own is called so"),
        ('url = "https://archive.example/treaties"', 'url = "archive"', "[dataset], “url”"),
        ('version = "2024-05"', "version = 2024", "“version” is wanted, as a text"),
        ('model = "agreement"', 'model = "treaty"', "record 1: “model” is one of agreement,"),
        ('model = "agreement"', "", "record 1: “model” is one of"),
        ('key = "Number"\n[', "[", "record 1 (agreement): “key” is wanted"),
        ('title = "Title"', "", "record 1 (agreement): the field “title” is needed"),
        ('title = "Title"', 'name = "Title"', "field “name”: there is no such field"),
        ('title = "Title"', 'review = "Title"', "field “review”: there is no such field"),
        ('title = "Title"', "title = 1", "field “title”: a table of names and values"),
        ('title = "Title"', "title = {}", "it comes from one of column, value, template or key"),
        ('title = "Title"', 'title = {column = "T", value = "x"}', "it comes from one of"),
        ('title = "Title"', 'title = {colum = "T"}', "“colum” is unknown; known are column"),
        ('title = "Title"', 'title = {template = "{Number.x!r}"}', "names columns in braces"),
        ('title = "Title"', 'title = {template = "{Number"}', "the template is wrong"),
        ('title = "Title"', 'title = {column = "T", format = "%Y"}', "“format” is for dates"),
        ('title = "Title"', 'title = {column = "T", schemes = ["cow"]}', "“schemes” and “on”"),
        ('P = "protocol"', 'P = "protocols"', "“protocols” is not one of treaty,"),
        ('{value = "binding"}', '{value = "strict"}', "“strict” is not one of binding,"),
        ('agreement = {key = "Number"}\nactor', "actor", "the field “agreement” is needed"),
        ('schemes = ["cow", "iso3"], ', "", "say {column = "),
        ('when = "Signed"', "when = 1", "when: a text or a list of texts is wanted"),
        ("[[record]]", "[record]", "not TOML"),
        ("[dataset]", "[dataset", "not TOML"),
        ("[dataset]", "[datasets]", "the map: “datasets” is unknown"),
        ("[dataset]", '[file]\nencoding = "klingon"\n[dataset]', "there is no encoding"),
        ("[dataset]", '[file]\ndelimiter = "; "\n[dataset]', "“delimiter” is one character"),
        ("[dataset]", '[file]\nmissing = "-9"\n[dataset]', "“missing” is a list of texts"),
    ],
)
def test_a_wrong_map_is_refused_with_the_place_and_what_is_right(
    tmp_path: Path, before: str, after: str, said: str, db: Any
) -> None:
    assert before in WHOLE
    message = complaint(tmp_path, WHOLE.replace(before, after, 1))
    assert message.startswith("map.toml: ")
    assert said in message


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "[dataset]"),
        (b"\x89PNG\r\n\x1a\n\x00\xff", "not UTF-8"),
        (b"a = " + b"[" * 5000, "not TOML"),
        (b"# " * 600_000, "has more than"),
        (b'a = "\\u0000"', "a NUL character"),
    ],
)
def test_what_is_no_map_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "map.toml"
    path.write_bytes(content)
    with pytest.raises(InvalidMap, match=r"map\.toml") as refused:
        read_map(path)
    assert said in str(refused.value)


def test_a_map_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidMap, match="No such file"):
        read_map(tmp_path / "nowhere.toml")


def test_json_without_end_is_refused(tmp_path: Path) -> None:
    assert "not JSON" in complaint(tmp_path, "[" * 100_000, "map.json")


def test_half_a_character_in_json_is_refused(tmp_path: Path) -> None:
    assert "half of a character" in complaint(tmp_path, '{"a": "\\ud800"}', "map.json")


def test_a_record_can_only_refer_to_earlier_ones(tmp_path: Path, db: Any) -> None:
    message = complaint(tmp_path, DATASET + PARTY + TREATY)
    assert "record 1 (party), field “agreement”: “key” names a record that an earlier" in message


@given(st.sets(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=2))
def test_each_key_has_an_address_of_its_own(keys: set[str]) -> None:
    slugs = {slug_of("archive", key) for key in keys}
    assert len(slugs) == len(keys)
    assert all(re.fullmatch(r"[a-z0-9_-]{1,100}", slug) for slug in slugs)


@pytest.mark.usefixtures("armenia")
def test_one_identifier_may_stand_for_records_of_two_kinds(tmp_path: Path) -> None:
    said = """
[[record]]
model = "statement"
key = "Number"
[record.fields]
title = {template = "On {Title}"}
date = {value = "2020"}
medium = {value = "speech"}

[[record]]
model = "position"
[record.fields]
statement = {key = "Number"}
target_agreement = {key = "Number"}
stance = {value = "supports"}
text = "Title"
"""
    row = "1,On Trade,T,ARM,05/06/1999"
    assert outcomes(load(tmp_path, DATASET + TREATY + said, row).report.files["rows"]) == {
        "loaded": 1
    }
    position = Position.objects.get()
    assert position.target_agreement == Agreement.objects.get()
    assert (position.statement.slug, Agreement.objects.get().slug) == ("archive-1", "archive-1")
    assert load(tmp_path, DATASET + TREATY + said, row).made is None
