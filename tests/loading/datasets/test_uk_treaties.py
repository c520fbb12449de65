"""Treaties of the UK Parliament's API become agreements, and bad files are refused in words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from relations.loading.datasets.adapters.uk_treaties import ADAPTER
from relations.loading.datasets.importing import Done, import_dataset
from relations.loading.datasets.refusal import ImportRefused
from relations.models import Agreement, Party
from tests.factories import CountryFactory

from .made_files import oddities, outcomes, reasons


def treaty(number: str, name: str, **more: Any) -> dict[str, Any]:
    """Make a treaty with all fields of the API's schema."""
    value = {column.name: None for column in ADAPTER.files[0].columns}
    value |= {"id": number, "name": name, "parliamentaryConclusion": "NotConcluded"}
    value |= {"leadDepartment": {"id": 6, "name": "Office"}, "commonsLayingDate": "2020-01-23"}
    return value | more


def write(path: Path, *treaties: dict[str, Any]) -> Path:
    items = [{"value": value, "links": []} for value in treaties]
    answer = {"items": items, "totalResults": len(items), "itemsPerPage": 20, "links": []}
    path.write_text(json.dumps(answer), encoding="utf-8")
    return path


def load(folder: Path, *treaties: dict[str, Any]) -> Done:
    return import_dataset(ADAPTER, [write(folder / "treaties.json", *treaties)])


@pytest.fixture(autouse=True)
def country(db: Any) -> Any:
    return CountryFactory(code="GBR", name="United Kingdom")


def test_a_treaty_is_an_agreement_with_the_united_kingdom(tmp_path: Path) -> None:
    done = load(
        tmp_path,
        treaty(
            "AbC1",
            "Treaty on Trade",
            commandPaperPrefix="CP",
            commandPaperNumber=123,
            countrySeriesItemCitation="Ruritania No.1 (2020)",
            webLink="https://example.org/treaty",
        ),
    )
    agreement = Agreement.objects.get()
    assert agreement.title == "Treaty on Trade"
    assert agreement.registration == "CP 123; Ruritania No.1 (2020)"
    assert agreement.note == "https://example.org/treaty"
    assert Party.objects.get().actor.name == "United Kingdom"
    assert outcomes(done.report.files["treaties"]) == {"loaded": 1}


def test_no_step_at_home_is_a_step_of_the_treaty(tmp_path: Path) -> None:
    load(tmp_path, treaty("a", "Treaty", parliamentaryConclusion="CanRatify"))
    assert not Agreement.objects.get().act_set.exists()


def test_ids_that_differ_in_capitals_only_are_two_treaties(tmp_path: Path) -> None:
    load(tmp_path, treaty("aBc", "One"), treaty("AbC", "Other"))
    assert {a.title for a in Agreement.objects.all()} == {"One", "Other"}


def test_every_row_has_one_outcome(tmp_path: Path) -> None:
    done = load(
        tmp_path,
        treaty("a", "Treaty"),
        treaty("a", "Treaty"),
        treaty("", "Treaty"),
        treaty("b", ""),
        treaty("b" * 1000, "Treaty"),
        treaty("c", "Long " * 100),
    )
    assert outcomes(done.report.files["treaties"]) == {"loaded": 2, "merged": 1, "rejected": 3}
    assert reasons(done, "treaties") == {"NO_NAME": 2, "IMPOSSIBLE": 1}
    assert oddities(done, "treaties")["TOO_LONG", "name"] == 1


def test_loading_twice_changes_nothing(tmp_path: Path) -> None:
    load(tmp_path, treaty("a", "Treaty"))
    assert load(tmp_path, treaty("a", "Treaty")).made is None


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "not JSON"),
        (b"ccode,year,state\n2,1990,usa\n", "not JSON"),
        (b"\x00\xff\xfe binary", "byte 2 is not UTF-8"),
        (b"[]", "no answer of the API"),
        (b'{"items": {}}', "no answer of the API"),
        (b'{"items": [1]}', "row 1"),
        (b'{"items": [{"value": {"id": "a"}}]}', "column “name”"),
        (b"[" * 100_000, "nested too deep"),
        (b'{"items": ' + b"9" * 10_000 + b"}", "a number without end"),
    ],
)
def test_what_is_no_answer_of_the_api_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "treaties.json"
    path.write_bytes(content)
    with pytest.raises(ImportRefused, match=r"treaties\.json") as refused:
        import_dataset(ADAPTER, [path])
    assert said in str(refused.value)
    assert not Agreement.objects.exists()


@pytest.mark.parametrize("name", ["a\0b", "half \ud800 a letter"])
def test_signs_that_are_no_text_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ImportRefused, match="signs that are no text"):
        load(tmp_path, treaty("a", name))
