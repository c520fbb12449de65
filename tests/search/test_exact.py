"""The index is exact after every kind of write, and a command finds where it isn't."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection

from relations import search
from relations.curation.history import before_deletion
from relations.curation.merging import merge
from relations.curation.restoring import restore
from relations.models import (
    Agreement,
    Country,
    OtherName,
    Person,
    Position,
    Provision,
    Source,
    Statement,
    Version,
)
from relations.search.index import TEXTS
from relations.search.letters import TABLE as LETTERS
from tests import factories as f
from tests.loading.files import record, write

pytestmark = pytest.mark.django_db


def wrong() -> Any:
    return search.check("default")


def run(sql: str, *parameters: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def one_of_each() -> None:
    """Make a row of each kind that is indexed, with letters of several scripts."""
    statement = f.StatementFactory(title="Çavuşoğlu in Երևան", quotation="«Ինչո՞ւ ոչ»")
    f.SideFactory(statement=statement, person__native_name="Արարատ Միրզոյան")
    f.PositionFactory(statement=statement, text="Для мира", quotation="Dża" * 90)
    f.ProvisionFactory(agreement__title="Договор о дружбе", text="شرح " * 300)
    f.OtherNameFactory(name="საქართველო")
    f.OrganizationFactory(summary="Yıldırım ＡＢＣ 中国 नमस्ते")


def test_a_row_of_each_kind_is_saved_updated_and_deleted() -> None:
    one_of_each()
    assert not wrong()
    for name, texts in TEXTS.items():
        for model, _table, _texts in search.index.tables():
            if model._meta.model_name == name:
                row = model.objects.order_by("-pk").first()
                setattr(row, texts.all[0], "Նոր")
                row.save()
                assert not wrong(), f"saved {name}"
    Position.objects.all().delete()
    Statement.objects.all().delete()
    assert not wrong()


def _saved() -> None:
    row = f.PersonFactory(name="Alpha")
    row.native_name = "Ալֆա"
    row.save()


def _bulk_created() -> None:
    source = f.SourceFactory()
    Country.objects.bulk_create(
        [Country(code=c, slug=c, name=f"Страна {c}", source=source) for c in ("QQA", "QQB")]
    )


def _upserted() -> None:
    row = f.CountryFactory(name="Before")
    Country.objects.bulk_create(
        [Country(code=row.code, slug=row.slug, name="After")],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name"],
    )
    assert Country.objects.get().name == "After"


def _bulk_updated() -> None:
    rows = f.AgreementFactory.create_batch(3)
    for number, row in enumerate(rows):
        row.title = f"Пакт {number}"
    Agreement.objects.bulk_update(rows, ["title"])


def _updated() -> None:
    f.StatementFactory.create_batch(2)
    Statement.objects.update(summary="Another")


def _published_and_withdrawn() -> None:
    one, other = f.StatementFactory(review="draft", source=None), f.StatementFactory()
    Statement.objects.filter(pk=one.pk).update(review="published", source=f.SourceFactory())
    Statement.objects.filter(pk=other.pk).update(review="draft")


def _updated_elsewhere() -> None:
    f.StatementFactory.create_batch(2)
    Statement.objects.update(place="Geneva")


def _deleted() -> None:
    f.ProvisionFactory(text="Մի խոսք")
    Agreement.objects.all().delete()
    assert not Provision.objects.exists()


def _raw_sql() -> None:
    f.PersonFactory.create_batch(3)
    first, second, _third = Person.objects.order_by("pk").values_list("pk", flat=True)
    run("UPDATE relations_person SET native_name = 'Ռաֆֆի' WHERE id = %s", first)
    run("UPDATE relations_person SET id = id + 1000 WHERE id = %s", first)
    run("DELETE FROM relations_person WHERE id = %s", second)


def _rolled_back() -> None:
    from django.db import transaction  # noqa: PLC0415

    row = f.PersonFactory(name="Before")
    with transaction.atomic():
        Person.objects.update(name="After")
        transaction.set_rollback(True)
    row.refresh_from_db()
    assert row.name == "Before"


def _restored() -> None:
    row = f.AgreementFactory(title="Old")
    version = Version.objects.latest("id").pk
    Agreement.objects.filter(pk=row.pk).update(title="New")
    restore("agreement", row.pk, version, None, "as it was")
    assert Agreement.objects.get().title == "Old"


def _brought_back() -> None:
    number = f.ProvisionFactory(text="Ժամանակ").agreement.pk
    Agreement.objects.all().delete()
    deletion = Version.objects.deletions().filter(model="agreement", object_id=number).first()
    assert deletion
    restore("agreement", number, before_deletion(deletion), None, "")
    assert Provision.objects.get().text == "Ժամանակ"


def _merged() -> None:
    loser = f.OtherNameFactory(actor_country__name="Zaire").actor_country
    winner = f.CountryFactory(name="Congo")
    merge(loser, winner, get_user_model().objects.create_user("ani"), "the same")
    assert OtherName.objects.filter(actor_country=winner, name="Zaire").exists()


WRITES = [
    _saved,
    _bulk_created,
    _upserted,
    _bulk_updated,
    _updated,
    _published_and_withdrawn,
    _updated_elsewhere,
    _deleted,
    _raw_sql,
    _rolled_back,
    _restored,
    _brought_back,
    _merged,
]


@pytest.mark.parametrize("way", WRITES, ids=lambda way: way.__name__.strip("_"))
def test_the_index_is_exact_after(way: Callable[[], None]) -> None:
    way()
    assert not wrong()


def test_the_index_is_exact_after_loaddata(tmp_path: Path) -> None:
    row = record("scope", slug="energy", name="Энергия")
    for name in ("Энергия", "Энергетика"):
        row["fields"]["name"] = name
        call_command("loaddata", str(write(tmp_path / "some.json", [row])), verbosity=0)
        assert not wrong()


@pytest.mark.django_db(transaction=True)
def test_the_index_is_exact_after_flush() -> None:
    one_of_each()
    call_command("flush", interactive=False, verbosity=0)
    assert not wrong()
    one_of_each()
    assert not wrong()


@pytest.mark.django_db(transaction=True)
def test_the_index_is_exact_after_the_tables_were_rebuilt() -> None:
    """A migration back and forth, in which SQLite loses triggers."""
    one_of_each()
    call_command("migrate", verbosity=0)
    assert not wrong()


def checked(*arguments: str) -> str:
    out = io.StringIO()
    call_command("search_index", *arguments, stdout=out)
    return out.getvalue()


def damage_rows(number: int) -> None:
    if connection.vendor == "postgresql":
        run("UPDATE relations_source_words SET words = '' WHERE id = %s", number)
    else:
        run(
            "INSERT INTO relations_source_words (rowid, names, texts) VALUES (%s, 'more', '')",
            number,
        )


def test_the_command_names_the_rows_that_differ_and_a_rebuild_mends_them() -> None:
    one, other = f.SourceFactory(), f.SourceFactory()
    assert "exact" in checked()
    damage_rows(other.pk)
    (found,) = wrong()
    assert (found.table, found.rows, found.other) == ("relations_source_words", [other.pk], [])
    out = io.StringIO()
    with pytest.raises(CommandError, match="--rebuild"):
        call_command("search_index", "--check", stdout=out)
    assert f"1 rows differ: {other.pk}" in out.getvalue()
    assert "exact" in checked("--rebuild")
    assert not wrong()
    assert one.pk in search.find(Source, one.title).keys


def test_a_row_that_stands_in_the_index_only_is_found() -> None:
    f.SourceFactory()
    ghost = (
        "INSERT INTO relations_source_words VALUES (987654, 'ghost')"
        if connection.vendor == "postgresql"
        else "INSERT INTO relations_source_words (rowid, names, texts) VALUES (987654, 'ghost', '')"
    )
    run(ghost)
    assert [part.rows for part in wrong()] == [[987654]]


def test_a_trigger_that_is_missing_or_off_is_found() -> None:
    f.SourceFactory()
    off = (
        "ALTER TABLE relations_country DISABLE TRIGGER relations_country_words"
        if connection.vendor == "postgresql"
        else "DROP TRIGGER relations_country_words_update"
    )
    run(off)
    (found,) = wrong()
    assert "relations_country_words" in found.other[0]


def test_an_index_that_is_gone_is_found_and_built_anew() -> None:
    f.CountryFactory(name="Alpha")
    if connection.vendor == "postgresql":
        run("SET CONSTRAINTS ALL IMMEDIATE")
    run("DROP TABLE relations_country_words")
    (found,) = wrong()
    assert "relations_country_words" in found.other[0]
    checked("--rebuild")
    assert not wrong()


@pytest.mark.skipif(connection.vendor == "sqlite", reason="asks the rows themselves")
def test_an_index_of_an_earlier_release_learns_what_is_published() -> None:
    f.CountryFactory(name="Alpha", review="draft", source=None)
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run("ALTER TABLE relations_country_words DROP COLUMN published")
    search.install("default", rebuild=False)
    assert not wrong()


def test_letters_that_were_lost_are_found() -> None:
    run(f"DELETE FROM {LETTERS} WHERE latin = 'zh'")
    (found,) = wrong()
    assert found.table == LETTERS
    checked("--rebuild")
    assert not wrong()


def test_a_long_text_in_other_letters_is_transliterated_to_its_end() -> None:
    row = f.AgreementFactory(summary="խոսք " * 5000 + "Միրզոյան")
    assert search.find(Agreement, "mirzoyan").keys == {row.pk}
    assert not wrong()
