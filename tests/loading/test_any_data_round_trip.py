"""Any rows, with every kind of date, script and null: dumped, emptied, loaded, they are equal."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relations.exporting.formats import FORMATS, Edition
from relations.loading import bulk
from relations.models import Source
from relations.models.base import CuratedModel
from relations.vocabularies import Review
from tests.any_data import FACTORIES, rows
from tests.factories import SourceFactory

from . import files

pytestmark = pytest.mark.long

EDITION = Edition(None, dt.date(2026, 11, 29))
ANY = settings(
    max_examples=int(os.environ.get("ROUND_TRIP_EXAMPLES", "30")),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def by_load(path: Path) -> None:
    """Load twice: the second time nothing is left to write."""
    for total in (None, 0):
        report = bulk.load([path])
        assert not report.problems
        written = sum(c.new + c.changed + c.removed for c in report.counts.values())
        assert total is None or written == total


def published() -> bytes:
    with TemporaryDirectory() as directory:
        return FORMATS["jsonl"].write(Path(directory), EDITION).read_bytes()


@pytest.mark.django_db
@pytest.mark.parametrize("load", [files.load, by_load], ids=["loaddata", "load"])
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


@pytest.mark.django_db
@ANY
@given(data=st.data())
def test_an_export_comes_back_equal(tmp_path: Path, data: st.DataObject) -> None:
    with transaction.atomic():
        data.draw(rows())
        source = SourceFactory(review=Review.PUBLISHED)
        Source.objects.update(review=Review.PUBLISHED)
        for model in files.FACTS:
            if issubclass(model, CuratedModel):
                model.objects.filter(source=None).update(source=source)
                model.objects.update(review=Review.PUBLISHED)
        first = published()
        path = files.write(tmp_path / "first.jsonl", first)
        files.empty()
        by_load(path)
        assert published() == first
        transaction.set_rollback(True)


def test_every_kind_of_row_is_drawn() -> None:
    assert {factory._meta.model for factory in FACTORIES} == set(files.FACTS)
