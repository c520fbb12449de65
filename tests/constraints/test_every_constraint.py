"""What the database refuses whoever writes to it, and what a form says about it."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction

from .cases import ALLOWED, CASES, FURTHER_CASES, TERMS, Case, write

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


def assert_names(error: IntegrityError, model: Any, constraint: Any) -> None:
    """Assert that a refusal is about this constraint.

    SQLite names the columns of a unique index in its stead.
    """
    if connection.vendor == "postgresql":
        assert error.__cause__.diag.constraint_name == constraint.name  # type: ignore[union-attr]
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
    assert_names(refusal.value, model, constraint)


@pytest.mark.parametrize(("name", "case"), BREAKS)
def test_full_clean_says_why(name: str, case: Case) -> None:
    _model, constraint = CONSTRAINTS[name]
    with pytest.raises(ValidationError) as refusal:
        case().full_clean()
    if name.removesuffix("_term") in TERMS:
        expected = "Value 'junk' is not a valid choice."
    elif name == "agreement_title":
        expected = "This field cannot be blank."
    elif name == "source_publisher_and_title":
        expected = "This field cannot be blank."
    else:
        expected = str(constraint.violation_error_message)
    assert expected in refusal.value.messages


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(
            name,
            marks=[
                pytest.mark.xfail(
                    strict=True,
                    reason="without a violation_error_message, Django's own names the constraint",
                )
            ]
            if name.startswith("formerslug_unique_")
            else [],
        )
        for name in CONSTRAINTS
    ],
)
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


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(
            name,
            marks=[]
            if f"{name}_term" in CONSTRAINTS
            else [pytest.mark.xfail(strict=True, reason="only forms check this field's terms")],
        )
        for name in WITH_CHOICES
    ],
)
def test_the_database_keeps_every_vocabulary(name: str) -> None:
    assert f"{name}_term" in CONSTRAINTS
