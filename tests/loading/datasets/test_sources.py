"""What a data set's records rest on: its own source, whatever others are called."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from relations.loading.datasets.adapters.ggo import ADAPTER
from relations.loading.datasets.importing import import_dataset
from relations.models import Agreement, DataSet, FormerSlug, Source
from tests import factories as f

from .ggo_sample import FISH, import_sample, world, write

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def actors(db: Any) -> None:
    world()


def test_a_source_that_is_only_called_as_the_data_set_is_not_taken(tmp_path: Path) -> None:
    theirs = f.SourceFactory(slug="ggo", url="https://example.org/ggo", review="draft")
    import_sample(tmp_path, publish=True)
    source = DataSet.objects.get(slug="ggo").source
    assert (source.slug, source.url) == ("ggo-2", ADAPTER.url)
    assert {agreement.source for agreement in Agreement.objects.all()} == {source}
    # To publish an import publishes nothing of somebody else's.
    theirs.refresh_from_db()
    assert theirs.review == "draft"


def test_an_address_that_a_source_once_had_is_not_given_anew(tmp_path: Path) -> None:
    FormerSlug.objects.create(slug="ggo", source=f.SourceFactory())
    import_sample(tmp_path)
    assert DataSet.objects.get(slug="ggo").source.slug == "ggo-2"


def test_the_source_with_the_page_of_the_data_set_is_taken(tmp_path: Path) -> None:
    page = f.SourceFactory(slug="many-treaties", url=ADAPTER.url)
    import_sample(tmp_path)
    assert DataSet.objects.get(slug="ggo").source == page


def test_later_imports_keep_to_the_source_of_the_first(tmp_path: Path) -> None:
    import_sample(tmp_path)
    source = DataSet.objects.get(slug="ggo").source
    source.slug, source.url = "global-governance", "https://example.org/moved"
    source.save()
    f.SourceFactory(slug="ggo")
    import_dataset(ADAPTER, write(tmp_path, [FISH | {"treatyID": "NEW_1970A"}], []))
    assert DataSet.objects.get(slug="ggo").source == source
    assert set(Agreement.objects.values_list("source", flat=True)) == {source.pk}
    assert Source.objects.at(ADAPTER.url).count() == 0
