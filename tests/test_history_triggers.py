"""Every change of every row leaves a version, by whatever way it comes to the database."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core import serializers
from django.core.management import call_command
from django.db import connection, models, transaction
from django.db.migrations.loader import MigrationLoader

from relations import triggers
from relations.curation.history import record_of, state_at
from relations.curation.restoring import instance_of
from relations.fields import PartialDateField
from relations.models import Version
from relations.models.source import CITATION_OWNERS
from tests import factories as f
from tests.constraints.cases import OWNERS
from tests.facts import FACTS

pytestmark = pytest.mark.django_db

EVERY_MODEL = pytest.mark.parametrize("model", FACTS, ids=[m._meta.model_name for m in FACTS])


def make(model: Any, **values: Any) -> Any:
    return getattr(f, f"{model.__name__}Factory")(**values)


def versions(row: Any, number: int | None = None) -> list[Version]:
    of_it = Version.objects.filter(model=row._meta.model_name, object_id=number or row.pk)
    return list(of_it.order_by("id"))


def assert_is(version_row: Any, row: Any) -> None:
    """Assert that a row in the history is the one in the database, column by column."""
    assert set(version_row) == {field.column for field in row._meta.concrete_fields}
    kept = instance_of(type(row), version_row)
    for field in row._meta.concrete_fields:
        stored = type(row)._base_manager.values_list(field.attname, flat=True).get(pk=row.pk)
        assert getattr(kept, field.attname) == stored, field.name


def text_field(model: Any) -> Any:
    """Give a field of a model that takes any text. The last: none has one that counts twice."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not field.choices
        and not isinstance(field, PartialDateField)
    ][-1]


def change(model: Any) -> tuple[str, Any]:
    """Give a column, and a value that any row of the model can take there."""
    return ("person_id", None) if model.__name__ == "Side" else (text_field(model).name, "changed")


