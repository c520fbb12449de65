"""CSV, SQLite and Parquet: the same tables, described so that programs can check them."""

from __future__ import annotations

import csv
import datetime as dt
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from django.apps import apps
from frictionless import Package, system

from relations.exporting.formats import FORMATS, Edition
from relations.exporting.formats.csv_files import cell
from relations.exporting.published import MODELS, tables
from relations.models import Alias
from relations.models.base import NaturalKeyModel
from tests import factories as f
from tests.exporting.worlds import small_world

pytestmark = pytest.mark.django_db
EDITION = Edition(None, dt.date(2026, 11, 29), "https://example.org")


def test_every_model_with_a_natural_key_leaves() -> None:
    """One that shall not must be left out here by name, and for a reason."""
    # How we read the codes of data sets; it is no fact, and nobody reviews it.
    kept_here = {Alias}
    models = apps.get_app_config("relations").get_models()
    assert {m for m in models if issubclass(m, NaturalKeyModel)} - kept_here == set(MODELS)


def test_the_data_package_validates(tmp_path: Path) -> None:
    small_world()
    folder = FORMATS["csv"].write(tmp_path, EDITION)
    with system.use_context(trusted=True):
        report = Package(str(folder / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "message"])
    assert report.stats["tasks"] == len(tables())


def test_a_broken_key_and_an_unknown_term_do_not_validate(tmp_path: Path) -> None:
    small_world()
    folder = FORMATS["csv"].write(tmp_path, EDITION)
    for name, old, new in (
        ("parties.csv", "charter,ARM", "charter,XYZ"),
        ("agreements.csv", ",binding,", ",bonding,"),
    ):
        path = folder / name
        text = path.read_bytes().decode()
        assert old in text
        path.write_bytes(text.replace(old, new).encode())
    with system.use_context(trusted=True):
        report = Package(str(folder / "datapackage.json")).validate()
    found = {error for (error,) in report.flatten(["type"])}
    assert {"foreign-key", "constraint-error"} <= found


def test_every_column_is_explained_in_the_codebook(tmp_path: Path) -> None:
    folder = FORMATS["csv"].write(tmp_path, EDITION)
    text = (folder / "codebook.md").read_text(encoding="utf-8")
    described = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    for resource in described["resources"]:
        assert f"\n## {resource['name']}\n" in text
        for field in resource["schema"]["fields"]:
            assert f"| {field['name']} |" in text
            assert field["description"]
    assert "`entered_into_force`: entered into force." in text


def test_a_text_that_looks_like_a_formula_is_safe_in_csv(tmp_path: Path) -> None:
    f.SourceFactory(title="=1+1")
    folder = FORMATS["csv"].write(tmp_path, EDITION)
    assert ",'=1+1," in (folder / "sources.csv").read_text(encoding="utf-8")


def test_the_three_hold_the_same_rows(tmp_path: Path) -> None:
    small_world()
    folder = FORMATS["csv"].write(tmp_path, EDITION)
    parquet = FORMATS["parquet"].write(tmp_path, EDITION)
    path = FORMATS["sqlite"].write(tmp_path, EDITION)
    with closing(sqlite3.connect(path)) as database:
        for table in tables():
            rows = list(table.rows())
            assert rows, table.name
            assert len(rows) == len({row[table.names.index(table.key)] for row in rows})
            with (folder / f"{table.name}.csv").open(encoding="utf-8", newline="") as file:
                header, *written = csv.reader(file)
            assert header == table.names
            assert written == [
                [f"'{text}" if text == "=1+1" else text for text in map(cell, row)] for row in rows
            ]
            typed = pq.read_table(parquet / f"{table.name}.parquet").to_pylist()
            assert [tuple(row.values()) for row in typed] == rows
            stored = database.execute(f'SELECT * FROM "{table.name}"').fetchall()
            assert stored == [
                tuple(v.isoformat() if isinstance(v, dt.date) else v for v in row) for row in rows
            ]


def test_the_sqlite_file_has_real_keys_and_views_that_answer(tmp_path: Path) -> None:
    small_world()
    path = FORMATS["sqlite"].write(tmp_path, EDITION)
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        database.execute("PRAGMA foreign_keys=ON")
        with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
            database.execute("UPDATE parties SET actor_country = 'XYZ' WHERE actor_country = 'ARM'")
            database.commit()
        database.rollback()
        with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
            database.execute("UPDATE agreements SET legal_force = 'bonding'")
        named = database.execute(
            "SELECT name, role FROM parties_named WHERE agreement = 'charter' ORDER BY actor"
        ).fetchall()
        assert named == [("Armenia", "party"), ("Евразийский союз", "party")]
        statuses = database.execute("SELECT status FROM memberships_named ORDER BY begin")
        assert statuses.fetchall() == [("member",), ("withdrawn",)]
        positions = "SELECT count(*) FROM positions_named WHERE actor = 'ARM'"
        assert database.execute(positions).fetchone() == (4,)


def test_dates_are_written_as_known_beside_their_bounds(tmp_path: Path) -> None:
    small_world()
    path = FORMATS["sqlite"].write(tmp_path, EDITION)
    with closing(sqlite3.connect(path)) as database:
        columns = "published, published_earliest, published_latest"
        found = database.execute(f"SELECT {columns} FROM sources WHERE slug = 'source'").fetchone()
    assert found == ("2018-05~", "2018-05-01", "2018-05-31")
