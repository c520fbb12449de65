"""What the database refuses whoever writes to it, and what a form says about it."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction

from .cases import ALLOWED, CASES, FURTHER_CASES, Case
from .rows import write

pytestmark = pytest.mark.django_db

MODELS = list(apps.get_app_config("relations").get_models())
CONSTRAINTS: dict[str, tuple[Any, Any]] = {
    constraint.name.removeprefix("relations_"): (model, constraint)
    for model in MODELS
    for constraint in model._meta.constraints
}
BREAKS = [pytest.param(name, case, id=name) for name, case in CASES.items()] + [
    pytest.param(name, case, id=title) for title, (name, case) in FURTHER_CASES.items()
]
WITH_CHOICES = [
    f"{model._meta.model_name}_{field.name}"
    for model in MODELS
    for field in model._meta.fields
    if field.choices
]
TERMS_TO_BE_GIVEN = [
    name
    for name in WITH_CHOICES
    if not CONSTRAINTS[f"{name}_term"][0]._meta.get_field(name.split("_", 1)[1]).blank
]


def assert_names(error: IntegrityError, model: Any, constraint: Any) -> None:
    """Assert that a refusal is about this constraint.

    SQLite names the columns of a unique index in its stead.
    """
    if connection.vendor == "postgresql":
        assert error.__cause__.diag.constraint_name == constraint.name  # type: ignore[union-attr]
    elif isinstance(constraint, models.UniqueConstraint) and not constraint.fields:
        # Of expressions, which have no columns to name.
        assert str(error) == f"UNIQUE constraint failed: index '{constraint.name}'"
    elif isinstance(constraint, models.UniqueConstraint):
        columns = [model._meta.get_field(name).column for name in constraint.fields]
        named = ", ".join(f"{model._meta.db_table}.{column}" for column in columns)
        assert str(error) == f"UNIQUE constraint failed: {named}"
    else:
        assert str(error) == f"CHECK constraint failed: {constraint.name}"


def test_every_constraint_has_a_case() -> None:
    assert set(CASES) == set(CONSTRAINTS)


def test_every_constraint_is_named_after_its_model() -> None:
    for model in MODELS:
        for constraint in model._meta.constraints:
            assert constraint.name.startswith(f"relations_{model._meta.model_name}_")


@pytest.mark.parametrize(("name", "case"), BREAKS)
def test_the_database_refuses(name: str, case: Case) -> None:
    model, constraint = CONSTRAINTS[name]
    row = case()
    assert isinstance(row, model)
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        write(row)
    if name == "statement_voice_term":
        # A voice of neither kind breaks the rule on voices too, and databases name one of the two.
        assert "relations_statement_voice" in str(refusal.value)
        return
    if name in ("incompatibility_unique_statement", "incompatibility_unique_none"):
        # The same two in the same order are the same two in any order.
        assert "_unique_" in str(refusal.value) or "first_id" in str(refusal.value)
        return
    assert_names(refusal.value, model, constraint)


@pytest.mark.parametrize(("name", "case"), BREAKS)
def test_full_clean_says_why(name: str, case: Case) -> None:
    _model, constraint = CONSTRAINTS[name]
    with pytest.raises(ValidationError) as refusal:
        case().full_clean()
    if name.endswith("_term"):
        expected = "Value 'bad' is not a valid choice."
    elif name in (
        *("agreement_title", "source_publisher_and_title", "claim_value", "alias_says_something"),
        "incompatibility_has_a_ground",
    ):
        expected = "This field cannot be blank."
    else:
        expected = str(constraint.get_violation_error_message())
    assert expected in refusal.value.messages


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_every_constraint_has_a_sentence_for_people(name: str) -> None:
    _model, constraint = CONSTRAINTS[name]
    sentence = str(constraint.violation_error_message)
    assert sentence.endswith(".")
    assert "%(" not in sentence
    assert "relations_" not in sentence


@pytest.mark.parametrize("case", ALLOWED.values(), ids=ALLOWED)
def test_what_comes_close_is_allowed(case: Case) -> None:
    row = case()
    row.full_clean()
    write(row)
    assert type(row).objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("name", WITH_CHOICES)
def test_the_database_keeps_every_vocabulary(name: str) -> None:
    assert f"{name}_term" in CONSTRAINTS


@pytest.mark.parametrize("name", TERMS_TO_BE_GIVEN)
def test_the_database_wants_a_term_where_one_must_be_given(name: str) -> None:
    row = CASES[f"{name}_term"]()
    setattr(row, name.split("_", 1)[1], "")
    with pytest.raises(IntegrityError), transaction.atomic():
        write(row)
