"""Any rows, with every kind of date, script and null: dumped, emptied, loaded, they are equal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.any_data import FACTORIES, rows

from . import files

ANY = settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.mark.django_db
@pytest.mark.parametrize("load", [files.load], ids=["loaddata"])
@ANY
@given(data=st.data())
def test_a_dump_comes_back_equal(
    load: Callable[[Path], None], tmp_path: Path, data: st.DataObject
) -> None:
    with transaction.atomic():
        data.draw(rows())
        first = files.dump()
        path = files.write(tmp_path / "dump.json", first)
        files.empty()
        assert files.dump().split() == ["[", "]"]
        load(path)
        assert files.dump() == first
        transaction.set_rollback(True)


def test_every_kind_of_row_is_drawn() -> None:
    assert {factory._meta.model for factory in FACTORIES} == set(files.FACTS)