def by_hand(sql: str, values: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


# Ways of writing ---------------------------------------------------------------------


def _save(row: Any, column: str, value: Any) -> None:
    setattr(row, column, value)
    row.save()


def _save_one_field(row: Any, column: str, value: Any) -> None:
    setattr(row, column, value)
    row.save(update_fields=[column.removesuffix("_id")])


def _bulk_update(row: Any, column: str, value: Any) -> None:
    setattr(row, column, value)
    type(row).objects.bulk_update([row], [column.removesuffix("_id")])


CHANGES: dict[str, Callable[[Any, str, Any], Any]] = {
    "save": _save,
    "save of one field": _save_one_field,
    "update": lambda row, column, value: (
        type(row).objects.filter(pk=row.pk).update(**{column: value})
    ),
    "bulk_update": _bulk_update,
    "hand-written SQL": lambda row, column, value: by_hand(
        f'UPDATE {row._meta.db_table} SET "{column}" = %s WHERE id = %s',  # noqa: S608
        [value, row.pk],
    ),
}
DELETIONS: dict[str, Callable[[Any], Any]] = {
    "delete": lambda row: type(row).objects.get(pk=row.pk).delete(),
    "delete of a queryset": lambda row: type(row).objects.filter(pk=row.pk).delete(),
    "hand-written SQL": lambda row: by_hand(
        f"DELETE FROM {row._meta.db_table} WHERE id = %s",  # noqa: S608
        [row.pk],
    ),
}


def _insert_by_hand(row: Any, table: str) -> None:
    columns = [field.column for field in row._meta.concrete_fields]
    values = [
        field.get_db_prep_save(getattr(row, field.attname), connection)
        for field in row._meta.concrete_fields
    ]
    names = ", ".join(f'"{column}"' for column in columns)
    by_hand(f"INSERT INTO {table} ({names}) VALUES ({', '.join(['%s'] * len(values))})", values)  # noqa: S608


def _load(row: Any, table: str) -> None:
    (loaded,) = serializers.deserialize("python", serializers.serialize("python", [row]))
    loaded.save()


INSERTIONS: dict[str, Callable[[Any, str], Any]] = {
    "save": lambda row, table: row.save(force_insert=True),
    "bulk_create": lambda row, table: type(row).objects.bulk_create([row]),
    "raw load": _load,
    "hand-written SQL": _insert_by_hand,
}


@EVERY_MODEL
@pytest.mark.parametrize("way", INSERTIONS)
def test_a_row_that_is_written_has_a_version_of_the_whole_row(model: Any, way: str) -> None:
    row = make(model)
    number = row.pk
    row.delete()
    row.pk = number
    before = len(versions(row))
    INSERTIONS[way](row, model._meta.db_table)
    *_, last = made = versions(row)
    assert len(made) == before + 1
    assert last.old is None
    assert_is(last.new, row)


@EVERY_MODEL
@pytest.mark.parametrize("way", CHANGES)
def test_a_change_has_one_version_with_the_row_before_and_after(model: Any, way: str) -> None:
    row = make(model)
    (first,) = versions(row)
    column, value = change(model)
    CHANGES[way](type(row).objects.get(pk=row.pk), column, value)
    first_again, second = versions(row)
    assert second.old == first_again.new == first.new
    assert second.new == {**first.new, column: value}
    assert (second.root_model, second.root_id) == (first.root_model, first.root_id)
    assert second.content


@EVERY_MODEL
@pytest.mark.parametrize("way", DELETIONS)
def test_a_deletion_keeps_the_row(model: Any, way: str) -> None:
    row = make(model)
    (first,) = versions(row)
    DELETIONS[way](row)
    _, last = versions(row)
    assert (last.old, last.new) == (first.new, None)
    assert (last.root_model, last.root_id) == (first.root_model, first.root_id)


@EVERY_MODEL
def test_an_update_of_nothing_leaves_no_version(model: Any) -> None:
    row = make(model)
    column, _ = change(model)
    type(row).objects.get(pk=row.pk).save()
    type(row).objects.filter(pk=row.pk).update(**{column: getattr(row, column)})
    by_hand(f'UPDATE {row._meta.db_table} SET "{column}" = "{column}"', [])  # noqa: S608
    assert len(versions(row)) == 1


def test_an_upsert_has_a_version_of_the_change() -> None:
    country = f.CountryFactory(name="Burma")
    country.name = "Myanmar"
    type(country).objects.bulk_create(
        [country], update_conflicts=True, unique_fields=["id"], update_fields=["name"]
    )
    assert [v.new["name"] for v in versions(country)] == ["Burma", "Myanmar"]


def test_a_cascade_has_a_version_of_each_row_that_goes() -> None:
    citation = f.CitationFactory(agreement=None, act=f.ActFactory())
    number = citation.act.agreement.pk
    citation.act.agreement.delete()
    gone = Version.objects.of("agreement", number).filter(new__isnull=True)
    assert set(gone.values_list("model", flat=True)) == {"agreement", "act", "citation"}
    assert state_at("agreement", number) == {}


def test_only_the_review_of_a_record_is_no_change_of_its_content() -> None:
    country = f.CountryFactory(review="draft")
    country.review = "published"
    country.save()
    country.name = "Elsewhere"
    country.save()
    assert [v.content for v in versions(country)] == [True, False, True]


# Where a row belongs -----------------------------------------------------------------


@EVERY_MODEL
def test_a_row_is_in_the_history_of_its_record(model: Any) -> None:
    row = make(model)
    record = record_of(row)
    (version,) = versions(row)
    assert (version.root_model, version.root_id) == (record._meta.model_name, record.pk)


@pytest.mark.parametrize("owner", CITATION_OWNERS)
def test_evidence_is_in_the_history_of_the_record_it_is_for(owner: str) -> None:
    owned = OWNERS[owner]()
    citation = f.CitationFactory(**{"agreement": None, owner: owned})
    record = {
        "act": lambda: owned.agreement,
        "position": lambda: owned.statement,
        "office": lambda: owned.person,
        "membership_act": lambda: owned.membership,
    }.get(owner, lambda: owned)()
    (version,) = versions(citation)
    assert (version.root_model, version.root_id) == (record._meta.model_name, record.pk)


def has(record: Any, row: Any) -> bool:
    state = state_at(record._meta.model_name, record.pk)
    return (row._meta.model_name, row.pk) in state


@pytest.mark.parametrize("way", ["save", "update", "bulk_update", "hand-written SQL"])
def test_a_part_that_moves_leaves_the_one_record_and_enters_the_other(way: str) -> None:
    party, other = f.PartyFactory(), f.AgreementFactory()
    first = party.agreement
    party = type(party).objects.get(pk=party.pk)
    CHANGES[way](party, "agreement_id", other.pk)
    assert not has(first, party)
    assert has(other, party)
    _, left, entered = versions(party)
    assert (left.new, entered.old) == (None, None)
    assert entered.new == {**left.old, "agreement_id": other.pk}


def test_evidence_goes_along_with_the_act_that_moves() -> None:
    citation = f.CitationFactory(agreement=None, act=f.ActFactory())
    first, other = citation.act.agreement, f.AgreementFactory()
    type(citation.act).objects.filter(pk=citation.act.pk).update(agreement=other)
    assert not has(first, citation)
    assert has(other, citation)


def test_evidence_that_moves_to_a_record_of_another_kind_leaves_the_first() -> None:
    citation = f.CitationFactory(agreement=None, act=f.ActFactory())
    first, other = citation.act.agreement, f.StatementFactory()
    citation.act, citation.statement = None, other
    citation.save()
    assert not has(first, citation)
    assert has(other, citation)


def test_evidence_deleted_by_hand_after_its_act_leaves_the_right_record() -> None:
    citation = f.CitationFactory(agreement=None, act=f.ActFactory())
    agreement = citation.act.agreement
    with transaction.atomic():
        by_hand("DELETE FROM relations_act WHERE id = %s", [citation.act.pk])
        by_hand("DELETE FROM relations_citation WHERE id = %s", [citation.pk])
    assert set(state_at("agreement", agreement.pk)) == {("agreement", agreement.pk)}


@pytest.mark.parametrize("factory", [f.OtherNameFactory, f.SourceFactory])
def test_a_row_that_gets_another_number_by_hand_is_followed(factory: Any) -> None:
    row = factory()
    record = record_of(row)
    by_hand(f"UPDATE {row._meta.db_table} SET id = %s WHERE id = %s", [999_999, row.pk])  # noqa: S608
    assert not has(record, row)
    (entered,) = versions(row, 999_999)
    assert entered.new["id"] == 999_999


# Keeping the triggers -----------------------------------------------------------------


def test_an_unknown_writer_is_unknown() -> None:
    country = f.CountryFactory()
    assert versions(country)[0].revision is None


def test_installing_twice_writes_no_version_twice() -> None:
    triggers.install("default")
    assert len(versions(f.CountryFactory())) == 1


@pytest.mark.django_db(transaction=True)
def test_a_table_that_a_migration_rebuilds_keeps_its_history() -> None:
    """SQLite drops the triggers of a table with it, PostgreSQL refuses what they hang on."""
    # As a migration sees it: the model itself would add the columns beside its dates twice.
    model = MigrationLoader(connection).project_state().apps.get_model("relations", "country")
    name, wider, extra = (
        model._meta.get_field("name"),
        models.CharField(max_length=250),
        models.CharField(max_length=10, null=True),
    )
    wider.set_attributes_from_name("name")
    extra.set_attributes_from_name("extra")
    triggers.remove("default")
    with connection.schema_editor() as editor:
        editor.add_field(model, extra)
        editor.remove_field(model, extra)
        editor.alter_field(model, name, wider)
        editor.alter_field(model, wider, name)
    call_command("migrate", verbosity=0)
    country = f.CountryFactory(name="Burma")
    country.name = "Myanmar"
    country.save()
    assert [v.new["name"] for v in versions(country)] == ["Burma", "Myanmar"]


@pytest.mark.django_db(transaction=True)
def test_a_flush_empties_the_history_too_and_the_triggers_stay() -> None:
    f.CountryFactory()
    call_command("flush", interactive=False, verbosity=0)
    assert not Version.objects.exists()
    assert len(versions(f.CountryFactory())) == 1
