"""The quick way to check a field says what full_clean says, for every field and any value."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from relations.loading.bulk.cleaning import plan_of
from relations.loading.bulk.values import Memory, stored
from relations.models import Statement
from tests.facts import FACTS

FIELDS = [
    pytest.param(model, field.name, id=f"{model._meta.model_name}-{field.name}")
    for model in FACTS
    for field in model._meta.concrete_fields
    if field.serialize and not field.is_relation and not field.primary_key
]
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=700)
LIKELY = st.sampled_from(
    [
        *["", " ", "a", "ab-c", "QAA", "QA", "051", "Q42", "en", "draft", "published", "joined"],
        *["2024-02-29", "2023-02-29", "199X", "..", "XXXX", "2018-05~", " 2018 ", "[..2010]"],
        *["https://example.org/", "http://a", "ftp://a.org", "javascript:x", "None", "true", "1"],
        *["x" * n for n in (2, 3, 8, 9, 30, 31, 100, 101, 160, 161, 200, 201, 400, 401, 600, 601)],
    ]
)
VALUES = st.one_of(
    LIKELY,
    TEXTS,
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text("ab", max_size=2), st.none(), max_size=1),
)
WRONG = object()


def truth(model: Any, field: Any, value: Any) -> Any:
    """Ask a model instance, as a form does; a list is no value, nor what a database can't hold."""
    if isinstance(value, list | dict) or (isinstance(value, str) and "\x00" in value):
        return WRONG
    try:
        instance = model(**{field.name: field.to_python(value)})
        others = {f.name for f in model._meta.fields} - {field.name}
        super(model, instance).clean_fields(exclude=others)
    except (ValidationError, TypeError, ValueError, OverflowError):
        return WRONG
    value = getattr(instance, field.name)
    if value is None and not field.null:
        return WRONG
    return stored(field, value)


def quick(model: Any, field: Any, value: Any) -> Any:
    plan = plan_of(model)
    _place, read = plan._functions[field.name]
    try:
        found = read(value)
    except ValidationError:
        return WRONG
    return found[0] if isinstance(found, list) else found


@pytest.mark.parametrize(("model", "name"), FIELDS)
@given(value=VALUES)
def test_a_field_is_checked_as_full_clean_does(model: Any, name: str, value: Any) -> None:
    field = model._meta.get_field(name)
    expected = truth(model, field, value)
    for _again in range(2):  # the second time from memory
        found = quick(model, field, value)
        assert found is expected or found == expected
        assert type(found) is type(expected)


@given(date=st.sampled_from(["2018-05~", "..", "XXXX", "[..2010-12-31]", "19XX", None]))
def test_the_bounds_of_a_date_follow(date: str | None) -> None:
    plan = plan_of(Statement)
    fields = {"slug": "s", "title": "T", "medium": "interview", "date": date}
    complaints: list[Any] = []
    row = dict(zip(plan.columns, plan.row(fields, complaints), strict=True))
    instance = Statement(date=date)
    assert complaints == []
    for name in ("date_earliest", "date_latest"):
        value = getattr(instance, name)
        assert row[name] == (value and value.isoformat())


def test_a_row_is_what_its_fields_say_and_the_defaults_of_the_rest() -> None:
    plan = plan_of(Statement)
    complaints: list[Any] = []
    row = plan.row({"slug": "s", "title": "T", "medium": "interview"}, complaints)
    usual = Statement(slug="s", title="T", medium="interview")
    expected = [stored(f, getattr(usual, f.attname)) for f in plan.fields]
    assert (row, complaints) == (expected, [])
    json.dumps(row)


def test_what_is_remembered_is_of_the_same_type() -> None:
    memory = Memory(repr)
    for _again in range(2):
        found = [memory(value) for value in (True, 1, 1.0, "1", 0.0, -0.0, None, [1])]
        assert found == ["True", "1", "1.0", "'1'", "0.0", "-0.0", "None", "[1]"]


def test_a_record_that_is_at_fault_is_told_of_whatever_fields_others_had() -> None:
    plan = plan_of(Statement)
    right = {"slug": "s", "title": "T", "medium": "interview"}
    for fields, wrong in [
        (right, []),
        ({**right, "medium": "letter"}, ["medium"]),
        ({**right, "medium": ["interview"]}, ["medium"]),
        (right, []),
        ({**right, "tittle": "T"}, ["tittle"]),
        ({"slug": "s", "title": "T"}, ["medium"]),
        ({"slug": "", "title": "T" * 241, "medium": None}, ["slug", "title", "medium"]),
    ]:
        complaints: list[Any] = []
        plan.row(fields, complaints)
        assert [name for name, _message in complaints] == wrong
