"""load and loaddata make the same of the same files, the history and the search index included."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from relations import search
from relations.curation.history import model_called
from relations.loading.bulk import spool, tables, writing
from relations.models import Version
from tests.replay import replayed, stored

from .files import country, dump, empty, load, organization, record
from .loads import lines, loaded

pytestmark = [pytest.mark.long, pytest.mark.django_db]

FIXTURES = sorted(settings.FIXTURE_DIRS[0].rglob("*.json"))


def facts() -> set[str]:
    return {line.rstrip(",") for line in dump().splitlines()}


def history() -> list[Any]:
    """Give what the versions tell, with words in the place of numbers."""

    def words(model: str, number: int) -> str:
        row = model_called(model)._base_manager.get(pk=number)
        return json.dumps([model, row.natural_key()], default=str)

    return sorted(
        (
            words(v.model, v.object_id),
            words(v.root_model, v.root_id),
            v.old is None,
            sorted(k for k, value in v.new.items() if value not in (None, "")),
            v.content,
            v.revision.origin,
        )
        for v in Version.objects.select_related("revision")
    )


def forget() -> None:
    empty()
    Version.objects.all().delete()


def test_all_fixtures_give_the_same() -> None:
    counts = loaded(*FIXTURES)
    ours = facts()
    assert sum(c.new for c in counts.values()) == len(ours) - 2  # brackets
    assert replayed() == stored()
    assert search.check() == []
    again = loaded(*FIXTURES)
    assert not any(c.new or c.changed or c.removed for c in again.values())
    assert sum(c.unchanged for c in again.values()) == len(ours) - 2
    forget()
    load(*FIXTURES)
    assert facts() == ours


@pytest.fixture
def parts(tmp_path: Path) -> Path:
    """Make records with parts, and parts of parts, in which fields are left out."""
    return lines(
        tmp_path / "parts.json",
        record("source", slug="s", kind="news", publisher="P", title="Ծանոթ", review="published"),
        country("QAA", begin="1991-09~", source=["s"], review="published", wikidata="Q1"),
        country("QAB", sovereign=["QAA"], end="..", summary="Ελλάδα"),
        organization("un"),
        record("othername", actor_country=["QAA"], name="Հայաստան", kind="native"),
        record("agreement", slug="a", title="A", kind="treaty"),
        record("party", agreement=["a"], actor_country=["QAA"]),
        record("act", agreement=["a"], kind="adopted", date="2001-02", effect="2002"),
        record("citation", source=["s"], act=[["a"], None, None, "adopted", 1], excerpt="x"),
        record("membership", actor_country=["QAA"], organization=["un"]),
        record("membershipact", membership=[["QAA"], None, ["un"]], kind="joined"),
        record(
            "claim",
            agreement=["a"],
            field="legal_force",
            value=" binding ",
            source=["s"],
        ),
    )


def test_the_history_says_what_the_triggers_would(parts: Path) -> None:
    loaded(parts)
    ours, facts_of_ours = history(), facts()
    assert replayed() == stored()
    forget()
    load(parts)
    assert history() == ours
    assert facts() == facts_of_ours


def test_changes_have_their_history_too(parts: Path, tmp_path: Path) -> None:
    loaded(parts)
    changed = lines(
        tmp_path / "changed.json",
        country("QAA", name="Other", slug="qaa"),
        record("agreement", slug="a", title="B", kind="charter"),
        record("agreement", slug="b", title="New", kind="charter"),
    )
    loaded(changed)
    assert replayed() == stored()
    assert search.check() == []
    versions = Version.objects.filter(old__isnull=False)
    assert sorted(versions.values_list("model", flat=True)) == ["agreement", "country"]
    ours = facts()
    forget()
    load(parts)
    load(changed)
    assert facts() == ours


def test_after_a_load_the_triggers_are_there_as_before(parts: Path) -> None:
    loaded(parts)
    before = Version.objects.count()
    model_called("country").objects.create(code="QAZ", slug="qaz", name="Made by hand")
    model_called("country").objects.filter(code="QAZ").delete()
    assert Version.objects.count() == before + 2
    assert search.check() == []


def test_words_of_many_go_into_the_index_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where a batch is written anew since some of it was there, and on what was there."""
    monkeypatch.setattr(spool, "BATCH", 4)
    monkeypatch.setattr(writing, "WORDS_AT_ONCE", 6)
    monkeypatch.setattr(tables, "MANY", 1)
    monkeypatch.setattr(tables, "TOGETHER", 3)

    def scopes(*numbers: int) -> Path:
        slugs = [f"s{number}" for number in numbers]
        rows = [record("scope", slug=slug, name=f"Դաշտ {slug}") for slug in slugs]
        return lines(tmp_path / "scopes.json", *rows)

    loaded(scopes(2, 5))
    counts = loaded(scopes(*range(1, 20), 19, 3))
    assert (counts["scope"].new, counts["scope"].repeated) == (17, 2)
    assert search.check() == []
    assert replayed() == stored()
    if connection.vendor == "sqlite":  # the index is as it was set up
        with connection.cursor() as cursor:
            cursor.execute("SELECT k, v FROM relations_scope_words_config ORDER BY k")
            assert cursor.fetchall() == [
                ("automerge", 4),
                ("hashsize", 1 << 20),
                ("version", 4),
            ]
