"""Whatever stands in a file: rows are accounted for, or the file is refused in words."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relations.loading.datasets.adapter import Adapter, File
from relations.loading.datasets.adapters import (
    atop,
    cow_alliances,
    cow_igo,
    uk_treaties,
    unga_votes,
)
from relations.loading.datasets.importing import import_dataset
from relations.loading.datasets.refusal import ImportRefused
from relations.models import Act, Agreement, Membership, Statement
from tests.factories import CountryFactory, ScopeFactory

from .made_files import organization, state

ADAPTERS = [module.ADAPTER for module in (atop, cow_alliances, cow_igo, uk_treaties, unga_votes)]
TABLES = [(a, f) for a in ADAPTERS for f in a.files if f.read is None]
MORE = {"cow-igo": ["un", "nato"]}
# What stands in the wrong place when columns are swapped, cells are torn or somebody attacks.
NASTY = (
    *("", "NA", "0", "1", "2", "3", "8", "9", "-1", "-9", "2.0", "1e9", "NaN", "inf", "365"),
    *("1945", "2014", "99999", "00", "1945-10-24", "1945-02-30", "9999-12-31", "0000-00-00"),
    *("=1+1", "@SUM(A1)", "Ünïcode", "\u202ertl", "x" * 5000, "'; DROP TABLE", "²", "१"),
)


def ids(value: Any) -> str:
    return str(value.name)


@pytest.fixture
def actors(db: Any) -> None:
    state("2", "United States")
    state("365", "Russia")
    organization("un", "United Nations")
    organization("nato", "NATO")
    CountryFactory(code="GBR")
    ScopeFactory(slug="defence")
    ScopeFactory(slug="security")


def header_of(adapter: Adapter, file: File) -> list[str]:
    return [*(column.name for column in file.columns), *MORE.get(adapter.name, [])]


def nothing_is_there() -> bool:
    return not any(m.objects.exists() for m in (Agreement, Act, Membership, Statement))


@pytest.mark.usefixtures("actors")
@pytest.mark.parametrize(("adapter", "file"), TABLES, ids=ids)
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_rows_of_nonsense_are_accounted_for_or_refused_in_words(
    tmp_path: Path, adapter: Adapter, file: File, data: st.DataObject
) -> None:
    header = header_of(adapter, file)
    row = st.lists(st.sampled_from(NASTY), min_size=len(header), max_size=len(header))
    rows = data.draw(st.lists(row, min_size=1, max_size=5))
    path = tmp_path / "nonsense.csv"
    with path.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened).writerows([header, *rows])
    paths = [path]
    for other in adapter.files:
        if other.required and other is not file:
            further = tmp_path / "empty.csv"
            further.write_text(",".join(header_of(adapter, other)) + "\n", encoding="utf-8")
            paths.append(further)
    try:
        done = import_dataset(adapter, paths)
    except ImportRefused as refused:
        assert refused.problems
        return
    assert all(counts.adds_up for counts in done.report.files.values())
    assert done.report.files[file.name].rows == len(rows)


@pytest.mark.usefixtures("actors")
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"PK\x03\x04 a spreadsheet",
        "Колонка,Другая\n1,2\n".encode("cp1251"),
        "a,b\n".encode("utf-16"),
        b'"a,b\n',
        b"a,b\n1,2\n",
        b"<html><body>404</body></html>",
    ],
)
@pytest.mark.parametrize("adapter", ADAPTERS, ids=ids)
@pytest.mark.parametrize("name", ["data.csv", "data.csv.gz", "data.json"])
def test_what_is_no_file_of_a_data_set_is_refused_by_name(
    tmp_path: Path, adapter: Adapter, content: bytes, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ImportRefused, match="data"):
        import_dataset(adapter, [path])
    assert nothing_is_there()


@pytest.mark.usefixtures("actors")
@pytest.mark.parametrize("adapter", ADAPTERS, ids=ids)
@pytest.mark.parametrize("other", ADAPTERS, ids=ids)
def test_a_file_of_another_data_set_is_refused(
    tmp_path: Path, adapter: Adapter, other: Adapter
) -> None:
    if adapter is other:
        return
    for file in other.files:
        if file.read is None:
            path = tmp_path / f"{file.name}.csv"
            path.write_text(",".join(header_of(other, file)) + "\n", encoding="utf-8")
        else:
            path = tmp_path / "treaties.json"
            path.write_text(json.dumps({"items": []}), encoding="utf-8")
        with pytest.raises(ImportRefused, match=path.name):
            import_dataset(adapter, [path])


@pytest.mark.usefixtures("actors")
def test_a_table_with_a_swapped_header_takes_nothing_wrong(tmp_path: Path) -> None:
    path = tmp_path / "swapped.csv"
    # What stands under ccode is the year, and the other way round.
    path.write_text("year,ccode,state,un\n2,1990,usa,1\n2,1991,usa,1\n", encoding="utf-8")
    done = import_dataset(cow_igo.ADAPTER, [path])
    assert nothing_is_there()
    assert {r.name: n for r, n in done.report.files["state-years"].reasons.items()} == {
        "NO_DATE": 2
    }


@pytest.mark.usefixtures("actors")
def test_a_torn_file_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "torn.csv.gz"
    whole = gzip.compress(b"ccode,year,state,un\n" + b"2,1990,usa,1\n" * 10_000)
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ImportRefused, match=r"torn\.csv\.gz"):
        import_dataset(cow_igo.ADAPTER, [path])
    assert nothing_is_there()
