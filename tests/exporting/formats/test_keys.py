"""A key written as one text names one row, however odd its parts."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relations.exporting.published import identifier, published_records
from relations.exporting.published.reading import key_of
from relations.exporting.published.seen import MODELS
from relations.models import Office, OtherName, Party
from tests.exporting.worlds import small_world

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=6) | st.text("/~:", max_size=4)
actors = st.one_of(
    st.tuples(st.tuples(texts).map(list), st.none()),
    st.tuples(st.none(), st.tuples(texts).map(list)),
)
keys = st.builds(
    lambda person, actor, title, number: [[person], *actor, title, number],
    texts,
    actors,
    texts,
    st.integers(1, 99),
)


@given(keys, keys)
def test_two_keys_never_have_the_same_text(one: list[Any], other: list[Any]) -> None:
    assert (identifier(Office, one) == identifier(Office, other)) == (one == other)


def test_a_key_names_only_what_is_set() -> None:
    assert identifier(Party, [["charter"], None, ["eaeu"]]) == "charter/organization:eaeu"
    assert identifier(OtherName, [["ARM"], None, "a/b~c"]) == "country:ARM/a~1b~0c"
    assert identifier(Party, None) is None


@pytest.mark.django_db
@pytest.mark.parametrize("model", MODELS)
def test_records_come_in_the_order_of_their_keys(model: Any) -> None:
    small_world()
    found = [key_of(model, record) for record in published_records(model)]
    assert found == sorted(found, key=flat)
    assert all(model.objects.get_by_natural_key(*key) for key in found)


def flat(key: Any) -> list[tuple[bool, Any]]:
    """Give the leaves of a key so that they can be compared: what is empty comes first."""
    if not isinstance(key, list):
        return [(key is not None, "" if key is None else key)]
    return [leaf for part in key for leaf in (flat(part) if part is not None else [(False, "")])]


@pytest.mark.django_db
def test_an_open_end_and_an_unknown_one_differ() -> None:
    small_world()
    (office,) = published_records(Office)
    assert str(office["end"]) == ".."
    assert office["start"].earliest == dt.date(2020, 1, 1)
