"""load_fixtures: all files of a directory in their order, or nothing."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from relations.models import Country, Organization, Scope
from tests import factories as f

from .files import country, organization, record, write

pytestmark = pytest.mark.django_db


def load_fixtures(*arguments: Any, **options: Any) -> str:
    out = io.StringIO()
    call_command("load_fixtures", *map(str, arguments), stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """Make files in a directory and one in it."""
    (tmp_path / "20_more").mkdir()
    write(
        tmp_path / "30_memberships.json",
        [record("membership", actor_country=["QAA"], organization=["un"])],
    )
    write(tmp_path / "20_more" / "organizations.json", [organization("un")])
    write(tmp_path / "10_countries.json", [country("QAA")])
    write(tmp_path / "README.md", "not a fixture")
    return tmp_path


def test_every_file_is_loaded(directory: Path) -> None:
    said = load_fixtures(directory)
    assert "Loading 3 files" in said
    assert "3 records in" in said
    assert Organization.objects.get().member_set.get().actor_country.code == "QAA"


def test_a_second_load_adds_nothing(directory: Path) -> None:
    load_fixtures(directory)
    load_fixtures(directory)
    assert Country.objects.count() == Organization.objects.count() == 1


def test_one_faulty_file_leaves_all_of_them_out(directory: Path) -> None:
    write(directory / "40_scopes.json", [record("scope", slug="a b", name="A")])
    out = io.StringIO()
    with pytest.raises(CommandError, match=r"1 errors?\. Nothing was changed"):
        load_fixtures(directory, stderr=out)
    assert "40_scopes.json, line 1: relations.scope" in out.getvalue()
    assert not Country.objects.exists()


def test_with_if_empty_an_empty_database_is_filled(directory: Path) -> None:
    load_fixtures(directory, if_empty=True)
    assert Country.objects.get().code == "QAA"


def test_with_if_empty_what_was_curated_is_left_alone(directory: Path) -> None:
    f.CountryFactory(code="QAA", name="Curated")
    said = load_fixtures(directory, if_empty=True)
    assert "There are data already" in said
    assert Country.objects.get().name == "Curated"
    assert not Organization.objects.exists()


def test_without_if_empty_the_files_win(directory: Path) -> None:
    f.CountryFactory(code="QAA", name="Curated", slug="qaa")
    load_fixtures(directory)
    assert Country.objects.get().name == "Land QAA"


@pytest.mark.parametrize("name", ["", "missing"])
def test_a_directory_without_fixtures_is_an_error(name: str, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"There are no \.json files in "):
        load_fixtures(tmp_path / name)


def test_a_directory_may_be_given_relative_to_here(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(directory)
    load_fixtures(".")
    assert Country.objects.exists()
    assert not Scope.objects.exists()
