"""The key of a source's URL is true whichever way the source was written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models import F, Value

from relations.models import Source
from relations.vocabularies import SourceKind
from tests import factories

pytestmark = pytest.mark.django_db

URL = "http://www.Example.org/a/?utm_source=x"
KEY = "https://example.org/a"
OTHER = "https://example.org/b/"
OTHER_KEY = "https://example.org/b"


def keys() -> list[str]:
    return list(Source.objects.order_by("pk").values_list("url_key", flat=True))


def unsaved(**values: Any) -> Source:
    return factories.SourceFactory.build(**values)


def test_saved() -> None:
    source = factories.SourceFactory(url=URL)
    assert (source.url_key, keys()) == (KEY, [KEY])
    source.url = OTHER
    source.save()
    assert keys() == [OTHER_KEY]
    source.url = ""
    source.save()
    assert keys() == [""]


def test_saved_by_the_name_of_the_field() -> None:
    source = factories.SourceFactory(url=URL)
    source.url = OTHER
    source.save(update_fields=["url"])
    assert keys() == [OTHER_KEY]


def test_saved_after_only_the_url_was_read() -> None:
    factories.SourceFactory(url=URL)
    source = Source.objects.only("url").get()
    source.url = OTHER
    source.save()
    assert keys() == [OTHER_KEY]


def test_saved_after_all_but_the_url_was_read() -> None:
    factories.SourceFactory(url=URL)
    source = Source.objects.defer("url").get()
    source.note = "Read."
    source.save()
    assert keys() == [KEY]
    source = Source.objects.defer("url").get()
    source.url = OTHER
    source.save()
    assert keys() == [OTHER_KEY]


def test_created_and_updated_in_bulk() -> None:
    Source.objects.bulk_create([unsaved(url=URL, slug="a"), unsaved(url="", slug="b")])
    assert keys() == [KEY, ""]
    rows = list(Source.objects.order_by("pk"))
    rows[1].url = OTHER
    Source.objects.bulk_update(rows, ["url"])
    assert keys() == [KEY, OTHER_KEY]


def test_updated_in_the_database() -> None:
    factories.SourceFactory()
    Source.objects.update(url=URL)
    assert keys() == [KEY]


@pytest.mark.parametrize(
    "values", [{"url": F("archived_url")}, {"url_key": "x"}, {"url": Value("x")}]
)
def test_an_update_that_would_part_the_two_is_refused(values: dict[str, Any]) -> None:
    factories.SourceFactory(url=URL)
    with pytest.raises(TypeError, match="url, url_key together"):
        Source.objects.update(**values)


def test_the_key_cannot_be_set_by_hand() -> None:
    source = factories.SourceFactory(url=URL)
    source.url_key = "something else"
    source.save()
    assert keys() == [KEY]


def test_loaded_and_loaded_again_with_another_url(tmp_path: Path) -> None:
    fields = {"slug": "s", "kind": SourceKind.NEWS, "publisher": "P", "title": "T"}
    for url, key in ((URL, KEY), (OTHER, OTHER_KEY)):
        record = {"model": "relations.source", "fields": {**fields, "url": url}}
        file = tmp_path / "sources.json"
        file.write_text(json.dumps([record]))
        call_command("loaddata", str(file), verbosity=0)
        assert keys() == [key]


def test_a_dump_holds_the_url_and_not_its_key(capsys: pytest.CaptureFixture[str]) -> None:
    factories.SourceFactory(url=URL)
    call_command("dumpdata", "relations.source", use_natural_primary_keys=True)
    printed = capsys.readouterr().out
    assert URL in printed
    assert "url_key" not in printed


def test_a_page_is_found_however_its_url_is_written() -> None:
    source = factories.SourceFactory(url=URL)
    factories.SourceFactory(url="")
    assert list(Source.objects.at("https://example.org/a#top")) == [source]
    assert not Source.objects.at("https://example.org/c").exists()
    assert not Source.objects.at("").exists()
